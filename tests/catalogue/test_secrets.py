"""A hidden address is nowhere: not on a page, in a card, in the API, in a preview, in a log of what happened."""

import uuid
from dataclasses import asdict
from typing import Any

import pytest
from django.urls import reverse
from support.registers import AT, PLACE, service, the_service

from catalogue import commands, feed, intake, queries
from catalogue.models import Place, Service

pytestmark = pytest.mark.django_db
STREET = "Tajomnícka ulica Zrkadlová"
HIDDEN = PLACE | {"street": STREET, "name": f"Dom {STREET}", "house_number": "7777", "postcode": "97777"}


def hidden(key: str = "1", **said: Any) -> Any:
    return service(key, kind="SK448-29", name="Núdzové bývanie", **({"places": [HIDDEN]} | said))


def leaks(text: str) -> list[str]:
    return [each for each in (STREET, "Zrkadlov", "7777", "97777", "977 77") if each in text]


def everything_public(browse: Any, region: Any, alfa: Any, held: Service) -> str:
    texts = []
    for site in (region, alfa):
        client = browse(site)
        for name, pk in (("service", held.pk), ("provider", held.provider_id)):
            address = reverse(f"catalogue:{name}", args=[pk], urlconf="config.urls_region")
            texts.append(client.get(address).content.decode())
        texts.append(client.get(f"/api/v1/services/{held.pk}").content.decode())
        texts.append(client.get(f"/api/v1/providers/{held.provider_id}").content.decode())
    texts += [str(asdict(card)) for card in feed.service_cards([held.pk], with_unpublished=True)]
    texts.append(str(feed.find_services("nudzove")))
    return "".join(texts)


def test_a_kind_that_may_hide_arrives_unpublished_and_hidden(load: Any, browse: Any, region: Any, alfa: Any) -> None:
    load([hidden()])
    held = the_service("1")

    assert (held.is_published, held.hides_address) == (False, True)
    assert [place.is_secret for place in Place.objects.all()] == [True]
    assert feed.service_cards([held.pk]) == []
    assert feed.published_services([held.pk]) == {}
    for site in (region, alfa):
        for address in (
            reverse("catalogue:service", args=[held.pk], urlconf="config.urls_region"),
            f"/api/v1/services/{held.pk}",
        ):
            assert browse(site).get(address).status_code == 404


def test_published_without_its_address_it_never_leaks(load: Any, browse: Any, region: Any, alfa: Any) -> None:
    load([hidden(), service("2")])
    held = commands.publish_service(the_service("1"), shows_address=False, by=None, at=AT)

    text = everything_public(browse, region, alfa, held)

    assert "Núdzové bývanie" in text
    assert leaks(text) == []
    (card,) = feed.service_cards([held.pk])
    (place,) = card.places
    assert place == feed.PlaceCard(
        place.municipality_code,
        "Banská Bystrica",
        place.district_code,
        place.district_name,
        place.region_code,
        is_secret=True,
    )


def test_a_person_takes_a_shown_address_back(load: Any, browse: Any, person: Any, region: Any, alfa: Any) -> None:
    load([hidden()])
    held = the_service("1")
    commands.publish_service(held, shows_address=True, by=None, at=AT)
    steward = browse(region, person("DATA_STEWARD", at=region))
    page = reverse("catalogue:service", args=[held.pk], urlconf="config.urls_region")
    assert "Utajiť adresu" in steward.get(page).content.decode()
    steward.post(reverse("catalogue:publish", args=[held.pk], urlconf="config.urls_region"), {"address": "hide"})
    assert "Utajiť adresu" not in steward.get(page).content.decode()
    assert leaks(everything_public(browse, region, alfa, held)) == []


def test_an_ended_service_does_not_wait_to_be_published(load: Any) -> None:
    load([hidden()])
    assert len(queries.waiting_for_publication()) == 1
    commands.retire_service(the_service("1"), on=AT.date(), by=None, at=AT)
    assert queries.waiting_for_publication() == []


def test_of_a_provider_of_hidden_services_not_even_the_name_is_told(load: Any, browse: Any, region: Any) -> None:
    load([hidden()])
    held = the_service("1").provider
    page = reverse("catalogue:mistake_provider", args=[held.pk], urlconf="config.urls_region")
    assert browse(region).get(page).status_code == 404
    commands.publish_service(the_service("1"), shows_address=False, by=None, at=AT)
    assert browse(region).get(page).status_code == 200


def test_neighbours_on_other_pages_do_not_leak(load: Any, browse: Any, region: Any) -> None:
    load([hidden("1"), hidden("2", places=[PLACE])])
    for key in "12":
        commands.publish_service(the_service(key), shows_address=key == "2", by=None, at=AT)

    page = reverse("catalogue:service", args=[the_service("2").pk], urlconf="config.urls_region")
    text = browse(region).get(page).content.decode()

    assert "Núdzové bývanie" in text
    assert leaks(text) == []


def test_the_leak_would_be_seen(load: Any, browse: Any, region: Any, alfa: Any) -> None:
    load([hidden()])
    held = commands.publish_service(the_service("1"), shows_address=True, by=None, at=AT)

    assert leaks(everything_public(browse, region, alfa, held)) != []


def test_the_register_does_not_uncover_what_a_person_hid(load: Any) -> None:
    load([hidden()])
    commands.publish_service(the_service("1"), shows_address=False, by=None, at=AT)

    _batch, counts = load([hidden(places=[HIDDEN | {"house_number": "8"}])])

    assert counts == intake.Counts(changed=1)
    assert [place.is_secret for place in Place.objects.all()] == [True]


def test_the_register_does_not_hide_again_what_a_person_showed(load: Any) -> None:
    load([hidden()])
    commands.publish_service(the_service("1"), shows_address=True, by=None, at=AT)

    _batch, counts = load([hidden()])

    assert counts == intake.Counts(unchanged=1)
    assert the_service("1").is_published


def test_a_place_that_the_register_calls_secret_is_secret_for_any_kind(
    load: Any, browse: Any, region: Any, alfa: Any
) -> None:
    load([service("1", places=[HIDDEN | {"secret": True}, PLACE])])
    held = the_service("1")

    assert leaks(everything_public(browse, region, alfa, held)) == []
    _batch, counts = load([service("1", places=[HIDDEN, PLACE])])
    assert counts == intake.Counts(unchanged=1)


def test_a_service_that_turns_into_a_hidden_kind_leaves_the_public(load: Any) -> None:
    load([service("1", places=[HIDDEN])])

    load([hidden()])

    held = the_service("1")
    assert (held.is_published, held.hides_address) == (False, True)
    assert [place.is_secret for place in Place.objects.all()] == [True]


def test_the_preview_shows_no_hidden_street(load: Any) -> None:
    batch, _counts = load([hidden()], accepts=False)

    assert leaks(str(intake.changes(batch))) == []
    assert "508438" in str(intake.changes(batch))


def test_the_journal_knows_no_street(load: Any) -> None:
    from kernel.journal.models import Entry

    load([hidden()])
    commands.publish_service(the_service("1"), shows_address=False, by=None, at=AT)

    assert leaks(str(list(Entry.objects.values_list("facts", flat=True)))) == []


def test_two_services_in_one_house_keep_their_own_secrecy(load: Any) -> None:
    load([hidden("1"), service("2", places=[HIDDEN])])

    assert sorted(place.is_secret for place in Place.objects.all()) == [False, True]
    open_card = feed.service_cards([the_service("2").pk])[0]
    assert [place.street for place in open_card.places] == [STREET]
    _batch, counts = load([hidden("1"), service("2", places=[HIDDEN])])
    assert counts == intake.Counts(unchanged=2)


def test_a_mention_of_a_hidden_service_stays_until_it_is_public(load: Any) -> None:
    load([hidden()])
    held = the_service("1")
    mention = intake.MentionRecord(held.pk, "Mesto", "Plán", uuid.uuid4(), "1.1", "http://alfa.localhost/1")

    assert intake.replace_mentions("alfa", uuid.uuid4(), [mention], 1) == 1
