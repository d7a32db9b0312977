"""Documents of a meeting to print, and the same as DOCX."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kernel.clock import now
from planning.meetings import attending, papers, queries
from planning.meetings.models import Meeting, Participant
from planning.meetings.pages.base import OfMeeting, ReadMeeting
from planning.meetings.picturing import minutes_of
from planning.meetings.queries import plans_of
from planning.structure.pages import papers as structure_papers
from tenants.queries import site_of
from ui.documents import Document


def printed(request: Any, ending: str, meeting: Meeting | None, compose: Callable[[], Document]) -> HttpResponse:
    """A document with the imprint of the plans that the meeting is about."""
    return structure_papers.printed(request, ending, compose, plans_of(meeting) if meeting else ())


class LettersPaper(OfMeeting):
    """The invitations of those without e-mail, a page for each."""

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponse:
        rows = self.meeting.participants.filter(channel=Participant.Channel.PAPER).order_by("name", "pk")
        asked = list(rows)
        if not asked:
            raise Http404
        return printed(
            request,
            ending,
            self.meeting,
            lambda: papers.invitations(self.meeting, asked, request.tenant, now()),
        )


class InvitationPaper(ReadMeeting):
    """The invitation to hang out or to send along."""

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponse:
        groups = list(self.meeting.groups.order_by("name", "pk").values_list("name", flat=True))
        letter = partial(papers.invitation, self.meeting, groups, request.tenant, now())
        return printed(request, ending, self.meeting, letter)


class SheetPaper(OfMeeting):
    """The attendance sheet to sign."""

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponse:
        seats, people = queries.seats_of(self.meeting), list(self.meeting.participants.on_the_list())
        lines = attending.lines_of(self.meeting, seats, people)
        groups = list(self.meeting.groups.order_by("name", "pk").values_list("name", flat=True))
        return printed(
            request,
            ending,
            self.meeting,
            lambda: papers.attendance_sheet(self.meeting, lines, groups, request.tenant, now()),
        )


class MinutesPaper(ReadMeeting):
    """The minutes with all names, for those who work with them."""

    def get(self, request: HttpRequest, meeting: UUID, ending: str) -> HttpResponse:
        text = minutes_of(self.meeting)
        site = site_of(request)
        return printed(request, ending, self.meeting, lambda: papers.minutes_paper(text, site, now()))
