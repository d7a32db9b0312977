"""Acts on the year: begin its action plan, go on, go back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.clock import day_of
from kernel.journal import record
from planning.delivery.guards import missing_for
from planning.delivery.models import ActionPlan, YearStep
from planning.delivery.states import YearState, after, before
from planning.structure.errors import PlanRefused
from planning.structure.locking import lock
from planning.structure.models import Plan


@transaction.atomic
def begin_year(plan: Plan, *, year: int, currency: str, by: Any, at: datetime) -> ActionPlan:
    """Begin the action plan of a year of the plan; it is proposed. One that is there already is answered as it is."""
    plan = lock(plan)
    if not plan.starts_on.year <= year <= plan.ends_on.year:
        raise PlanRefused(
            _("The plan is valid from %(first)s to %(last)s; choose one of these years.")
            % {"first": plan.starts_on.year, "last": plan.ends_on.year}
        )
    return _begun(plan, year, currency, by, at)


def begun(plan: Plan, *, year: int, currency: str, by: Any, at: datetime) -> ActionPlan:
    """The action plan of the year, begun if it is not there. Whoever calls holds the plan."""
    return _begun(plan, year, currency, by, at)


def _begun(plan: Plan, year: int, currency: str, by: Any, at: datetime) -> ActionPlan:
    found, is_new = ActionPlan.objects.get_or_create(
        plan=plan, year=year, defaults={"currency": currency, "created_at": at}
    )
    if is_new:
        found.steps.create(number=1, state=YearState.PROPOSED, on=day_of(at), by=id_of(by), at=at)
        record("planning.year_begun", subject=found, by=by, at=at, plan=str(plan.pk), year=year)
    return found


@transaction.atomic
def go_on(year: ActionPlan, *, seen: int, on: date, by: Any, at: datetime) -> YearStep:
    """Enter the next state, if nothing is missing. `seen`: the number of the step that was shown.

    A year is closed by `closing.close_year`, which freezes it.
    """
    year, here = held(year, seen)
    following = after(year.state)
    if following is None or following == YearState.CLOSED:
        raise PlanRefused(_("From here the year is only closed, with a verdict on every item."))
    refuse_missing(year, following, day_of(at))
    return step(year, here, following, on, by, at)


@transaction.atomic
def go_back(year: ActionPlan, *, to: YearState, seen: int, why: str, by: Any, at: datetime) -> YearStep:
    """Return to an earlier state, with a reason. A closed year stays closed."""
    year, here = held(year, seen)
    if to not in before(year.state):
        raise PlanRefused(_("The year can only go back to a state that lies behind it; a closed year stays closed."))
    if not why.strip():
        raise PlanRefused(_("Say why the year goes back."))
    if to in before(YearState.RUNNING) and year.rounds.filter(closed_at__isnull=True).exists():
        raise PlanRefused(_("A monitoring of this year is open. Close it first."))
    return step(year, here, to, day_of(at), by, at, is_back=True, why=why.strip())


def held(year: ActionPlan, seen: int | None = None) -> tuple[ActionPlan, YearStep]:
    """The year with its plan held, and its last step: two people who press the same button move the year once."""
    plan = lock(year.plan)
    year = ActionPlan.objects.select_for_update(of=("self",)).get(pk=year.pk)
    year.plan = plan
    here = year.steps.order_by("-number")[0]
    if seen is not None and here.number != seen:
        raise PlanRefused(_("Somebody else has moved the year meanwhile. Look where it stands now."))
    return year, here


def refuse_missing(year: ActionPlan, state: YearState, today: date) -> None:
    missing = missing_for(year, state, today)
    if missing:
        words = ngettext(
            "%(n)s thing is still missing. It is listed below, with a link to mend it.",
            "%(n)s things are still missing. They are listed below, each with a link to mend it.",
            len(missing),
        )
        raise PlanRefused(words % {"n": len(missing)}, "missing", facts={"missing": missing})


def step(year: ActionPlan, here: YearStep, state: YearState, on: date, by: Any, at: datetime, **facts: Any) -> YearStep:
    """Write the step and the state it leads to. Whoever calls holds the year."""
    if on < here.on:
        raise PlanRefused(_("A state cannot begin before the one that came before it."))
    if on > day_of(at):
        raise PlanRefused(_("This day lies ahead; tell only what is done."))
    taken = year.steps.create(number=here.number + 1, state=state, on=on, by=id_of(by), at=at, **facts)
    year.state, year.version = state, year.version + 1
    year.save(update_fields=["state", "version"])
    record("planning.year_entered", subject=year, by=by, at=at, state=str(state), number=taken.number)
    return taken


def id_of(by: Any) -> Any:
    return getattr(by, "pk", by)
