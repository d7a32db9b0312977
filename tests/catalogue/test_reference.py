"""The code lists of both countries."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from catalogue import feed
from catalogue.loading import load_reference
from catalogue.models import ServiceKind

pytestmark = pytest.mark.django_db


def test_loading_again_writes_nothing() -> None:
    assert load_reference() == {"target_groups": 0, "kinds": 0, "life_situations": 0}


def test_a_changed_name_is_put_right_again() -> None:
    ServiceKind.objects.filter(pk="SK448-35").update(name_sk="?")

    assert load_reference()["kinds"] == 1
    assert ServiceKind.objects.get(pk="SK448-35").name_sk == "zariadenie pre seniorov"


def test_both_laws_are_complete_and_named_in_three_languages() -> None:
    cards = feed.kinds(day=date(2020, 1, 1))

    assert [sum(card.country == country for card in cards) for country in ("SK", "CZ")] == [40, 34]
    for card in cards:
        for names in (card.names, card.plain):
            assert names.sk
            assert names.cs
            assert names.en
        assert card.forms


def test_a_kind_struck_from_the_law_is_no_longer_offered() -> None:
    codes = {card.code for card in feed.kinds("CZ", day=date(2026, 1, 1))}

    assert "CZ108-52" not in codes
    assert len(codes) == 33


def test_only_these_kinds_may_hide_their_address() -> None:
    assert {card.code for card in feed.kinds() if card.may_hide_address} == {
        "SK448-29",
        "CZ108-57",
        "CZ108-60",
        "CZ108-60a",
    }


def test_life_situations_lead_to_kinds_of_the_same_country() -> None:
    for country in ("SK", "CZ"):
        situations = feed.life_situations(country)
        assert 15 <= len(situations) <= 20
        assert all(code.startswith(country) for each in situations for code in each.kinds)


@pytest.mark.parametrize(
    ("language", "name"), [("sk", "domov dôchodcov"), ("cs", "domov důchodců"), ("en", "a care home for older people")]
)
def test_a_kind_speaks_the_readers_language(language: str, name: str) -> None:
    card = next(card for card in feed.kinds("SK") if card.code == "SK448-35")

    with translation.override(language):
        assert card.plain_name == name


def test_czech_groups_are_the_registers_own() -> None:
    cards: list[Any] = feed.target_groups("CZ")

    assert [card.code for card in cards] == [*(f"CZ-{number}" for number in range(1, 28)), "CZ-30"]
    assert all(card.register_code == card.code.replace("CZ-", "CilovaSkupinaOsoby/") for card in cards)
