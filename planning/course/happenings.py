"""What happens to a plan in force: the council extends it, or amends it. Both leave the stage where it is."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.course.commands import as_seen, record_paper
from planning.course.guards import CHECKS, Missing
from planning.course.models import Happening, Step
from planning.course.stages import OF_MEASURES, PaperKind, Stage
from planning.structure.differing import differ
from planning.structure.errors import PlanRefused
from planning.structure.history import remember
from planning.structure.locking import lock
from planning.structure.models import Level, Plan
from planning.structure.published import pictured, published_plan
from planning.structure.publishing import picture, publish_plan, republish
from planning.structure.tree import grow, walk


@transaction.atomic
def extend_plan(
    plan: Plan,
    *,
    until: date,
    on: date,
    seen: int,
    number: str = "",
    note: str = "",
    file: Any = None,
    by: Any,
    at: datetime,
) -> Step:
    """The council extends the plan to a later day: its period follows, also in what the public reads."""
    plan = lock(plan)
    here = _in_force(plan, seen)
    if until <= plan.ends_on:
        raise PlanRefused(_("The new last day must come after the present one."))
    was, plan.ends_on, plan.changed_at = plan.ends_on, until, at
    plan.version += 1
    plan.save(update_fields=["ends_on", "changed_at", "version"])
    before, after = {"ends_on": was.isoformat()}, {"ends_on": until.isoformat()}
    remember(plan, plan, "extended", before=before, after=after, by=by, at=at, why=note.strip())
    publication = republish(plan, after, by=by, at=at)
    facts = {"ended_on": was, "until": until, "publication": publication}
    step = _happen(plan, here, Happening.EXTENDED, on, by, at, **facts)
    record_paper(plan, kind=PaperKind.RESOLUTION, on=on, number=number, note=note, file=file, step=step, by=by, at=at)
    record("planning.plan_extended", subject=plan, by=by, at=at, until=until)
    return step


@transaction.atomic
def amend_plan(
    plan: Plan,
    *,
    what: str,
    on: date,
    seen: int,
    is_outside: bool = False,
    number: str = "",
    note: str = "",
    file: Any = None,
    by: Any,
    at: datetime,
) -> Step:
    """The next amendment: the working version becomes what the public reads. One that was made outside Opora, whose
    text is public already, is only told."""
    plan = lock(plan)
    here = _in_force(plan, seen)
    if not what.strip():
        raise PlanRefused(_("Say what changes."))
    publication = None if is_outside else _publish(plan, by, at)
    amended = plan.steps.filter(happening=Happening.AMENDED).count() + 1
    facts = {"what": what.strip(), "amendment": amended, "publication": publication, "is_outside": is_outside}
    step = _happen(plan, here, Happening.AMENDED, on, by, at, **facts)
    record_paper(plan, kind=PaperKind.RESOLUTION, on=on, number=number, note=note, file=file, step=step, by=by, at=at)
    remember(plan, plan, "amended", after={"amendment": amended}, by=by, at=at, why=what.strip()[:400])
    record("planning.plan_amended", subject=plan, by=by, at=at, amendment=amended)
    return step


def missing_for_amendment(plan: Plan, today: date) -> list[Missing]:
    """What every measure has to say before the council may put it in force; empty when nothing is missing."""
    measures = [branch for branch in walk(grow(plan.nodes.all())) if branch.node.level == Level.MEASURE]
    return [each for guard in OF_MEASURES for each in CHECKS[guard](plan, measures, today)]


def _publish(plan: Plan, by: Any, at: datetime) -> Any:
    missing = missing_for_amendment(plan, day_of(at))
    if missing:
        raise PlanRefused(_("Something is still missing: %(what)s") % {"what": " ".join(each.text for each in missing)})
    public = published_plan(plan.pk)
    draft = pictured(plan.pk, picture(plan, grow(plan.nodes.all())), number=0, at=at)
    if public is not None and not differ(public, draft, "EUR"):
        raise PlanRefused(_("The working version says the same as what is public. Change the plan first."))
    return publish_plan(plan, by=by, at=at)


def _in_force(plan: Plan, seen: int) -> Step:
    here = as_seen(plan, seen)
    if here is None or here.stage != Stage.IN_FORCE:
        raise PlanRefused(_("Only a plan in force is extended or amended."))
    return here


def _happen(plan: Plan, here: Step, happening: Happening, on: date, by: Any, at: datetime, **facts: Any) -> Step:
    if on < here.on:
        raise PlanRefused(_("This day lies before the last thing that happened to the plan."))
    if on > day_of(at):
        raise PlanRefused(_("This day lies ahead; tell only what is done."))
    return Step.objects.create(
        plan=plan,
        number=here.number + 1,
        stage=Stage.IN_FORCE,
        happening=happening,
        on=on,
        by=getattr(by, "pk", by),
        at=at,
        **facts,
    )
