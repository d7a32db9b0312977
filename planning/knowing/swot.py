"""Acts on a SWOT: begin one, add a statement, change it, move it, remove it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.knowing.models import Quarter, Statement, Swot
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.history import remember
from planning.structure.locking import lock, still_there
from planning.structure.models import Plan

WAYS = {"up": -1, "down": 1}


@transaction.atomic
def begin_swot(plan: Plan, *, kind: str, name: str, by: Any, at: datetime) -> Swot:
    """Begin the SWOT of a group or for a target group; one that stands already is answered as it is."""
    plan = lock(plan)
    begun, is_new = Swot.objects.get_or_create(plan=plan, kind=kind, name=name.strip(), defaults={"created_at": at})
    if is_new:
        remember(plan, begun, "added", after={"kind": kind, "name": begun.name}, by=by, at=at)
        record("planning.swot_begun", subject=begun, by=by, at=at, plan=str(plan.pk), kind=str(kind))
    return begun


@transaction.atomic
def add_statement(swot: Swot, *, quarter: str, text: str, by: Any, at: datetime) -> Statement:
    """Add a sentence at the end of its quarter; the same sentence twice stands there once."""
    lock(swot.plan)
    if quarter not in Quarter.values:
        raise PlanRefused(_("Choose one of the four lists."))
    said = " ".join(text.split())
    if not said:
        raise PlanRefused(_("Write the statement first."))
    last = swot.statements.filter(quarter=quarter).order_by("-position").values_list("position", flat=True).first()
    facts = {"position": 0 if last is None else last + 1, "said_at": at}
    statement, is_new = Statement.objects.get_or_create(swot=swot, quarter=quarter, text=said, defaults=facts)
    if is_new:
        remember(swot.plan, statement, "added", after={"text": said, "quarter": quarter}, by=by, at=at)
        record("planning.statement_added", subject=statement, by=by, at=at, swot=str(swot.pk), quarter=str(quarter))
    return statement


@transaction.atomic
def change_statement(statement: Statement, *, text: str, version: int, by: Any, at: datetime) -> Statement:
    """Say it otherwise; whoever read an older wording is shown the present one first."""
    statement = _locked(statement)
    said = " ".join(text.split())
    if not said:
        raise PlanRefused(_("Write the statement first."))
    if statement.version != version:
        raise ChangedMeanwhile(
            _("Somebody else changed this statement in the meantime. Compare both versions and save again."),
            facts={"now": {"text": statement.text}, "version": statement.version},
        )
    if said == statement.text:
        return statement
    if Statement.objects.filter(swot=statement.swot, quarter=statement.quarter, text=said).exists():
        raise PlanRefused(_("This statement stands in the list already."))
    before, statement.text, statement.version = statement.text, said, statement.version + 1
    statement.save()
    remember(statement.swot.plan, statement, "changed", before={"text": before}, after={"text": said}, by=by, at=at)
    record("planning.statement_changed", subject=statement, by=by, at=at, swot=str(statement.swot_id))
    return statement


@transaction.atomic
def move_statement(statement: Statement, *, way: str, by: Any, at: datetime) -> Statement:
    """One place `up` or `down` in its list; the first one stays first."""
    statement = _locked(statement)
    row = list(Statement.objects.filter(swot=statement.swot, quarter=statement.quarter).order_by("position", "id"))
    place = row.index(statement)
    goal = place + WAYS[way]
    if 0 <= goal < len(row):
        row[place], row[goal] = row[goal], row[place]
        for position, each in enumerate(row):
            each.position = position
        Statement.objects.bulk_update(row, ["position"])
        record("planning.statement_moved", subject=statement, by=by, at=at, swot=str(statement.swot_id), way=way)
    return statement


@transaction.atomic
def remove_statement(statement: Statement, *, by: Any, at: datetime) -> None:
    """Take a sentence out; the history keeps what it said."""
    statement = _locked(statement)
    kept = {"text": statement.text, "quarter": statement.quarter}
    remember(statement.swot.plan, statement, "removed", before=kept, by=by, at=at)
    record("planning.statement_removed", subject=statement, by=by, at=at, swot=str(statement.swot_id))
    after = {"swot": statement.swot, "quarter": statement.quarter, "position__gt": statement.position}
    Statement.objects.filter(**after).update(position=F("position") - 1)
    statement.delete()


def _locked(statement: Statement) -> Statement:
    lock(statement.swot.plan)
    return still_there(Statement, statement.pk)
