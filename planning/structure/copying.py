"""A new plan from another text: an older plan, a plan that others offer, or a starter of the country.

Days move to the new period, states begin anew, what was spent is not taken over, and every item says where it comes
from. What falls outside the new period is left out and counted, so that whoever copies can be told. Links to needs and
evidence stay with the old plan: they are of its time.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.journal import record
from planning.structure.bulk.proposing import shifted
from planning.structure.commands import create_plan
from planning.structure.errors import PlanRefused
from planning.structure.history import revision
from planning.structure.labels import SHEET_FACTS
from planning.structure.models import MeasureService, Node, Plan, Revision
from planning.structure.published import PublishedNode, PublishedPlan
from planning.structure.sheet.commands import FIELDS
from planning.structure.sheet.models import CapacityChange, Cost, Indicator, Partner, Risk, Target
from planning.structure.wording import LEVELS
from ui.typography import date_range

LONGEST = 400


class Part(models.TextChoices):
    """What is taken over besides the items and their texts."""

    SERVICES = "SERVICES", gettext_lazy("services that the measures speak of")
    PARTNERS = "PARTNERS", gettext_lazy("who helps to carry it out")
    CHANGES = "CHANGES", gettext_lazy("changes of capacity")
    COSTS = "COSTS", gettext_lazy("planned money, moved to the years of the new plan")
    INDICATORS = "INDICATORS", gettext_lazy("indicators and their targets, moved to the years of the new plan")
    RISKS = "RISKS", gettext_lazy("risks")


TABLES: Mapping[str, tuple[str, type[Any]]] = {
    Part.PARTNERS: ("partners", Partner),
    Part.CHANGES: ("changes", CapacityChange),
    Part.COSTS: ("costs", Cost),
    Part.INDICATORS: ("indicators", Indicator),
    Part.RISKS: ("risks", Risk),
}
BESIDE: Mapping[type[Any], tuple[str, ...]] = {Partner: ("provider_id",), CapacityChange: ("kind_name",)}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the new plan shall be, and what of the old one it takes over."""

    title: str
    kind: str
    starts_on: date
    ends_on: date
    parts: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Copied:
    """The new plan, and how much of the source had no place in its period."""

    plan: Plan
    without_term: int
    costs_left: int = 0
    targets_left: int = 0


@transaction.atomic
def copy_plan(source: PublishedPlan, wish: Wish, *, came_from: str = "", by: Any, at: datetime) -> Copied:
    """Begin a plan with everything of `source` that was wished for; a fixed number of questions."""
    if not source.nodes:
        raise PlanRefused(_("This plan is empty; there is nothing to begin with."))
    facts: dict[str, Any] = {"kind": wish.kind, "starts_on": wish.starts_on, "ends_on": wish.ends_on}
    plan = create_plan(title=wish.title, summary=source.summary, **facts, by=by, at=at)
    plan.levels, plan.words = _levels(source), dict(source.words)
    plan.came_from = (came_from or _of_plan(source))[:LONGEST]
    plan.save(update_fields=["levels", "words", "came_from"])
    months = _months(source.starts_on, wish.starts_on)
    copies = _nodes(source, plan, months, at)
    if Part.SERVICES in wish.parts:
        _services(source, copies, at)
    years = wish.starts_on.year - source.starts_on.year
    left = [_rows(source, copies, part, years, plan) for part in TABLES if part in wish.parts]
    history = [revision(node, "copied", before={}, after={"from": node.came_from}) for node in copies.values()]
    for row in history:
        row.plan, row.by, row.at = plan, getattr(by, "pk", by), at
    Revision.objects.bulk_create(history)
    record("planning.plan_copied", subject=plan, by=by, at=at, source=source.id, items=len(copies))
    lost = [old for old in source.nodes if _has_term(old) and not _has_term(copies[old.id])]
    return Copied(plan, len(lost), sum(costs for costs, _targets in left), sum(targets for _costs, targets in left))


def _of_plan(source: PublishedPlan) -> str:
    return f"{source.title} ({date_range(source.starts_on, source.ends_on)})"


def _levels(source: PublishedPlan) -> list[str]:
    """The levels that the source uses, and those below that it might have used: as deep as its own tree says."""
    by_depth = {node.depth: node.level for node in source.nodes}
    used = [by_depth[depth] for depth in sorted(by_depth)]
    last = LEVELS.index(used[-1])
    return [*used, *LEVELS[last + 1 :]]


def _months(old: date, new: date) -> int:
    return (new.year - old.year) * 12 + new.month - old.month


def _nodes(source: PublishedPlan, plan: Plan, months: int, at: datetime) -> dict[str, Node]:
    """By the id of the item they come from."""
    ids = {node.id: uuid.uuid4() for node in source.nodes}
    places: dict[str | None, int] = {}
    copies = {}
    for old in source.nodes:
        place = places.get(old.parent, 0)
        places[old.parent] = place + 1
        starts_on, ends_on = _days(old, plan, months)
        copies[old.id] = Node(
            id=ids[old.id],
            plan=plan,
            parent_id=ids.get(old.parent or ""),
            level=old.level,
            position=place,
            title=old.title,
            text=old.text,
            target_groups=old.target_groups,
            implementer=old.implementer,
            starts_on=starts_on,
            ends_on=ends_on,
            came_from=f"{plan.came_from}, {old.number}"[:LONGEST],
            changed_at=at,
            **{name: str(old.facts.get(name, "")) for name in SHEET_FACTS},
        )
    Node.objects.bulk_create(copies.values())
    return copies


def _days(old: PublishedNode, plan: Plan, months: int) -> tuple[date | None, date | None]:
    """As far from the beginning of the plan as they were, cut to the new period; no days at all where they would lie
    wholly outside it."""
    starts_on = shifted(old.starts_on, months) if old.starts_on else None
    ends_on = shifted(old.ends_on, months) if old.ends_on else None
    if (starts_on and starts_on > plan.ends_on) or (ends_on and ends_on < plan.starts_on):
        return None, None
    return starts_on and max(starts_on, plan.starts_on), ends_on and min(ends_on, plan.ends_on)


def _has_term(item: PublishedNode | Node) -> bool:
    return bool(item.starts_on or item.ends_on)


def _services(source: PublishedPlan, copies: dict[str, Node], at: datetime) -> None:
    MeasureService.objects.bulk_create(
        MeasureService(
            node=copies[old.id],
            service_id=uuid.UUID(service["id"]),
            service_name=service["name"],
            provider_name=service["provider"],
            joined_at=at,
        )
        for old in source.nodes
        for service in old.services
    )


def _rows(source: PublishedPlan, copies: dict[str, Node], part: str, years: int, plan: Plan) -> tuple[int, int]:
    """The rows of one table; answers how many costs and how many targets lie outside the period and stayed behind."""
    key, table = TABLES[part]
    rows, targets, costs_left, targets_left = [], [], 0, 0
    period = range(plan.starts_on.year, plan.ends_on.year + 1)
    for old in source.nodes:
        for kept in old.sheet.get(key, []):
            row = _row(table, copies[old.id], kept)
            if isinstance(row, Cost):
                row.year, row.spent = row.year + years, None
                if row.planned is None:
                    continue
                if row.year not in period:
                    costs_left += 1
                    continue
            rows.append(row)
            for target in kept.get("targets", []):
                if target["year"] + years in period:
                    value = Decimal(target["value"])
                    targets.append(Target(indicator=row, year=target["year"] + years, value=value))
                else:
                    targets_left += 1
    table.objects.bulk_create(rows)
    Target.objects.bulk_create(targets)
    return costs_left, targets_left


def _row(table: type[Any], node: Node, kept: Mapping[str, Any]) -> Any:
    row = table(node=node)
    for name in (*FIELDS[table], *BESIDE.get(table, ())):
        if name in kept:
            setattr(row, name, row._meta.get_field(name).to_python(kept[name]))
    return row
