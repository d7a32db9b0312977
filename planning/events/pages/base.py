"""What pages of one event share."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from planning.meetings.models import Meeting, Participant
from planning.meetings.pages.base import OfMeeting, crumbs


class OfEvent(OfMeeting):
    """A page of one open event, for those who prepare it."""

    permission = "planning.lead_event"

    @cached_property
    def meeting(self) -> Meeting:
        found: Meeting = get_object_or_404(Meeting, pk=self.meeting_id)
        if not found.is_event:
            raise Http404(_("This is a meeting of a group, no open event."))
        return found

    def show(self, template: str, **context: Any) -> HttpResponse:
        return super().show(template, **{"breadcrumbs": crumbs(self.meeting), **context})


class OfRegistered(OfEvent):
    """A page of one person who registered."""

    @cached_property
    def row(self) -> Participant:
        rows = Participant.objects.registered().select_related("meeting")
        found: Participant = get_object_or_404(rows, pk=self.kwargs["participant"], meeting=self.meeting_id)
        return found


def to_list(meeting: UUID) -> HttpResponse:
    return redirect(reverse("planning:registered", args=[meeting]))
