"""Money of a plan, summed when it is asked for and never kept; one currency, the municipality's."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from planning.structure.models import Level, Plan
from planning.structure.sheet.models import Cost


@dataclass(frozen=True, slots=True)
class Amounts:
    """Planned and spent of one heading. `unknown`: rows whose spending nobody told yet; None where no row tells any."""

    heading: str
    planned: Decimal | None
    spent: Decimal | None
    rows: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many measures tell what they cost, themselves or by their activities."""

    told: int
    of: int


def by_year(plan: Plan) -> list[Amounts]:
    return _summed(plan, F("year"))


def by_source(plan: Plan) -> list[Amounts]:
    """The heading is the code of the source."""
    return _summed(plan, F("source"))


def by_implementer(plan: Plan) -> list[Amounts]:
    """The heading is empty where nobody is named."""
    return _summed(plan, _own_or_above("implementer"))


def by_target_group(plan: Plan) -> list[Amounts]:
    """The heading is empty where nobody is named. Whoever writes several groups into one line has one heading."""
    return _summed(plan, _own_or_above("target_groups"))


def whole(parts: list[Amounts]) -> Amounts:
    """All of them together; every row of costs stands under exactly one heading."""
    planned = [each.planned for each in parts if each.planned is not None]
    spent = [each.spent for each in parts if each.spent is not None]
    return Amounts(
        "",
        sum(planned, Decimal()) if planned else None,
        sum(spent, Decimal()) if spent else None,
        sum(each.rows for each in parts),
        sum(each.unknown for each in parts),
    )


def completeness(plan: Plan) -> Completeness:
    costs = Cost.objects.filter(Q(node=OuterRef("pk")) | Q(node__parent=OuterRef("pk")))
    measures = plan.nodes.filter(level=Level.MEASURE)
    facts = measures.aggregate(of=Count("pk"), told=Count("pk", filter=Exists(costs)))
    return Completeness(**facts)


_SUMS: dict[str, Any] = {
    "all_planned": Sum("planned"),
    "all_spent": Sum("spent"),
    "rows": Count("pk"),
    "unknown": Count("pk", filter=Q(spent__isnull=True)),
}


def _own_or_above(name: str) -> Coalesce:
    """What an activity leaves unsaid is what its measure says."""
    return Coalesce(NullIf(f"node__{name}", Value("")), f"node__parent__{name}", Value(""))


def _summed(plan: Plan, heading: F | Coalesce) -> list[Amounts]:
    rows: Any = Cost.objects.filter(node__plan=plan).annotate(heading=heading).values("heading")
    return [
        Amounts(str(row["heading"]), row["all_planned"], row["all_spent"], row["rows"], row["unknown"])
        for row in rows.annotate(**_SUMS).order_by("heading")
    ]
