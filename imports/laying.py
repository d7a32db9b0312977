"""Lays out the desk: what the database knows of territory and code lists, in a form that a reader can ask quickly."""

from catalogue import intake
from imports.asking import Answers, Questions
from imports.desk import Desk, Group, Kind, Territory, town_of
from imports.questions import answers_of
from imports.sources.base import Source
from tenants.models import Municipality
from tenants.queries import codes_taken_in, region

TOWN = ("code", "name", "district_code", "district_name", "region_code", "region_name", "postcodes")


def lay_desk(source: Source) -> Desk:
    """The desk for one source: municipalities of its country and the catalogue's code lists."""
    here = region()
    return desk_of(source.country or (here.country if here else ""), answers=answers_of(source.name))


def desk_of(country: str, *, answers: Answers | None = None) -> Desk:
    """The desk for one country, or for both without one."""
    here = region()
    towns = Municipality.objects.filter(country=country) if country else Municipality.objects.all()
    return Desk(
        territory=Territory({row["code"]: town_of(row) for row in towns.values(*TOWN)}),
        kinds=kinds(),
        groups=groups(),
        country=country,
        here=codes_taken_in(here) if here else frozenset(towns.values_list("code", flat=True)),
        questions=Questions(answers),
    )


def kinds() -> list[Kind]:
    return [
        Kind(
            code=kind.code,
            country=kind.country,
            names=(kind.name_sk, kind.name_cs) if kind.country == "SK" else (kind.name_cs, kind.name_sk),
            register_code=kind.register_code,
            may_hide_address=kind.may_hide_address,
            usual_groups=tuple(kind.usual_groups),
        )
        for kind in intake.kinds()
    ]


def groups() -> list[Group]:
    return [
        Group(group.code, group.country, (group.name_sk, group.name_cs), group.register_code)
        for group in intake.target_groups()
    ]
