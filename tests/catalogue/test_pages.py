"""The public pages of services, providers and related activities."""

import uuid
from typing import Any

import pytest
from django.urls import reverse
from support.registers import AT, BREZNO, PLACE, service, sheet, the_service

from catalogue import commands, intake
from catalogue.models import Provider, Service

pytestmark = pytest.mark.django_db
DESCRIBED = {
    "name": "Domov Dolinka",
    "description": "Bývanie s celodennou starostlivosťou.",
    "for_whom": "Pre seniorov, ktorí už nemôžu byť sami.",
    "how_to_apply": "Zatelefonujte sociálnej pracovníčke.",
    "easy_text": "Tu bývajú starší ľudia. Dostanete jedlo.",
    "opening_hours": [{"day": "MO", "opens": "08:00", "closes": "12:00"}],
    "prices": "14 eur na deň",
    "languages": ["sk", "rom"],
    "accessibility": ["bezbariérový vstup"],
    "reach": [{"level": "DISTRICT", "code": "SK0321"}],
    "capacity_free": 2,
    "confirmed_on": "2026-02-20",
    "confirmed_how": "SHEET",
}


def described(load: Any) -> Service:
    load([service("1")])
    load([sheet("1", **DESCRIBED)], is_whole=False, adds_services=False)
    held: Service = the_service("1")
    return held


def page(client: Any, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"catalogue:{name}", args=args, urlconf="config.urls_region"))
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


@pytest.mark.parametrize("site", ["region", "alfa"])
def test_service_page_says_what_a_person_must_know(load: Any, browse: Any, request: Any, site: str) -> None:
    held = described(load)

    text = page(browse(request.getfixturevalue(site)), "service", held.pk)

    for said in (
        'href="tel:+421484123456"',
        "Domov Dolinka",
        "Bývanie s celodennou starostlivosťou.",
        "Pre seniorov, ktorí už nemôžu byť sami.",
        "Zatelefonujte sociálnej pracovníčke.",
        "Ľahko čitateľný text",
        "Tu bývajú starší ľudia. Dostanete jedlo.",
        "8:00–12:00",
        "14 eur na deň",
        "bezbariérový vstup",
        "Hlavná 12",
        "Banská Bystrica",
        "domov dôchodcov".capitalize(),
    ):
        assert said in text
    assert text.index("tel:") < text.index("Bývanie s celodennou")


def test_an_unknown_service_is_not_found(browse: Any, region: Any) -> None:
    for name in ("service", "provider", "activity"):
        address = reverse(f"catalogue:{name}", args=[uuid.uuid4()], urlconf="config.urls_region")
        assert browse(region).get(address).status_code == 404


def test_an_ended_service_keeps_its_page_and_says_so(load: Any, browse: Any, region: Any) -> None:
    held = described(load)
    commands.retire_service(held, on=AT.date(), by=None, at=AT)

    text = page(browse(region), "service", held.pk)

    assert "govuk-notification-banner" in text or "opora-notice" in text
    assert "2.\xa0marca\xa02026" in text or "2. marca 2026" in text


def test_provider_page_lists_all_its_services(load: Any, browse: Any, region: Any) -> None:
    load([service("1"), service("2", town=BREZNO)])

    text = page(browse(region), "provider", Provider.objects.get().pk)

    assert "Služba 1" in text
    assert "Služba 2" in text
    assert "00648515" in text


def test_a_provider_without_public_services_has_no_page(load: Any, browse: Any, region: Any) -> None:
    load([service("1", kind="SK448-29")])

    address = reverse("catalogue:provider", args=[Provider.objects.get().pk], urlconf="config.urls_region")

    assert browse(region).get(address).status_code == 404


def test_measures_that_speak_of_a_service_stand_on_its_page(load: Any, browse: Any, region: Any) -> None:
    held = described(load)
    mention = intake.MentionRecord(
        held.pk, "Mesto Alfa", "Komunitný plán", uuid.uuid4(), "1.1 Viac miest", "http://alfa.localhost/plan/1"
    )
    intake.replace_mentions("alfa", uuid.uuid4(), [mention], 1)

    for name, pk in (("service", held.pk), ("provider", held.provider_id)):
        text = page(browse(region), name, pk)
        assert 'href="http://alfa.localhost/plan/1"' in text
        assert "1.1 Viac miest" in text


def test_similar_services_are_the_same_kind_nearby(load: Any, browse: Any, region: Any) -> None:
    load(
        [
            service("1"),
            service("2", name="Iný domov", town=BREZNO, places=[PLACE | {"municipality": BREZNO}]),
            service("3", name="Denný stacionár", kind="SK448-40"),
            service("4", name="Zaniknutý domov", ended_on="2027-01-01"),
        ]
    )
    commands.retire_service(the_service("4"), on=AT.date(), by=None, at=AT)

    text = page(browse(region), "service", the_service("1").pk)

    assert "Iný domov" in text
    assert "Denný stacionár" not in text
    assert "Zaniknutý domov" not in text


def test_markup_in_every_text_is_shown_as_text(load: Any, browse: Any, region: Any) -> None:
    evil = "<script>alert(1)</script>{{ 7|add:7 }}"
    texts = {
        name: evil for name, value in DESCRIBED.items() if isinstance(value, str) and not name.startswith("confirmed")
    }
    load([service("1", provider={"country": "SK", "ico": "00648515", "name": evil}, places=[PLACE | {"street": evil}])])
    load([sheet("1", **texts, accessibility=[evil], phones=[evil[:40]])], is_whole=False, adds_services=False)
    held = the_service("1")

    for name, pk in (("service", held.pk), ("provider", held.provider_id)):
        text = page(browse(region), name, pk)
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def _many(load: Any, count: int) -> None:
    places = [PLACE | {"house_number": str(number)} for number in range(count)]
    reach = [{"level": "DISTRICT", "code": f"SK032{number}"} for number in range(1, count + 1)]
    load([service(str(key), places=places, reach=reach) for key in range(count + 1)])
    held = the_service("0")
    mentions = [
        intake.MentionRecord(
            held.pk, "Mesto Alfa", "Plán", uuid.uuid4(), f"1.{number}", f"http://alfa.localhost/{number}"
        )
        for number in range(count)
    ]
    intake.replace_mentions("alfa", uuid.uuid4(), mentions, 1)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("service", 19), ("provider", 10)])
def test_pages_ask_a_constant_number_of_questions(
    load: Any, browse: Any, region: Any, django_assert_num_queries: Any, count: int, name: str, queries: int
) -> None:
    _many(load, count)
    held = the_service("0")
    client = browse(region)
    pk = held.pk if name == "service" else held.provider_id
    page(client, name, pk)

    with django_assert_num_queries(queries):
        page(client, name, pk)
