"""The picture of a quarter: for all services, each district, kind, municipality's territory and provider."""

from datetime import date

from django.db import connection, transaction

from catalogue.quality.criteria import CRITERIA

_MISSING = ", ".join(
    f"'{each.code}', count(*) filter (where (q.criteria->>'{each.code}')::int = 0)" for each in CRITERIA
)

# Of the public services that run; a service in two districts counts in both.
RUNNING = """
    running as (
        select s.id, s.kind_id, s.provider_id from public.catalogue_service s
        where s.is_published and (s.ended_on is null or s.ended_on >= %(day)s::date)
    ), stands as (
        select distinct a.service_id, m.code, m.district_code, m.region_code
        from public.catalogue_serviceatplace a
        join public.catalogue_place p on p.id = a.place_id
        join public.tenants_municipality m on m.code = p.municipality_id
        where a.ended_on is null or a.ended_on >= %(day)s::date
    ), comes as (
        select r.service_id, r.level, r.code from public.catalogue_reach r
    ), districts as (
        select service_id, district_code from stands
        union select service_id, code from comes where level = 'DISTRICT'
        union select c.service_id, m.district_code from comes c
            join public.tenants_municipality m on c.level = 'MUNICIPALITY' and m.code = c.code
    ), territories as (
        select covered.tenant_id, stands.service_id
        from public.tenants_tenant_covers covered join stands on stands.code = covered.municipality_id
        union
        select covered.tenant_id, comes.service_id
        from public.tenants_tenant_covers covered
        join public.tenants_municipality m on m.code = covered.municipality_id
        join comes on (comes.level, comes.code) in (
            ('MUNICIPALITY', m.code), ('DISTRICT', m.district_code), ('REGION', m.region_code), ('COUNTRY', m.country))
    )
"""
PICTURE = f"""
    with {RUNNING}, counted as (
        select 'ALL' as scope, '' as key, id from running
        union all select 'KIND', kind_id, id from running
        union all select 'PROVIDER', provider_id::text, id from running
        union all select 'DISTRICT', d.district_code, id from running join districts d on d.service_id = running.id
        union all select 'TENANT', t.tenant_id, id from running join territories t on t.service_id = running.id
    )
    insert into public.catalogue_qualitysnapshot as known
        (quarter, scope, key, services, score, missing, counted_on)
    select date_trunc('quarter', %(day)s::date)::date, scope, key, count(*), round(avg(q.score), 2),
        jsonb_build_object({_MISSING}), %(day)s::date
    from counted join public.catalogue_servicequality q on q.service_id = counted.id
    group by scope, key
    on conflict (scope, key, quarter) do update
    set (services, score, missing, counted_on) =
        (excluded.services, excluded.score, excluded.missing, excluded.counted_on)
"""  # noqa: S608 - names of our own
FORGET = """
    delete from public.catalogue_qualitysnapshot
    where quarter = date_trunc('quarter', %(day)s::date)::date and counted_on < %(day)s::date
"""


@transaction.atomic
def picture_quarter(day: date) -> None:
    """Draw the running quarter as it is today; quarters that are over stay as their last day left them."""
    with connection.cursor() as cursor:
        cursor.execute(PICTURE, {"day": day})
        cursor.execute(FORGET, {"day": day})  # whoever has no service any more
