"""The list of who came: ticked on a tablet or a telephone, or entered afterwards from the signed sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kernel.clock import now
from kernel.errors import DomainError
from planning.meetings import attending, queries
from planning.meetings.attendance_form import AttendanceForm
from planning.meetings.forms import GuestForm
from planning.meetings.models import Participant
from planning.meetings.pages.base import Filled, OfMeeting, Pressed, crumbs
from planning.meetings.stages import Part, is_open

ON_A_PAGE = 50


class AttendancePage(OfMeeting):
    """All members and guests with what to tick, and whether there is a quorum."""

    def get(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        if "quorum" in request.GET:  # asked again and again, so that each tablet sees what the others tick
            return self._live(request.GET["quorum"])
        return self._page(None)

    def _live(self, seen: str) -> HttpResponse:
        """Nothing where it is as it was, so that nobody is read the same again."""
        people = list(self.meeting.participants.on_the_list())
        groups = self.meeting.groups.order_by("name", "pk")
        quorums = queries.quorums(groups, queries.seats_of(self.meeting), people)
        if seen == queries.heads_of(quorums):
            return HttpResponse(status=204)
        heads = queries.heads_of(quorums)
        facts = {"quorums": quorums, "heads": heads, "live": urlencode({"quorum": heads})}
        return self.show("planning/meetings/_quorum_live.html", **facts)

    def post(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        """Only what was shown and changed is written; the lines of other pages stay as they are."""
        form = AttendanceForm(request.POST, self._lines())
        try:
            count = attending.write_attendance(self.meeting, came=form.came(), by=request.user, at=now())
        except DomainError as refusal:
            return self._page(request.POST, str(refusal))
        words = ngettext("%(n)s line is saved.", "%(n)s lines are saved.", count) % {"n": count}
        messages.success(request, words if count else _("Nothing was changed."))
        shown = request.GET.urlencode()
        return redirect(reverse("planning:attendance", args=[meeting]) + (f"?{shown}" if shown else ""))

    def _lines(self) -> list[attending.Line]:
        people = list(self.meeting.participants.on_the_list())
        return attending.lines_of(self.meeting, queries.seats_of(self.meeting), people)

    def _page(self, given: Any, refusal: str = "") -> HttpResponse:
        seats, people = queries.seats_of(self.meeting), list(self.meeting.participants.on_the_list())
        lines = attending.lines_of(self.meeting, seats, people)
        quorums = queries.quorums(self.meeting.groups.order_by("name", "pk"), seats, people)
        words = self.request.GET.get("q", "").strip()[:100]
        page = Paginator(attending.lines_with(lines, words), ON_A_PAGE).get_page(self.request.GET.get("page"))
        return self.show(
            "planning/meetings/attendance.html",
            rows=AttendanceForm(given, list(page)).rows,
            page=page,
            q=words,
            is_long=len(lines) > ON_A_PAGE,
            guests=[line for line in lines if line.is_guest],
            ticked=sum(bool(line.participant and line.participant.presence) for line in lines),
            total=len(lines),
            quorums=quorums,
            heads=queries.heads_of(quorums),
            live=urlencode({"quorum": queries.heads_of(quorums)}),
            refusal=refusal,
            is_open=is_open(Part.ATTENDANCE, self.meeting.stage),
            represented=Participant.Presence.REPRESENTED.value,
            breadcrumbs=crumbs(self.meeting),
            status=422 if refusal else 200,
        )


class AddGuestPage(Filled):
    """Somebody came who is no member."""

    title = gettext_lazy("Add a guest")
    intro = gettext_lazy("A guest has no vote and does not count towards the quorum.")
    button = gettext_lazy("Add the guest")
    said = gettext_lazy("The guest is on the list.")

    def form(self, given: Any) -> GuestForm:
        return GuestForm(given)

    def act(self, form: GuestForm) -> None:
        attending.add_guest(self.meeting, **form.cleaned_data, by=self.request.user, at=now())

    def done(self) -> HttpResponse:
        return redirect("planning:attendance", self.meeting_id)

    def more(self) -> dict[str, Any]:
        return {"back": reverse("planning:attendance", args=[self.meeting_id])}


class RemoveGuestPage(Pressed):
    """A guest who was written down by mistake."""

    said = gettext_lazy("The guest is off the list.")

    def act(self) -> None:
        rows = Participant.objects.select_related("meeting")
        guest = get_object_or_404(rows, pk=self.kwargs["guest"], meeting=self.meeting_id)
        attending.remove_guest(guest, by=self.request.user, at=now())

    def back(self, anchor: str = "") -> HttpResponse:
        return redirect("planning:attendance", self.meeting_id)
