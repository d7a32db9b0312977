"""Takes in what a source says: every value in its canonical form, by COPY, with the reason where a row is refused."""

import json
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalogue.models import Batch, ServiceKind, StagedRecord, TargetGroup
from catalogue.registry import values
from catalogue.registry.fields import BY_NAME, OF_PROVIDERS, put_together
from catalogue.registry.records import ServiceRecord, StagingProblem
from catalogue.registry.values import Problem, Unfit, Vocabulary
from kernel.errors import DomainError
from tenants.models import Municipality

Belongs = Callable[[frozenset[str]], bool] | Collection[str]

OURS = uuid.UUID("6f70c0de-9a7b-5b52-8a0e-6c6f706f7261")  # the namespace of ids made from keys of registers
COLUMNS = "batch_id, row, register, register_key, service_id, provider_id, fields, is_outside, problem, problem_field"
MARK_DOUBLED = """
    update catalogue_stagedrecord r set problem = 'DOUBLED'
    from (
        select id, row_number() over (partition by register, register_key order by problem <> '', id) as time
        from catalogue_stagedrecord where batch_id = %(batch)s and register_key <> ''
    ) seen
    where r.id = seen.id and seen.time > 1 and r.problem = ''
"""


class BatchRefused(DomainError):
    """A batch cannot go the way that was asked."""

    default_code = "batch_refused"


def service_id_of(register: str, register_key: str) -> uuid.UUID:
    """The id that a service of this register always gets."""
    return uuid.uuid5(OURS, f"service:{register}:{register_key}")


def provider_id_of(record: ServiceRecord, said: dict[str, str]) -> uuid.UUID:
    """The id that a new provider gets: from the IČO, else from the service that names it."""
    if said.get("ico"):
        return uuid.uuid5(OURS, f"provider:{said['country']}:{said['ico']}")
    return uuid.uuid5(OURS, f"provider:{record.register}:{kept_key(record.register_key)}")


def open_batch(
    *, source: str, is_whole: bool, adds_services: bool = True, holds: str = Batch.Holds.SERVICES, at: datetime
) -> uuid.UUID:
    """Begin a load. A source that adds services is a register; one that does not is a sheet of descriptions."""
    if is_whole and not adds_services:
        raise BatchRefused(_("A list of descriptions cannot be a whole register."))
    facts = {"source": source, "is_whole": is_whole, "adds_services": adds_services, "holds": holds}
    return Batch.objects.create(**facts, created_at=at).pk


@transaction.atomic
def stage(batch_id: uuid.UUID, records: Iterable[ServiceRecord], belongs: Belongs) -> int:
    """Take in records; answers how many were read. `belongs` is asked with the municipality codes of a record.

    A sheet may only speak of what the provider owns: other fields in it are left aside.
    """
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state != Batch.State.STAGING:
        raise BatchRefused(_("This file was read already."))
    known, inside = vocabulary(), test_of(belongs)
    allowed = frozenset(BY_NAME) if batch.adds_services else frozenset(OF_PROVIDERS)
    count = 0
    with connection.cursor() as cursor:
        with cursor.copy(f"copy catalogue_stagedrecord ({COLUMNS}) from stdin") as copy:
            for row in _rows(batch, records, known, inside, allowed):
                copy.write_row(row)
                count += 1
        cursor.execute(MARK_DOUBLED, {"batch": batch.pk})
        cursor.execute("analyze catalogue_stagedrecord")
    return count


def vocabulary() -> Vocabulary:
    kinds = dict(ServiceKind.objects.values_list("code", "register_code"))
    groups = dict(TargetGroup.objects.values_list("code", "register_code"))
    return Vocabulary(
        kinds=_by_any_code(kinds),
        target_groups=_by_any_code(groups),
        municipalities=frozenset(Municipality.objects.values_list("code", flat=True)),
    )


def _by_any_code(registers: dict[str, str]) -> dict[str, str]:
    """Our code by our code and by the register's."""
    return {code: code for code in registers} | {register: code for code, register in registers.items() if register}


def test_of(belongs: Belongs) -> Callable[[frozenset[str]], bool]:
    if callable(belongs):
        return belongs
    codes = frozenset(belongs)
    return lambda mentioned: not codes.isdisjoint(mentioned)


def _rows(
    batch: Batch,
    records: Iterable[ServiceRecord],
    known: Vocabulary,
    inside: Callable[[frozenset[str]], bool],
    allowed: frozenset[str],
) -> Iterator[tuple[Any, ...]]:
    for record in records:
        said, problem, field = canonical(record, known, allowed=allowed, adds_services=batch.adds_services)
        yield (
            batch.pk,
            record.row,
            record.register[:16],
            kept_key(record.register_key)[:80],
            service_id_of(record.register, kept_key(record.register_key)),
            provider_id_of(record, said.get("provider", {})),
            json.dumps(said, ensure_ascii=False),
            batch.adds_services and not inside(record.municipality_codes),
            problem,
            field,
        )


def kept_key(key: str) -> str:
    """The key as far as the database can hold it, so that even a broken one can be shown."""
    return key if values.is_writable(key) else "".join(letter if values.is_writable(letter) else "?" for letter in key)


def canonical(
    record: ServiceRecord, known: Vocabulary, *, allowed: frozenset[str], adds_services: bool
) -> tuple[dict[str, Any], str, str]:
    """The record's fields in canonical form; where one does not fit: no fields, the problem and the field's name."""
    if not record.register_key or len(record.register_key) > 80 or not values.is_writable(record.register_key):
        return {}, Problem.NO_KEY, ""
    said: dict[str, Any] = {}
    whole = put_together(record.fields)
    for name in _in_order(whole):
        if name not in allowed:
            continue
        try:
            said[name] = BY_NAME[name].canonical(whole[name], known)
        except Unfit as unfit:
            return {}, unfit.problem, name
    return _checked(said, adds_services=adds_services)


def _in_order(fields: Iterable[str]) -> list[str]:
    unknown = set(fields) - BY_NAME.keys()
    if unknown:
        raise BatchRefused(_("The catalogue has no field %(name)s.") % {"name": ", ".join(sorted(unknown))})
    return sorted(fields)


def _checked(said: dict[str, Any], *, adds_services: bool) -> tuple[dict[str, Any], str, str]:
    if adds_services and "provider" not in said:
        return {}, Problem.NO_PROVIDER, "provider"
    if adds_services and "kind" not in said:
        return {}, Problem.NO_KIND, "kind"
    try:
        values.period(said)
    except Unfit as unfit:
        return {}, unfit.problem, "ended_on"
    return said, "", ""


def problems(batch_id: uuid.UUID) -> list[StagingProblem]:
    """The rows that were not taken, in the order of the file, each with its reason in the reader's language."""
    rows = StagedRecord.objects.filter(batch_id=batch_id).exclude(problem="").order_by("row", "id")
    return [
        StagingProblem(row.row, row.register_key, row.problem, str(row.get_problem_display()), row.problem_field)
        for row in rows.only("row", "register_key", "problem", "problem_field")
    ]
