"""Finds pairs of services, and of providers, that may be one: by statements over the whole catalogue, with reasons.

Nothing is merged here. What a person has told apart is kept apart and comes no more.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from catalogue.models import LikelyPair, What
from catalogue.registry.comparing import NO_COMPILING
from kernel.clock import day_of

LEAST = 65
LEGAL_FORMS = r"\m(n\.? ?o|o\.? ?z|z\.? ?s|o\.? ?p\.? ?s|s\.? ?r\.? ?o|z\.? ?u|p\.? ?o|a\.? ?s)\M|[.,()\"]"
REASONS = {
    "ICO": _("the same IČO of the provider"),
    "PROVIDER": _("a provider of the same name"),
    "SAME_PROVIDER": _("the same provider"),
    "FORMS": _("the same form"),
    "STREET": _("the same street and number"),
    "MUNICIPALITY": _("the same municipality"),
    "NAME": _("the same name"),
    "SIMILAR_NAME": _("a similar name"),
    "CONTACT": _("the same telephone, e-mail or website"),
    "SOURCES": _("from different sources"),
    "ONE_REGISTER": _("the same register lists both (speaks against it)"),
}

# Of one kind always. Pairs come together by provider or by municipality; secret places are compared by town alone.
SERVICES = """
    with stands as materialized (
        select at.service_id, s.kind_id, p.municipality_id,
               case when p.is_secret or s.hides_address or p.house_number = '' then ''
                    else public.catalogue_fold(p.street) || ' ' || p.house_number end as street
        from catalogue_serviceatplace at
        join catalogue_place p on p.id = at.place_id
        join catalogue_service s on s.id = at.service_id
        where p.municipality_id is not null and (at.ended_on is null or at.ended_on >= %(day)s)
    ),
    alive as materialized (
        select s.id, s.kind_id, s.provider_id, p.ico, public.catalogue_fold(p.name) as provider,
               left(public.catalogue_fold(s.name), 120) as name, s.forms, s.register, s.register_key,
               s.phones::text[] || s.emails::text[] || s.webs::text[] as contacts,
               s.id not in (select service_id from stands) as without_place
        from catalogue_service s join catalogue_provider p on p.id = s.provider_id
        where s.withdrawn_on is null and s.merged_into_id is null and (s.ended_on is null or s.ended_on >= %(day)s)
    ),
    near as materialized (
        select x.service_id as one, y.service_id as other, bool_or(x.street <> '' and x.street = y.street) as at_street
        from stands x join stands y
          on y.municipality_id = x.municipality_id and y.kind_id = x.kind_id and y.service_id > x.service_id
        group by x.service_id, y.service_id
    ),
    together as (
        select a.id as one, b.id as other from alive a join alive b using (kind_id, provider_id) where b.id > a.id
        union
        select a.id, b.id from alive a join alive b using (kind_id, ico) where b.id > a.id and a.ico <> ''
        union
        select a.id, b.id from alive a join alive b using (kind_id, provider) where b.id > a.id
        union
        select near.one, near.other from near join alive a on a.id = near.one join alive b on b.id = near.other
        where b.contacts && a.contacts or near.at_street or b.name = a.name
    ),
    compared as (
        select t.one, t.other,
               a.provider_id = b.provider_id as same_provider,
               a.ico <> '' and a.ico = b.ico as same_ico, a.provider = b.provider as named_alike,
               a.forms = b.forms as same_forms, a.name = b.name as same_name,
               length(a.name) > 5
                 and public.levenshtein_less_equal(a.name, b.name, 3) <= least(3, length(a.name) / 5) as similar_name,
               a.contacts && b.contacts as same_contact,
               a.register = b.register and a.register_key <> '' and b.register_key <> '' as one_register,
               a.register <> b.register as different_sources,
               near.one is not null as in_town, coalesce(near.at_street, false) as at_street,
               a.without_place and b.without_place as without_place
        from together t join alive a on a.id = t.one join alive b on b.id = t.other
        left join near on near.one = t.one and near.other = t.other
    ),
    scored as (
        select one, other,
               case when same_provider or same_ico then 30 when named_alike then 20 else 0 end
               + case when at_street then 30 when in_town or without_place then 15 else 0 end
               + case when same_name then 20 when similar_name then 12 else 0 end
               + case when same_contact then 10 else 0 end + case when same_forms then 10 else 0 end
               + case when different_sources then 10 else 0 end - case when one_register then 20 else 0 end as score,
               array_remove(array[
                   case when same_provider then 'SAME_PROVIDER' when same_ico then 'ICO'
                        when named_alike then 'PROVIDER' end,
                   case when at_street then 'STREET' when in_town then 'MUNICIPALITY' end,
                   case when same_name then 'NAME' when similar_name then 'SIMILAR_NAME' end,
                   case when same_contact then 'CONTACT' end, case when same_forms then 'FORMS' end,
                   case when different_sources then 'SOURCES' end,
                   case when one_register then 'ONE_REGISTER' end], null) as reasons
        from compared
    )
    select one, other, score, to_jsonb(reasons) as reasons from scored where score >= %(least)s
"""

# Two bodies with two different IČO are two. Names are compared without the words of their legal form.
PROVIDERS = """
    with alive as materialized (
        select p.id, p.country, p.ico,
               left(btrim(regexp_replace(public.catalogue_fold(p.name), %(legal_forms)s, '', 'g')), 120) as name,
               p.phones::text[] || p.emails::text[] || p.webs::text[] as contacts
        from catalogue_provider p where p.merged_into_id is null and p.retired_on is null
    ),
    stands as materialized (
        select distinct p.provider_id, p.municipality_id,
               public.catalogue_fold(p.street) || ' ' || p.house_number as street
        from catalogue_place p where p.municipality_id is not null and not p.is_secret and p.house_number <> ''
    ),
    near as materialized (
        select distinct a.provider_id as one, b.provider_id as other from stands a join stands b
          on b.municipality_id = a.municipality_id and b.street = a.street and b.provider_id > a.provider_id
    ),
    contact as materialized (select a.id, unnest(a.contacts) as told from alive a),
    together as (
        select a.id as one, b.id as other from alive a join alive b on b.country = a.country
           and left(b.name, 4) = left(a.name, 4)
        where b.id > a.id and abs(length(b.name) - length(a.name)) <= 3
        union
        select a.id, b.id from contact a join contact b using (told) where b.id > a.id
        union
        select one, other from near
    ),
    compared as (
        select t.one, t.other, a.name <> '' and a.name = b.name as same_name,
               length(a.name) > 5
                 and public.levenshtein_less_equal(a.name, b.name, 3) <= least(3, length(a.name) / 5) as similar_name,
               a.contacts && b.contacts as same_contact, near.one is not null as at_street
        from together t join alive a on a.id = t.one join alive b on b.id = t.other
        left join near on near.one = t.one and near.other = t.other
        where a.country = b.country and (a.ico = '' or b.ico = '')
    ),
    scored as (
        select one, other,
               case when same_name then 65 when similar_name then 40 else 0 end
               + case when same_contact then 25 else 0 end + case when at_street then 15 else 0 end as score,
               array_remove(array[
                   case when same_name then 'NAME' when similar_name then 'SIMILAR_NAME' end,
                   case when same_contact then 'CONTACT' end, case when at_street then 'STREET' end], null) as reasons
        from compared
    )
    select one, other, score, to_jsonb(reasons) as reasons from scored where score >= %(least)s
"""

KEEP = """
    insert into catalogue_likelypair (what, one, other, score, reasons, found_at)
    select %(what)s, one, other, least(score, 100), reasons, %(at)s from found
    on conflict (what, one, other) do update set score = excluded.score, reasons = excluded.reasons
    where (catalogue_likelypair.score, catalogue_likelypair.reasons) is distinct from (excluded.score, excluded.reasons)
"""
FORGET = """
    delete from catalogue_likelypair pair
    where pair.what = %(what)s and pair.told_apart_at is null
      and not exists (select from found where found.one = pair.one and found.other = pair.other)
"""


@transaction.atomic
def find_pairs(*, at: datetime) -> dict[str, int]:
    """Look through the whole catalogue; answers how many pairs of services and of providers wait to be judged."""
    for what, query in ((What.SERVICE, SERVICES), (What.PROVIDER, PROVIDERS)):
        facts: dict[str, Any] = {
            "what": what.value,
            "least": LEAST,
            "at": at,
            "day": day_of(at),
            "legal_forms": LEGAL_FORMS,
        }
        with connection.cursor() as cursor:
            cursor.execute(NO_COMPILING)
            cursor.execute(f"create temp table found on commit drop as {query}", facts)
            cursor.execute(KEEP, facts)
            cursor.execute(FORGET, facts)
            cursor.execute("drop table found")
    return {what.value: LikelyPair.objects.waiting(what).count() for what in What}
