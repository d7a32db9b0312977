"""Pages of the minutes: the text, resolutions, tasks, and the way round, to approval and to the public."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.meetings import minuting, queries
from planning.meetings.forms import ApproveForm, MinutesForm, ResolutionForm, TaskForm
from planning.meetings.models import Meeting, MeetingTask, Resolution
from planning.meetings.pages.agenda import OfItem
from planning.meetings.pages.base import Filled, OfMeeting, Pressed
from planning.meetings.pages.work import show_meeting
from planning.meetings.stages import Part, is_open
from planning.structure.step_forms import WhyForm


class OfMinutes(OfMeeting):
    """Leads back to the minutes."""

    def back(self, anchor: str = "") -> HttpResponse:
        return redirect(reverse("planning:minutes", args=[self.meeting_id]) + anchor)


class MinutesPage(Filled, OfMinutes):
    """The course of each point, with its resolutions and tasks."""

    template = "planning/meetings/minutes.html"
    said = gettext_lazy("The minutes are saved.")

    def form(self, given: Any) -> MinutesForm:
        meeting = get_object_or_404(Meeting, pk=self.meeting_id)
        return MinutesForm(given, meeting=meeting, items=list(meeting.items.all()))

    def act(self, form: MinutesForm) -> None:
        said = form.cleaned_data
        minuting.write_minutes(
            self.meeting,
            head={name: said[name] for name in minuting.HEAD},
            courses=form.courses(),
            version=said["version"],
            by=self.request.user,
            at=now(),
        )

    def page(self, form: MinutesForm, **context: Any) -> HttpResponse:
        """Words about a point that somebody has taken off meanwhile have no field any more; they are shown above."""
        lost = [
            (_("A point that is no longer on the agenda"), "", str(words))
            for name, words in self.request.POST.items()
            if name.startswith("course_") and name not in form.items and str(words).strip()
        ]
        if lost:
            context["theirs"] = [*context.get("theirs", []), *lost]
        return super().page(form, **context)

    def more(self) -> dict[str, Any]:
        seats, people = queries.seats_of(self.meeting), list(self.meeting.participants.order_by("name", "pk"))
        names = {each.pk: each.name for each in people}
        items = list(self.meeting.items.prefetch_related("resolutions"))
        resolutions = [
            (item, [(each, [names[pk] for pk in each.conflicts if pk in names]) for each in item.resolutions.all()])
            for item in items
        ]
        return {
            "resolutions": resolutions,
            "quorums": queries.quorums(self.meeting.groups.order_by("name", "pk"), seats, people),
            "voters": queries.voters(seats, people),
            "tasks": self.meeting.tasks.select_related("person"),
            "is_open": is_open(Part.MINUTES, self.meeting.stage),
        }


class OfResolution(OfItem, OfMinutes):
    """A page of a resolution."""

    @property
    def resolution(self) -> Resolution:
        rows = Resolution.objects.select_related("item__meeting")
        found: Resolution = get_object_or_404(rows, pk=self.kwargs["resolution"], item__meeting=self.meeting_id)
        return found


class ResolvePage(Filled, OfResolution):
    """Write down what was resolved about a point."""

    anchor = "#resolutions"
    title = gettext_lazy("Add a resolution")
    button = gettext_lazy("Add the resolution")
    said = gettext_lazy("The resolution is written down.")

    def form(self, given: Any) -> ResolutionForm:
        return ResolutionForm(given, people=queries.invited_to(self.meeting))

    def act(self, form: ResolutionForm) -> None:
        minuting.resolve(self.item, **form.facts(), by=self.request.user, at=now())

    def more(self) -> dict[str, Any]:
        return {"intro": self.item.title, "back": reverse("planning:minutes", args=[self.meeting_id])}


class ResolutionPage(Filled, OfResolution):
    """Correct a resolution."""

    anchor = "#resolutions"
    title = gettext_lazy("Resolution")
    said = gettext_lazy("Saved.")

    def form(self, given: Any) -> ResolutionForm:
        return ResolutionForm(given, instance=self.resolution, people=queries.invited_to(self.meeting))

    def act(self, form: ResolutionForm) -> None:
        version = form.cleaned_data["version"] or 0
        minuting.change_resolution(self.resolution, **form.facts(), version=version, by=self.request.user, at=now())

    def more(self) -> dict[str, Any]:
        return {"back": reverse("planning:minutes", args=[self.meeting_id])}


class RemoveResolutionPage(Pressed, OfResolution):
    """Written down by mistake."""

    anchor = "#resolutions"
    said = gettext_lazy("The resolution is removed.")

    def act(self) -> None:
        minuting.remove_resolution(self.resolution, by=self.request.user, at=now())


class GiveTaskPage(Filled, OfMinutes):
    """Somebody takes a task upon themselves."""

    title = gettext_lazy("Add a task")
    button = gettext_lazy("Add the task")
    said = gettext_lazy("The task is written down. It appears at the next meeting of the group.")
    anchor = "#tasks"

    def form(self, given: Any) -> TaskForm:
        seats = queries.seats_of(self.meeting)
        return TaskForm(given, meeting=self.meeting, people=[(str(seat.person), seat.name) for seat in seats])

    def act(self, form: TaskForm) -> None:
        minuting.give_task(self.meeting, **form.facts(), by=self.request.user, at=now())

    def more(self) -> dict[str, Any]:
        return {"back": reverse("planning:minutes", args=[self.meeting_id])}


class RemoveTaskPage(Pressed, OfMinutes):
    """Written down by mistake."""

    said = gettext_lazy("The task is removed.")
    anchor = "#tasks"

    def act(self) -> None:
        rows = MeetingTask.objects.select_related("meeting")
        task = get_object_or_404(rows, pk=self.kwargs["task"], meeting=self.meeting_id)
        minuting.remove_task(task, by=self.request.user, at=now())


class SendRoundPage(Pressed):
    """The minutes go to everybody who was invited."""

    def act(self) -> None:
        minuting.send_minutes_round(self.meeting, by=self.request.user, at=now())
        by_mail, _none = queries.minutes_post(queries.seats_of(self.meeting), queries.invited_to(self.meeting), today())
        sent = len(by_mail)
        told = ngettext(
            "%(n)s person gets them by e-mail, usually in the one letter of the day.",
            "%(n)s people get them by e-mail, usually in the one letter of the day.",
            sent,
        ) % {"n": sent}
        frozen = _("The minutes are sent round. Nothing in them changes from now on.")
        messages.success(self.request, f"{frozen} {told}")


class ReturnMinutesPage(Filled):
    """A mistake was found."""

    title = gettext_lazy("Mend the minutes")
    intro = gettext_lazy("The minutes are written on; afterwards they are sent round again.")
    button = gettext_lazy("Open the minutes again")

    def form(self, given: Any) -> WhyForm:
        return WhyForm(given)

    def act(self, form: WhyForm) -> None:
        minuting.return_minutes(self.meeting, why=form.cleaned_data["why"], by=self.request.user, at=now())


class ApproveMinutesPage(OfMeeting):
    """The minutes were approved on a day."""

    def post(self, request: HttpRequest, meeting: UUID) -> HttpResponse:
        form = ApproveForm(request.POST)
        if form.is_valid():
            try:
                minuting.approve_minutes(self.meeting, **form.cleaned_data, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal, "on")
            else:
                messages.success(request, gettext_lazy("The minutes are approved."))
                return self.back()
        return show_meeting(self, form)


class PublishMinutesPage(Filled):
    """Asks once more; then everybody may read the minutes."""

    permission = "planning.publish_plan"
    template = "planning/meetings/publish_minutes.html"
    title = gettext_lazy("Publish the minutes")
    button = gettext_lazy("Publish the minutes")
    said = gettext_lazy("The minutes are published.")

    def form(self, given: Any) -> forms.Form:
        return forms.Form(given)

    def act(self, form: forms.Form) -> None:
        minuting.publish_minutes(self.meeting, by=self.request.user, at=now())


class WithdrawMinutesPage(Filled):
    """What was published is taken back, for a reason."""

    permission = "planning.publish_plan"
    title = gettext_lazy("Take the minutes back")
    intro = gettext_lazy("Nobody reads them from outside any more. You write on; then they go round again.")
    button = gettext_lazy("Take the minutes back")
    said = gettext_lazy("The minutes are taken back. The public reads them no longer.")

    def form(self, given: Any) -> WhyForm:
        return WhyForm(given)

    def act(self, form: WhyForm) -> None:
        minuting.withdraw_minutes(self.meeting, why=form.cleaned_data["why"], by=self.request.user, at=now())
