"""record(): the one way to say "it happened"."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection, models

from kernel.bell import ring_after_commit
from kernel.journal.models import Delivery, Entry
from kernel.journal.subscribing import subscribers_of
from kernel.tenancy import current_key

CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,200}")


class OutsideTransaction(RuntimeError):
    """Something was to be recorded without a transaction: the act and its entry could part."""


class NotACode(ValueError):
    """A fact holds words. The journal lies in the public schema and is never erased: ids and codes only."""


def record(
    verb: str,
    *,
    subject: models.Model | tuple[str, object],
    by: object,
    at: datetime,
    tenant: str | None = None,
    **facts: Any,
) -> Entry:
    """Write down what happened and who has to hear of it, in the running transaction.

    `by` is a user, a user's id or None (nobody signed in); `tenant` is a key and defaults to where we stand.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{verb} was recorded outside a transaction.")
    kind, subject_id = _named(subject)
    entry = Entry.objects.create(
        verb=verb,
        tenant_key=current_key() if tenant is None else tenant,
        subject_kind=kind,
        subject_id=subject_id,
        by_id=_id_of(by),
        at=at,
        facts={name: _code(verb, name, value) for name, value in facts.items()},
    )
    _address(entry)
    return entry


def _address(entry: Entry) -> None:
    names = subscribers_of(entry.verb)
    if not names:
        return
    Delivery.objects.bulk_create(Delivery(entry=entry, subscriber=name, tenant_key=entry.tenant_key) for name in names)
    ring_after_commit()


def _named(subject: models.Model | tuple[str, object]) -> tuple[str, str]:
    if isinstance(subject, models.Model):
        return subject._meta.label_lower, str(subject.pk)
    kind, subject_id = subject
    return kind, str(subject_id)


def _id_of(by: object) -> UUID | None:
    found = getattr(by, "pk", by)
    return None if found is None else UUID(str(found))


def _code(verb: str, name: str, value: Any) -> Any:  # noqa: PLR0911 - one answer for each kind of value
    """The value as JSON, if it is an id, a code, a number or a collection of such."""
    match value:
        case Enum():
            return _code(verb, name, value.value)
        case UUID() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case None | bool() | int():
            return value
        case str() if CODE.fullmatch(value):
            return value
        case Mapping():
            return {str(_code(verb, name, key)): _code(verb, name, each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_code(verb, name, each) for each in value]
    raise NotACode(f"{verb}: the fact {name!r} must hold ids and codes, not words.")
