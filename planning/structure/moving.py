"""Moves a node up, down, in or out; its branch goes with it and the levels follow the depth."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.structure.errors import CannotMove
from planning.structure.history import remember
from planning.structure.locking import lock
from planning.structure.models import Level, MeasureService, Node, Plan
from planning.structure.sheet.commands import WITH_A_SHEET
from planning.structure.sheet.queries import sheets_of
from planning.structure.tree import Branch, find, grow, walk

WAYS = ("up", "down", "in", "out")


@transaction.atomic
def move_node(node: Node, *, way: str, by: Any, at: datetime) -> Node:
    """Move one step: `up` and `down` among its neighbours, `in` below the one before it, `out` behind its parent."""
    plan = lock(node.plan)
    roots = grow(plan.nodes.all())
    branch = find(roots, node.pk)
    if branch is None:
        raise CannotMove(_("This item is no longer part of the plan."))
    stood = {item.node.pk: _place(item.node) for item in walk(roots)}
    before = {"number": branch.number, "level": branch.node.level}
    _STEPS[way](plan, roots, branch)
    _settle(plan, roots)
    _refuse_services_without_a_measure(roots)
    _refuse_a_sheet_on_a_goal(plan, roots)
    _write([item.node for item in walk(roots) if _place(item.node) != stood[item.node.pk]], at)
    after = {"number": branch.number, "level": branch.node.level}
    remember(plan, branch.node, "moved", before=before, after=after, by=by, at=at)
    record("planning.node_moved", subject=branch.node, by=by, at=at, plan=str(plan.id), way=way)
    return branch.node


def _refuse_services_without_a_measure(roots: list[Branch]) -> None:
    """Only a measure speaks of services: a move that would leave them on another level is refused."""
    others = [item.node for item in walk(roots) if item.node.level != Level.MEASURE]
    stranded = MeasureService.objects.filter(node__in=others).select_related("node").first()
    if stranded is not None:
        raise CannotMove(
            _("“%(title)s” speaks of services and would no longer be a measure. Remove its services first.")
            % {"title": stranded.node.title}
        )


def _refuse_a_sheet_on_a_goal(plan: Plan, roots: list[Branch]) -> None:
    """Priorities and goals have no costs, indicators or risks of their own: a move that would leave some is refused."""
    sheets = sheets_of(plan)
    for item in walk(roots):
        if item.node.pk in sheets and item.node.level not in WITH_A_SHEET:
            raise CannotMove(
                _("“%(title)s” has costs, indicators or risks and would no longer be a measure or an activity.")
                % {"title": item.node.title}
            )


def _place(node: Node) -> tuple[Any, int, str]:
    return node.parent_id, node.position, node.level


def _neighbours(roots: list[Branch], branch: Branch) -> list[Branch]:
    parent = find(roots, branch.node.parent_id) if branch.node.parent_id else None
    return parent.children if parent else roots


def _up(plan: Plan, roots: list[Branch], branch: Branch) -> None:
    row = _neighbours(roots, branch)
    place = row.index(branch)
    if place == 0:
        raise CannotMove(_("It is the first one already."))
    row[place - 1], row[place] = row[place], row[place - 1]


def _down(plan: Plan, roots: list[Branch], branch: Branch) -> None:
    row = _neighbours(roots, branch)
    place = row.index(branch)
    if place == len(row) - 1:
        raise CannotMove(_("It is the last one already."))
    row[place + 1], row[place] = row[place], row[place + 1]


def _in(plan: Plan, roots: list[Branch], branch: Branch) -> None:
    row = _neighbours(roots, branch)
    place = row.index(branch)
    if place == 0:
        raise CannotMove(_("There is nothing before it that it could be moved into."))
    if branch.depth + branch.height >= len(plan.levels):
        raise CannotMove(_("The plan has no further level below."))
    row.remove(branch)
    above = row[place - 1]
    above.children.append(branch)
    branch.node.parent = above.node


def _out(plan: Plan, roots: list[Branch], branch: Branch) -> None:
    if branch.node.parent_id is None:
        raise CannotMove(_("It stands at the first level already."))
    parent = find(roots, branch.node.parent_id)
    assert parent is not None  # noqa: S101 - a child was found, so its parent is in the tree
    parent.children.remove(branch)
    row = _neighbours(roots, parent)
    row.insert(row.index(parent) + 1, branch)
    branch.node.parent = parent.node.parent


_STEPS = {"up": _up, "down": _down, "in": _in, "out": _out}


def _settle(plan: Plan, row: list[Branch], depth: int = 0, prefix: str = "") -> None:
    """Give every branch the place, level and number that follow from where it stands now."""
    for position, branch in enumerate(row):
        branch.depth, branch.number = depth, f"{prefix}{position + 1}"
        branch.node.position, branch.node.level = position, plan.levels[depth]
        _settle(plan, branch.children, depth + 1, f"{branch.number}.")


def _write(nodes: list[Node], at: datetime) -> None:
    for node in nodes:
        node.version += 1
        node.changed_at = at
    Node.objects.bulk_update(nodes, ["parent", "position", "level", "version", "changed_at"])
