"""Values as people and registers write them, and as the catalogue keeps them."""

from datetime import date, datetime
from typing import Any

import pytest

from imports import cleaning
from imports.addresses import split_name_and_street, street_and_number
from imports.desk import SeveralTowns, Territory, Town
from imports.findings import Findings
from imports.forms_of_service import forms_of


def codes(findings: Findings) -> list[str]:
    return [problem.code for problem in findings]


@pytest.mark.parametrize(
    ("written", "kept", "found"),
    [
        ("00320480", "00320480", []),
        (320480, "00320480", ["ICO_PADDED"]),
        ("320 480", "00320480", ["ICO_PADDED"]),
        (320480.0, "00320480", ["ICO_PADDED"]),
        ("00320481", "", ["ICO"]),
        ("abc", "", ["ICO"]),
        (None, "", ["MISSING"]),
    ],
)
def test_ico_gets_its_zeros_back_and_is_checked(written: Any, kept: str, found: list[str]) -> None:
    findings = Findings(1)
    assert cleaning.ico(written, "IČO", findings) == kept
    assert codes(findings) == found


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1.3.2026", "2026-03-01"),
        ("01. 03. 2026", "2026-03-01"),
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01T00:00:00Z", "2026-03-01"),
        (datetime(2026, 3, 1, 12), "2026-03-01"),  # noqa: DTZ001 - as a cell holds it
        (date(2026, 3, 1), "2026-03-01"),
        (46082, "2026-03-01"),
        ("-", None),
        ("", None),
    ],
)
def test_day_is_read_in_every_common_form(written: Any, kept: str | None) -> None:
    findings = Findings(1)
    assert cleaning.day(written, "x", findings) == kept
    assert codes(findings) == []


@pytest.mark.parametrize("written", ["31.2.2026", "2026-13-01", "včera", "1.1.26", "0001-01-01"])
def test_what_is_no_day_is_told(written: str) -> None:
    findings = Findings(1)
    assert cleaning.day(written, "x", findings) is None
    assert codes(findings) == ["DATE"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("www.ocova.sk", "https://www.ocova.sk"),
        ("http://www.carvac.cz/", "http://www.carvac.cz"),
        ("HTTPS://Example.org/Cesta", "https://Example.org/Cesta"),
        ("žilina.sk", "https://žilina.sk"),
    ],
)
def test_web_gets_a_scheme(written: str, kept: str) -> None:
    assert cleaning.webs([written], "web", Findings(1)) == [kept]


@pytest.mark.parametrize(
    "written", ["javascript:alert(1)", "data:text/html,x", "nemáme", "http://", "https://a@b.sk", "ftp://x.sk"]
)
def test_what_is_no_web_is_left_out(written: str) -> None:
    findings = Findings(1)
    assert cleaning.webs([written], "web", findings) == []
    assert codes(findings) == ["WEB"]


def test_phones_are_kept_once_in_the_international_form() -> None:
    findings = Findings(1)
    assert cleaning.phones(["048/399 12 34", "+421 48 399 1234", "zavolajte"], "SK", "tel", findings) == [
        "+421483991234"
    ]
    assert codes(findings) == ["PHONE"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("8:00-12:00, 12:30-16:00", [("08:00", "12:00"), ("12:30", "16:00")]),
        ("7.30 – 15", [("07:30", "15:00")]),
        ("8 do 16 h", [("08:00", "16:00")]),
        ("0:00-24:00", [("00:00", "24:00")]),
        ("nonstop", [("00:00", "24:00")]),
        ("zatvorené", []),
        ("zavřeno", []),
        ("-", []),
    ],
)
def test_opening_hours_are_read_as_people_write_them(written: str, kept: list[tuple[str, str]]) -> None:
    findings = Findings(1)
    found = cleaning.hours(written, "MO", "Pondelok", findings)
    assert [(each["opens"], each["closes"]) for each in found] == kept
    assert codes(findings) == []


@pytest.mark.parametrize("written", ["podľa dohody", "16:00-8:00", "8:75-9:00", "8-25", "8:00-12:00, 11:00-13:00"])
def test_hours_that_make_no_sense_are_left_out_whole(written: str) -> None:
    findings = Findings(1)
    assert cleaning.hours(written, "MO", "Pondelok", findings) == []
    assert codes(findings) == ["HOURS"]


@pytest.mark.parametrize(
    ("written", "name", "street"),
    [
        ("Domov seniorov Dolinka, ČSA 67/57", "Domov seniorov Dolinka", "ČSA 67/57"),
        ("Symbia, Š.Moyzesa 934/48", "Symbia", "Š.Moyzesa 934/48"),
        ("Komunitné centrum, Baďan 61", "Komunitné centrum", "Baďan 61"),
        ("ČSA 67/57", "", "ČSA 67/57"),
        ("Dom pokoja", "Dom pokoja", ""),
        ("Zariadenie, n. o., Hlavná 5A", "Zariadenie, n. o.", "Hlavná 5A"),
    ],
)
def test_name_and_street_are_told_apart(written: str, name: str, street: str) -> None:
    assert split_name_and_street(written) == (name, street)


@pytest.mark.parametrize(
    ("written", "town", "street", "number"),
    [
        ("ČSA 67/57", "Očová", "ČSA", "67/57"),
        ("Baďan 61", "Baďan", "", "61"),
        ("29. augusta 12", "Zvolen", "29. augusta", "12"),
        ("398", "Andělská Hora", "", "398"),
        ("Námestie", "Zvolen", "Námestie", ""),
    ],
)
def test_street_and_number_are_told_apart(written: str, town: str, street: str, number: str) -> None:
    assert street_and_number(written, town) == (street, number)


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("ambulantná", ["AMBULATORY"]),
        ("pobytová - týždenná", ["RESIDENTIAL"]),
        ("iná forma (telefonicky, pomocou telekomunikačných technológií)", ["REMOTE"]),
        ("ambulantní, terénní", ["AMBULATORY", "OUTREACH"]),
        ("terénna a ambulantná", ["OUTREACH", "AMBULATORY"]),
        ("lietajúca", []),
        ("", []),
    ],
)
def test_forms_are_read_in_the_words_of_both_registers(written: str, forms: list[str]) -> None:
    assert forms_of(written) == forms


LUCKA = [
    Town(f"5{number}", "Lúčka", f"SK03{number}", f"District {number}", "SK03", "Region", (f"9740{number}",))
    for number in (1, 2)
]


def test_name_that_repeats_needs_its_district() -> None:
    territory = Territory({town.code: town for town in LUCKA})
    with pytest.raises(SeveralTowns) as several:
        territory.named("lucka")
    assert several.value.candidates == "Lúčka (District 1), Lúčka (District 2)"
    assert territory.named("Lúčka", district="Okres District 2") == LUCKA[1]
    assert territory.named("Lúčka", postcode="97401") == LUCKA[0]


def test_name_in_another_district_is_another_municipality() -> None:
    territory = Territory({LUCKA[0].code: LUCKA[0]})
    assert territory.named("Lúčka", district="Okres Kdesi") is None


def test_text_kept_from_being_counted_is_text_again() -> None:
    assert cleaning.text("'+421 48 1") == "+421 48 1"
    assert cleaning.text("'rok 2020") == "'rok 2020"
    assert cleaning.text("a\u00a0b\u0000  c") == "a b c"
