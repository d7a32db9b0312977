"""What everybody does: register for an event, look at the own registration by its link, cancel it, read papers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache

from kernel.access import PUBLIC, Permitted
from kernel.clock import now
from kernel.errors import DomainError
from kernel.limits import address_of, spend
from planning.events import after, papers, queries, registering
from planning.events.forms import RegisterForm
from planning.events.links import registered_by, registration_secret
from planning.meetings.calendars import open_meetings, single_feed
from planning.meetings.models import AgendaPaper, Meeting, Participant
from planning.meetings.pages.agenda import file_of
from planning.meetings.pages.papers import printed
from planning.meetings.pages.public import as_calendar
from planning.meetings.stages import Stage
from planning.structure.pages.open_page import OpenPage

OF_ONE_ADDRESS, OF_ALL = (10, timedelta(hours=1)), (1000, timedelta(days=1))


def event_or_404(meeting: UUID) -> Meeting:
    """An announced event for which people register."""
    events = open_meetings().exclude(kind=Meeting.Kind.MEETING)
    found: Meeting = get_object_or_404(events.filter(takes_registrations=True), pk=meeting)
    return found


def _way(meeting: Meeting) -> list[tuple[str, str]]:
    here = reverse("planning:public_meeting", args=[meeting.pk])
    return [(_("Home"), "/"), (_("Meetings"), reverse("planning:public_meetings")), (meeting.title, here)]


class RegisterPage(OpenPage):
    """Register."""

    too_many = gettext_lazy("Too many registrations came from your network. Please try again later.")

    def get(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        self.meeting = event_or_404(meeting)
        return self.shown(RegisterForm())

    def post(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        self.meeting = event_or_404(meeting)
        return self.receive(RegisterForm(request.POST))

    def may_send(self, form: RegisterForm) -> bool:
        own = spend(f"planning register {address_of(self.request)}", *OF_ONE_ADDRESS)
        return bool(own) and bool(spend("planning register of all", *OF_ALL))

    def keep(self, form: RegisterForm) -> HttpResponse:
        row, is_new = registering.register(self.meeting, form.facts(), by=None, at=now())
        # Its page belongs to whoever has just written it, and to nobody who writes the same.
        return redirect("planning:own_registration", registration_secret(row)) if is_new else self.thanked()

    def refused(self, form: RegisterForm, refusal: DomainError) -> HttpResponse:
        self.meeting = get_object_or_404(Meeting, pk=self.meeting.pk)  # as full as it is now
        return super().refused(form, refusal)

    def thanked(self) -> HttpResponse:
        return redirect("planning:register_thanks", self.meeting.pk)

    def shown(self, form: RegisterForm, status: int = 0) -> HttpResponse:
        context = {
            "meeting": self.meeting,
            "form": form,
            "is_open": self.meeting.is_registering(now()),
            "is_full": self.meeting.free_places is not None and self.meeting.free_places <= 0,
            "needs_days": after.NEEDS_KEPT.days,
            "days": after.CONTACTS_KEPT.days,
            "breadcrumbs": _way(self.meeting),
        }
        status = status or (422 if form.errors else 200)
        return render(self.request, "planning/events/register.html", context, status=status)


class RegisterThanksPage(Permitted, View):
    """Somebody sent the same twice; the confirmation is under way since the first time."""

    permission = PUBLIC

    def get(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        found = event_or_404(meeting)
        return render(request, "planning/events/thanks.html", {"meeting": found, "breadcrumbs": _way(found)})


@method_decorator(never_cache, name="dispatch")
class ByOwnLink(Permitted, View):
    """Whoever has the link of a registration."""

    permission = PUBLIC
    request: Any

    @property
    def row(self) -> Participant:
        found = registered_by(self.kwargs["secret"], now())
        if found is None:
            raise Http404(_("This link is not valid. Perhaps it was not copied whole."))
        return found


class OwnRegistrationPage(ByOwnLink):
    """How the registration stands. Looking changes nothing; only the button cancels it."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        row, at = self.row, now()
        meeting = row.meeting
        facts = {
            "row": row,
            "meeting": meeting,
            "secret": secret,
            "place": queries.place_in_line(row) if row.registration == "WAITING" else 0,
            "is_cancelled": meeting.stage == Stage.CANCELLED,
            "may_cancel": row.registration in registering.STANDS and at < meeting.starts_at,
            "came": row.presence in ("PRESENT", "REMOTE"),
            "needs": papers.needs_words(row),
        }
        return render(request, "planning/events/own.html", facts)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        row = self.row
        try:
            if now() >= row.meeting.starts_at:
                messages.error(request, _("The event has begun; nothing can be cancelled any more."))
            else:
                registering.withdraw(row, by=None, at=now())
                messages.success(request, _("Your registration is cancelled. Thank you for telling us."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("planning:own_registration", secret)


class OwnCertificate(ByOwnLink):
    """The certificate of whoever came."""

    def get(self, request: HttpRequest, secret: str, ending: str) -> HttpResponse:
        row, site = self.row, self.request.tenant
        if row.presence not in ("PRESENT", "REMOTE"):
            raise Http404(_("A certificate is given to those who came."))
        items = list(row.meeting.items.all())
        return printed(request, ending, row.meeting, lambda: papers.certificate(row.meeting, items, row, site, now()))


class PublicPaper(Permitted, View):
    """A paper that everybody may read."""

    permission = PUBLIC

    def get(self, request: HttpRequest, meeting: UUID, laid: UUID) -> HttpResponseBase:
        found = get_object_or_404(open_meetings(), pk=meeting)
        return file_of(get_object_or_404(AgendaPaper, pk=laid, item__meeting=found, is_public=True))


class EventCalendar(Permitted, View):
    """One open meeting as an entry for the calendar."""

    permission = PUBLIC

    def get(self, request: Any, meeting: UUID) -> HttpResponse:
        return as_calendar(single_feed(get_object_or_404(open_meetings(), pk=meeting), request.tenant))
