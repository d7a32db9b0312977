"""Writes what changed into the history of the plan."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from planning.structure.models import Plan, Revision

ACTS = {
    "added": _("added"),
    "changed": _("changed"),
    "moved": _("moved"),
    "removed": _("removed"),
    "service_joined": _("joined to a service"),
    "service_parted": _("a service was removed"),
    "partner_added": _("a partner was added"),
    "partner_changed": _("a partner was changed"),
    "partner_removed": _("a partner was taken off"),
    "capacitychange_added": _("a change of services was added"),
    "capacitychange_changed": _("a change of services was changed"),
    "capacitychange_removed": _("a change of services was taken off"),
    "cost_added": _("costs were added"),
    "cost_changed": _("costs were changed"),
    "cost_removed": _("costs were taken off"),
    "indicator_added": _("an indicator was added"),
    "indicator_changed": _("an indicator was changed"),
    "indicator_removed": _("an indicator was taken off"),
    "risk_added": _("a risk was added"),
    "risk_changed": _("a risk was changed"),
    "risk_removed": _("a risk was taken off"),
}


def words_of(act: str) -> str:
    """What happened, in words; an act of another room stays what it is called there."""
    return str(ACTS.get(act, act))


def values_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """The fields as they can be kept in JSON."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def remember(
    plan: Plan,
    subject: Model,
    act: str,
    *,
    by: Any,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str = "",
) -> Revision:
    return Revision.objects.create(
        plan=plan,
        subject_kind=type(subject).__name__.lower(),
        subject_id=subject.pk,
        act=act,
        before=dict(before or {}),
        after=dict(after or {}),
        why=why,
        by=getattr(by, "pk", by),
        at=at,
    )
