"""Which indicators a report is asked for: each indicator once in a year, so that nothing is told or counted twice.

The first item of a measure or an activity tells its indicators. Where only activities of a measure have items, the
first of them tells the measure's indicators as well.
"""

from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from planning.delivery.models import ActionItem, ActionPlan, Report
from planning.structure.models import Level
from planning.structure.sheet.models import Indicator, Target

TARGETS = Prefetch("targets", Target.objects.order_by("year"))


def asked_in(year: ActionPlan) -> QuerySet[Any]:
    """The indicators that are told in this year, each with `item` and `weight` of the item that tells it."""
    own = year.items.standing().filter(node=OuterRef("node"))
    below = year.items.standing().filter(node__parent=OuterRef("node"), node__level=Level.ACTIVITY)
    return Indicator.objects.annotate(
        item=Coalesce(_first(own, "pk"), _first(below, "pk")),
        weight=Coalesce(_first(own, "weight"), _first(below, "weight")),
        place=Coalesce(_first(own, "position"), _first(below, "position")),
    ).filter(item__isnull=False, node__plan=year.plan_id)


def in_order(rows: QuerySet[Any]) -> QuerySet[Any]:
    """As the items stand; of one item its own before its measure's."""
    return rows.order_by("place", "node__level", "name", "pk")


def asked_of(report: Report) -> list[Indicator]:
    """The indicators of one report, with their targets."""
    rows = in_order(asked_in(report.round.action_plan)).filter(item=report.item_id)
    return list(rows.select_related("node").prefetch_related(TARGETS))


def _first(items: QuerySet[ActionItem], name: str) -> Any:
    return Subquery(items.values(name)[:1])
