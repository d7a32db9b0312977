"""What a provider writes on a sheet, beside what the register says of the same service."""

from datetime import date
from typing import Any

import pytest
from support.registers import (
    BREZNO,
    LATER,
    service,
    sheet,
    the_service,
)

from catalogue import intake
from catalogue.models import Service

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "said", [{"phones": ["+421911222333"]}, {"description": "Prázdny popis registra."}, {"name": "ZSS 4711"}]
)
def test_what_the_provider_wrote_survives_the_register(load: Any, said: dict[str, Any]) -> None:
    load([service("1")])
    load(
        [sheet("1", name="Domov Dolinka v Bystrici", phones=["+421905111222"], description="Pekný domov.")],
        is_whole=False,
        adds_services=False,
    )

    _batch, counts = load([service("1", **said)])

    held = the_service("1")
    assert counts == intake.Counts(noted=1)
    assert (held.name, held.phones, held.description) == ("Domov Dolinka v Bystrici", ["+421905111222"], "Pekný domov.")


def test_a_register_fills_what_is_still_empty(load: Any) -> None:
    load([service("1", emails=[])])

    load([service("1", emails=["domov@example.sk"])])

    assert the_service("1").emails == ["domov@example.sk"]


def test_a_sheet_cannot_touch_registration_facts(load: Any) -> None:
    load([service("1")])

    _batch, counts = load([sheet("1", kind="SK448-40", forms=["OUTREACH"])], is_whole=False, adds_services=False)

    assert counts == intake.Counts(unchanged=1)
    assert the_service("1").kind_id == "SK448-35"


def test_a_sheet_adds_no_service(load: Any) -> None:
    batch, counts = load([sheet("nowhere", description="?")], is_whole=False, adds_services=False)

    assert counts == intake.Counts(unknown=1)
    assert [card.register_key for card in intake.changes(batch, kinds=["UNKNOWN"])] == ["nowhere"]
    assert not Service.objects.exists()


def test_an_older_confirmation_does_not_replace_a_newer_one(load: Any) -> None:
    load([service("1")])
    confirm = {"confirmed_by": "Jana", "confirmed_how": "SHEET"}
    load([sheet("1", confirmed_on="2026-02-20", **confirm)], is_whole=False, adds_services=False)

    _batch, counts = load([sheet("1", confirmed_on="2026-01-01", **confirm)], is_whole=False, adds_services=False)

    assert counts == intake.Counts(unchanged=1)
    assert the_service("1").confirmed_on == date(2026, 2, 20)


def test_free_places_keep_their_time(load: Any) -> None:
    load([service("1")])

    load([sheet("1", capacity_free=3)], is_whole=False, adds_services=False, at=LATER)
    _batch, counts = load([sheet("1", capacity_free=3)], is_whole=False, adds_services=False)

    assert (the_service("1").capacity_free, the_service("1").capacity_free_at) == (3, LATER)
    assert counts == intake.Counts(unchanged=1)


def test_known_services_can_be_found_by_everything_a_sheet_says(load: Any) -> None:
    load([service("1"), service("2", town=BREZNO)])

    known = intake.known_services("bbsk")

    assert [(each.register_key, each.ico, each.kind, each.places[0].municipality_name) for each in known] == [
        ("1", "00648515", "SK448-35", "Banská Bystrica"),
        ("2", "00648515", "SK448-35", "Brezno"),
    ]


def test_free_places_of_a_sheet_are_as_old_as_its_confirmation(load: Any) -> None:
    load([service("1")])
    told = {"capacity_free": 2, "confirmed_on": "2026-02-20", "confirmed_how": "STAFF"}
    load([sheet("1", **told)], is_whole=False, adds_services=False, at=LATER)
    held = the_service("1")
    assert (held.capacity_free, held.capacity_free_at.date()) == (2, date(2026, 2, 20))
