"""What the pages of a year ask. Sums are never stored: the database counts them; what is not known is not nought."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast

from planning.delivery.models import ActionItem, ActionPlan, MonitoringRound, Report
from planning.delivery.picturing import accepted
from planning.delivery.states import ItemState


@dataclass(frozen=True, slots=True)
class Sums:
    """Progress in per cent is the mean of what is known, each item by its weight; None where nothing is known.

    Money is None where no amount was told; `known`, `with_budget` and `with_spent` say of how many items of `count`.
    """

    count: int
    known: int
    progress: int | None
    budget: Decimal | None
    with_budget: int
    spent: Decimal | None
    with_spent: int
    states: tuple[tuple[str, int], ...] = ()
    unsaid: int = 0


def items_with_last_report(year: ActionPlan) -> list[ActionItem]:
    """All items in order, the removed ones too, each with `told`: what was last accepted about it, or None."""
    told = accepted(year)
    items = list(year.items.order_by("position", "id"))
    for item in items:
        item.told = told.get(item.pk)  # type: ignore[attr-defined]
    return items


def sums_of(year: ActionPlan) -> Sums:
    """The whole year by what was accepted last of each item."""
    last = Report.objects.filter(item=OuterRef("pk"), stage=Report.Stage.ACCEPTED).order_by("-round__opened_at", "-pk")
    rows = year.items.standing().annotate(
        per_cent_now=Subquery(last.values("per_cent")[:1]), spent_now=Subquery(last.values("spent")[:1])
    )
    return _sums(rows, share="per_cent_now", spent="spent_now", weight="weight", budget="budget", told=Q())


def sums_of_round(opened: MonitoringRound, *, only_accepted: bool = False) -> Sums:
    """The round by what its reports say, without those that are still being written."""
    stages = [Report.Stage.ACCEPTED] if only_accepted else list(Report.TOLD)
    told = Q(stage__in=stages)
    rows = opened.reports.filter(item__removed_at__isnull=True)
    found = _sums(rows, share="per_cent", spent="spent", weight="item__weight", budget="item__budget", told=told)
    counted = dict(rows.filter(told).values_list("state").annotate(n=Count("pk")))
    states = tuple((str(state), counted.get(state.value, 0)) for state in ItemState)
    return Sums(
        found.count, found.known, found.progress, found.budget, found.with_budget, found.spent, found.with_spent,
        states, found.count - sum(counted.values()),
    )  # fmt: skip


def _sums(rows: QuerySet[Any], *, share: str, spent: str, weight: str, budget: str, told: Q) -> Sums:
    is_known = told & Q(**{f"{share}__isnull": False})
    has_spent = told & Q(**{f"{spent}__isnull": False})
    whole = IntegerField()
    found = rows.order_by().aggregate(
        n=Count("pk"),
        known=Count("pk", filter=is_known),
        weighed=Sum(Cast(F(weight), whole) * Cast(F(share), whole), filter=is_known),
        weights=Sum(Cast(F(weight), whole), filter=is_known),
        promised=Sum(budget),
        priced=Count(budget),
        paid=Sum(spent, filter=has_spent),
        settled=Count("pk", filter=has_spent),
    )
    progress = round(found["weighed"] / found["weights"]) if found["weights"] else None
    return Sums(
        found["n"], found["known"], progress, found["promised"], found["priced"], found["paid"], found["settled"]
    )
