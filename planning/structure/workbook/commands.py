"""Bring a file, and take it into the plan: all of it or nothing."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.structure.commands import add_node, change_node
from planning.structure.errors import PlanRefused
from planning.structure.locking import lock
from planning.structure.models import Node, Plan
from planning.structure.sheet.commands import add_row, change_row
from planning.structure.sheet.models import Cost, Indicator
from planning.structure.workbook.comparing import CHANGED, NEW, WRONG, Verdict, digest_of, verdicts_of
from planning.structure.workbook.models import BroughtFile
from planning.structure.workbook.reading import Row

Told = Callable[[int, int], None]


@transaction.atomic
def bring_file(plan: Plan, *, rows: list[Row], file_name: str, by: Any, at: datetime) -> BroughtFile:
    """Keep what was read until a person has looked at it; an earlier file of the same person that still waits goes."""
    plan = lock(plan)
    BroughtFile.objects.filter(plan=plan, taken_at__isnull=True, by=getattr(by, "pk", by)).delete()
    brought = BroughtFile.objects.create(
        plan=plan, rows=rows, file_name=file_name[-200:], by=getattr(by, "pk", by), at=at
    )
    record("planning.file_brought", subject=brought, by=by, at=at, plan=str(plan.pk), rows=len(rows))
    return brought


@transaction.atomic
def take_file(brought: BroughtFile, *, seen: str, by: Any, at: datetime, tell: Told | None = None) -> BroughtFile:
    """Write the file into the plan. `seen`: digest of the verdicts shown; `tell(done, all)` hears of each row."""
    plan = lock(brought.plan)
    brought = BroughtFile.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    if brought.taken_at:
        return brought
    verdicts = verdicts_of(plan, brought.rows)
    if digest_of(verdicts) != seen:
        raise PlanRefused(_("The plan has changed since you looked. Look at the file once more."))
    if any(each.kind == WRONG for each in verdicts):
        raise PlanRefused(_("Some rows are wrong. Mend them in the file and bring it again."))
    for done, verdict in enumerate(verdicts, 1):
        _take(plan, verdict, by=by, at=at, why=brought.file_name)
        if tell:
            tell(done, len(verdicts))
    brought.taken_at, brought.taken = at, dict(Counter(each.kind for each in verdicts))
    brought.version += 1
    brought.save()
    record("planning.file_taken", subject=brought, by=by, at=at, plan=str(plan.pk), **brought.taken)
    return brought


def _take(plan: Plan, verdict: Verdict, *, by: Any, at: datetime, why: str) -> None:
    if verdict.kind == NEW:
        facts = {name: value for name, value in verdict.changes.items() if name != "title"}
        parent = verdict.above.node if verdict.above else None
        verdict.node = add_node(plan, parent=parent, title=verdict.changes["title"], by=by, at=at, **facts)
    elif verdict.kind == CHANGED and verdict.changes and verdict.node:
        version = verdict.node.version
        change_node(verdict.node, changes=verdict.changes, version=version, by=by, at=at, why=why[:400])
    if verdict.node:
        _take_costs(verdict.node, verdict, by=by, at=at)
        _take_indicators(verdict.node, verdict, by=by, at=at)


def _take_indicators(node: Node, verdict: Verdict, *, by: Any, at: datetime) -> None:
    for told in verdict.indicators:
        there = Indicator.objects.select_related("node__plan").filter(node=node, name=told.name).first()
        if there:
            change_row(there, told.values, version=there.version, by=by, at=at)
        else:
            add_row(node, Indicator, told.values, by=by, at=at)


def _take_costs(node: Node, verdict: Verdict, *, by: Any, at: datetime) -> None:
    for (year, source), (planned, spent) in verdict.costs.items():
        values = {"year": year, "source": source, "planned": planned, "spent": spent}
        there = Cost.objects.select_related("node__plan").filter(node=node, year=year, source=source).first()
        if there:
            change_row(there, values, version=there.version, by=by, at=at)
        else:
            add_row(node, Cost, values, by=by, at=at)
