"""Whose the services of a file are: one provider is one row, renamed where people saw it."""

from typing import Any

import pytest
from support.registers import (
    BYSTRICA,
    LATER,
    PLACE,
    service,
    the_catalogue,
    the_service,
)

from catalogue import feed, intake
from catalogue.models import Place, Provider

pytestmark = pytest.mark.django_db


def body(name: str) -> dict[str, Any]:
    return {"provider": {"country": "SK", "ico": "00648515", "name": name}}


def test_one_provider_is_one_row_however_its_services_spell_it(load: Any) -> None:
    def named(name: str) -> dict[str, Any]:
        return {"provider": {"country": "SK", "ico": "00648515", "name": name}}

    records = [service("1", **named("Domov")), service("2", **named("DOMOV")), service("3", **named("Domov"))]
    load(records)
    before = the_catalogue()

    _batch, counts = load(records[::-1])

    assert [row.name for row in Provider.objects.all()] == ["Domov"]
    assert counts == intake.Counts(unchanged=3)
    assert the_catalogue() == before


def test_a_renamed_provider_is_renamed_once_and_its_services_rise(load: Any) -> None:
    load([service("1"), service("2")])
    versions = [the_service(key).version for key in "12"]

    renamed = {"provider": {"country": "SK", "ico": "00648515", "name": "Nové meno"}}
    batch, counts = load([service("1", **renamed), service("2", **renamed)])

    assert counts == intake.Counts(changed=2)
    assert [row.name for row in Provider.objects.all()] == ["Nové meno"]
    assert all(the_service(key).version > old for key, old in zip("12", versions, strict=True))
    assert set(feed.services_of_batch(batch)) == {the_service("1").pk, the_service("2").pk}


def test_a_new_service_renames_no_provider_that_is_known(load: Any) -> None:
    load([service("1")])
    batch, _counts = load([service("9", kind="SK448-40", **body("Iné meno"))], is_whole=False, accepts=False)
    (card,) = intake.changes(batch)
    said = next(each for each in card.fields if each.field == "provider")
    assert (said.old["name"], said.new["name"], said.kept_by) == ("Domov Dolinka", "Iné meno", "KNOWN")
    intake.accept(batch, by=None, at=LATER)
    assert {the_service(key).provider.name for key in ("1", "9")} == {"Domov Dolinka"}
    again, _counts = load([service("9", kind="SK448-40", **body("Iné meno"))], is_whole=False, accepts=False)
    assert intake.changes(again) == []


def test_a_rename_that_was_left_out_does_not_come_in_by_a_new_service(load: Any) -> None:
    load([service("1")])
    batch, _counts = load(
        [service("1", **body("Iné meno")), service("9", kind="SK448-40", **body("Iné meno"))],
        is_whole=False,
        accepts=False,
    )
    intake.choose(batch, taken=False, kinds=["CHANGED", "CONFLICT"])
    intake.accept(batch, by=None, at=LATER)
    assert {the_service(key).provider.name for key in ("1", "9")} == {"Domov Dolinka"}


def test_a_rename_that_was_seen_counts_for_new_services_too(load: Any) -> None:
    load([service("1")])
    load([service("1", **body("Iné meno")), service("9", kind="SK448-40", **body("Iné meno"))], is_whole=False)
    assert {the_service(key).provider.name for key in ("1", "9")} == {"Iné meno"}


def test_a_service_taken_over_by_another_provider_brings_its_places(load: Any) -> None:
    load([service("1")])

    taken_over = {"provider": {"country": "SK", "ico": "00320480", "name": "Obec Baďan"}}
    load([service("1", **taken_over)])

    held = the_service("1")
    assert held.provider.name == "Obec Baďan"
    assert [at.place.provider_id for at in held.at_places.all()] == [held.provider_id]
    assert Place.objects.count() == 1


def test_providers_without_a_company_number_are_told_apart_by_the_key(load: Any) -> None:
    nameless = {"provider": {"country": "SK", "ico": "", "name": "Sestry"}}
    load([service("1", **nameless), service("2", **nameless)])
    before = the_catalogue()

    _batch, counts = load([service("1", **nameless), service("2", **nameless)])

    assert Provider.objects.count() == 2
    assert counts == intake.Counts(unchanged=2)
    assert the_catalogue() == before


def test_several_providers_share_a_building_and_one_works_in_twelve_municipalities(load: Any) -> None:
    from tenants.models import Municipality

    towns = list(Municipality.objects.filter(region_code="SK032").order_by("code").values_list("code", flat=True)[:12])
    neighbours = [
        service(f"n{ico}", provider={"country": "SK", "ico": ico, "name": f"Poskytovateľ {ico}"})
        for ico in ("00320480", "45021813", "00316181")
    ]
    wide = [service(f"w{town}", town=town, places=[PLACE | {"municipality": town}]) for town in towns]

    _batch, counts = load([*neighbours, *wide], belongs=lambda codes: True)

    assert counts == intake.Counts(new=15)
    assert Provider.objects.count() == 4
    assert Place.objects.filter(street="Hlavná", house_number="12", municipality=BYSTRICA).count() == 4 - (
        BYSTRICA not in towns
    )
    assert set(Place.objects.filter(provider__ico="00648515").values_list("municipality_id", flat=True)) == set(towns)
