"""The catalogue's fields: how each is read as JSON, in one canonical form, and how it is written.

A source's document may hold any of them. `s` is the service whose value is read, `a` the agreed change that is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from catalogue.registry import values
from catalogue.registry.values import Canonical


class Owner(Enum):
    """Whose word counts when a service is known already."""

    REGISTER = "register"
    PROVIDER = "provider"


@dataclass(frozen=True)
class Field:
    """`column` and `writes` are empty for what lives in a table of its own; `gathered` reads it for all services."""

    name: str
    owner: Owner
    canonical: Canonical
    reads: str
    column: str = ""
    writes: str = ""
    when_new: str = ""
    gathered: str = ""
    spoken_by: tuple[str, ...] = ()

    @property
    def is_said(self) -> str:
        """SQL: the agreed change speaks of this column."""
        names = ", ".join(f"'{name}'" for name in self.spoken_by or (self.name,))
        return f"a.doc ?| array[{names}]"


def _table(name: str, owner: Owner, canonical: Canonical, gathered: str) -> Field:
    return Field(name, owner, canonical, f"coalesce({name}.doc, '[]')", gathered=gathered)


def _text(name: str, longest: int = values.LONGEST_TEXT, owner: Owner = Owner.PROVIDER) -> Field:
    return Field(name, owner, values.text(longest), f"to_jsonb(s.{name})", name, f"a.doc->>'{name}'", "''")


def _list(name: str, canonical: Canonical, kind: str, owner: Owner = Owner.PROVIDER) -> Field:
    writes = f"array(select jsonb_array_elements_text(a.doc->'{name}'))::{kind}[]"
    return Field(name, owner, canonical, f"to_jsonb(s.{name})", name, writes, f"'{{}}'::{kind}[]")


def _cast(name: str, canonical: Canonical, kind: str, owner: Owner) -> Field:
    return Field(name, owner, canonical, f"to_jsonb(s.{name})", name, f"(a.doc->>'{name}')::{kind}", f"null::{kind}")


PROVIDER_AS_JSON = (
    "jsonb_build_object('country', p.country, 'ico', p.ico, 'legal_form', p.legal_form, 'name', p.name, 'type', p.type)"
)
TARGET_GROUPS = """
    select g.service_id, jsonb_agg(g.targetgroup_id order by g.targetgroup_id collate "C") as doc
    from catalogue_service_target_groups g where g.service_id in (select known_id from taken) group by g.service_id"""
PLACES = """
    select service_id, jsonb_agg(place order by place) as doc from (
        select at.service_id, jsonb_build_object(
            'name', p.name, 'street', p.street, 'house_number', p.house_number, 'postcode', p.postcode,
            'municipality', p.municipality_id, 'address_code', p.address_code, 'secret', p.is_secret,
            'starts_on', at.starts_on, 'ended_on', at.ended_on) as place
        from catalogue_serviceatplace at join catalogue_place p on p.id = at.place_id
        where at.service_id in (select known_id from taken)) listed
    group by service_id"""
CAPACITIES = """
    select c.service_id, jsonb_agg(jsonb_build_object('form', c.form, 'unit', c.unit, 'count', c.count)
                                   order by c.form collate "C", c.unit collate "C") as doc
    from catalogue_capacity c where c.service_id in (select known_id from taken) group by c.service_id"""
REACH = """
    select r.service_id, jsonb_agg(jsonb_build_object('level', r.level, 'code', r.code)
                                   order by r.level collate "C", r.code collate "C") as doc
    from catalogue_reach r where r.service_id in (select known_id from taken) group by r.service_id"""
MOMENT = "to_jsonb(to_char(s.capacity_free_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"+00:00\"'))"
NAME = "coalesce(nullif(a.doc->>'name', ''), kind.own_name)"

FIELDS = [
    Field("provider", Owner.REGISTER, values.provider, PROVIDER_AS_JSON),
    Field("kind", Owner.REGISTER, values.kind, "to_jsonb(s.kind_id)", "kind_id", "a.doc->>'kind'"),
    _list("forms", values.forms, "varchar(12)", Owner.REGISTER),
    _table("target_groups", Owner.REGISTER, values.target_groups, TARGET_GROUPS),
    _text("target_note", owner=Owner.REGISTER),
    _list("age_groups", values.ages, "varchar(40)", Owner.REGISTER),
    _cast("registered_on", values.day, "date", Owner.REGISTER),
    _cast("starts_on", values.day, "date", Owner.REGISTER),
    _cast("ended_on", values.day, "date", Owner.REGISTER),
    _table("places", Owner.REGISTER, values.places, PLACES),
    _table("capacities", Owner.REGISTER, values.capacities, CAPACITIES),
    Field("name", Owner.PROVIDER, values.text(300), "to_jsonb(s.name)", "name", NAME, "kind.own_name"),
    _list("phones", values.words(40), "varchar(40)"),
    _list("emails", values.emails, "varchar(254)"),
    _list("webs", values.webs, "varchar(300)"),
    _text("description"),
    _text("for_whom"),
    _text("how_to_apply"),
    Field(
        "opening_hours",
        Owner.PROVIDER,
        values.opening_hours,
        "s.opening_hours",
        "opening_hours",
        "a.doc->'opening_hours'",
        "'[]'::jsonb",
    ),
    _text("prices"),
    _list("languages", values.words(8), "varchar(8)"),
    _list("accessibility", values.words(120), "varchar(120)"),
    _table("reach", Owner.PROVIDER, values.reach, REACH),
    _cast("capacity_free", values.number, "integer", Owner.PROVIDER),
    Field(
        "capacity_free_at",
        Owner.PROVIDER,
        values.moment,
        MOMENT,
        "capacity_free_at",
        "coalesce((a.doc->>'capacity_free_at')::timestamptz,"
        " case when (a.doc->>'capacity_free') is not null then %(at)s::timestamptz end)",
        "null::timestamptz",
        spoken_by=("capacity_free_at", "capacity_free"),
    ),
    _text("waiting_time", 120),
    _cast("confirmed_on", values.day, "date", Owner.PROVIDER),
    _text("confirmed_by", 120),
    Field(
        "confirmed_how",
        Owner.PROVIDER,
        values.confirmation,
        "to_jsonb(s.confirmed_how)",
        "confirmed_how",
        "a.doc->>'confirmed_how'",
        "''",
    ),
]

BY_NAME = {field.name: field for field in FIELDS}
OF_REGISTERS = [field.name for field in FIELDS if field.owner is Owner.REGISTER]
OF_PROVIDERS = [field.name for field in FIELDS if field.owner is Owner.PROVIDER]
CONFIRMATION = ["confirmed_on", "confirmed_by", "confirmed_how"]


def current(names: Iterable[str]) -> str:
    """SQL that reads these fields of all services that a batch has taken, each as one JSON document."""
    fields = [BY_NAME[name] for name in sorted(names)]
    pairs = ", ".join(f"'{field.name}', {field.reads}" for field in fields)
    joins = " ".join(
        f"left join ({field.gathered}) {field.name} on {field.name}.service_id = s.id"
        for field in fields
        if field.gathered
    )
    return f"""
        select s.id, jsonb_build_object({pairs}) as doc
        from catalogue_service s join catalogue_provider p on p.id = s.provider_id {joins}
        where s.id in (select known_id from taken)
    """  # noqa: S608 - names of our own
