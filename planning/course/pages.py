"""Pages of the course of a plan: where it stands, the next step, the way back, the past, its papers."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kernel.access import allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.exports import download
from kernel.http import add_to_form
from kernel.text import uuid_or_none
from planning.course import commands
from planning.course.forms import CalendarForm, PaperForm, PastForm, WithdrawPaperForm
from planning.course.guards import missing_for
from planning.course.models import Paper, Step
from planning.course.stages import ORDER, RULES, PaperKind, Stage, after, before
from planning.structure.models import Plan
from planning.structure.pages.base import Answering, OfPlan
from planning.structure.pages.plans import crumbs
from planning.structure.step_forms import GoBackForm, GoOnForm
from ui.typography import date_short


class OfCourse(OfPlan):
    """A page of the course of one plan."""

    def show(self, template: str, plan: Plan, **context: Any) -> HttpResponse:
        form = context.get("form")
        status = 422 if form is not None and form.errors else 200
        return render(self.request, template, {"plan": plan, "breadcrumbs": crumbs(plan), **context}, status=status)


class FormOfCourse(Answering, OfCourse):
    """A form of the course."""


class CoursePage(OfCourse):
    """Where the plan stands, what is missing before the next step, and the way so far."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        return show_course(self)


class GoOnPage(OfCourse):
    """Enter the next stage."""

    def post(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        form = GoOnForm(request.POST)
        if form.is_valid():
            try:
                step = commands.go_on(self.plan, **form.cleaned_data, by=request.user, at=now())
            except DomainError as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(
                    request, _("The plan stands here now: %(stage)s.") % {"stage": Stage(step.stage).label}
                )
            return redirect("planning:course", plan)
        return show_course(self, form)


class GoBackPage(FormOfCourse):
    """Return to an earlier stage, with a reason."""

    def answer(self, given: Any) -> HttpResponse:
        plan = self.plan
        here = commands.standing(plan)
        if here is None:
            return redirect("planning:course", plan.pk)
        form = GoBackForm(given, steps=before(here.stage), initial={"seen": here.number})
        if given is not None and form.is_valid():
            said = form.cleaned_data | {"to": Stage(form.cleaned_data["to"])}
            try:
                commands.go_back(plan, **said, by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                return redirect("planning:course", plan.pk)
        return self.show("planning/course/back.html", plan, form=form)


class PastPage(FormOfCourse):
    """A plan that is under way or in force already: the days on which its stages began."""

    def answer(self, given: Any) -> HttpResponse:
        plan = self.plan
        here = commands.standing(plan)
        ahead = [stage for stage in ORDER if here is None or stage not in (*before(here.stage), here.stage)]
        form = PastForm(given, stages=ahead, initial={"seen": here.number if here else 0})
        if given is not None and form.is_valid():
            try:
                told = commands.tell_past(
                    plan, days=form.days(), seen=form.cleaned_data["seen"], by=self.request.user, at=now()
                )
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                if told:
                    messages.success(self.request, _("Told. Add the papers of these stages below."))
                return redirect("planning:course", plan.pk)
        return self.show("planning/course/past.html", plan, form=form)


class CalendarPage(FormOfCourse):
    """When the stages ahead should begin; everybody reads it on the page that tells where the plan is."""

    def answer(self, given: Any) -> HttpResponse:
        plan = self.plan
        here = commands.standing(plan)
        ahead = [stage for stage in ORDER if here is None or stage not in (*before(here.stage), here.stage)]
        days = {stage: date.fromisoformat(day) for stage, day in plan.expected.items()}
        form = CalendarForm(given, stages=ahead, initial=days | {"version": plan.version})
        if given is not None and form.is_valid():
            try:
                commands.expect_stages(
                    plan,
                    days=form.days(),
                    version=form.cleaned_data["version"],
                    by=self.request.user,
                    at=now(),
                )
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(self.request, _("Saved."))
                return redirect("planning:course", plan.pk)
        return self.show("planning/course/calendar.html", plan, form=form)


class AddPaperPage(OfCourse):
    """Record a paper of the process."""

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        return self.show("planning/course/paper.html", self.plan, form=PaperForm(initial=request.GET.dict()))

    def post(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        form = PaperForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                commands.record_paper(
                    self.plan,
                    **form.cleaned_data | {"kind": PaperKind(form.cleaned_data["kind"])},
                    step=self._step(),
                    by=request.user,
                    at=now(),
                )
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The paper is recorded."))
                return redirect("planning:course", plan)
        return self.show("planning/course/paper.html", self.plan, form=form)

    def _step(self) -> Step | None:
        """The extension or amendment that the paper decided, named in the address."""
        asked = uuid_or_none(self.request.GET.get("step", ""))
        return self.plan.steps.exclude(happening="").filter(pk=asked).first() if asked else None


class PaperFile(OfCourse):
    """The file of a paper, always as a download."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, plan: uuid.UUID, paper: uuid.UUID) -> HttpResponseBase:
        found = get_object_or_404(Paper, pk=paper, plan_id=plan)
        return download(found.file, found.file_name, missing=_("This paper has no file here."))


class WithdrawPaperPage(OfCourse):
    """A paper that was recorded by mistake."""

    def get(self, request: HttpRequest, plan: uuid.UUID, paper: uuid.UUID) -> HttpResponse:
        return self._show(paper, WithdrawPaperForm())

    def post(self, request: HttpRequest, plan: uuid.UUID, paper: uuid.UUID) -> HttpResponse:
        form = WithdrawPaperForm(request.POST)
        found = get_object_or_404(Paper, pk=paper, plan_id=plan)
        if form.is_valid():
            commands.withdraw_paper(found, why=form.cleaned_data["why"], by=request.user, at=now())
            return redirect("planning:course", plan)
        return self._show(paper, form)

    def _show(self, paper: uuid.UUID, form: WithdrawPaperForm) -> HttpResponse:
        found = get_object_or_404(Paper, pk=paper, plan_id=self.plan_id)
        return self.show("planning/course/withdraw.html", self.plan, form=form, paper=found)


def show_course(page: OfCourse, form: GoOnForm | None = None) -> HttpResponse:
    plan = page.plan
    steps = list(plan.steps.order_by("number").prefetch_related("papers"))
    here = steps[-1] if steps else None
    following = after(here.stage if here else None)
    missing = missing_for(plan, following, today()) if following else []
    seen = here.number if here else 0
    return page.show(
        "planning/course/course.html",
        plan,
        form=form or GoOnForm(initial={"seen": seen, "on": today()}),
        line=line_of(plan, steps),
        here=here,
        following=following,
        happenings=[step for step in steps[::-1] if step.happening],
        is_in_force=bool(here and here.stage == Stage.IN_FORCE),
        may_publish=allowed("planning.publish_plan", page.request),
        missing=missing,
        usual=[kind.label for kind in RULES[Stage(here.stage)].leaves] if here else [],
        steps=steps[::-1],
        papers=plan.papers.order_by("on", "at"),
        may_write=allowed("planning.write_plan", page.request),
    )


def line_of(plan: Plan, steps: list[Step]) -> list[dict[str, str]]:
    """The whole process with what is done, where the plan stands and what is ahead, each with its day."""
    here = ORDER.index(Stage(steps[-1].stage)) if steps else -1
    began = {step.stage: step.on for step in steps if not step.happening}
    return [
        {
            "label": str(capfirst(stage.label)),
            "state": "done" if place < here else "current" if place == here else "ahead",
            "note": _day_of(stage, place <= here, began, plan.expected),
        }
        for place, stage in enumerate(ORDER)
    ]


def _day_of(stage: Stage, is_reached: bool, began: dict[str, date], expected: dict[str, str]) -> str:
    """When it began, or when it should begin."""
    if is_reached:
        return date_short(began[stage]) if stage in began else ""
    if stage not in expected:
        return ""
    return _("expected %(day)s") % {"day": date_short(date.fromisoformat(expected[stage]))}
