"""Acts on the course of a plan: go on, go back, tell what was done outside, record a paper or withdraw it."""

from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.course.guards import missing_for
from planning.course.models import Paper, Step
from planning.course.stages import PaperKind, Stage, after, before
from planning.structure.errors import PlanRefused
from planning.structure.history import remember
from planning.structure.locking import lock
from planning.structure.models import Plan


def standing(plan: Plan) -> Step | None:
    """Where the plan stands; nothing where its course was not begun."""
    return plan.steps.order_by("-number").first()


@transaction.atomic
def go_on(plan: Plan, *, seen: int, on: date, by: Any, at: datetime) -> Step:
    """Enter the next stage, if nothing is missing. `seen`: the number of the step that was shown, 0 for none."""
    plan = lock(plan)
    here = as_seen(plan, seen)
    following = after(here.stage if here else None)
    if following is None:
        raise PlanRefused(_("The plan has come to its end."))
    missing = missing_for(plan, following, day_of(at))
    if missing:
        raise PlanRefused(_("Something is still missing: %(what)s") % {"what": " ".join(each.text for each in missing)})
    return _step(plan, here, following, on, by, at)


@transaction.atomic
def go_back(plan: Plan, *, to: Stage, seen: int, why: str, by: Any, at: datetime) -> Step:
    """Return to an earlier stage, with a reason; what was done stays in the history."""
    plan = lock(plan)
    here = as_seen(plan, seen)
    if here is None or to not in before(here.stage):
        raise PlanRefused(_("The plan can only go back to a stage that lies behind it."))
    if not why.strip():
        raise PlanRefused(_("Say why the plan goes back."))
    return _step(plan, here, to, day_of(at), by, at, is_back=True, why=why.strip())


@transaction.atomic
def tell_past(plan: Plan, *, days: dict[Stage, date], seen: int, by: Any, at: datetime) -> list[Step]:
    """What was done before Opora or outside it: the days on which stages began, in their order and none of them left
    out between; nothing is asked for."""
    plan = lock(plan)
    here = as_seen(plan, seen)
    told: list[Step] = []
    for stage in sorted(days, key=list(Stage).index):
        following = after(here.stage if here else None)
        if stage != following:
            raise PlanRefused(_("Tell the day of every stage up to the last one that is done."))
        here = _step(plan, here, stage, days[stage], by, at, is_outside=True)
        told.append(here)
    return told


@transaction.atomic
def expect_stages(plan: Plan, *, days: dict[Stage, date], version: int, by: Any, at: datetime) -> Plan:
    """The calendar of the process: when stages that lie ahead should begin; a stage without a day has none."""
    plan = lock(plan)
    if plan.version != version:
        raise PlanRefused(_("Somebody else has changed the plan meanwhile. Look what stands there now."))
    told = [(stage, days[stage]) for stage in Stage if stage in days]
    for (_earlier, before_that), (stage, day) in pairwise(told):
        if day < before_that:
            raise PlanRefused(
                _("The stage “%(stage)s” cannot be expected before the one that comes before it.")
                % {"stage": stage.label}
            )
    before_it, plan.expected = plan.expected, {stage.value: day.isoformat() for stage, day in told}
    if plan.expected == before_it:
        return plan
    plan.version, plan.changed_at = plan.version + 1, at
    plan.save(update_fields=["expected", "version", "changed_at"])
    remember(plan, plan, "calendar_changed", before=before_it, after=plan.expected, by=by, at=at)
    record("planning.calendar_changed", subject=plan, by=by, at=at)
    return plan


@transaction.atomic
def record_paper(
    plan: Plan,
    *,
    kind: PaperKind,
    on: date,
    by: Any,
    at: datetime,
    number: str = "",
    note: str = "",
    file: Any = None,
    step: Step | None = None,
) -> Paper:
    """A paper of the process, made here or elsewhere."""
    plan = lock(plan)
    paper = Paper(plan=plan, step=step, kind=kind, on=on, number=number.strip(), note=note.strip(), by=_id(by), at=at)
    if file:
        paper.file, paper.file_name = file, (file.name or "")[-200:]
    paper.save()
    record("planning.paper_recorded", subject=paper, by=by, at=at, plan=str(plan.pk), kind=str(kind))
    return paper


@transaction.atomic
def withdraw_paper(paper: Paper, *, why: str, by: Any, at: datetime) -> Paper:
    """A paper that was recorded by mistake counts no longer; it stays to be seen."""
    lock(paper.plan)
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if paper.withdrawn_at:
        return paper
    if not why.strip():
        raise PlanRefused(_("Say why the paper is withdrawn."))
    paper.withdrawn_at, paper.withdrawn_why = at, why.strip()
    paper.version += 1
    paper.save(update_fields=["withdrawn_at", "withdrawn_why", "version"])
    record("planning.paper_withdrawn", subject=paper, by=by, at=at, plan=str(paper.plan_id))
    return paper


def as_seen(plan: Plan, seen: int) -> Step | None:
    """Two people who press the same button move the plan once."""
    here = standing(plan)
    if (here.number if here else 0) != seen:
        raise PlanRefused(_("Somebody else has moved the plan meanwhile. Look where it stands now."))
    return here


def _step(plan: Plan, here: Step | None, stage: Stage, on: date, by: Any, at: datetime, **facts: Any) -> Step:
    if here and on < here.on:
        raise PlanRefused(_("A stage cannot begin before the one that came before it."))
    if on > day_of(at):
        raise PlanRefused(_("This day lies ahead; tell only what is done."))
    step = Step.objects.create(
        plan=plan, number=(here.number if here else 0) + 1, stage=stage, on=on, by=_id(by), at=at, **facts
    )
    record("planning.stage_entered", subject=plan, by=by, at=at, stage=str(stage), number=step.number)
    return step


def _id(by: Any) -> Any:
    return getattr(by, "pk", by)
