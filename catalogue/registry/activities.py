"""Related activities from lists: the same batches as services, told apart by what the batch holds.

An activity is known by its source and its key there. `said` of an activity is what its source said last: a list read
again says nothing new, and what a person has written since stays until the list says otherwise of that very field.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalogue.models import Batch, Change, StagedRecord
from catalogue.registry import values
from catalogue.registry.accepting import ONE_AT_A_TIME
from catalogue.registry.activity_sql import (
    AGREED,
    CHANGE_COLUMNS,
    CHANGES,
    LOCK,
    MISSING,
    NAMELESS,
    STALE,
    TALLY,
    WRITE,
)
from catalogue.registry.comparing import NO_COMPILING
from catalogue.registry.records import Counts, ServiceRecord
from catalogue.registry.staging import COLUMNS, MARK_DOUBLED, OURS, BatchRefused, Belongs, kept_key, test_of, vocabulary
from catalogue.registry.values import Canonical, Problem, Unfit, Vocabulary
from kernel.clock import day_of
from kernel.journal import record
from kernel.text import fold

Holds = Batch.Holds


def _provider(value: Any, known: Vocabulary) -> dict[str, str]:
    """By IČO or by name; one of them is enough."""
    named = {"name": "?"} | {key: each for key, each in dict(value or {}).items() if each}
    said = values.provider(named, known)
    if said["name"] == "?":
        if not said.get("ico"):
            raise Unfit(Problem.NO_PROVIDER)
        del said["name"]
    return said


def _municipality(value: Any, known: Vocabulary) -> str | None:
    if not value:
        return None
    if value not in known.municipalities:
        raise Unfit(Problem.UNKNOWN_CODE)
    return str(value)


FIELDS: dict[str, Canonical] = {
    "provider": _provider,
    "name": values.text(300),
    "description": values.text(),
    "target_groups": values.target_groups,
    "municipality": _municipality,
    "street": values.text(160),
    "phones": values.words(40),
    "emails": values.emails,
    "webs": values.webs,
    "ended_on": values.day,
}


def activity_id_of(source: str, key: str) -> uuid.UUID:
    """The id that an activity of this source always gets."""
    return uuid.uuid5(OURS, f"activity:{source}:{key}")


def _provider_id_of(said: dict[str, str]) -> uuid.UUID:
    """The id that a new provider gets: from its IČO, else from its name, so that all its activities share it."""
    told = said.get("ico") or f"name:{' '.join(fold(said.get('name', '')).split())}"
    return uuid.uuid5(OURS, f"provider:{said.get('country', '')}:{told}")


@transaction.atomic
def stage(batch_id: uuid.UUID, records: Iterable[ServiceRecord], belongs: Belongs) -> int:
    """Take in records; answers how many were read."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state != Batch.State.STAGING:
        raise BatchRefused(_("This file was read already."))
    known, inside = vocabulary(), test_of(belongs)
    count = 0
    with connection.cursor() as cursor:
        with cursor.copy(f"copy catalogue_stagedrecord ({COLUMNS}) from stdin") as copy:
            for row in _rows(batch, records, known, inside):
                copy.write_row(row)
                count += 1
        cursor.execute(MARK_DOUBLED, {"batch": batch.pk})
        cursor.execute(NAMELESS, {"batch": batch.pk})
        cursor.execute("analyze catalogue_stagedrecord")
    return count


def _rows(batch: Batch, records: Iterable[ServiceRecord], known: Vocabulary, inside: Any) -> Iterator[tuple[Any, ...]]:
    for each in records:
        said, problem, field = _canonical(each, known)
        key = kept_key(each.register_key)
        yield (
            *(batch.pk, each.row, each.register[:16], key[:80], activity_id_of(each.register, key)),
            *(_provider_id_of(said.get("provider", {})), json.dumps(said, ensure_ascii=False)),
            *(not inside(each.municipality_codes), problem, field),
        )


def _canonical(each: ServiceRecord, known: Vocabulary) -> tuple[dict[str, Any], str, str]:
    if not each.register_key or len(each.register_key) > 80 or not values.is_writable(each.register_key):
        return {}, Problem.NO_KEY, ""
    unknown = set(each.fields) - FIELDS.keys()
    if unknown:
        raise BatchRefused(_("The catalogue has no field %(name)s.") % {"name": ", ".join(sorted(unknown))})
    said: dict[str, Any] = {}
    for name in sorted(each.fields):
        try:
            said[name] = FIELDS[name](each.fields[name], known)
        except Unfit as unfit:
            return {}, unfit.problem, name
    if "provider" not in said:
        return {}, Problem.NO_PROVIDER, "provider"
    return (said, "", "") if said.get("name") else ({}, Problem.BAD_VALUE, "name")


def _parameters(batch: Batch) -> dict[str, Any]:
    return {"batch": batch.pk, "source": batch.source, "day": day_of(batch.created_at)}


def _query(batch: Batch) -> str:
    return f"{CHANGES} {MISSING if batch.is_whole else ''}"


@transaction.atomic
def compare(batch_id: uuid.UUID) -> Counts:
    """Find what the batch would change now and keep it to be looked at; may be asked again at any time."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state not in {Batch.State.STAGING, Batch.State.COMPARED}:
        raise BatchRefused(_("This file was settled already."))
    left_out = list(Change.objects.filter(batch=batch, is_taken=False).values_list("register_key", flat=True))
    Change.objects.filter(batch=batch).delete()
    facts = _parameters(batch)
    with connection.cursor() as cursor:
        cursor.execute(NO_COMPILING)
        cursor.execute(
            f"insert into catalogue_change (batch_id, is_taken, stayed, {CHANGE_COLUMNS})"  # noqa: S608 - names of our own
            f" select %(batch)s, true, '[]', {CHANGE_COLUMNS} from ({_query(batch)}) found"
            " order by row nulls last, register_key",
            facts,
        )
        cursor.execute(TALLY, facts)
        doubled, refused, outside, past, known = cursor.fetchone()
        cursor.execute(
            "select kind, count(*), count(row) from catalogue_change where batch_id = %(batch)s group by kind", facts
        )
        found = {kind.lower(): (count, in_file) for kind, count, in_file in cursor.fetchall()}
    Change.objects.filter(batch=batch, register_key__in=left_out).update(is_taken=False)
    of_known = sum(in_file for kind, (_all, in_file) in found.items() if kind != "new")
    kinds = {kind: count for kind, (count, _in_file) in found.items()}
    counts = Counts(doubled=doubled, refused=refused, outside=outside, past=past, unchanged=known - of_known, **kinds)
    batch.state, batch.counts = Batch.State.COMPARED, counts.as_dict()
    batch.save(update_fields=["state", "counts"])
    return counts


@transaction.atomic
def accept(batch_id: uuid.UUID, *, by: Any, at: datetime) -> Counts:
    """Write what was taken of the batch, as it was compared; refuses if the catalogue has changed under it since."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state != Batch.State.COMPARED:
        raise BatchRefused(_("Only a file that was compared can be accepted."))
    if not StagedRecord.objects.filter(batch=batch, problem="").exists():
        raise BatchRefused(_("An empty file cannot be accepted."), "empty")
    counts = _taken(batch)
    if counts.writes or counts.noted:
        _write(batch, at=at)
    if counts.writes:
        tally: dict[str, Any] = {"batch": batch.pk} | counts.as_dict()
        record("catalogue.activities_changed", subject=batch, by=by, at=at, **tally)
    StagedRecord.objects.filter(batch=batch, problem="").delete()
    batch.state, batch.accepted_at, batch.accepted_by = Batch.State.ACCEPTED, at, getattr(by, "pk", by)
    batch.save(update_fields=["state", "accepted_at", "accepted_by"])
    return counts


def _taken(batch: Batch) -> Counts:
    """What was counted when comparing, of the changes only those that are taken."""
    kinds: dict[str, int] = dict.fromkeys(("new", "changed", "ended", "returned", "noted"), 0)
    for kind in Change.objects.filter(batch=batch, is_taken=True).values_list("kind", flat=True):
        kinds[kind.lower()] += 1
    return Counts(**batch.counts | kinds)


def _write(batch: Batch, *, at: datetime) -> None:
    facts = _parameters(batch) | {"at": at}
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute(NO_COMPILING)
        cursor.execute(LOCK, facts)
        cursor.execute(f"create temp table fresh on commit drop as {_query(batch)}", facts)
        cursor.execute(STALE, facts)
        if cursor.fetchone()[0]:
            text = _("The catalogue has changed since this file was compared. Compare it again and look at it.")
            raise BatchRefused(text, "stale")
        cursor.execute(AGREED, facts)
        for statement in WRITE:
            cursor.execute(statement, facts)
        cursor.execute("drop table fresh, agreed_activity")
