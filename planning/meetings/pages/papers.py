"""Documents of a meeting to print, and the same as DOCX."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kernel.clock import now
from planning.meetings import attending, papers, queries
from planning.meetings.models import Participant
from planning.meetings.pages.base import OfMeeting
from planning.meetings.picturing import minutes_of
from planning.structure.pages.papers import printed


class LettersPaper(OfMeeting):
    """The invitations of those without e-mail, a page for each."""

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponse:
        rows = self.meeting.participants.filter(channel=Participant.Channel.PAPER).order_by("name", "pk")
        asked = list(rows)
        if not asked:
            raise Http404
        return printed(request, ending, lambda: papers.invitations(self.meeting, asked, request.tenant, now()))


class SheetPaper(OfMeeting):
    """The attendance sheet to sign."""

    def get(self, request: Any, meeting: UUID, ending: str) -> HttpResponse:
        seats, people = queries.seats_of(self.meeting), list(self.meeting.participants.all())
        lines = attending.lines_of(self.meeting, seats, people)
        groups = list(self.meeting.groups.order_by("name", "pk").values_list("name", flat=True))
        return printed(
            request, ending, lambda: papers.attendance_sheet(self.meeting, lines, groups, request.tenant, now())
        )


class MinutesPaper(OfMeeting):
    """The minutes with all names, for those who work with them."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, meeting: UUID, ending: str) -> HttpResponse:
        text = minutes_of(self.meeting)
        return printed(request, ending, lambda: papers.minutes_paper(text, request.tenant, now()))  # type: ignore[attr-defined]
