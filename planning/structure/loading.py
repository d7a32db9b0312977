"""Brings a whole plan in from a TOML file: the tree by the same commands that people use.

Shape: `title kind starts_on ends_on summary` and, if wanted, what `imprint` knows, then `[[priority]]`,
`[[priority.goal]]`, `[[priority.goal.measure]]`, each with `title text`; a measure also has `target_groups implementer
starts_on ends_on services activities`. A service is named by `{kind, municipality}`: services of that kind that stand
in the municipality or come to it are joined. Measures and activities may hold the rows of their sheet: `partners
changes costs indicators risks`, each a list of
tables with the fields of `sheet.commands.FIELDS` (an indicator also `targets`, by year) and amounts as whole numbers.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue import feed as catalogue
from planning.structure import commands
from planning.structure.errors import PlanRefused
from planning.structure.imprint import NAMES as IMPRINT
from planning.structure.models import Node, Plan, State
from planning.structure.sheet.commands import FIELDS, Row, add_row
from planning.structure.sheet.models import CapacityChange, Cost, Indicator, Partner, Risk

MOST_JOINED = 2
SHEET: dict[str, type[Row]] = {
    "partners": Partner,
    "changes": CapacityChange,
    "costs": Cost,
    "indicators": Indicator,
    "risks": Risk,
}
BELOW = {"priority": "goal", "goal": "measure"}


def read_plan(path: Path) -> dict[str, Any]:
    """The file as values; raises PlanRefused when it is no TOML or lacks what every plan has."""
    try:
        plan = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise PlanRefused(_("The file %(name)s cannot be read as a plan.") % {"name": path.name}) from wrong
    missing = [name for name in ("title", "kind", "starts_on", "ends_on", "priority") if name not in plan]
    if missing:
        raise PlanRefused(_("The plan lacks: %(names)s.") % {"names": ", ".join(missing)})
    return plan


@transaction.atomic
def load_plan(content: Mapping[str, Any], *, by: Any, at: datetime) -> Plan:
    """Begin the plan and add all its nodes; all or nothing."""
    try:
        return _load(content, by=by, at=at)
    except (KeyError, TypeError, ValueError, ValidationError) as wrong:
        raise PlanRefused(_("The file lacks or misnames something: %(what)s") % {"what": wrong}) from wrong


def _load(content: Mapping[str, Any], *, by: Any, at: datetime) -> Plan:
    plan = commands.create_plan(
        title=content["title"],
        kind=Plan.Kind(content["kind"]).value,
        starts_on=content["starts_on"],
        ends_on=content["ends_on"],
        summary=content.get("summary", ""),
        **{name: content[name] for name in IMPRINT if name in content},
        by=by,
        at=at,
    )
    for priority in content["priority"]:
        _add(plan, None, "priority", priority, by=by, at=at)
    return plan


def _add(plan: Plan, parent: Node | None, level: str, content: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    facts = {name: content[name] for name in commands.NODE_FIELDS[1:] if name in content}
    if "state" in facts:
        facts["state"] = State(facts["state"]).value
    node = commands.add_node(plan, parent=parent, title=content["title"], by=by, at=at, **facts)
    for named in content.get("services", []):
        for service_id in catalogue.services_at_hand(named["kind"], named["municipality"])[:MOST_JOINED]:
            commands.join_service(node, service_id=service_id, by=by, at=at)
    for part, table in SHEET.items():
        for row in content.get(part, []):
            _refuse_unknown(table, row)
            add_row(node, table, _values(row), by=by, at=at).full_clean(exclude=["node", "provider_id"])
    for activity in content.get("activities", []):
        _add(plan, node, "activity", activity, by=by, at=at)
    below = BELOW.get(level)
    for child in content.get(below, []) if below else []:
        _add(plan, node, str(below), child, by=by, at=at)


def _refuse_unknown(table: type[Row], row: Mapping[str, Any]) -> None:
    """A name nobody reads would vanish without a word."""
    known = {*FIELDS[table], *(["targets"] if table is Indicator else [])}
    unknown = sorted(set(row) - known)
    if unknown:
        raise ValueError(", ".join(unknown))


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    """TOML names years as text."""
    if "targets" not in row:
        return dict(row)
    return {**row, "targets": {int(year): Decimal(value) for year, value in row["targets"].items()}}
