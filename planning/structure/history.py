"""Writes what changed into the history of the plan."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from planning.structure.models import Plan, Revision


def values_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """The fields as they can be kept in JSON."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def revision(
    subject: Model, act: str, *, before: Mapping[str, Any], after: Mapping[str, Any] | None = None
) -> Revision:
    """A row of history that is not written yet: whoever writes many says plan, person and time for all of them."""
    kind = type(subject).__name__.lower()
    return Revision(subject_kind=kind, subject_id=subject.pk, act=act, before=dict(before), after=dict(after or {}))


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
