"""Writes agreed documents into the catalogue's tables: one set of statements for registers, people and undoing.

`agreed` holds for each service (kind, register, register_key, service_id, provider_id, doc); the caller made it.
"""

from typing import Any

from catalogue.registry.fields import FIELDS, Column, Field

# What the region says of a provider through any of its services counts for all of them.
PROVIDERS = """
    create temp table agreed_provider on commit drop as
    select distinct on (provider_id) provider_id as id, coalesce(above.value, doc->'provider') as doc
    from (
        select provider_id, doc, count(*) over (partition by provider_id, doc->'provider') as times
        from agreed where provider_id is not null and doc ? 'provider'
    ) word
    left join lateral (
        select claim.value from catalogue_claim claim join catalogue_service s on s.id = claim.service_id
        where s.provider_id = word.provider_id and claim.field = 'provider' and claim.voice = 'REGION'
          and claim.undone_at is null and (claim.until is null or claim.until >= %(day)s)
        order by claim.id desc limit 1
    ) above on true
    order by provider_id, times desc, doc->'provider'
"""
NEW_PROVIDERS = """
    insert into catalogue_provider
        (id, version, country, ico, name, legal_form, type, phones, emails, webs, created_at, changed_at)
    select id, 0, doc->>'country', doc->>'ico', doc->>'name', doc->>'legal_form', doc->>'type',
           '{}', '{}', '{}', %(at)s, %(at)s
    from agreed_provider
    where not exists (select from catalogue_provider p where p.id = agreed_provider.id) order by id
"""
CHANGED_PROVIDERS = """
    update catalogue_provider p
    set country = a.doc->>'country', ico = a.doc->>'ico', name = a.doc->>'name', legal_form = a.doc->>'legal_form',
        type = a.doc->>'type', changed_at = %(at)s
    from agreed_provider a
    where p.id = a.id and (p.country, p.ico, p.name, p.legal_form, p.type)
        is distinct from (a.doc->>'country', a.doc->>'ico', a.doc->>'name', a.doc->>'legal_form', a.doc->>'type')
"""
NEW_TARGET_GROUPS = """
    insert into catalogue_targetgroup (code, country, register_code, name_sk, name_cs, name_en, position)
    select distinct code, left(code, 2),
           case when code like 'CZ-%%' then 'CilovaSkupinaOsoby/' || substr(code, 4) else '' end, '', '', '', 1000
    from agreed, jsonb_array_elements_text(agreed.doc->'target_groups') code
    where left(code, 2) in ('SK', 'CZ')
    on conflict (code) do nothing
"""
KIND = """
    left join lateral (
        select k.may_hide_address,
               upper(left(own.name, 1)) || substr(own.name, 2) as own_name
        from catalogue_servicekind k,
             lateral (select case k.country when 'CZ' then k.name_cs else k.name_sk end as name) own
        where k.code = coalesce(a.doc->>'kind', {known})
    ) kind on true
"""
# A place row belongs to one provider, so when a service goes over to another provider its places go with it.
WANTED_PLACES = """
    create temp table wanted_place on commit drop as
    select a.service_id, s.provider_id, p.name, p.street, p.house_number, p.postcode, p.municipality as municipality_id,
           p.address_code, p.secret as is_secret, p.starts_on, p.ended_on
    from agreed a join catalogue_service s on s.id = a.service_id,
         jsonb_to_recordset(a.doc->'places') as p(
             name text, street text, house_number text, postcode text, municipality text, address_code text,
             secret boolean, starts_on date, ended_on date)
    union all
    select s.id, s.provider_id, p.name, p.street, p.house_number, p.postcode, p.municipality_id, p.address_code,
           p.is_secret, at.starts_on, at.ended_on
    from agreed a
    join catalogue_service s on s.id = a.service_id
    join catalogue_serviceatplace at on at.service_id = s.id
    join catalogue_place p on p.id = at.place_id and p.provider_id <> s.provider_id
    where not a.doc ? 'places'
"""
NEW_PLACES = """
    insert into catalogue_place
        (id, provider_id, name, street, house_number, postcode, municipality_id, address_code, is_secret)
    select gen_random_uuid(), place.*
    from (select distinct provider_id, name, street, house_number, postcode, municipality_id, address_code, is_secret
          from wanted_place) place
    on conflict on constraint place_of_a_provider_is_kept_once do nothing
"""
FOUND_PLACES = """
    create temp table found_place on commit drop as
    select w.service_id, p.id as place_id, w.starts_on, w.ended_on
    from wanted_place w
    join catalogue_place p on p.provider_id = w.provider_id and p.name = w.name and p.street = w.street
        and p.house_number = w.house_number and p.postcode = w.postcode and p.address_code = w.address_code
        and p.is_secret = w.is_secret and p.municipality_id is not distinct from w.municipality_id
"""
LEFT_PLACES = """
    delete from catalogue_serviceatplace at using agreed a
    where at.service_id = a.service_id
      and (a.doc ? 'places' or exists (select from found_place f where f.service_id = at.service_id))
      and not exists (select from found_place f where f.service_id = at.service_id and f.place_id = at.place_id)
"""
AT_PLACES = """
    insert into catalogue_serviceatplace (id, service_id, place_id, starts_on, ended_on)
    select gen_random_uuid(), service_id, place_id, min(starts_on), max(ended_on) from found_place
    group by service_id, place_id
    on conflict (service_id, place_id) do update set starts_on = excluded.starts_on, ended_on = excluded.ended_on
    where (catalogue_serviceatplace.starts_on, catalogue_serviceatplace.ended_on)
        is distinct from (excluded.starts_on, excluded.ended_on)
"""
EMPTY_PLACES = """
    delete from catalogue_place p
    where p.provider_id in (select s.provider_id from agreed a join catalogue_service s on s.id = a.service_id
                            union select provider_id from moved)
      and not exists (select from catalogue_serviceatplace at where at.place_id = p.id)
"""
MOVED = """
    create temp table moved on commit drop as
    select s.provider_id from agreed a join catalogue_service s on s.id = a.service_id
    where a.provider_id is not null and a.provider_id <> s.provider_id
"""
CHILDREN = [
    """
    delete from catalogue_service_target_groups g using agreed a
    where g.service_id = a.service_id and a.doc ? 'target_groups' and not a.doc->'target_groups' ? g.targetgroup_id
    """,
    """
    insert into catalogue_service_target_groups (service_id, targetgroup_id)
    select a.service_id, code from agreed a, jsonb_array_elements_text(a.doc->'target_groups') code
    on conflict (service_id, targetgroup_id) do nothing
    """,
    """
    delete from catalogue_capacity c using agreed a
    where c.service_id = a.service_id and a.doc ? 'capacities' and not exists (
        select from jsonb_to_recordset(a.doc->'capacities') as w(form text, unit text)
        where w.form = c.form and w.unit = c.unit)
    """,
    """
    update catalogue_capacity c set count = w.count
    from agreed a, jsonb_to_recordset(a.doc->'capacities') as w(form text, unit text, count integer)
    where c.service_id = a.service_id and c.form = w.form and c.unit = w.unit and c.count is distinct from w.count
    """,
    """
    insert into catalogue_capacity (id, service_id, form, unit, count)
    select gen_random_uuid(), a.service_id, w.form, w.unit, w.count
    from agreed a, jsonb_to_recordset(a.doc->'capacities') as w(form text, unit text, count integer)
    where not exists (select from catalogue_capacity c
                      where c.service_id = a.service_id and c.form = w.form and c.unit = w.unit)
    """,
    """
    delete from catalogue_reach r using agreed a
    where r.service_id = a.service_id and a.doc ? 'reach' and not exists (
        select from jsonb_to_recordset(a.doc->'reach') as w(level text, code text)
        where w.level = r.level and w.code = r.code)
    """,
    """
    insert into catalogue_reach (id, service_id, level, code)
    select gen_random_uuid(), a.service_id, w.level, w.code
    from agreed a, jsonb_to_recordset(a.doc->'reach') as w(level text, code text)
    on conflict (service_id, level, code) do nothing
    """,
]


def write(cursor: Any, facts: dict[str, Any]) -> None:
    """Write all of `agreed` and drop it. `facts` holds `at`, a moment, and `day`."""
    cursor.execute("create unique index on agreed (service_id)")
    cursor.execute("analyze agreed")
    said = _said_in(cursor)
    cursor.execute(PROVIDERS, facts)
    for statement in [NEW_PROVIDERS, NEW_TARGET_GROUPS, MOVED, _new_services(), _changed_services(said)]:
        cursor.execute(statement, facts)
    if said & {"places", "provider"}:
        for statement in [WANTED_PLACES, NEW_PLACES, FOUND_PLACES, LEFT_PLACES, AT_PLACES, EMPTY_PLACES]:
            cursor.execute(statement, facts)
    for statement in [*CHILDREN, CHANGED_PROVIDERS]:
        cursor.execute(statement, facts)
    cursor.execute("drop table agreed, agreed_provider, moved")
    cursor.execute("drop table if exists wanted_place, found_place")


def _said_in(cursor: Any) -> set[str]:
    cursor.execute("select distinct jsonb_object_keys(doc) from agreed")
    return {name for (name,) in cursor.fetchall()}


def _columns() -> list[tuple[Field, Column]]:
    return [(field, column) for field in FIELDS for column in field.columns]


def _new_services() -> str:
    """Kinds that may hide an address arrive unpublished and hidden until a person has looked."""
    columns = _columns()
    names = ", ".join(column.name for _field, column in columns)
    values = ", ".join(
        f"case when {field.is_said} then {column.writes} else {column.when_new} end"
        if column.when_new
        else column.writes
        for field, column in columns
    )
    return f"""
        insert into catalogue_service
            (id, version, provider_id, register, register_key, is_published, hides_address,
             created_at, changed_at, {names})
        select a.service_id, 0, a.provider_id, a.register, a.register_key,
               not coalesce(kind.may_hide_address, false), coalesce(kind.may_hide_address, false),
               %(at)s, %(at)s, {values}
        from agreed a {KIND.format(known="''")}
        where a.kind = 'NEW' order by a.service_id
    """  # noqa: S608 - names of our own


def _changed_services(said: set[str]) -> str:
    """A service whose kind becomes one that may hide an address is taken from the public as a new one would be.

    One that was taken out by undoing its import and is brought again is public again, unless its address is hidden.
    """
    sets = [
        f"{column.name} = case when {field.is_said} then {column.writes} else s.{column.name} end"
        for field, column in _columns()
        if field.name in said
    ]
    if "provider" in said:
        sets.append("provider_id = coalesce(a.provider_id, s.provider_id)")
    hides = "(kind.may_hide_address and not (select old.may_hide_address from catalogue_servicekind old"
    hides += " where old.code = s.kind_id))"
    newly = f"(a.doc ? 'kind' and {hides})" if "kind" in said else "false"
    back = "(a.kind = 'RETURNED' and s.withdrawn_on is not null)"
    sets += [
        f"is_published = (s.is_published or ({back} and not s.hides_address)) and not {newly}",
        f"withdrawn_on = case when {back} then null else s.withdrawn_on end",
    ]
    if "kind" in said:
        sets.append(f"hides_address = s.hides_address or {newly}")
    # To confirm that all is true changes nothing that people read.
    sets.append("changed_at = case when a.doc - 'confirmation' = '{}' then s.changed_at else %(at)s end")
    return f"""
        update catalogue_service s set {", ".join(sets)}
        from agreed a {KIND.format(known="''")}
        where s.id = a.service_id and a.kind <> 'NEW' and (a.doc <> '{{}}' or a.kind = 'RETURNED')
    """  # noqa: S608 - names of our own
