"""What accepting a batch would change, computed in one statement; nothing of the catalogue is written here."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalogue.models import Batch, Change, Voice
from catalogue.registry.authority import RULES_IN_SQL, rules_as_json
from catalogue.registry.candidates import find_candidates
from catalogue.registry.choosing import waiting_ends
from catalogue.registry.fields import OF_REGISTERS, PROVIDER_AS_JSON, current
from catalogue.registry.records import Counts
from catalogue.registry.staging import BatchRefused
from kernel.clock import day_of

RULES = f"rule as (select * from {RULES_IN_SQL})"  # noqa: S608 - names of our own
SPOKEN_OF = "select distinct jsonb_object_keys(fields) from catalogue_stagedrecord where batch_id = %(batch)s"

# `said` is the file with what the catalogue knows of each service beside it. All services of one provider must say the
# same of it: a word with the IČO before one without, then the word that most of them use, so that a file read again
# changes nothing (`spoken`). Places of a
# service whose address is hidden are secret whatever the register says, and what is secret stays so until a person
# shows it (`wanted`). What this source says is compared with what it said before (`own`), not with what the catalogue
# shows: where a stronger voice has spoken (`stronger`) its word stays, and ours is only taken note of (`told`).
# A service may be known by further keys; if two rows of a file speak of one service, its own key counts (`time`).
# A service that is new here renames no body that the catalogue knows (`kept_provider`): only its known services do,
# where everybody sees it. A sheet that repeats what the catalogue shows says nothing of its own: it was downloaded
# here and sent back.
WANTED = """
    secret as materialized (
        select at.service_id, array_agg(jsonb_build_object(
                   'name', place.name, 'street', place.street, 'house_number', place.house_number,
                   'postcode', place.postcode, 'municipality', place.municipality_id,
                   'address_code', place.address_code)) as places
        from catalogue_serviceatplace at join catalogue_place place on place.id = at.place_id
        where place.is_secret group by at.service_id
    ),
    said as materialized (
        select r.row, r.register, r.register_key, r.fields, r.is_outside, r.service_id as own_id,
               s.id as known_id, s.name as known_name, s.ended_on as known_ended_on, s.withdrawn_on,
               row_number() over (partition by s.id order by further.id is null desc, r.row) as time,
               case when not r.fields ? 'provider' then null
                    when r.fields->'provider' ? 'ico' then coalesce(p.id, r.provider_id)
                    else coalesce(s.provider_id, r.provider_id) end as provider_id,
               s.hides_address
                 or (coalesce(kind.may_hide_address, false) and not coalesce(known_kind.may_hide_address, false))
                 as hides_address,
               coalesce(secret.places, '{{}}') as hidden
        from catalogue_stagedrecord r
        left join catalogue_service direct on direct.register = r.register and direct.register_key = r.register_key
        left join catalogue_registerkey further on further.register = r.register and further.key = r.register_key
        left join catalogue_service s on s.id = coalesce(further.service_id, direct.id)
         and (s.withdrawn_on is null or %(voice)s = 'REGISTER')
        left join secret on secret.service_id = s.id
        left join catalogue_provider p on p.country = r.fields->'provider'->>'country'
                                      and p.ico = r.fields->'provider'->>'ico' and p.ico <> ''
        left join catalogue_servicekind kind on kind.code = r.fields->>'kind'
        left join catalogue_servicekind known_kind on known_kind.code = s.kind_id
        where r.batch_id = %(batch)s and r.problem = ''
    ),
    taken as (
        select * from said
        where (known_id is not null and time = 1)
           or (known_id is null and not is_outside and not coalesce((fields->>'ended_on')::date < %(day)s, false))
    ),
    spoken as (
        select distinct on (provider_id) provider_id, doc
        from (
            select provider_id, fields->'provider' as doc,
                   count(*) over (partition by provider_id, fields->'provider') as times
            from taken where provider_id is not null
        ) word
        order by provider_id, doc ? 'ico' desc, times desc, doc
    ),
    providers as (
        select spoken.provider_id, known.doc as known,
               coalesce(known.doc, '{{"ico": "", "legal_form": "", "type": "UNKNOWN"}}') || spoken.doc as doc
        from spoken
        left join lateral (
            select {provider_as_json} as doc from catalogue_provider p where p.id = spoken.provider_id) known on true
    ),
    wanted as (
        select taken.*,
               {not_ended} || taken.fields
               || case when taken.provider_id is null then '{{}}'
                       else jsonb_build_object('provider', providers.doc) end
               || case when not taken.fields ? 'places' then '{{}}' else jsonb_build_object('places', (
                      select coalesce(jsonb_agg(place order by place), '[]') from (
                          select each || jsonb_build_object(
                              'secret', (each->>'secret')::boolean or coalesce(taken.hides_address, false)
                                  or each - '{{secret,starts_on,ended_on}}'::text[] = any (taken.hidden)) as place
                          from jsonb_array_elements(taken.fields->'places') each) listed)) end as doc
        from taken left join providers using (provider_id)
    ),
    current as materialized ({current}),
    {rule},
    standing as materialized (
        select distinct on (claim.service_id, claim.field, claim.voice, claim.source)
               claim.service_id, claim.field, claim.voice, claim.source, claim.value, claim.id
        from catalogue_claim claim
        where claim.undone_at is null and (claim.until is null or claim.until >= %(day)s)
          and claim.service_id in (select known_id from taken)
        order by claim.service_id, claim.field, claim.voice, claim.source, claim.id desc
    ),
    own as (
        select service_id, field, value from standing where voice = %(voice)s and source = %(source)s
    ),
    others as (
        select standing.*, coalesce(standing.value->>nullif(rule.latest_wins, ''), '') as newest,
               array_position(rule.voices, standing.voice::text) as rank,
               array_position(rule.voices, %(voice)s::text) as own_rank, rule.latest_wins
        from standing join rule using (field)
        where (standing.voice, standing.source) <> (%(voice)s, %(source)s)
    ),
    stronger as (
        select distinct on (service_id, field) service_id, field, voice, newest, latest_wins
        from others where latest_wins <> '' or rank < own_rank
        order by service_id, field, newest desc, rank, id desc
    ),
    wishes as (
        select service_id, field, value from others where voice = 'PROVIDER' and rank > own_rank
    ),
    heard as (
        select w.known_id as service_id, word.key as field, s.doc->word.key as old, own.value as before,
               case when word.key = 'free_places' and not word.value ? 'at'
                         and own.value->'count' = word.value->'count'
                    then own.value else word.value end as new,
               case when stronger.latest_wins <> ''
                         and stronger.newest <= coalesce(word.value->>stronger.latest_wins, '')
                    then null else stronger.voice end as stronger,
               wishes.value as wish, rule.latest_wins as newest
        from wanted w
        join current s on s.id = w.known_id
        cross join lateral jsonb_each(w.doc) word
        join rule on rule.field = word.key
        left join own on own.service_id = w.known_id and own.field = word.key
        left join stronger on stronger.service_id = w.known_id and stronger.field = word.key
        left join wishes on wishes.service_id = w.known_id and wishes.field = word.key
    ),
    told as (
        select service_id,
               jsonb_agg(jsonb_build_object('field', field, 'old', old, 'new', new, 'kept', kept)
                         order by field) as fields,
               bool_or(kept = '') as is_written,
               bool_or(kept <> 'SAME' and (field = any (%(of_registers)s))
                       and (kept <> '' or wish is distinct from new and wish is not null)) as is_contested
        from (
            select heard.*,
                   case when old is not distinct from new then 'SAME' else coalesce(stronger, '') end as kept
            from heard
            where case when field = 'places' and stronger is null then old is distinct from new or before is null
                       when field = 'places' then before is distinct from public.catalogue_without_secrets(new)
                       when newest <> '' then before is null or before->>newest <= new->>newest and before <> new
                       else before is distinct from new end
              and not (%(voice)s = 'SHEET' and before is null and old is not distinct from new)
        ) word
        group by service_id
    ),
    renamed as (
        select distinct w.provider_id from told join wanted w on w.known_id = told.service_id
        where told.fields @> '[{{"field": "provider", "kept": ""}}]'
    ),
    kept_provider as (
        select provider_id, known as doc from providers
        where (known->>'name' <> doc->>'name' or known->>'legal_form' not in ('', doc->>'legal_form')
               or known->>'type' not in ('UNKNOWN', doc->>'type'))
          and provider_id not in (select provider_id from renamed where provider_id is not null)
          and exists (select from catalogue_service s
                      where s.provider_id = providers.provider_id and s.withdrawn_on is null)
    ),
    found as (
        select case when w.known_id is null then {not_known}
                    when w.withdrawn_on is not null then 'RETURNED'
                    when w.known_ended_on is null
                         and told.fields @> '[{{"field": "ended_on", "kept": ""}}]' then 'ENDED'
                    when w.known_ended_on is not null
                         and told.fields @> '[{{"field": "ended_on", "new": null, "kept": ""}}]' then 'RETURNED'
                    when told.is_contested then 'CONFLICT'
                    when told.is_written then 'CHANGED'
                    else 'NOTED' end as kind,
               w.row, w.register, w.register_key, coalesce(w.known_id, {new_id}) as service_id,
               case when w.known_id is null or told.fields @> '[{{"field": "provider", "kept": ""}}]'
                    then w.provider_id end as provider_id,
               left(coalesce(nullif(w.doc->>'name', ''), w.known_name, w.doc->'provider'->>'name', w.register_key), 300)
                   as title,
               coalesce(told.fields, (
                   select jsonb_agg(jsonb_build_object(
                       'field', key, 'old', case when key = 'provider' then kept_provider.doc end, 'new', value,
                       'kept', case when key = 'provider' and kept_provider.doc is not null then 'KNOWN' else '' end)
                       order by key)
                   from jsonb_each(w.doc) where w.known_id is null), '[]') as fields
        from wanted w
        left join told on told.service_id = w.known_id
        left join kept_provider on w.known_id is null and kept_provider.provider_id = w.provider_id
        where told.service_id is not null or w.known_id is null
    )
"""

MISSING = """
    union all
    select 'ENDED', null, s.register, s.register_key, s.id, null, s.name,
           jsonb_build_array(jsonb_build_object(
               'field', 'ended_on', 'old', null, 'new', greatest(%(day)s, s.starts_on), 'kept', ''))
    from catalogue_service s
    where s.ended_on is null and s.withdrawn_on is null
      and s.register in (select distinct register from catalogue_stagedrecord where batch_id = %(batch)s)
      and not exists (select from catalogue_stagedrecord r
                      where r.batch_id = %(batch)s and r.register = s.register and r.register_key = s.register_key)
      and not exists (select from catalogue_stagedrecord r join catalogue_registerkey further
                        on further.register = r.register and further.key = r.register_key
                      where r.batch_id = %(batch)s and further.service_id = s.id)
"""

# Many services of a region are called alike: whose a service is and where it works tells them apart.
TITLES = """
    with towns as (
        select of.id, string_agg(distinct m.name, ', ' order by m.name) as said
        from (
            select c.id, place.municipality_id as code
            from catalogue_change c
            join catalogue_serviceatplace at on at.service_id = c.service_id
            join catalogue_place place on place.id = at.place_id
            where c.batch_id = %(batch)s and c.kind <> 'NEW'
            union
            select c.id, place->>'municipality'
            from catalogue_change c, jsonb_array_elements(c.fields) each, jsonb_array_elements(each->'new') place
            where c.batch_id = %(batch)s and c.kind = 'NEW' and each->>'field' = 'places'
        ) of join tenants_municipality m on m.code = of.code
        group by of.id
    ),
    bodies as (
        select c.id, p.name from catalogue_change c join catalogue_service s on s.id = c.service_id
        join catalogue_provider p on p.id = s.provider_id where c.batch_id = %(batch)s and c.kind <> 'NEW'
        union all
        select c.id, case each->>'kept' when '' then each->'new'->>'name' else each->'old'->>'name' end
        from catalogue_change c, jsonb_array_elements(c.fields) each
        where c.batch_id = %(batch)s and c.kind = 'NEW' and each->>'field' = 'provider'
    )
    update catalogue_change c
    set title = left(concat_ws(' – ', c.title, concat_ws(', ', bodies.name, towns.said)), 300)
    from bodies left join towns using (id)
    where c.id = bodies.id
"""

NO_COMPILING = "set local jit = off"  # compiling these statements takes longer than running them
# PostgreSQL cannot guess how many rows its steps give, and would walk through thousands of them for each of thousands.
WHOLE_TABLES, AS_USUAL = "set local enable_nestloop = off", "set local enable_nestloop = on"
MANY = 1000
COMPARED_COLUMNS = "kind, row, register, register_key, service_id, provider_id, fields"
CHANGE_COLUMNS = "kind, row, register, register_key, service_id, provider_id, title, fields"

TALLY = """
    select count(*) filter (where r.problem = 'DOUBLED'),
           count(*) filter (where r.problem not in ('', 'DOUBLED')),
           count(*) filter (where r.problem = '' and s.id is null and r.is_outside),
           count(*) filter (where r.problem = '' and s.id is null and not r.is_outside
                              and (r.fields->>'ended_on')::date < %(day)s),
           count(*) filter (where r.problem = '' and s.id is not null)
    from catalogue_stagedrecord r
    left join catalogue_service direct on direct.register = r.register and direct.register_key = r.register_key
    left join catalogue_registerkey further on further.register = r.register and further.key = r.register_key
    left join catalogue_service s on s.id = coalesce(further.service_id, direct.id)
    where r.batch_id = %(batch)s
"""


def parameters(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.pk,
        "day": day_of(batch.created_at),
        "of_registers": OF_REGISTERS,
        "rules": rules_as_json(),
        "voice": voice_of(batch),
        "source": batch.source,
    }


def voice_of(batch: Batch) -> str:
    """A source that adds services speaks as a register, one that only describes them as a sheet."""
    return Voice.REGISTER if batch.adds_services else Voice.SHEET


def change_query(batch: Batch) -> str:
    """SQL whose rows are the changes of this batch against the catalogue as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(SPOKEN_OF, {"batch": batch.pk})
        names = {name for (name,) in cursor.fetchall()}
    if batch.adds_services:
        names |= {"ended_on"}
    wanted = WANTED.format(
        provider_as_json=PROVIDER_AS_JSON,
        not_ended="'{\"ended_on\": null}'::jsonb" if batch.adds_services else "'{}'::jsonb",
        current=current(names),
        rule=RULES,
        not_known="'NEW'" if batch.adds_services else "'UNKNOWN'",
        new_id="own_id" if batch.adds_services else "null",
    )
    ends = MISSING if batch.adds_services and batch.is_whole else ""
    return f"with {wanted} select {CHANGE_COLUMNS} from found {ends}"  # noqa: S608 - names of our own


@transaction.atomic
def compare(batch_id: UUID) -> Counts:
    """Find what the batch would change now and keep it to be looked at; may be asked again at any time."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state not in {Batch.State.STAGING, Batch.State.COMPARED}:
        raise BatchRefused(_("This file was settled already."))
    chosen = Change.objects.filter(batch=batch, is_taken=False, candidates=None).exclude(waiting_ends(batch.pk))
    left_out = list(chosen.values_list("register_key"))
    Change.objects.filter(batch=batch).delete()
    with connection.cursor() as cursor:
        cursor.execute(NO_COMPILING)
        cursor.execute(WHOLE_TABLES)
        cursor.execute(
            f"insert into catalogue_change (batch_id, is_taken, stayed, {CHANGE_COLUMNS})"  # noqa: S608 - names of our own
            f" select %(batch)s, true, '[]', {CHANGE_COLUMNS}"
            f" from ({change_query(batch)}) found order by row nulls last, register_key",
            parameters(batch),
        )
        if cursor.rowcount > MANY:  # else what comes next is planned for the rows of before
            cursor.execute("analyze catalogue_change")
        cursor.execute(TITLES, {"batch": batch.pk})
        cursor.execute(AS_USUAL)
    Change.objects.filter(batch=batch, register_key__in=[key for (key,) in left_out]).update(is_taken=False)
    counts = replace(_count(batch), waiting=find_candidates(batch) if batch.adds_services else 0)
    batch.state, batch.counts = Batch.State.COMPARED, counts.as_dict()
    batch.save(update_fields=["state", "counts"])
    return counts


def _count(batch: Batch) -> Counts:
    with connection.cursor() as cursor:
        cursor.execute(TALLY, parameters(batch))
        doubled, refused, outside, past, known = cursor.fetchone()
        cursor.execute(
            "select kind, count(*), count(row) from catalogue_change where batch_id = %s group by kind", [batch.pk]
        )
        found = {kind: (count, in_file) for kind, count, in_file in cursor.fetchall()}
    of_known = sum(in_file for kind, (_all, in_file) in found.items() if kind not in {"NEW", "UNKNOWN"})
    return Counts(
        doubled=doubled,
        refused=refused,
        outside=outside,
        past=past,
        unchanged=known - of_known,
        **{kind.lower(): count for kind, (count, _in_file) in found.items()},
    )
