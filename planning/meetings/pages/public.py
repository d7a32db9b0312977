"""What everybody sees of meetings: those that are open, published minutes, and the calendar."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import PUBLIC, Permitted
from kernel.clock import now
from planning.meetings import calendars, ical, papers
from planning.meetings.finding import seen_by_all
from planning.meetings.models import Meeting
from planning.meetings.pages.papers import printed
from planning.meetings.picturing import MinutesText, published_minutes
from planning.meetings.queries import plans_of
from planning.meetings.stages import Stage
from planning.structure.imprint import lines_of
from tenants.queries import site_of

SHOWN = 50


class PublicMeetingsPage(Permitted, View):
    """Coming open meetings and published minutes."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        at = now()
        coming = list(calendars.open_meetings().filter(ends_at__gte=at).order_by("starts_at", "title", "pk"))
        past = Meeting.objects.filter(stage=Stage.PUBLISHED).order_by("-starts_at", "title", "pk")[:SHOWN]
        facts = {
            "coming": coming,
            "registering": {each.pk for each in coming if each.is_registering(at)},
            "past": past,
            "contact": site_of(request).contact,
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "planning/meetings/public_meetings.html", facts)


class PublicMeetingPage(Permitted, View):
    """One open meeting; afterwards its published minutes."""

    permission = PUBLIC

    def get(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        found = get_object_or_404(seen_by_all(), pk=meeting)
        text = published_minutes(found) if found.stage == Stage.PUBLISHED else None
        at = now()
        facts = {
            "meeting": found,
            "groups": [] if text else found.groups.filter(is_public=True).order_by("name", "pk"),
            "items": [] if text else list(found.items.prefetch_related("papers")),
            "is_registering": found.is_registering(at),
            "is_cancelled": found.stage == Stage.CANCELLED,
            "is_ahead": found.ends_at >= at,
            "minutes": told(text) if text else None,
            "imprint": lines_of(plans_of(found)),
            "breadcrumbs": [(_("Home"), "/"), (_("Meetings"), reverse("planning:public_meetings"))],
        }
        return render(request, "planning/meetings/public_meeting.html", facts)


def told(text: MinutesText) -> dict[str, Any]:
    """The minutes in the words of the page."""
    return {
        "text": text,
        "groups": papers.groups_words(text),
        "named": [(each, papers.presence_words(each)) for each in text.people if each.who.name],
        "others": papers.unnamed(text),
        "points": [
            (
                point,
                [(each, papers.resolution_words(each), papers.votes_words(each)) for each in point.resolutions],
            )
            for point in text.points
        ],
    }


class PublicMinutesPaper(Permitted, View):
    """The published minutes as a document, without the names that are not public."""

    permission = PUBLIC

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponse:
        found = get_object_or_404(Meeting, pk=meeting, stage=Stage.PUBLISHED)
        text, at = published_minutes(found), found.published_at or now()
        return printed(request, ending, found, lambda: papers.minutes_paper(text, request.tenant, at))


class PublicCalendar(Permitted, View):
    """All open meetings as a calendar to subscribe to."""

    permission = PUBLIC

    def get(self, request: Any) -> HttpResponse:
        return as_calendar(calendars.public_feed(request.tenant, now()))


class OwnCalendar(Permitted, View):
    """A person's meetings, by the secret address alone."""

    permission = PUBLIC

    def get(self, request: Any, secret: str) -> HttpResponse:
        feed = calendars.own_feed(secret, request.tenant, now())
        if feed is None:
            raise Http404
        answer = as_calendar(feed)
        answer["Cache-Control"] = "private, no-store"
        return answer


def as_calendar(content: str) -> HttpResponse:
    return HttpResponse(
        content.encode(), content_type=ical.TYPE, headers={"Content-Disposition": 'inline; filename="meetings.ics"'}
    )
