"""The scores of all services, or of some, in one statement; only what differs is written."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

from catalogue.quality.criteria import CRITERIA

_EACH = ",\n            ".join(f"{each.sql} as {each.code.lower()}" for each in CRITERIA)
_PAIRS = ", ".join(f"'{each.code}', {each.code.lower()}" for each in CRITERIA)
_SUM = " + ".join(f"coalesce({each.weight} * {each.code.lower()}, 0)" for each in CRITERIA)
_WEIGHTS = " + ".join(f"case when {each.code.lower()} is not null then {each.weight} else 0 end" for each in CRITERIA)

# Of a place that hides, its municipality is all that people may know, and enough.
SCORE = f"""
    with judged as (
        select s.id,
            {_EACH}
        from public.catalogue_service s
        join public.catalogue_servicekind kind on kind.code = s.kind_id
        left join lateral (
            select max(case
                when p.municipality_id is null then 0
                when s.hides_address or p.is_secret or p.street <> '' or p.house_number <> '' then 100
                else 50 end) as points
            from public.catalogue_serviceatplace a join public.catalogue_place p on p.id = a.place_id
            where a.service_id = s.id and (a.ended_on is null or a.ended_on >= %(day)s::date)
        ) place on true
        cross join lateral (
            select exists(select from public.catalogue_reach r where r.service_id = s.id) as known
        ) reach
        cross join lateral (
            select exists(
                select from public.catalogue_service_target_groups g where g.service_id = s.id
            ) as known
        ) groups
        where %(ids)s::uuid[] is null or s.id = any (%(ids)s::uuid[])
    ), scored as (
        select id, (2 * ({_SUM}) + ({_WEIGHTS})) / (2 * ({_WEIGHTS})) as score,
            jsonb_build_object({_PAIRS}) as criteria
        from judged
    )
    insert into public.catalogue_servicequality as known (service_id, score, criteria, changed_on)
    select id, score, criteria, %(day)s::date from scored
    on conflict (service_id) do update
    set (score, criteria, changed_on) = (excluded.score, excluded.criteria, excluded.changed_on)
    where (known.score, known.criteria) is distinct from (excluded.score, excluded.criteria)
"""  # noqa: S608 - names and expressions of our own


def score_services(ids: Iterable[UUID] | None = None, *, day: date) -> int:
    """Count the scores of these services, or of all; answers how many became another one."""
    with connection.cursor() as cursor:
        cursor.execute(SCORE, {"day": day, "ids": None if ids is None else list(ids)})
        return cursor.rowcount
