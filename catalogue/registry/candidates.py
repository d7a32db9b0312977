"""New records that may be a service the catalogue knows under another key: found and scored in one statement.

Only equal keys are certain. A new record with a candidate is held back until a person has said what it is.
"""

from typing import Any

from django.db import connection

from catalogue.models import Batch

LEAST = 60
AT_MOST = 5

# The kind is the same in all of them. A service that another row of the file speaks of already is no candidate.
FIND = """
    with fresh as (
        select c.id as change_id, c.register, c.register_key,
               doc->>'kind' as kind, doc->'provider'->>'ico' as ico,
               public.catalogue_fold(doc->'provider'->>'name') as provider, doc->'provider'->>'country' as country,
               public.catalogue_fold(coalesce(doc->>'name', '')) as name, doc->'forms' as forms,
               doc->'places' as places,
               coalesce(doc->'phones', '[]') || coalesce(doc->'emails', '[]') || coalesce(doc->'webs', '[]') as contacts
        from catalogue_change c,
             lateral (select jsonb_object_agg(each->>'field', each->'new') as doc
                      from jsonb_array_elements(c.fields) each) said
        where c.batch_id = %(batch)s and c.kind = 'NEW'
    ),
    spoken_of as (
        select s.id from catalogue_stagedrecord r
        join catalogue_service s on s.register = r.register and s.register_key = r.register_key
        where r.batch_id = %(batch)s
        union
        select k.service_id from catalogue_stagedrecord r
        join catalogue_registerkey k on k.register = r.register and k.key = r.register_key
        where r.batch_id = %(batch)s
    ),
    pairs as (
        select f.*, s.id as service_id, s.register as known_register, p.ico as known_ico,
               public.catalogue_fold(p.name) as known_provider, public.catalogue_fold(s.name) as known_name,
               to_jsonb(s.forms) as known_forms, to_jsonb(s.phones) || to_jsonb(s.emails) || to_jsonb(s.webs)
                   as known_contacts, s.ended_on
        from fresh f
        join catalogue_service s on s.kind_id = f.kind and s.withdrawn_on is null
        join catalogue_provider p on p.id = s.provider_id and p.country = f.country
         and (p.ico = f.ico or public.catalogue_fold(p.name) = f.provider)
        where s.id not in (select id from spoken_of)
          and not exists (select from catalogue_differentservice d
                          where d.register = f.register and d.key = f.register_key and d.service_id = s.id)
    ),
    compared as (
        select pairs.*,
               exists (select from jsonb_array_elements(pairs.places) place
                       join catalogue_serviceatplace at on at.service_id = pairs.service_id
                       join catalogue_place known on known.id = at.place_id
                       where known.municipality_id = place->>'municipality') as in_town,
               exists (select from jsonb_array_elements(pairs.places) place
                       join catalogue_serviceatplace at on at.service_id = pairs.service_id
                       join catalogue_place known on known.id = at.place_id
                       where known.municipality_id = place->>'municipality' and not known.is_secret
                         and known.house_number <> '' and known.house_number = place->>'house_number'
                         and public.catalogue_fold(known.street) = public.catalogue_fold(place->>'street'))
                   as at_street,
               not exists (select from catalogue_serviceatplace at where at.service_id = pairs.service_id)
                   and jsonb_array_length(coalesce(pairs.places, '[]')) = 0 as without_place,
               exists (select from jsonb_array_elements_text(pairs.contacts) one
                       where pairs.known_contacts ? one) as by_contact
        from pairs
    ),
    scored as (
        select change_id, service_id,
               case when ico = known_ico and ico <> '' then 40 else 25 end
               + case when forms = known_forms then 10 else 0 end
               + case when at_street then 30 when in_town or without_place then 20 else 0 end
               + case when name = known_name and name <> '' then 10 else 0 end
               + case when by_contact then 5 else 0 end
               + case when register = known_register and ended_on is null then 0 else 5 end as score,
               array_remove(array[
                   case when ico = known_ico and ico <> '' then 'ICO' else 'PROVIDER' end,
                   case when forms = known_forms then 'FORMS' end,
                   case when at_street then 'STREET' when in_town then 'MUNICIPALITY' end,
                   case when name = known_name and name <> '' then 'NAME' end,
                   case when by_contact then 'CONTACT' end,
                   case when ended_on is not null then 'ENDED' end], null) as reasons
        from compared
    )
    insert into catalogue_candidate (change_id, service_id, score, reasons)
    select change_id, service_id, score, to_jsonb(reasons)
    from (select *, row_number() over (partition by change_id order by score desc, service_id) as place from scored
          where score >= %(least)s) best
    where place <= %(at_most)s
"""
HOLD = """
    update catalogue_change set is_taken = false
    where batch_id = %(batch)s and id in (select change_id from catalogue_candidate)
"""
# What may only have got another number does not end before a person has looked.
HOLD_ENDS = """
    update catalogue_change set is_taken = false
    where batch_id = %(batch)s and kind = 'ENDED' and service_id in (
        select candidate.service_id from catalogue_candidate candidate
        join catalogue_change new on new.id = candidate.change_id and new.batch_id = %(batch)s)
"""


def find_candidates(batch: Batch) -> int:
    """Look for services that the new records may be; those records wait for a person. Answers how many wait."""
    facts: dict[str, Any] = {"batch": batch.pk, "least": LEAST, "at_most": AT_MOST}
    with connection.cursor() as cursor:
        cursor.execute(FIND, facts)
        cursor.execute(HOLD, facts)
        waiting = int(cursor.rowcount)
        cursor.execute(HOLD_ENDS, facts)
        return waiting
