"""Turns in the life of services, read from the changes that were accepted."""

from typing import Any

from django.db import connection

EVENTS = """
    insert into catalogue_registryevent (service_id, kind, "on", before, after, batch_id, recorded_at)
    select c.service_id, event.kind, event.day, left(event.before, 320), left(event.after, 320), c.batch_id, %(at)s
    from catalogue_change c
    left join lateral (
        select each->'old' as old, each->'new' as new from jsonb_array_elements(c.fields) each
        where each->>'field' = 'provider' and each->>'kept' = '' limit 1) body on true
    left join lateral (
        select (each->>'new')::date as day from jsonb_array_elements(c.fields) each
        where each->>'field' = 'ended_on' and each->>'kept' = '' limit 1) ended on true
    cross join lateral (
        select 'REGISTERED' as kind, %(day)s::date as day, '' as before, c.register_key::text as after
        where c.kind = 'NEW'
        union all
        select 'ENDED', coalesce(ended.day, %(day)s::date), '', '' where c.kind = 'ENDED'
        union all
        select 'RENEWED', %(day)s::date, '', '' where c.kind = 'RETURNED'
        union all
        select case when body.old->>'ico' = body.new->>'ico' then 'RENAMED'
                    when public.catalogue_fold(body.old->>'name') = public.catalogue_fold(body.new->>'name')
                    then 'CHANGED_ICO'
                    else 'HANDED_OVER' end,
               %(day)s::date,
               case when body.old->>'ico' = body.new->>'ico' then body.old->>'name'
                    else concat_ws(', ', body.old->>'name', nullif(body.old->>'ico', '')) end,
               case when body.old->>'ico' = body.new->>'ico' then body.new->>'name'
                    else concat_ws(', ', body.new->>'name', nullif(body.new->>'ico', '')) end
        where c.kind <> 'NEW' and body.old is not null and jsonb_typeof(body.old) = 'object'
          and (body.old->>'ico' is distinct from body.new->>'ico' or body.old->>'name' <> body.new->>'name')
    ) event
    where c.batch_id = %(batch)s and c.is_taken and c.kind in ('NEW', 'CHANGED', 'ENDED', 'RETURNED', 'CONFLICT')
    order by c.service_id
"""
FORGET = "update catalogue_registryevent set undone_at = %(at)s where batch_id = %(batch)s and undone_at is null"


def record_events(cursor: Any, facts: dict[str, Any]) -> None:
    """Write down what the accepted batch meant for each service."""
    cursor.execute(EVENTS, facts)


def forget_events(facts: dict[str, Any]) -> None:
    """What an undone batch said did not happen."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, facts)
