"""Acts on the tree of a plan: add, change, remove, join to services."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from catalogue import feed
from kernel.journal import record
from planning.structure.errors import PlanRefused
from planning.structure.guarantors import group_named
from planning.structure.history import remember, values_of
from planning.structure.imprint import NAMES as IMPRINT
from planning.structure.locking import lock, refuse_overwriting, still_there
from planning.structure.models import Level, MeasureService, Node, Plan
from planning.structure.sheet.queries import sheets_of
from planning.structure.tree import find, grow

NODE_FIELDS = (
    "title", "text", "target_groups", "implementer", "starts_on", "ends_on",
    "state", "problem", "territory", "staff", "conditions", "superior", "guarantor",
)  # fmt: skip
PLAN_FIELDS = ("title", "summary", "starts_on", "ends_on", *IMPRINT)


@transaction.atomic
def create_plan(
    *, title: str, kind: str, starts_on: date, ends_on: date, summary: str = "", by: Any, at: datetime, **facts: str
) -> Plan:
    """Begin a plan; it is a draft until it is published. `facts`: who pays for the planning, see `imprint`."""
    _refuse_reversed(starts_on, ends_on)
    told = {name: facts[name] for name in IMPRINT if name in facts}
    plan = Plan.objects.create(
        title=title,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        summary=summary,
        created_at=at,
        changed_at=at,
        **told,
    )
    remember(plan, plan, "created", after=values_of(plan, PLAN_FIELDS), by=by, at=at)
    record("planning.plan_created", subject=plan, by=by, at=at)
    return plan


@transaction.atomic
def change_plan(plan: Plan, *, changes: Mapping[str, Any], version: int, by: Any, at: datetime, why: str = "") -> Plan:
    """Change the title, summary or period of a plan that was read in this version."""
    plan = lock(plan)
    refuse_overwriting(plan, version, PLAN_FIELDS)
    before = values_of(plan, PLAN_FIELDS)
    for name in PLAN_FIELDS:
        if name in changes:
            setattr(plan, name, changes[name])
    _refuse_reversed(plan.starts_on, plan.ends_on)
    after = values_of(plan, PLAN_FIELDS)
    if after != before:
        _save(plan, at)
        remember(plan, plan, "changed", before=before, after=after, by=by, at=at, why=why)
        record("planning.plan_changed", subject=plan, by=by, at=at)
    return plan


@transaction.atomic
def add_node(plan: Plan, *, parent: Node | None, title: str, by: Any, at: datetime, **facts: Any) -> Node:
    """Add a node as the last one below its parent, or at the first level."""
    plan = lock(plan)
    parent = still_there(Node, parent.pk) if parent else None
    level = level_below(plan, parent)
    node = Node(plan=plan, parent=parent, level=level, title=title.strip(), changed_at=at)
    for name in NODE_FIELDS[1:]:
        if name in facts:
            setattr(node, name, facts[name])
    node.implementer_id = feed.provider_named(node.implementer)
    node.guarantor_id = group_named(plan, node.guarantor)
    _refuse_reversed(node.starts_on, node.ends_on)
    node.position = plan.nodes.filter(parent=parent).count()
    node.save()
    remember(plan, node, "added", after=values_of(node, NODE_FIELDS), by=by, at=at)
    record("planning.node_added", subject=node, by=by, at=at, plan=str(plan.id), level=level)
    return node


@transaction.atomic
def change_node(node: Node, *, changes: Mapping[str, Any], version: int, by: Any, at: datetime, why: str = "") -> Node:
    """Change a node that was read in this version; somebody else's later version is never overwritten."""
    lock(node.plan)
    node = still_there(Node, node.pk)
    refuse_overwriting(node, version, NODE_FIELDS)
    before = values_of(node, NODE_FIELDS)
    for name in NODE_FIELDS:
        if name in changes:
            setattr(node, name, changes[name])
    _refuse_reversed(node.starts_on, node.ends_on)
    after = values_of(node, NODE_FIELDS)
    if after != before:
        node.implementer_id = feed.provider_named(node.implementer)
        if after["guarantor"] != before["guarantor"]:
            node.guarantor_id = group_named(node.plan, node.guarantor)
        _save(node, at)
        remember(node.plan, node, "changed", before=before, after=after, by=by, at=at, why=why)
        record("planning.node_changed", subject=node, by=by, at=at, plan=str(node.plan_id), level=node.level)
    return node


@transaction.atomic
def remove_node(node: Node, *, by: Any, at: datetime, why: str = "") -> None:
    """Remove a node with all below it; what it held stays in the history."""
    plan = lock(node.plan)
    node = still_there(Node, node.pk)
    branch = find(grow(plan.nodes.all()), node.pk)
    sheets = sheets_of(plan)
    for item in branch.walk() if branch else []:
        services = [str(joined.service_id) for joined in item.node.services.order_by("service_name", "id")]
        kept = values_of(item.node, NODE_FIELDS) | {"number": item.number, "services": services}
        kept |= sheets.get(item.node.pk, {})
        remember(plan, item.node, "removed", before=kept, by=by, at=at, why=why)
        record("planning.node_removed", subject=item.node, by=by, at=at, plan=str(plan.id), level=item.node.level)
    Node.objects.filter(plan=plan, parent=node.parent, position__gt=node.position).update(position=F("position") - 1)
    node.delete()


@transaction.atomic
def join_service(node: Node, *, service_id: uuid.UUID, by: Any, at: datetime) -> MeasureService:
    """Say that a measure speaks of a service of the catalogue."""
    lock(node.plan)
    if node.level != Level.MEASURE:
        raise PlanRefused(_("Only a measure can be joined to a service."))
    cards = feed.service_cards([service_id])
    if not cards:
        raise PlanRefused(_("This service is not in the catalogue."))
    joined, is_new = MeasureService.objects.get_or_create(
        node=node,
        service_id=service_id,
        defaults={"service_name": cards[0].name, "provider_name": cards[0].provider_name, "joined_at": at},
    )
    if is_new:
        remember(node.plan, node, "service_joined", after={"service": str(service_id)}, by=by, at=at)
        record("planning.service_joined", subject=node, by=by, at=at, plan=str(node.plan_id), service=str(service_id))
    return joined


@transaction.atomic
def part_service(joined: MeasureService, *, by: Any, at: datetime) -> None:
    """Say that a measure no longer speaks of a service."""
    node = joined.node
    lock(node.plan)
    remember(node.plan, node, "service_parted", before={"service": str(joined.service_id)}, by=by, at=at)
    record(
        "planning.service_parted", subject=node, by=by, at=at, plan=str(node.plan_id), service=str(joined.service_id)
    )
    joined.delete()


def level_below(plan: Plan, parent: Node | None) -> str:
    """The level of a child; refuses below the last one."""
    depth = 0 if parent is None else plan.levels.index(parent.level) + 1
    if depth >= len(plan.levels):
        raise PlanRefused(_("Nothing can stand below this level."))
    return str(plan.levels[depth])


def _refuse_reversed(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise PlanRefused(_("The end must not come before the beginning."))


def _save(row: Plan | Node, at: datetime) -> None:
    row.changed_at = at
    row.version += 1
    row.save()
