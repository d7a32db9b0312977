"""The sheets of a whole plan in a fixed number of questions, as plain values."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from planning.structure.models import Node, Plan
from planning.structure.sheet.models import CapacityChange, Cost, Indicator, Partner, Risk, Target

Sheet = dict[str, list[dict[str, Any]]]

MANNER = ("is_share", "numerator", "denominator", "groups", "definition_name")  # how an indicator is told
PICTURED: dict[str, tuple[Any, tuple[str, ...], tuple[str, ...]]] = {  # by part: table, order, what is kept of a row
    "partners": (Partner, ("name",), ("name", "provider_id", "part")),
    "changes": (CapacityChange, ("kind_name", "unit"), ("kind", "kind_name", "way", "amount", "unit")),
    "costs": (Cost, ("year", "source"), ("year", "source", "planned", "spent")),
    "indicators": (
        Indicator,
        ("name",),
        ("name", "kind", "unit", "direction", "baseline", "baseline_year", "source", *MANNER),
    ),
    "risks": (Risk, ("title",), ("title", "probability", "impact", "treatment", "owner")),
}


def sheets_of(plan: Plan) -> dict[uuid.UUID, Sheet]:
    """By node, a list of plain values for each part, as JSON keeps them; five questions whatever the plan holds."""
    return _gathered(node__plan=plan)


def sheet_of(node: Node) -> Sheet:
    """The sheet of one node."""
    found = _gathered(node=node)
    return found.get(node.pk, {part: [] for part in PICTURED})


def with_marks(nodes: QuerySet[Node]) -> QuerySet[Node]:
    """Adds `has_costs` and `has_indicators`: whether the node itself tells them."""
    return nodes.annotate(
        has_costs=Exists(Cost.objects.filter(node=OuterRef("pk"))),
        has_indicators=Exists(Indicator.objects.filter(node=OuterRef("pk"))),
    )


def _gathered(**where: Any) -> dict[uuid.UUID, Sheet]:
    found: dict[uuid.UUID, Sheet] = {}
    for part, (table, order, names) in PICTURED.items():
        rows = table.objects.filter(**where).order_by(*order, "id")
        for row in rows.annotate(aims=_AIMS) if table is Indicator else rows:
            kept = {"row": str(row.pk)} | {name: _plain(getattr(row, name)) for name in names}
            if table is Indicator:
                kept["targets"] = row.aims
            found.setdefault(row.node_id, {each: [] for each in PICTURED})[part].append(kept)
    return found


_AIMS = ArraySubquery(  # the targets of an indicator, by year
    Target.objects.filter(indicator=OuterRef("pk"))
    .order_by("year")
    .values_list(JSONObject(year="year", value=Cast("value", TextField())))
)


def _plain(value: Any) -> Any:
    """Exact numbers and ids as text, which is how JSON keeps them."""
    return str(value) if isinstance(value, Decimal | uuid.UUID) else value
