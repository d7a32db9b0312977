"""Lets the word that counts stand in the catalogue: of all that was said of a field, the strongest voice's last word.

The caller has written claims or undone them and names what it touched; here the winners are found, compared with what
the catalogue shows, and the differences written. Imports, people, undoing and merging all end here.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from catalogue.registry.authority import RULES_IN_SQL, rules_as_json
from catalogue.registry.comparing import NO_COMPILING
from catalogue.registry.fields import FIELDS, current
from catalogue.registry.writing import write
from kernel.clock import day_of

TOUCHED = """
    create temp table touched on commit drop as
    select distinct service_id, field
    from unnest(%(services)s::uuid[], %(fields)s::varchar[]) as word(service_id, field)
"""
# A field of which nobody has said anything is empty, but a service always has its provider and its kind; and what a
# secret place looked like is in no claim, so it cannot be put back from there.
WINNERS = """
    create temp table winner on commit drop as
    select distinct on (t.service_id, t.field) t.service_id, t.field,
           coalesce(claim.value, %(empty)s::jsonb->t.field::text) as value, coalesce(claim.voice, '') as voice
    from touched t
    left join {rules} on rule.field = t.field
    left join lateral (
        select distinct on (c.voice, c.source) c.voice, c.source, c.value, c.id
        from catalogue_claim c
        where c.service_id = t.service_id and c.field = t.field and c.undone_at is null
          and (c.until is null or c.until >= %(day)s)
        order by c.voice, c.source, c.id desc
    ) claim on true
    order by t.service_id, t.field, coalesce(claim.value->>nullif(rule.latest_wins, ''), '') desc,
             array_position(rule.voices, claim.voice::text) nulls last, claim.id desc
"""
CHANGED = """
    create temp table settled on commit drop as
    with taken as (select distinct service_id as known_id from touched),
    current as materialized ({current})
    select w.service_id, w.field, w.voice, c.doc->w.field::text as old, w.value as new
    from winner w join current c on c.id = w.service_id
    where w.value is distinct from c.doc->w.field::text
      and not (w.voice = '' and w.field in ('provider', 'kind'))
      and not (w.field = 'places' and w.value @> '[{{"secret": true}}]')
"""
AGREED = """
    create temp table agreed on commit drop as
    select 'CHANGED' as kind, s.register, s.register_key, s.id as service_id,
           coalesce((select p.id from catalogue_provider p
                     where p.country = word.doc->'provider'->>'country'
                       and p.ico = word.doc->'provider'->>'ico' and p.ico <> ''),
                    case when word.doc ? 'provider' then s.provider_id end) as provider_id,
           word.doc
    from catalogue_service s
    join (select service_id, jsonb_object_agg(field, new) as doc from settled group by service_id) word
      on word.service_id = s.id
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """One field whose shown value became another."""

    service_id: UUID
    field: str
    old: Any
    new: Any


def settle(touched: Iterable[tuple[UUID, str]], *, at: datetime) -> list[Settled]:
    """Write the words that count now; answers what became different."""
    pairs = sorted(set(touched))
    if not pairs:
        return []
    facts: dict[str, Any] = {
        "services": [service for service, _field in pairs],
        "fields": [field for _service, field in pairs],
        "rules": rules_as_json(),
        "empty": json.dumps({field.name: json.loads(field.empty) for field in FIELDS}),
        "at": at,
        "day": day_of(at),
    }
    names = {field for _service, field in pairs}
    with connection.cursor() as cursor:
        cursor.execute(NO_COMPILING)
        cursor.execute(TOUCHED, facts)
        cursor.execute("analyze touched")
        cursor.execute(WINNERS.format(rules=RULES_IN_SQL), facts)
        cursor.execute(CHANGED.format(current=current(names)), facts)
        cursor.execute("select service_id, field, old::text, new::text from settled order by service_id, field")
        found = [Settled(row[0], row[1], *map(_read, row[2:])) for row in cursor.fetchall()]
        if found:
            cursor.execute(AGREED)
            write(cursor, facts)
        cursor.execute("drop table touched, winner, settled")
    return found


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text)
