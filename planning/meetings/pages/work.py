"""Pages of those who lead meetings: the list, one meeting, its facts, inviting, cancelling, tasks from last time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from kernel.access import Permitted, allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.jobs import enqueue
from planning.meetings import commands, inviting, letters, minuting, queries, task_list
from planning.meetings.forms import ApproveForm, DoneForm, InviteForm, MeetingForm
from planning.meetings.guards import missing_for
from planning.meetings.models import Meeting, MeetingTask, Participant
from planning.meetings.pages.base import Filled, OfMeeting, Pressed, ReadMeeting, crumbs
from planning.meetings.stages import Part, Stage, is_open, line_of, words_of
from planning.structure.step_forms import WhyForm

PAST_SHOWN = PEOPLE_SHOWN = 50


class MeetingsPage(Permitted, View):
    """All meetings: what is coming, and what was."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest) -> HttpResponse:
        at = now()
        meetings: QuerySet[Meeting] = Meeting.objects.prefetch_related("groups")
        coming = list(meetings.filter(ends_at__gte=at).order_by("starts_at", "title", "pk"))
        past = list(meetings.filter(ends_at__lt=at).order_by("-starts_at", "title", "pk")[:PAST_SHOWN])
        facts = {
            "coming": coming,
            "past": past,
            "readable": self._readable([*coming, *past]),
            "may_lead": allowed("planning.lead_meeting", request),
            "may_lead_event": allowed("planning.lead_event", request),
            "late": self._late(),
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "planning/meetings/meetings.html", facts)

    def _late(self) -> int:
        """How many tasks are late, for those who lead meetings."""
        leads = allowed("planning.lead_meeting", self.request)
        return task_list.late(MeetingTask.objects.all(), today()).count() if leads else 0

    def _readable(self, meetings: list[Meeting]) -> set[UUID]:
        """Which of them the reader may open: a closed one only as a member of its groups, or who leads meetings."""
        leads = allowed("planning.lead_meeting", self.request)
        own = set() if leads else queries.groups_of_account(self.request.user.pk, today())  # type: ignore[arg-type]
        return {
            meeting.pk
            for meeting in meetings
            if leads or meeting.is_open or own & {group.pk for group in meeting.groups.all()}
        }


class NewMeetingPage(Permitted, View):
    """Plan a meeting."""

    permission = "planning.lead_meeting"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(MeetingForm(initial={"groups": [request.GET["group"]]} if "group" in request.GET else {}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = MeetingForm(request.POST)
        if form.is_valid():
            try:
                meeting = commands.plan_meeting(**form.facts(), by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The meeting is planned. Write the agenda, then invite."))
                return redirect("planning:meeting", meeting.pk)
        return self._show(form)

    def _show(self, form: MeetingForm) -> HttpResponse:
        facts = {"form": form, "title": _("Plan a meeting"), "button": _("Plan it"), "breadcrumbs": crumbs()}
        return render(self.request, "planning/meetings/form.html", facts, status=422 if form.errors else 200)


class FactsPage(Filled):
    """Change when, where and for whom it is."""

    title = gettext_lazy("Day, place and groups")
    said = gettext_lazy("Saved.")

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """An open event has a page of its own for this."""
        is_event = self.meeting.is_event
        return redirect("planning:event_facts", self.meeting_id) if is_event else super().get(request, **address)

    def form(self, given: Any) -> MeetingForm:
        return MeetingForm(given, instance=get_object_or_404(Meeting, pk=self.meeting_id))

    def act(self, form: MeetingForm) -> None:
        version = form.cleaned_data["version"] or 0
        meeting = get_object_or_404(Meeting, pk=self.meeting_id)
        commands.change_meeting(meeting, **form.facts(), version=version, by=self.request.user, at=now())

    def more(self) -> dict[str, Any]:
        told = _("Whoever was invited by e-mail gets one letter about what you change here. Call those without e-mail.")
        again = _("If you change the day or the time, those who have answered are asked again.")
        return {"intro": f"{told} {again}"} if self.meeting.stage == Stage.INVITED else {}


class CancelPage(Filled):
    """The meeting does not take place."""

    title = gettext_lazy("Cancel the meeting")
    intro = gettext_lazy("Whoever was invited by e-mail is told the reason. Call those without e-mail.")
    button = gettext_lazy("Cancel the meeting")
    said = gettext_lazy("The meeting is cancelled.")

    def form(self, given: Any) -> WhyForm:
        return WhyForm(given)

    def act(self, form: WhyForm) -> None:
        commands.cancel_meeting(self.meeting, why=form.cleaned_data["why"], by=self.request.user, at=now())


class InvitePage(Filled):
    """Who will be asked and how, what stands against it, and the button."""

    template = "planning/meetings/invite.html"

    def form(self, given: Any) -> InviteForm:
        late = self.meeting.stage == Stage.PLANNED and inviting.is_late(self.meeting, now())
        return InviteForm(given, is_late=late)

    def act(self, form: InviteForm) -> None:
        late = form.cleaned_data.get("although_late", False)
        asked = inviting.invite(self.meeting, although_late=late, by=self.request.user, at=now())
        words = ngettext("%(n)s person is invited.", "%(n)s persons are invited.", asked) % {"n": asked}
        if not asked:
            words = (
                _("It is announced: everybody reads it.") if self.meeting.is_open else _("Nobody was left to invite.")
            )
        messages.success(self.request, words)
        self.asked = asked

    def done(self) -> HttpResponse:
        """Many letters are written by a job, which is shown here."""
        if self.asked <= letters.AT_ONCE:
            return super().done()
        job = enqueue(letters.JOB, by=self.request.user, meeting_id=str(self.meeting_id))
        return redirect("jobs:progress", job.pk)

    def more(self) -> dict[str, Any]:
        seats = queries.seats_of(self.meeting)
        asked = inviting.not_invited(self.meeting, seats)
        is_first = self.meeting.stage == Stage.PLANNED
        return {
            "by_mail": [seat for seat in asked if seat.email],
            "on_paper": [seat for seat in asked if not seat.email],
            "is_first": is_first,
            "missing": missing_for(self.meeting, Stage.INVITED, now()) if is_first else [],
            "clashes": queries.clashes(self.meeting, seats),
            "days": (self.meeting.starts_at - now()).days,
            "is_late": is_first and inviting.is_late(self.meeting, now()),
        }


class MeetingPage(ReadMeeting):
    """One meeting: where it stands, what comes next, agenda, who is asked, what is left from last time."""

    def get(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        return show_meeting(self)


def show_meeting(page: OfMeeting, approve: ApproveForm | None = None) -> HttpResponse:
    meeting = page.meeting
    seats = queries.seats_of(meeting)
    people = [each for each in queries.invited_to(meeting) if not each.registration]  # those have a list of their own
    may_lead = allowed("planning.lead_meeting", page.request)
    by_mail, no_letter = queries.minutes_post(seats, people, today())
    groups = list(meeting.groups.order_by("name", "pk"))
    stage = Stage(meeting.stage)
    following = _next(stage)
    is_ahead = stage in (Stage.PLANNED, Stage.INVITED)
    reached = queries.quorums(groups, seats, people)
    items = list(meeting.items.prefetch_related("papers", "resolutions"))
    return page.show(
        "planning/meetings/meeting.html",
        form=approve or ApproveForm(),
        stage=stage,
        line=_line(stage, is_event=meeting.is_event),
        groups=groups,
        items=items,
        last=len(items) - 1,
        minutes=sum(item.minutes or 0 for item in items),
        people=Paginator(people, PEOPLE_SHOWN).get_page(page.request.GET.get("page")),
        answers=_answers(people),
        new=len([seat for seat in seats if seat.person not in {each.person_id for each in people if each.invited_at}]),
        has_letters=any(each.channel == Participant.Channel.PAPER for each in people),
        quorums=reached if any(each.presence for each in people) else [],
        clashes=queries.clashes(meeting, seats) if is_ahead else [],
        left=queries.open_tasks(meeting),
        tasks=meeting.tasks.select_related("person"),
        missing=missing_for(meeting, following, now()) if may_lead and following else [],
        day=today(),
        may_write=allowed("planning.write_plan", page.request),
        has_begun=meeting.starts_at <= now(),
        is_registering=meeting.is_registering(now()),
        may_lead_event=allowed("planning.lead_event", page.request),
        by_mail=by_mail,
        no_letter=no_letter,
        may_lead=may_lead,
        may_publish=allowed("planning.publish_plan", page.request),
        opens={part.value: may_lead and is_open(part, stage) for part in Part},
        breadcrumbs=crumbs(),
    )


def _next(stage: Stage) -> Stage | None:
    """The step that the page offers first."""
    following = {
        Stage.PLANNED: Stage.INVITED,
        Stage.INVITED: Stage.HELD,
        Stage.MINUTES_DRAFTED: Stage.SENT_ROUND,
    }
    return following.get(stage)


def _line(stage: Stage, *, is_event: bool) -> list[dict[str, str]]:
    if stage == Stage.CANCELLED:
        return []
    line = line_of(stage, is_event=is_event)
    here = line.index(stage)
    states = ["done" if place < here else "current" if place == here else "ahead" for place in range(len(line))]
    words = [capfirst(words_of(each, is_event=is_event)) for each in line]
    return [{"label": label, "state": state} for label, state in zip(words, states, strict=True)]


def _answers(people: list[Participant]) -> list[tuple[str, int]]:
    """How many said what, in the order of the answers; those who have not answered last."""
    asked = [each for each in people if each.invited_at]
    counts = [(str(kind.label), sum(each.answer == kind for each in asked)) for kind in Participant.Answer]
    return [*counts, (_("no answer yet"), sum(not each.answer for each in asked))] if asked else []


class HoldPage(Pressed):
    """The meeting took place."""

    said = gettext_lazy("The meeting was held. Write the minutes.")

    def act(self) -> None:
        commands.hold_meeting(self.meeting, by=self.request.user, at=now())


class FinishTaskPage(Filled):
    """A task of this or an earlier meeting is done."""

    title = gettext_lazy("The task is done")
    button = gettext_lazy("Tick it off")
    said = gettext_lazy("The task is ticked off.")
    anchor = "#left"

    def form(self, given: Any) -> DoneForm:
        return DoneForm(given)

    @property
    def task(self) -> MeetingTask:
        found: MeetingTask | None = queries.open_tasks(self.meeting).filter(pk=self.kwargs["task"]).first()
        return found or get_object_or_404(
            MeetingTask.objects.select_related("person"), pk=self.kwargs["task"], meeting=self.meeting_id
        )

    def act(self, form: DoneForm) -> None:
        minuting.finish_task(self.task, note=form.cleaned_data["note"], by=self.request.user, at=now())

    def more(self) -> dict[str, Any]:
        task = self.task
        return {"intro": f"{task.what} ({task.owner})"}
