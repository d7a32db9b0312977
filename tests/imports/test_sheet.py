"""The spreadsheet of descriptions: what it may say, how it finds its service, and its way out and back."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from support.sheets import ods, problems, xlsx

pytestmark = pytest.mark.django_db
HEAD = ["IČO", "Druh služby", "Forma", "Obec", "Ulica"]
DOLINKA = ["45021813", "zariadenie pre seniorov", "pobytová - ročná", "Očová", "Domov seniorov Dolinka, ČSA 67/57"]


@pytest.fixture(autouse=True)
def _known_services(bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    bring_in("bbsk", bbsk_rows)


def dolinka() -> Any:
    from catalogue.models import Service

    return Service.objects.get(provider__ico="45021813")


def test_sheet_fills_in_what_the_register_does_not_know(bring_in: Callable[..., Any]) -> None:
    said = {
        "Názov": "Domov Dolinka v Očovej",
        "Opis": "Prvý odsek.\nDruhý odsek.",
        "Pre koho": "Pre starších ľudí.",
        "Ako požiadať": "Zavolajte nám.",
        "Telefón": "045/399 12 34, 0959 123 456",
        "E-mail": "info@dolinka.example; riaditel@dolinka.example",
        "Web": "www.dolinka.example",
        "Pondelok": "8:00-12:00, 12:30-15:30",
        "Sobota": "zatvorené",
        "Cena": "Podľa príjmu.",
        "Jazyky": "sk, maďarčina",
        "Prístupnosť": "bezbariérový vstup, výťah",
        "Dosah": "Očová; SK032B; okres Detva; Banskobystrický kraj",
        "Voľné miesta": "2,0",
        "Čakacia doba": "do mesiaca",
        "Potvrdené dňa": "3.11.2026",
        "Kto potvrdil": "Mária Lúčna",
    }
    run = bring_in("sheet", xlsx([*HEAD, *said], [*DOLINKA, *said.values()]))
    assert (run.count("changed"), problems(run)) == (1, [])
    found = dolinka()
    assert (found.name, found.description) == ("Domov Dolinka v Očovej", "Prvý odsek.\nDruhý odsek.")
    assert found.phones == ["+421453991234", "+421959123456"]
    assert found.emails == ["info@dolinka.example", "riaditel@dolinka.example"]
    assert found.opening_hours == [
        {"day": "MO", "opens": "08:00", "closes": "12:00"},
        {"day": "MO", "opens": "12:30", "closes": "15:30"},
    ]
    assert (found.languages, found.accessibility) == (["sk", "hu"], ["bezbariérový vstup", "výťah"])
    levels = {(each.level, each.code) for each in found.reaches.all()}
    assert {level for level, _code in levels} == {"MUNICIPALITY", "DISTRICT", "REGION"}
    assert {("REGION", "SK032"), ("DISTRICT", "SK032B")} <= levels
    assert (found.capacity_free, found.waiting_time) == (2, "do mesiaca")
    assert (str(found.confirmed_on), found.confirmed_by, found.confirmed_how) == ("2026-11-03", "Mária Lúčna", "SHEET")


def test_empty_cell_changes_nothing_and_a_dash_empties(bring_in: Callable[..., Any]) -> None:
    bring_in("sheet", xlsx([*HEAD, "Opis", "Cena"], [*DOLINKA, "Opis domova.", "Zdarma."]))
    bring_in("sheet", xlsx([*HEAD, "Opis", "Cena"], [*DOLINKA, "", "–"]))
    assert (dolinka().description, dolinka().prices) == ("Opis domova.", "")


def test_same_sheet_twice_writes_nothing(bring_in: Callable[..., Any], compare: Callable[..., Any]) -> None:
    sheet = xlsx([*HEAD, "Opis", "Pondelok"], [*DOLINKA, "Opis domova.", "8-12"])
    bring_in("sheet", sheet)
    run = compare("sheet", sheet)
    assert (run.written, run.count("unchanged")) == (0, 1)


def test_register_read_again_leaves_what_the_sheet_said(
    bring_in: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    bring_in("sheet", xlsx([*HEAD, "Názov", "Web"], [*DOLINKA, "Domov Dolinka", "www.nove.example"]))
    run = compare("bbsk", bbsk_rows, is_whole=True)
    assert (run.written, run.count("unchanged")) == (0, 5)


def test_service_is_found_by_the_key_of_the_register(bring_in: Callable[..., Any]) -> None:
    bring_in("sheet", xlsx(["Kľúč v registri", "Opis"], [dolinka().register_key, "Opis domova."]))
    assert dolinka().description == "Opis domova."


def test_heads_may_be_czech_or_english_or_ids(compare: Callable[..., Any]) -> None:
    key = dolinka().register_key
    for heads in (
        ["Klíč v registru", "Popis"],
        ["Key in the register", "Description"],
        ["register_key", "description"],
    ):
        assert compare("sheet", xlsx(heads, [key, "Opis."])).count("changed") == 1


@pytest.mark.parametrize("make", [xlsx, ods], ids=["xlsx", "ods"])
def test_workbooks_of_both_kinds_are_read(compare: Callable[..., Any], make: Callable[..., bytes]) -> None:
    assert compare("sheet", make([*HEAD, "Opis"], [*DOLINKA, "Opis."])).count("changed") == 1


def test_sheet_adds_no_service_and_ends_none(compare: Callable[..., Any]) -> None:
    run = compare("sheet", xlsx(["Kľúč v registri", "Opis"], ["neznamy", "Opis."], [dolinka().register_key, "Opis."]))
    assert (run.count("new"), run.count("ended"), run.count("changed")) == (0, 0, 1)
    assert problems(run) == [(2, "REJECTED", "NO_SUCH_SERVICE")]


def test_row_that_fits_two_services_is_left_to_a_person(
    compare: Callable[..., Any], bring_in: Callable[..., Any], bbsk_rows: bytes
) -> None:
    import json

    content = json.loads(bbsk_rows)
    row = content["features"][5]["properties"]
    content["features"] = [
        {"properties": row},
        {"properties": row | {"Ulica_sociálnej_služby": "Dom A, Hlavná 1"}},
        {"properties": row | {"Ulica_sociálnej_služby": "Dom B, Hlavná 2"}},
    ]
    bring_in("bbsk", json.dumps(content).encode())
    run = compare(
        "sheet", xlsx([*HEAD, "Opis"], [*DOLINKA[:4], "", "Ktorý?"], [*DOLINKA[:4], "Dom B, Hlavná 2", "Tento."])
    )
    assert problems(run) == [(2, "REJECTED", "NO_SUCH_SERVICE")]
    assert run.count("changed") == 1


@pytest.mark.parametrize(
    ("change", "weight", "code"),
    [
        ({"IČO": "45021814"}, "REJECTED", "ICO"),
        ({"IČO": ""}, "REJECTED", "NO_KEY"),
        ({"Druh služby": "veštiareň"}, "REJECTED", "KIND"),
        ({"Opis": "=1+1"}, "REJECTED", "FORMULA"),
        ({"Názov": "x" * 301}, "REJECTED", "LONG"),
        ({"Potvrdené dňa": "včera"}, "REJECTED", "DATE"),
        ({"Telefón": "zajtra"}, "LEFT_OUT", "PHONE"),
        ({"Pondelok": "podľa dohody"}, "LEFT_OUT", "HOURS"),
        ({"Jazyky": "klingónčina"}, "LEFT_OUT", "LANGUAGE"),
        ({"Dosah": "Nikdehora"}, "LEFT_OUT", "REACH"),
        ({"Voľné miesta": "málo"}, "LEFT_OUT", "NUMBER"),
        ({"Web": "javascript:alert(1)"}, "LEFT_OUT", "WEB"),
    ],
)
def test_what_does_not_fit_is_told_in_its_row(
    change: dict[str, str], weight: str, code: str, compare: Callable[..., Any]
) -> None:
    good = dict(zip([*HEAD, "Opis"], [*DOLINKA, "Opis."], strict=True))
    row = good | change
    heads = list(row)
    other = ["00648515", "domov sociálnych služieb", "ambulantná", "Zvolen", "Symbia, Š.Moyzesa 934/48", "Iný opis."]
    other += [""] * (len(heads) - len(other))
    run = compare("sheet", xlsx(heads, [row[head] for head in heads], other))
    assert (2, weight, code) in problems(run)
    assert run.count("changed") == (1 if weight == "REJECTED" else 2)


def test_formula_text_in_a_csv_is_told(compare: Callable[..., Any]) -> None:
    other = "00648515;domov sociálnych služieb;ambulantná;Zvolen;Symbia, Š.Moyzesa 934/48;Opis."
    content = ";".join([*HEAD, "Opis"]) + "\n" + ";".join([*DOLINKA, "=cmd|calc"]) + "\n" + other + "\n"
    assert problems(compare("sheet", content.encode("cp1250"))) == [(2, "REJECTED", "FORMULA")]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["sk", "cs", "en"])
def test_sheet_of_the_catalogue_brought_back_changes_nothing(
    ending: str, language: str, bring_in: Callable[..., Any], compare: Callable[..., Any]
) -> None:
    from django.utils import translation

    from imports.sheets import sheet_file

    formula = '=HYPERLINK("x")'
    row = [*DOLINKA, "@domov", "0959 123 456", "8-12", "2", "3.11.2026"]
    bring_in("sheet", xlsx([*HEAD, "Opis", "Telefón", "Pondelok", "Voľné miesta", "Potvrdené dňa"], row))
    service = dolinka()
    service.for_whom = formula
    service.save()
    with translation.override(language):
        content = sheet_file(ending)
    run = compare("sheet", content)
    assert (run.count("rows"), run.count("unchanged"), run.written, problems(run)) == (5, 5, 0, [])


def test_sheet_of_the_catalogue_holds_no_formula() -> None:
    import openpyxl

    from imports.sheets import sheet_file

    service = dolinka()
    service.description, service.for_whom, service.prices, service.waiting_time = "=1+1", "+1", "-1", "@SUM(A1)"
    service.save()
    book = openpyxl.load_workbook(io.BytesIO(sheet_file("xlsx")))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert "f" not in kinds
    lines = sheet_file("csv").decode("utf-8-sig").splitlines()
    cells = [cell for line in lines for cell in line.split(";")]
    assert not [cell for cell in cells if cell.strip('"').startswith(("=", "+", "-", "@"))]
