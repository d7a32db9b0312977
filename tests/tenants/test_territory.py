"""The municipalities of both countries."""

from typing import Any

import pytest
from django.core.management import call_command

from tenants.models import Municipality
from tenants.queries import municipalities_named
from tenants.territory import load_municipalities

pytestmark = pytest.mark.django_db


def test_both_countries_are_loaded_whole() -> None:
    assert Municipality.objects.filter(country="SK").count() == 2928
    assert Municipality.objects.filter(country="CZ").count() == 6259


@pytest.mark.parametrize("country", ["SK", "CZ"])
def test_loading_again_writes_nothing(country: str) -> None:
    assert load_municipalities(country)[1] == 0


def test_loading_again_mends_what_was_changed() -> None:
    Municipality.objects.filter(code="508438").update(name="Nesprávne", name_folded="nespravne")
    assert load_municipalities("SK") == (2928, 1)
    assert Municipality.objects.get(code="508438").name == "Banská Bystrica"


def test_number_used_in_both_countries_keeps_both_municipalities() -> None:
    assert Municipality.objects.get(code="500011").name == "Nitra"
    assert Municipality.objects.get(code="CZ500011").name == "Želechovice nad Dřevnicí"
    assert Municipality.objects.filter(code__startswith="CZ").count() == 11


def test_codes_of_the_region_and_district_are_those_of_the_statistical_office() -> None:
    row = Municipality.objects.get(code="508438")
    assert (row.district_code, row.region_code, row.region_name) == ("SK0321", "SK032", "Banskobystrický kraj")
    assert Municipality.objects.filter(region_code="SK032").values("district_code").distinct().count() == 13


def test_czech_seat_of_extended_powers_has_its_code() -> None:
    assert Municipality.objects.get(code="558109").orp_code == "3207"
    assert Municipality.objects.filter(country="CZ").exclude(orp_code="").values("orp_code").distinct().count() == 206


def test_cities_are_not_shouted() -> None:
    assert not [row.name for row in Municipality.objects.all() if row.name.isupper() and len(row.name) > 1]


def test_village_of_several_parts_knows_all_its_postcodes() -> None:
    several = [row for row in Municipality.objects.filter(country="SK") if len(row.postcodes) > 1]
    assert len(several) > 50
    assert all(len(code) == 5 and code.isdigit() for row in several for code in row.postcodes)


def test_coordinates_lie_in_the_country() -> None:
    for row in Municipality.objects.filter(country="SK", latitude__isnull=False):
        assert 47.7 < row.latitude < 49.7, row.name
        assert 16.8 < row.longitude < 22.6, row.name


def test_municipality_is_found_without_accents_and_the_larger_one_first() -> None:
    assert [row.name for row in municipalities_named("banska by")] == ["Banská Bystrica"]
    assert municipalities_named("  ") == []


def test_unknown_country_is_refused(capsys: Any) -> None:
    with pytest.raises(Exception, match="invalid choice"):
        call_command("load_municipalities", "--country", "PL")
