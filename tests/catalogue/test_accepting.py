"""What files may and may not do to the services of the catalogue."""

from datetime import date
from typing import Any

import pytest
from support.registers import (
    LATER,
    PLACE,
    ZILINA,
    entries,
    service,
    the_catalogue,
    the_service,
)

from catalogue import feed, intake
from catalogue.models import Service, TargetGroup

pytestmark = pytest.mark.django_db


def test_a_new_service_comes_in_whole(load: Any) -> None:
    _batch, counts = load([service()])

    assert counts == intake.Counts(new=1)
    card = feed.service_cards([the_service().pk])[0]
    assert (card.name, card.provider_name, card.kind_code) == ("Služba 1", "Domov Dolinka", "SK448-35")
    assert [group.code for group in card.target_groups] == ["SK-SENIORS"]
    assert [(place.street_line, place.municipality_name) for place in card.places] == [("Hlavná 12", "Banská Bystrica")]
    assert [(each.unit, each.count) for each in card.capacities] == [("BEDS", 27)]
    assert card.is_offered


def test_the_same_file_again_writes_nothing(load: Any) -> None:
    records = [service(str(key), places=[PLACE, PLACE | {"house_number": str(key)}]) for key in range(5)]
    load(records)
    before, recorded = the_catalogue(), entries()

    _batch, counts = load(reversed(records), at=LATER)

    assert counts == intake.Counts(unchanged=5)
    assert the_catalogue() == before
    assert entries() == recorded


def test_comparing_writes_nothing(load: Any) -> None:
    load([service("1")])
    before = the_catalogue()

    _batch, counts = load([service("1", forms=["AMBULATORY"]), service("2")], accepts=False)

    assert (counts.new, counts.changed) == (1, 1)
    assert the_catalogue() == before


def test_a_change_shows_old_and_new(load: Any) -> None:
    load([service("1"), service("2")])

    batch, counts = load(
        [service("1", capacities=[{"form": "RESIDENTIAL", "unit": "BEDS", "count": 30}]), service("2")]
    )

    assert counts == intake.Counts(changed=1, unchanged=1)
    (card,) = intake.changes(batch)
    (field,) = card.fields
    assert (card.kind, card.title, field.field) == (
        "CHANGED",
        "Služba 1 – Domov Dolinka, Banská Bystrica",
        "capacities",
    )
    assert (field.old[0]["count"], field.new[0]["count"]) == (27, 30)
    assert [each.count for each in feed.service_cards([the_service().pk])[0].capacities] == [30]


def test_only_changed_services_are_written(load: Any) -> None:
    load([service("1"), service("2")])
    before = the_service("2").version

    load([service("1", starts_on="2020-01-01"), service("2")])

    assert the_service("2").version == before
    assert the_service("1").starts_on == date(2020, 1, 1)


def test_what_a_whole_file_does_not_name_ends_on_the_day_of_acceptance(load: Any) -> None:
    load([service("1"), service("2")])

    batch, counts = load([service("1")], at=LATER)

    assert counts == intake.Counts(ended=1, unchanged=1)
    assert the_service("2").ended_on == LATER.date()
    assert [card.is_missing_from_file for card in intake.changes(batch, kinds=["ENDED"])] == [True]


def test_a_part_of_a_register_ends_nothing(load: Any) -> None:
    load([service("1"), service("2")])

    _batch, counts = load([service("1")], is_whole=False)

    assert counts == intake.Counts(unchanged=1)


def test_another_register_ends_nothing_of_this_one(load: Any) -> None:
    load([service("1")])

    _batch, counts = load([service("1", register="other", kind="SK448-40")])

    assert counts == intake.Counts(new=1)
    assert the_service("1").ended_on is None


def test_a_service_that_comes_back_is_offered_again(load: Any) -> None:
    load([service("1"), service("2")])
    load([service("1")], at=LATER)

    _batch, counts = load([service("1"), service("2")], at=LATER)

    assert counts == intake.Counts(returned=1, unchanged=1)
    assert the_service("2").ended_on is None


def test_the_registers_own_end_date_ends_a_service(load: Any) -> None:
    load([service("1")])

    _batch, counts = load([service("1", ended_on="2026-02-01")])

    assert counts == intake.Counts(ended=1)
    assert the_service("1").ended_on == date(2026, 2, 1)


def test_history_of_a_register_stays_outside(load: Any) -> None:
    _batch, counts = load([service("1"), service("2", ended_on="2012-12-31")])

    assert counts == intake.Counts(new=1, past=1)


def test_services_outside_the_region_are_counted_and_left_out(load: Any) -> None:
    _batch, counts = load([service("1"), service("2", town=ZILINA)])

    assert counts == intake.Counts(new=1, outside=1)
    assert Service.objects.count() == 1


def test_a_known_service_that_moves_outside_is_not_ended(load: Any) -> None:
    load([service("1")])

    _batch, counts = load([service("1", town=ZILINA)])

    assert counts == intake.Counts(changed=1)
    assert the_service("1").ended_on is None


def test_an_unknown_target_group_comes_in_under_its_code(load: Any) -> None:
    load([service("1", target_groups=["CilovaSkupinaOsoby/31", "CilovaSkupinaOsoby/24"])])

    group = TargetGroup.objects.get(code="CZ-31")
    assert (group.country, group.register_code) == ("CZ", "CilovaSkupinaOsoby/31")
    assert [card.name for card in feed.service_cards([the_service().pk])[0].target_groups] == ["seniori", "CZ-31"]


def test_ids_follow_from_the_keys(load: Any) -> None:
    load([service("1")])

    assert the_service("1").pk == intake.service_id_of("bbsk", "1")


def test_a_name_that_a_register_lacks_is_made_from_the_kind(load: Any) -> None:
    load([service("1", name="")])

    assert the_service("1").name == "Zariadenie pre seniorov"
