"""What other rooms and machines get to know."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from support.registers import AT, BREZNO, PLACE, service, sheet, the_service

from catalogue import commands, feed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_cards_cost_the_same_however_many(load: Any, count: int) -> None:
    load([service(str(key)) for key in range(count)])
    reach = [{"level": "DISTRICT", "code": "SK0321"}, {"level": "MUNICIPALITY", "code": BREZNO}]
    load([sheet(str(key), reach=reach) for key in range(count)], is_whole=False, adds_services=False)
    ids = feed.service_ids_after()

    with CaptureQueriesContext(connection) as asked:
        cards = feed.service_cards(ids)

    assert len(cards) == count
    assert len(asked) == 6


def test_areas_of_a_service_are_where_it_stands_and_where_it_comes_to(load: Any) -> None:
    from tenants.models import Municipality

    load([service("1")])
    reach = [{"level": "DISTRICT", "code": "SK0322"}, {"level": "MUNICIPALITY", "code": BREZNO}]
    load([sheet("1", reach=reach)], is_whole=False, adds_services=False)

    (card,) = feed.service_cards([the_service("1").pk])

    assert set(card.area_codes) == {"508438", BREZNO, "SK0322"}
    assert {area.code: area.name for area in card.reach} == {"SK0322": "Banská Štiavnica", BREZNO: "Brezno"}
    stiavnica = Municipality.objects.filter(district_code="SK0322").first()
    assert stiavnica is not None
    assert set(feed.areas_of(stiavnica)) & set(card.area_codes) == {"SK0322"}


def test_a_place_that_was_left_is_not_shown(load: Any) -> None:
    load([service("1", places=[PLACE | {"ended_on": "2026-01-31"}, PLACE | {"house_number": "14"}])])

    (card,) = feed.service_cards([the_service("1").pk], day=AT.date())

    assert [place.house_number for place in card.places] == ["14"]


def test_the_whole_catalogue_can_be_walked_through(load: Any) -> None:
    load([service(str(key)) for key in range(5)])
    seen: list[Any] = []
    last = feed.FIRST
    while page := feed.versions_after(last, limit=2):
        seen += page
        last = page[-1].id

    assert [each.id for each in seen] == feed.service_ids_after(limit=10)
    assert all(each.version > 0 and each.is_published for each in seen)


@pytest.mark.parametrize("words", ["sluzba 1", "dolinka", "dôchodcov BYSTRICA", "zariadenie", "SK448-35 bans"])
def test_services_are_found_by_name_provider_kind_and_municipality(load: Any, words: str) -> None:
    load(
        [
            service("1"),
            service("2", kind="SK448-58", name="Jedáleň", town=BREZNO, places=[PLACE | {"municipality": BREZNO}]),
        ]
    )

    found = feed.find_services(words)

    assert "Služba 1" in [each.name for each in found]
    assert "Jedáleň" not in [each.name for each in found] or words == "dolinka"


@pytest.mark.parametrize("words", ["", "   ", "nic take", "%", "_"])
def test_nothing_is_found_by_nothing(load: Any, words: str) -> None:
    load([service("1")])

    assert feed.find_services(words) == []


def test_ended_services_are_not_offered_for_joining_but_their_state_is_known(load: Any) -> None:
    load([service("1")])
    held = commands.retire_service(the_service("1"), on=AT.date(), by=None, at=AT)

    assert feed.find_services("sluzba") == []
    state = feed.published_services([held.pk])[held.pk]
    assert (state.is_offered, state.ended_on) == (False, AT.date())


def test_the_api_answers_a_service_and_its_provider(load: Any, browse: Any, region: Any) -> None:
    load([service("1")])
    held, client = the_service("1"), browse(region)

    answer = client.get(f"/api/v1/services/{held.pk}")
    provider = client.get(f"/api/v1/providers/{held.provider_id}").json()

    assert answer.status_code == 200
    facts = answer.json()
    assert (facts["id"], facts["service_kind"], facts["places"][0]["municipality_code"]) == (
        str(held.pk),
        "SK448-35",
        "508438",
    )
    assert [each["id"] for each in provider["services"]] == [str(held.pk)]
    assert client.get(f"/api/v1/services/{held.provider_id}").status_code == 404


def test_the_api_answers_the_code_lists(browse: Any, region: Any) -> None:
    client = browse(region)

    assert len(client.get("/api/v1/kinds?country=SK").json()) == 40
    assert len(client.get("/api/v1/target-groups?country=cz").json()) == 28
    assert {each["country"] for each in client.get("/api/v1/kinds").json()} == {"SK", "CZ"}
