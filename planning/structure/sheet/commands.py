"""Acts on the rows of a measure sheet; each leaves what stood there in the history of its node."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from catalogue import feed as catalogue
from kernel.journal import record
from planning.structure.errors import PlanRefused
from planning.structure.history import remember, values_of
from planning.structure.locking import lock, refuse_overwriting, still_there
from planning.structure.models import Level, Node
from planning.structure.sheet.definitions import definitions
from planning.structure.sheet.models import CapacityChange, Cost, Indicator, Partner, Risk, Target

Row = Partner | CapacityChange | Cost | Indicator | Risk
FIELDS: dict[type[Row], tuple[str, ...]] = {
    Partner: ("name", "part"),
    CapacityChange: ("kind", "way", "amount", "unit"),
    Cost: ("year", "source", "planned", "spent"),
    Indicator: (
        "name", "kind", "unit", "direction", "baseline", "baseline_year", "source", "is_share", "numerator",
        "denominator", "groups", "definition",
    ),
    Risk: ("title", "probability", "impact", "treatment", "owner"),
}  # fmt: skip
WITH_A_SHEET = frozenset({Level.MEASURE, Level.ACTIVITY})


@transaction.atomic
def add_row(node: Node, part: type[Row], values: Mapping[str, Any], *, by: Any, at: datetime) -> Row:
    """Add a row to the sheet of a measure or an activity. `values`: the FIELDS of its part, and `targets` by year."""
    plan = lock(node.plan)
    node = still_there(Node, node.pk)
    if node.level not in WITH_A_SHEET:
        raise PlanRefused(_("Only measures and activities have a sheet."))
    row = part(node=node)
    _write(row, values)
    remember(plan, node, f"{_word(row)}_added", after=_kept(row), by=by, at=at)
    record("planning.sheet_changed", subject=node, by=by, at=at, plan=str(plan.pk), part=_word(row))
    return row


@transaction.atomic
def change_row(row: Row, values: Mapping[str, Any], *, version: int, by: Any, at: datetime) -> Row:
    """Change a row that was read in this version."""
    plan = lock(row.node.plan)
    row = still_there(type(row), row.pk)
    refuse_overwriting(row, version, FIELDS[type(row)])
    before = _kept(row)
    _write(row, values)
    row.refresh_from_db()
    after = _kept(row)
    if after != before:
        row.version += 1
        row.save(update_fields=["version"])
        remember(plan, row.node, f"{_word(row)}_changed", before=before, after=after, by=by, at=at)
        record("planning.sheet_changed", subject=row.node, by=by, at=at, plan=str(plan.pk), part=_word(row))
    return row


@transaction.atomic
def remove_row(row: Row, *, by: Any, at: datetime) -> None:
    """Take a row off the sheet; the history keeps it. Pressed twice, it is gone once."""
    plan = lock(row.node.plan)
    found = type(row).objects.filter(pk=row.pk).first()
    if found is None:
        return
    remember(plan, found.node, f"{_word(found)}_removed", before=_kept(found), by=by, at=at)
    record("planning.sheet_changed", subject=found.node, by=by, at=at, plan=str(plan.pk), part=_word(found))
    found.delete()


def _write(row: Row, values: Mapping[str, Any]) -> None:
    was = row.kind if isinstance(row, CapacityChange) else ""
    for name in FIELDS[type(row)]:
        if name in values:
            setattr(row, name, values[name])
    if isinstance(row, Partner):
        row.name = row.name.strip()
        row.provider_id = catalogue.provider_named(row.name)
    if isinstance(row, CapacityChange) and (row._state.adding or row.kind != was):
        row.kind_name = _name_of_kind(row.kind)
    if isinstance(row, Indicator):
        row.definition_name = _name_of_definition(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        if not isinstance(twice.__cause__, UniqueViolation):
            raise
        raise PlanRefused(_("This stands on the sheet already. Change the row that is there.")) from twice
    if isinstance(row, Indicator) and "targets" in values:
        _write_targets(row, values["targets"])


def _name_of_kind(code: str) -> str:
    known = {kind.code: kind.names.sk if kind.country == "SK" else kind.names.cs for kind in catalogue.kinds()}
    if code not in known:
        raise PlanRefused(_("This kind of service is not in the catalogue."))
    return known[code]


def _name_of_definition(row: Indicator) -> str:
    """What the region's list calls it now; one that left the list keeps the name it had."""
    if not row.definition:
        return ""
    known = {each.code: each.name for each in definitions()}
    name = known.get(row.definition) or ("" if row._state.adding else row.definition_name)
    if not name:
        raise PlanRefused(_("This indicator is not in the region's list."))
    return name


def _write_targets(indicator: Indicator, targets: Mapping[int, Decimal]) -> None:
    """The targets by year as they shall stand; years that are not named lose theirs."""
    indicator.targets.exclude(year__in=targets).delete()
    for year, value in targets.items():
        Target.objects.update_or_create(indicator=indicator, year=year, defaults={"value": value})


def _kept(row: Row) -> dict[str, Any]:
    kept = values_of(row, FIELDS[type(row)])
    if isinstance(row, Indicator):
        kept["targets"] = {str(each.year): str(each.value) for each in row.targets.order_by("year")}
    return kept


def _word(row: Row) -> str:
    return type(row).__name__.lower()
