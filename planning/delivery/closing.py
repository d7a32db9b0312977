"""The end of a year: a verdict on every item, then the year is frozen and the next one filled."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.delivery.commands import begun, held, id_of, refuse_missing, step
from planning.delivery.items import put_in_order
from planning.delivery.models import ActionItem, ActionPlan, Report, YearPicture
from planning.delivery.picturing import SHAPE, content_of, living
from planning.delivery.states import GOES_ON, ItemState, Verdict, YearState
from planning.structure.errors import PlanRefused
from planning.structure.tree import Branch, grow, walk

FILLED_IN = ("task", "implementer", "due_on", "budget", "result", "owner_email")
SPOKEN_OF = frozenset({YearState.RUNNING, YearState.REPORTED})


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of one item that was shown to them in this version; both may be empty while it is a draft."""

    verdict: str
    why: str
    version: int


@dataclass(frozen=True, slots=True)
class Kept:
    """How many verdicts were written down, the items whose verdict lacks a reason, and those somebody else changed."""

    written: int
    without_reason: tuple[uuid.UUID, ...]
    overtaken: tuple[uuid.UUID, ...]


@transaction.atomic
def say_verdicts(year: ActionPlan, *, said: Mapping[uuid.UUID, Said], by: Any, at: datetime) -> Kept:
    """Write down what was said of each item; what was said already and is the same stays untouched.

    Every verdict but “done” needs a reason. What can be written is written, the rest is named in the answer.
    """
    year, _here = held(year)
    if year.state not in SPOKEN_OF:
        raise PlanRefused(_("Verdicts are said while the year is running or reported."))
    written: list[ActionItem] = []
    wordless, overtaken = [], []
    for item in year.items.standing().filter(pk__in=list(said)).select_for_update(of=("self",)):
        word = said[item.pk]
        why = word.why.strip()[:400]
        if (word.verdict, why) == (item.verdict, item.verdict_why):
            continue
        if word.version != item.version:
            overtaken.append(item.pk)
        elif word.verdict not in ("", Verdict.DONE) and not why:
            wordless.append(item.pk)
        else:
            item.verdict, item.verdict_why = word.verdict, why
            item.version, item.changed_at = item.version + 1, at
            written.append(item)
    ActionItem.objects.bulk_update(written, ["verdict", "verdict_why", "version", "changed_at"], batch_size=500)
    if written:
        record("planning.verdicts_said", subject=year, by=by, at=at, items=len(written))
    return Kept(len(written), tuple(wordless), tuple(overtaken))


@transaction.atomic
def close_year(year: ActionPlan, *, seen: int, by: Any, at: datetime) -> ActionPlan | None:
    """Freeze the year for good and fill the next one with what goes on; answers the next year.

    None where the plan ends with this year: what goes on then waits for the plan after. Everything happens or nothing.
    """
    year, here = held(year, seen)
    if year.state != YearState.REPORTED:
        raise PlanRefused(_("A year is closed once it is reported."))
    refuse_missing(year, YearState.CLOSED, day_of(at))
    following = _next(year, by=by, at=at)
    carried = carry_over(year, following, at=at) if following else 0
    step(year, here, YearState.CLOSED, day_of(at), by, at)
    YearPicture.objects.create(
        action_plan=year,
        kind=YearPicture.Kind.CLOSED,
        shape=SHAPE,
        content=content_of(living(year)),
        at=at,
        by=id_of(by),
    )
    record("planning.year_closed", subject=year, by=by, at=at, plan=str(year.plan_id), carried=carried)
    return following


def _next(year: ActionPlan, *, by: Any, at: datetime) -> ActionPlan | None:
    if year.year + 1 > year.plan.ends_on.year:
        return None
    following = begun(year.plan, year=year.year + 1, currency=year.currency, by=by, at=at)
    if following.state == YearState.CLOSED:
        raise PlanRefused(_("The year after is closed already; nothing can be carried into it."))
    return following


def carry_over(year: ActionPlan, following: ActionPlan, *, at: datetime) -> int:
    """Put what goes on into the year after, each with the item it comes from; answers how many.

    A measure that stands in the year after already, taken over from the plan, is joined to where it comes from instead
    of standing there twice; what is not said there yet is taken from the year before. An amount is not carried into
    another currency. Where a monitoring of the year after is open, it asks about what has come too.
    """
    going = list(year.items.standing().filter(verdict__in=GOES_ON))
    numbers: dict[Any, Branch] = {branch.node.pk: branch for branch in walk(grow(year.plan.nodes.all()))}
    waiting: dict[Any, list[ActionItem]] = {}
    standing = following.items.standing().filter(comes_from__isnull=True, node__isnull=False)
    for item in standing.select_for_update(of=("self",)):
        waiting.setdefault(item.node_id, []).append(item)
    joined, new = [], []
    for item in going:
        same = waiting.get(item.node_id)
        if same:
            there = same.pop(0)
            there.comes_from, there.version, there.changed_at = item, there.version + 1, at
            _fill_in(there, _again(item, following, numbers.get(item.node_id), at))
            joined.append(there)
        else:
            new.append(_again(item, following, numbers.get(item.node_id), at))
    ActionItem.objects.bulk_update(joined, ["comes_from", "version", "changed_at", *FILLED_IN], batch_size=500)
    ActionItem.objects.bulk_create(new, batch_size=500)
    for opened in following.rounds.filter(closed_at__isnull=True):
        Report.objects.bulk_create((Report(round=opened, item=item) for item in new), batch_size=500)
    put_in_order(following)
    return len(going)


def _again(item: ActionItem, following: ActionPlan, branch: Branch | None, at: datetime) -> ActionItem:
    """The item in the year after: number and title as the plan has them now, where it still has them."""
    return ActionItem(
        action_plan=following,
        node_id=item.node_id,
        position=0,
        number=branch.number[:40] if branch else item.number,
        title=branch.node.title if branch else item.title,
        task=item.task,
        implementer=item.implementer,
        due_on=_year_later(item.due_on),
        budget=item.budget if item.action_plan.currency == following.currency else None,
        result=item.result,
        weight=item.weight,
        owner_email=item.owner_email,
        state=ItemState.RUNNING if item.state in (ItemState.RUNNING, ItemState.PARTLY) else ItemState.NOT_STARTED,
        comes_from=item,
        changed_at=at,
    )


def _fill_in(there: ActionItem, again: ActionItem) -> None:
    """What nobody has said of the item that stands there is what was said of it in the year before."""
    for name in FILLED_IN:
        if getattr(there, name) in ("", None):
            setattr(there, name, getattr(again, name))


def _year_later(day: date | None) -> date | None:
    """The same day a year later; the last of February where there is no 29th. After the last year there is none."""
    if day is None or day.year == MAXYEAR:
        return day
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
