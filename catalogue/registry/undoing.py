"""Undoes an accepted batch, also an older one: its words count no more, and whoever spoke before is heard again.

What somebody has said since stays and is listed. A service that only this batch knew is taken out of the catalogue; it
is not deleted, since plans and people may have its address.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalogue.models import Batch, Change
from catalogue.registry.accepting import ONE_AT_A_TIME
from catalogue.registry.authority import RULES_IN_SQL, rules_as_json
from catalogue.registry.comparing import NO_COMPILING
from catalogue.registry.events import forget_events
from catalogue.registry.records import KeptField, Undone
from catalogue.registry.settling import settle
from catalogue.registry.staging import BatchRefused
from kernel.clock import day_of
from kernel.journal import record

LOCK = """
    select s.id from catalogue_service s where s.id in (
        select service_id from catalogue_claim where batch_id = %(batch)s) order by s.id for update of s
"""
# A service that is in the catalogue only because of this batch, and on which somebody has worked since, stays with all
# that the batch said of it.
WORKED_ON = """
    select distinct said.service_id from catalogue_claim said
    where said.batch_id = %(batch)s and said.field = 'kind' and said.undone_at is null
      and exists (select from catalogue_claim o where o.service_id = said.service_id and o.undone_at is null
                  and o.batch_id is distinct from said.batch_id)
      and not exists (select from catalogue_claim o where o.service_id = said.service_id and o.undone_at is null
                      and o.field = 'kind' and o.batch_id is distinct from said.batch_id)
"""
UNSAY = """
    update catalogue_claim set undone_at = %(at)s
    where batch_id = %(batch)s and undone_at is null and not (service_id = any (%(worked_on)s))
    returning service_id, field
"""
ALONE = """
    select s.id from catalogue_service s
    where s.id = any (%(services)s) and not exists (
        select from catalogue_claim c where c.service_id = s.id and c.undone_at is null)
"""
WITHDRAW = """
    update catalogue_service set withdrawn_on = %(day)s, is_published = false, changed_at = %(at)s
    where id = any (%(alone)s)
"""
# A word of the batch counts no longer where a stronger voice, or the same source, has spoken since.
STAYED = """
    with said as (
        select claim.*, rule.voices, rule.latest_wins
        from catalogue_claim claim
        join {rules} on rule.field = claim.field
        join catalogue_change c on c.batch_id = claim.batch_id and c.service_id = claim.service_id
         and c.fields @> jsonb_build_array(jsonb_build_object('field', claim.field, 'kept', ''))
        where claim.batch_id = %(batch)s and claim.undone_at is null
    ),
    above as (
        select distinct on (said.service_id, said.field) said.service_id, said.field, other.voice
        from said join catalogue_claim other
          on other.service_id = said.service_id and other.field = said.field and other.undone_at is null
         and other.id > said.id and (other.until is null or other.until >= %(day)s)
        where other.voice = said.voice
           or case when said.latest_wins <> ''
                   then other.value->>said.latest_wins >= coalesce(said.value->>said.latest_wins, '')
                   else array_position(said.voices, other.voice::text) < array_position(said.voices, said.voice::text)
              end
        order by said.service_id, said.field, other.id desc
    )
    update catalogue_change c set stayed = listed.fields
    from (
        select service_id, jsonb_agg(jsonb_build_object('field', field, 'voice', voice) order by field) as fields
        from above group by service_id
    ) listed
    where c.batch_id = %(batch)s and c.service_id = listed.service_id and c.is_taken
"""
STAYED_WHOLE = """
    update catalogue_change c set stayed = coalesce((
        select jsonb_agg(jsonb_build_object('field', each->>'field', 'voice', '') order by each->>'field')
        from jsonb_array_elements(c.fields) each), '[]')
    where c.batch_id = %(batch)s and c.service_id = any (%(worked_on)s)
"""
HIDDEN = """
    update catalogue_change c set stayed = c.stayed || jsonb_build_array(
        jsonb_build_object('field', 'places', 'voice', 'SECRET'))
    where c.batch_id = %(batch)s and c.is_taken and c.kind <> 'NEW'
      and jsonb_path_exists(c.fields, '$[*] ? (@.field == "places" && @.kept == "").old[*] ? (@.secret == true)')
      and not c.stayed @> '[{"field": "places"}]'
"""


@transaction.atomic
def undo(batch_id: UUID, *, by: Any, at: datetime) -> Undone:
    """Put back each field that nobody has changed since; what somebody has changed is kept and listed."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state == Batch.State.UNDONE:
        raise BatchRefused(_("This file was undone already."))
    if batch.state != Batch.State.ACCEPTED:
        raise BatchRefused(_("Only an accepted file can be undone."))
    facts: dict[str, Any] = {"batch": batch.pk, "at": at, "day": day_of(at), "rules": rules_as_json()}
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute(NO_COMPILING)
        cursor.execute(LOCK, facts)
        cursor.execute("analyze catalogue_claim, catalogue_change")  # right after the accepting the counts are old
        cursor.execute(STAYED.format(rules=RULES_IN_SQL), facts)
        cursor.execute(HIDDEN, facts)
        cursor.execute(WORKED_ON, facts)
        facts["worked_on"] = [service for (service,) in cursor.fetchall()]
        cursor.execute(STAYED_WHOLE, facts)
        cursor.execute(UNSAY, facts)
        touched = [(service, field) for service, field in cursor.fetchall()]
        forget_events(facts)
        alone = _withdraw(cursor, facts, touched)
    put_back = settle([each for each in touched if each[0] not in alone], at=at)
    result = Undone(len(put_back), len(alone), len(undone_fields(batch.pk)))
    batch.state, batch.undone_at, batch.undone_by = Batch.State.UNDONE, at, getattr(by, "pk", by)
    batch.save(update_fields=["state", "undone_at", "undone_by"])
    tally: dict[str, Any] = {"put_back": result.put_back, "withdrawn": result.withdrawn, "stayed": result.stayed}
    record("catalogue.services_changed", subject=batch, by=by, at=at, batch=batch.pk, act="undone", **tally)
    return result


def _withdraw(cursor: Any, facts: dict[str, Any], touched: list[tuple[UUID, str]]) -> set[UUID]:
    """Take out the services of which nobody says anything any more."""
    cursor.execute(ALONE, {"services": sorted({service for service, _field in touched})})
    alone = [service for (service,) in cursor.fetchall()]
    cursor.execute(WITHDRAW, facts | {"alone": alone})
    return set(alone)


def undone_fields(batch_id: UUID) -> list[KeptField]:
    """The fields that undoing this batch left as they are, by service."""
    rows = Change.objects.filter(batch_id=batch_id).exclude(stayed=[]).order_by("title", "id")
    return [
        KeptField(row.service_id, row.title, each["field"], each["voice"])
        for row in rows.only("service_id", "title", "stayed")
        if row.service_id
        for each in row.stayed
    ]
