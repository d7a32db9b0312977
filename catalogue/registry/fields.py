"""The catalogue's fields: how each is read as JSON, in one canonical form, and how it is written.

A source's document may hold any of them. `s` is the service whose value is read, `a` the agreed change that is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.registry import values
from catalogue.registry.authority import Owner, rules
from catalogue.registry.values import Canonical


@dataclass(frozen=True)
class Column:
    """How a column of the service is written from the agreed document, and what it holds before anybody speaks."""

    name: str
    writes: str
    when_new: str


@dataclass(frozen=True)
class Field:
    """What lives in a table of its own has no columns here; `gathered` reads it for all services.

    `empty` is the value, as JSON, of a field of which nobody has said anything.
    """

    name: str
    canonical: Canonical
    reads: str
    empty: str
    columns: tuple[Column, ...] = ()
    gathered: str = ""

    @property
    def owner(self) -> Owner:
        return rules()[self.name].owner

    @property
    def is_said(self) -> str:
        """SQL: the agreed change speaks of this field."""
        return f"a.doc ? '{self.name}'"


def _table(name: str, canonical: Canonical, gathered: str) -> Field:
    return Field(name, canonical, f"coalesce({name}.doc, '[]')", "[]", gathered=gathered)


def _plain(name: str, canonical: Canonical, empty: str, writes: str, when_new: str) -> Field:
    return Field(name, canonical, f"to_jsonb(s.{name})", empty, (Column(name, writes, when_new),))


def _text(name: str, longest: int = values.LONGEST_TEXT) -> Field:
    return _plain(name, values.text(longest), '""', f"a.doc->>'{name}'", "''")


def _list(name: str, canonical: Canonical, kind: str) -> Field:
    writes = f"array(select jsonb_array_elements_text(a.doc->'{name}'))::{kind}[]"
    return _plain(name, canonical, "[]", writes, f"'{{}}'::{kind}[]")


def _day(name: str) -> Field:
    return _plain(name, values.day, "null", f"(a.doc->>'{name}')::date", "null::date")


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

CONFIRMATION = Field(
    "confirmation",
    values.confirmation,
    "jsonb_build_object('on', s.confirmed_on, 'by', s.confirmed_by, 'how', s.confirmed_how)",
    '{"on": null, "by": "", "how": ""}',
    (
        Column("confirmed_on", "(a.doc->'confirmation'->>'on')::date", "null::date"),
        Column("confirmed_by", "a.doc->'confirmation'->>'by'", "''"),
        Column("confirmed_how", "a.doc->'confirmation'->>'how'", "''"),
    ),
)
FREE_PLACES = Field(
    "free_places",
    values.free_places,
    f"jsonb_build_object('count', s.capacity_free, 'at', {MOMENT})",
    '{"count": null, "at": null}',
    (
        Column("capacity_free", "(a.doc->'free_places'->>'count')::integer", "null::integer"),
        Column(
            "capacity_free_at",
            "case when a.doc->'free_places'->>'count' is not null"
            " then coalesce((a.doc->'free_places'->>'at')::timestamptz, %(at)s::timestamptz) end",
            "null::timestamptz",
        ),
    ),
)

FIELDS = [
    Field("provider", values.provider, PROVIDER_AS_JSON, "null"),
    Field("kind", values.kind, "to_jsonb(s.kind_id)", "null", (Column("kind_id", "a.doc->>'kind'", ""),)),
    _list("forms", values.forms, "varchar(12)"),
    _table("target_groups", values.target_groups, TARGET_GROUPS),
    _text("target_note"),
    _list("age_groups", values.ages, "varchar(40)"),
    _day("registered_on"),
    _day("starts_on"),
    _day("ended_on"),
    _table("places", values.places, PLACES),
    _table("capacities", values.capacities, CAPACITIES),
    _plain("name", values.text(300), '""', NAME, "kind.own_name"),
    _list("phones", values.words(40), "varchar(40)"),
    _list("emails", values.emails, "varchar(254)"),
    _list("webs", values.webs, "varchar(300)"),
    _text("description"),
    _text("for_whom"),
    _text("how_to_apply"),
    _text("easy_text"),
    _plain("opening_hours", values.opening_hours, "[]", "a.doc->'opening_hours'", "'[]'::jsonb"),
    _text("prices"),
    _list("languages", values.words(8), "varchar(8)"),
    _list("accessibility", values.words(120), "varchar(120)"),
    _table("reach", values.reach, REACH),
    FREE_PLACES,
    _text("waiting_time", 120),
    CONFIRMATION,
]

BY_NAME = {field.name: field for field in FIELDS}
OF_REGISTERS = [field.name for field in FIELDS if field.owner is Owner.REGISTER]
OF_PROVIDERS = [field.name for field in FIELDS if field.owner is Owner.PROVIDER]


# What people say in several values is one word: free places with their moment, a confirmation with its day.
TOGETHER = {
    "capacity_free": ("free_places", "count"),
    "capacity_free_at": ("free_places", "at"),
    "confirmed_on": ("confirmation", "on"),
    "confirmed_by": ("confirmation", "by"),
    "confirmed_how": ("confirmation", "how"),
}


def put_together(said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the catalogue, of what a source says in its own smaller pieces."""
    whole: dict[str, Any] = {}
    for name, value in said.items():
        field, part = TOGETHER.get(name, (name, ""))
        if part:
            whole.setdefault(field, {})[part] = value
        else:
            whole[field] = value
    if "confirmation" in whole and "on" not in whole["confirmation"]:
        del whole["confirmation"]  # who and how without a day say nothing
    if "free_places" in whole and "count" not in whole["free_places"]:
        del whole["free_places"]
    _date_free_places(whole)
    return whole


def _date_free_places(whole: dict[str, Any]) -> None:
    """Free places without a moment of their own were counted when the entry was confirmed, not when the file came."""
    free, day = whole.get("free_places"), whole.get("confirmation", {}).get("on")
    if free and day and free["count"] is not None and not free.get("at"):
        free["at"] = f"{day}T00:00:00+00:00"


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
