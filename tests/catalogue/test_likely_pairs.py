"""Duplicates are found with reasons; what was told apart comes no more, and looking changes nothing."""

from typing import Any

import pytest
from django.db import connection
from support.merging import other_register
from support.registers import AT, LATER, service, the_catalogue, the_service
from support.world import FOUNDED

from catalogue.merging.commands import tell_apart
from catalogue.merging.finding import find_pairs
from catalogue.models import (
    LikelyPair,
    Place,
    Provider,
    Service,
)

pytestmark = pytest.mark.django_db


def test_the_same_service_from_two_registers_is_a_likely_pair(pair: Any) -> None:
    assert find_pairs(at=AT)["SERVICE"] == 1
    found = LikelyPair.objects.get()
    assert {found.one, found.other} == {each.pk for each in pair}
    assert set(found.reasons) == {"SAME_PROVIDER", "STREET", "NAME", "CONTACT", "FORMS", "SOURCES"}


def test_two_services_that_one_register_tells_apart_are_not_likely(load: Any) -> None:
    load([service("1", name="Prvá"), service("2", row=2, name="Druhá", phones=["+421905000000"])])
    assert find_pairs(at=AT)["SERVICE"] == 0


def test_another_kind_is_another_service(load: Any, bring: Any) -> None:
    load([service("1")])
    bring([other_register(kind="SK448-38")])
    assert find_pairs(at=AT)["SERVICE"] == 0


def test_a_secret_address_makes_nobody_alike(pair: Any) -> None:
    Place.objects.update(is_secret=True)
    find_pairs(at=AT)
    assert "STREET" not in LikelyPair.objects.get().reasons


def test_what_was_told_apart_comes_no_more(pair: Any, person: Any) -> None:
    find_pairs(at=AT)
    tell_apart(LikelyPair.objects.get(), by=person(), at=AT)
    assert find_pairs(at=LATER)["SERVICE"] == 0
    assert LikelyPair.objects.get().told_apart_at == AT


def test_a_pair_that_is_none_any_more_is_forgotten(pair: Any) -> None:
    find_pairs(at=AT)
    Service.objects.filter(pk=pair[1].pk).update(kind="SK448-41")
    assert find_pairs(at=LATER)["SERVICE"] == 0
    assert not LikelyPair.objects.exists()


def test_finding_changes_nothing_in_the_catalogue(pair: Any) -> None:
    before = the_catalogue()
    find_pairs(at=AT)
    assert the_catalogue() == before


@pytest.mark.parametrize(
    ("name", "ico", "found"),
    [("DOMOV DOLINKA n. o.", "", 1), ("Domov Dolynka", "", 1), ("Domov Dolinka", "31780334", 0), ("Celkom iní", "", 0)],
)
def test_providers_of_like_names_are_a_pair_unless_both_have_an_ico(load: Any, name: str, ico: str, found: int) -> None:
    load([service("1")])
    phones = ["+421484999999"]
    Provider.objects.update(phones=phones)
    made = {"country": "SK", "ico": ico, "name": name, "phones": phones if "Dol" in name else []}
    Provider.objects.create(**made, created_at=FOUNDED, changed_at=FOUNDED)
    assert find_pairs(at=AT)["PROVIDER"] == found


def test_the_job_is_quick_over_many(load: Any) -> None:
    """Three hundred services of one provider and kind are 45,000 pairs: seconds, not minutes."""
    load([service("1")])
    held = the_service("1")
    rows = [
        Service(
            provider=held.provider, kind=held.kind, register="bbsk", register_key=f"m{number}", name=f"Služba {number}",
            phones=[f"+4219{number:08}"], created_at=AT, changed_at=AT,
        )
        for number in range(300)
    ]  # fmt: skip
    Service.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = '20s'")
    assert find_pairs(at=AT)["PROVIDER"] == 0
