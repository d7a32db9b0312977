"""Writes what a person has seen and agreed to: a whole batch in one transaction, each row at most once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalogue.models import Batch, Change, StagedRecord
from catalogue.registry.comparing import (
    AS_USUAL,
    COMPARED_COLUMNS,
    NO_COMPILING,
    WHOLE_TABLES,
    change_query,
    parameters,
)
from catalogue.registry.events import record_events
from catalogue.registry.records import Counts
from catalogue.registry.staging import BatchRefused
from catalogue.registry.values import as_moment
from catalogue.registry.writing import write
from kernel.clock import day_of
from kernel.journal import record

ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('catalogue.accept'))"
LOCK_SERVICES = """
    select s.id from catalogue_service s
    join catalogue_change c on c.service_id = s.id and c.batch_id = %(batch)s order by s.id for update of s
"""
# A new service brings its provider along, but does not rename one that the catalogue knows; only changes of known
# services do, if they were taken.
AGREED = """
    create temp table agreed on commit drop as
    with renamed as materialized (
        select distinct provider_id from catalogue_change
        where batch_id = %(batch)s and is_taken and kind not in ('NEW', 'UNKNOWN') and provider_id is not null
    )
    select c.kind, c.register, c.register_key, c.service_id, c.provider_id,
           (select coalesce(jsonb_object_agg(each->>'field', each->'new'), '{}')
            from jsonb_array_elements(c.fields) each where each->>'kept' = '')
           - case when c.kind = 'NEW' and p.id is not null and renamed.provider_id is null then 'provider' else '' end
           as doc
    from catalogue_change c
    left join catalogue_provider p on p.id = c.provider_id and not c.fields @> jsonb_build_array(
        jsonb_build_object('field', 'provider', 'new', jsonb_build_object('name', p.name)))
     and exists (select from catalogue_service s where s.provider_id = p.id and s.withdrawn_on is null)
    left join renamed on renamed.provider_id = c.provider_id
    where c.batch_id = %(batch)s and c.is_taken and c.kind in ('NEW', 'CHANGED', 'ENDED', 'RETURNED', 'CONFLICT')
"""
CLAIMS = """
    insert into catalogue_claim (service_id, field, voice, source, value, said_at, by, batch_id, reason, until)
    select c.service_id, each->>'field', %(voice)s, %(source)s,
           case each->>'field'
               when 'places' then public.catalogue_without_secrets(each->'new')
               when 'free_places' then case when each->'new'->>'count' is not null and not each->'new' ? 'at'
                    then each->'new' || jsonb_build_object('at', %(moment)s::text) else each->'new' end
               else each->'new' end,
           %(at)s, %(by)s, c.batch_id, '', null
    from catalogue_change c cross join lateral jsonb_array_elements(c.fields) each
    where c.batch_id = %(batch)s and c.is_taken and c.kind <> 'UNKNOWN'
    order by c.service_id, each->>'field'
"""
TAKEN = "select kind, count(*) from catalogue_change where batch_id = %(batch)s and is_taken group by kind"


@transaction.atomic
def accept(batch_id: UUID, *, by: Any, at: datetime) -> Counts:
    """Write what was taken of the batch, as it was compared; refuses if the catalogue has changed under it since."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state != Batch.State.COMPARED:
        raise BatchRefused(_("Only a file that was compared can be accepted."))
    if not StagedRecord.objects.filter(batch=batch, problem="").exists():
        raise BatchRefused(_("An empty file cannot be accepted."), "empty")
    counts = _taken(batch)
    if counts.writes or counts.noted:
        _refuse_if_stale(batch)
        _write(batch, by=by, at=at)
    if counts.writes:
        tally: dict[str, Any] = {"batch": batch.pk} | counts.as_dict()
        record("catalogue.services_changed", subject=batch, by=by, at=at, **tally)
    StagedRecord.objects.filter(batch=batch, problem="").delete()
    batch.state, batch.accepted_at = Batch.State.ACCEPTED, at
    batch.accepted_by = getattr(by, "pk", by)
    batch.save(update_fields=["state", "accepted_at", "accepted_by"])
    return counts


def _taken(batch: Batch) -> Counts:
    """What was counted when comparing, of the changes only those that are taken."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, {"batch": batch.pk})
        taken = {kind.lower(): count for kind, count in cursor.fetchall()}
    kinds = {kind.lower(): 0 for kind in Change.Kind.values if kind != Change.Kind.UNCHANGED}
    return Counts(**batch.counts | kinds | taken)


def _write(batch: Batch, *, by: Any, at: datetime) -> None:
    facts = parameters(batch) | {"at": at, "day": day_of(at), "by": getattr(by, "pk", by), "moment": as_moment(at)}
    with connection.cursor() as cursor:
        cursor.execute(AGREED, facts)
        write(cursor, facts)
        cursor.execute(CLAIMS, facts)
        record_events(cursor, facts)


def _refuse_if_stale(batch: Batch) -> None:
    """Compare again, with the services held: what is written must be exactly what was seen."""
    seen = f"select {COMPARED_COLUMNS} from catalogue_change where batch_id = %(batch)s"  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute(NO_COMPILING)
        cursor.execute(LOCK_SERVICES, {"batch": batch.pk})
        cursor.execute(WHOLE_TABLES)
        cursor.execute(
            f"create temp table fresh on commit drop as"  # noqa: S608 - names of our own
            f" select {COMPARED_COLUMNS} from ({change_query(batch)}) found",
            parameters(batch),
        )
        cursor.execute(AS_USUAL)
        cursor.execute(
            f"select exists ((table fresh except all {seen}) union all ({seen} except all table fresh))",
            {"batch": batch.pk},
        )
        (is_stale,) = cursor.fetchone()
        cursor.execute("drop table fresh")
    if is_stale:
        raise BatchRefused(
            _("The catalogue has changed since this file was compared. Compare it again and look at what it would do."),
            "stale",
        )


@transaction.atomic
def discard(batch_id: UUID) -> None:
    """Put a batch aside; what it held is forgotten."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state in {Batch.State.ACCEPTED, Batch.State.UNDONE}:
        raise BatchRefused(_("An accepted file cannot be put aside."))
    Change.objects.filter(batch=batch).delete()
    StagedRecord.objects.filter(batch=batch).delete()
    batch.state = Batch.State.DISCARDED
    batch.save(update_fields=["state"])
