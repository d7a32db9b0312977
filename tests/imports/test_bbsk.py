"""The layer of the Banská Bystrica region: cut heads, mixed columns, doubled rows, no id."""

import csv
import io
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from support.sheets import ods, problems, xlsx

pytestmark = pytest.mark.django_db


def features(content: bytes) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in json.loads(content)["features"]]


def layer(rows: list[dict[str, Any]]) -> bytes:
    found = [{"type": "Feature", "geometry": None, "properties": row} for row in rows]
    return json.dumps({"type": "FeatureCollection", "features": found}, ensure_ascii=False).encode()


def as_csv(rows: list[dict[str, Any]], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def services() -> dict[str, Any]:
    from catalogue.models import Service

    return {f"{service.name}/{'+'.join(service.forms)}": service for service in Service.objects.all()}


def test_real_rows_become_services(bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    run = bring_in("bbsk", bbsk_rows)
    assert (run.count("rows"), run.count("new"), run.count("rejected")) == (7, 5, 0)
    found = services()
    home = found["Domov seniorov Dolinka/RESIDENTIAL"]
    place = home.at_places.get().place
    assert (home.kind_id, home.provider.ico, home.provider.type) == ("SK448-35", "45021813", "FOUNDED_BY_MUNICIPALITY")
    assert (place.name, place.street, place.house_number) == ("Domov seniorov Dolinka", "ČSA", "67/57")
    assert (place.postcode, place.municipality.name) == ("96223", "Očová")
    assert home.webs == ["https://www.ocova.sk"]
    assert [(each.form, each.unit, each.count) for each in home.capacities.all()] == [("RESIDENTIAL", "BEDS", 27)]
    assert home.target_note == "§35 ods. 1 zákona č. 448/2008 Z. z."
    assert [group.code for group in home.target_groups.all()] == ["SK-SENIORS"]


def test_several_webs_of_one_cell_are_kept_apart(bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    bring_in("bbsk", bbsk_rows)
    assert services()["Symbia/AMBULATORY"].webs == ["https://www.ddadsszvolen.sk", "https://www.symbia.sk"]


def test_line_that_stands_three_times_is_taken_once_and_told(bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    run = bring_in("bbsk", bbsk_rows)
    (doubled,) = run.problems.filter(code="DOUBLED_ROW")
    assert (doubled.weight, doubled.facts) == ("MENDED", {"times": 3})


def test_field_service_without_an_address_belongs_to_the_region(bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    bring_in("bbsk", bbsk_rows)
    alarm = services()["Monitorovanie a signalizácia potreby pomoci/REMOTE"]
    assert (alarm.at_places.count(), alarm.capacities.count()) == (0, 0)


def test_order_of_rows_and_format_of_the_file_play_no_part(
    bring_in: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows)
    rows = features(bbsk_rows)
    random.Random(1).shuffle(rows)
    heads = list(rows[0])
    table = [heads, *[[row[head] for head in heads] for row in rows]]
    for content in (
        layer(rows),
        as_csv(rows),
        as_csv(rows, "cp1250", ";"),
        as_csv(rows, "iso-8859-2", "\t"),
        xlsx(*table),
        ods(*table),
    ):
        run = compare("bbsk", content, is_whole=True)
        assert (run.count("unchanged"), run.written) == (5, 0)


def test_ico_that_lost_its_zeros_in_a_workbook_is_the_same_provider(
    bring_in: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows)
    rows = [row | {"IČO": int(row["IČO"])} for row in features(bbsk_rows)]
    run = compare("bbsk", layer(rows))
    assert (run.count("unchanged"), run.written) == (5, 0)
    assert run.problems.filter(code="ICO_PADDED").count() == 4


def test_two_rows_that_contradict_each_other_are_settled_alike_in_any_order(
    compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    row = features(bbsk_rows)[0]
    other = row | {"Kapacita": 80}
    for rows in ([row, other], [other, row]):
        run = compare("bbsk", layer(rows))
        assert (run.count("new"), run.count("rejected")) == (1, 1)
        (change,) = _changes(run)
        assert {each.field: each.new for each in change.fields}["capacities"][0]["count"] == 50
        assert run.problems.get(weight="REJECTED").code == "DOUBLED_KEY"


def _changes(run: Any) -> list[Any]:
    from catalogue import intake

    return list(intake.changes(run.batch_id))


@pytest.mark.parametrize(
    ("change", "weight", "code"),
    [
        ({"IČO": "00320481"}, "REJECTED", "ICO"),
        ({"IČO": None}, "REJECTED", "MISSING"),
        ({"Obchodné_meno": " "}, "REJECTED", "MISSING"),
        ({"Druh_poskytovanej_sociálnej_slu": "veštiareň", "Cieľova_skupina_fyzických_osôb_": ""}, "REJECTED", "KIND"),
        ({"Druh_poskytovanej_sociálnej_slu": "komunitne centrum obce"}, "MENDED", "KIND_BY_PARAGRAPH"),
        ({"Forma_poskytovanej_sociálnej_sl": "lietajúca"}, "REJECTED", "FORM"),
        ({"Obec_sociálnej_služby": "Nikdehora"}, "REJECTED", "MUNICIPALITY"),
        (
            {"Obec_sociálnej_služby": "Porúbka", "Okres_sociálnej_služby": None, "PSČ_sociálnej_služby": None},
            "REJECTED",
            "SEVERAL_MUNICIPALITIES",
        ),
        ({"Typ_poskytovateľa": "záhadný"}, "LEFT_OUT", "PROVIDER_TYPE"),
        ({"Kapacita": "veľa"}, "LEFT_OUT", "NUMBER"),
        ({"Webová_adresa": "javascript:alert(1)"}, "LEFT_OUT", "WEB"),
        ({"PSČ_sociálnej_služby": "12"}, "LEFT_OUT", "POSTCODE"),
        ({"Telefón_sociálnej_služby": "zajtra"}, "LEFT_OUT", "PHONE"),
        ({"Email_sociálnej_služby": "nemáme"}, "LEFT_OUT", "EMAIL"),
        ({"Obchodné_meno": "x" * 400}, "REJECTED", "LONG"),
    ],
)
def test_what_does_not_fit_is_told_in_its_row(
    change: dict[str, Any], weight: str, code: str, compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    good, row = features(bbsk_rows)[4], features(bbsk_rows)[0]
    run = compare("bbsk", layer([good, row | change]))
    assert (2, weight, code) in problems(run)
    assert run.count("new") == (1 if weight == "REJECTED" else 2)


def test_entry_that_is_no_record_is_rejected(compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    content = json.loads(bbsk_rows)
    content["features"].append("nothing")
    run = compare("bbsk", json.dumps(content).encode())
    assert (8, "REJECTED", "NOT_AN_OBJECT") in problems(run)


def test_part_of_a_shifted_table_is_rejected_row_by_row(compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    content = as_csv(features(bbsk_rows)) + b"a,b\n"
    run = compare("bbsk", content)
    assert (run.count("new"), run.count("rejected")) == (5, 1)
    assert (9, "REJECTED", "SHIFTED") in problems(run)


@pytest.mark.parametrize(
    "reworded",
    [
        {"Druh_poskytovanej_sociálnej_slu": "seniorský domov pre obec"},
        {"Druh_poskytovanej_sociálnej_slu": "ZARIADENIE  pre seniorov"},
        {"Forma_poskytovanej_sociálnej_sl": "Pobytová (celoročná)"},
        {"Forma_poskytovanej_sociálnej_sl": "pobytova"},
        {"Okres_sociálnej_služby": "Zvolen"},
        {"Obec_sociálnej_služby": "OCOVA"},
    ],
)
def test_wording_and_spelling_make_no_other_service(
    reworded: dict[str, Any], bring_in: Callable[..., Any], compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows)
    rows = features(bbsk_rows)
    (home,) = [row for row in rows if "Dolinka" in str(row["Ulica_sociálnej_služby"])]
    home |= reworded
    run = compare("bbsk", layer(rows), is_whole=True)
    assert (run.count("unchanged"), run.count("new"), run.count("ended")) == (5, 0, 0)


def test_stay_for_the_week_is_another_service_than_one_for_the_year(
    compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    (home,) = [row for row in features(bbsk_rows) if "Dolinka" in str(row["Ulica_sociálnej_služby"])]
    weekly = home | {"Forma_poskytovanej_sociálnej_sl": "pobytová - týždenná"}
    run = compare("bbsk", layer([home, weekly]))
    assert (run.count("new"), run.count("rejected")) == (2, 0)


@pytest.mark.parametrize(
    "mistyped",
    [
        {"Obec_sociálnej_služby": "Nikdehora"},
        {"Okres_sociálnej_služby": "Okres Nikde"},
        {"Druh_poskytovanej_sociálnej_slu": "veštiareň", "Cieľova_skupina_fyzických_osôb_": ""},
        {"Forma_poskytovanej_sociálnej_sl": "lietajúca"},
        {"IČO": "00320481"},
        {"Obchodné_meno": "", "Ulica_sociálnej_služby": "Iná 1"},
    ],
)
def test_rejected_row_never_ends_the_service_it_may_belong_to(
    mistyped: dict[str, Any], bring_in: Callable[..., Any], bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows)
    rows = features(bbsk_rows)
    (home,) = [row for row in rows if "Dolinka" in str(row["Ulica_sociálnej_služby"])]
    home |= mistyped
    run = bring_in("bbsk", layer(rows), is_whole=True)
    assert (run.count("rejected_rows"), run.count("kept"), run.count("ended")) == (1, 1, 0)
    assert services()["Domov seniorov Dolinka/RESIDENTIAL"].ended_on is None


def test_services_of_others_end_although_a_row_was_rejected(bring_in: Callable[..., Any], bbsk_rows: bytes) -> None:
    bring_in("bbsk", bbsk_rows)
    rows = [row for row in features(bbsk_rows) if "Symbia" not in str(row["Ulica_sociálnej_služby"])]
    (home,) = [row for row in rows if "Dolinka" in str(row["Ulica_sociálnej_služby"])]
    home |= {"Obec_sociálnej_služby": "Nikdehora"}
    run = bring_in("bbsk", layer(rows), is_whole=True)
    assert (run.count("kept"), run.count("ended")) == (1, 1)
    assert services()["Symbia/AMBULATORY"].ended_on is not None


def test_row_of_which_nothing_can_be_read_ends_nothing_and_the_page_says_so(
    bring_in: Callable[..., Any], compare: Callable[..., Any], browse: Any, region: Any, person: Any, bbsk_rows: bytes
) -> None:
    bring_in("bbsk", bbsk_rows)
    run = compare("bbsk", as_csv(features(bbsk_rows)[1:2]) + b"a,b\n", is_whole=True)
    assert (run.count("kept"), run.count("ended")) == (4, 0)
    page = browse(region, person("DATA_STEWARD", at=region)).get(f"/imports/{run.pk}/").content.decode()
    notice = page.index("1 riadok bol odmietnutý")
    assert notice < page.index("Takto ostanú bez zmeny 4 služby, ktoré súbor nemenuje.") < page.index(">Prijať")


def hidden(row: dict[str, Any], **said: Any) -> dict[str, Any]:
    """Emergency housing whose address stands in the layer by mistake, with a postcode that cannot be read."""
    secret = {
        "Druh_poskytovanej_sociálnej_slu": "zariadenie núdzového bývania",
        "Cieľova_skupina_fyzických_osôb_": "§29 ods. 1 zákona č. 448/2008 Z. z.",
        "Ulica_sociálnej_služby": "Utajený dom, Tajná 7",
        "PSČ_sociálnej_služby": "9x9x9",
        "Obec_sociálnej_služby": "Očová",
        "Okres_sociálnej_služby": "Okres Zvolen",
    }
    return row | secret | said


def told(run: Any) -> str:
    return json.dumps(list(run.problems.values("value", "facts", "sent")), ensure_ascii=False)


def test_kind_that_may_hide_arrives_unpublished_and_no_finding_tells_its_address(
    bring_in: Callable[..., Any], bbsk_rows: bytes
) -> None:
    from catalogue.models import Service

    rows = features(bbsk_rows)
    run = bring_in("bbsk", layer([rows[0], hidden(rows[0])]))
    assert Service.objects.get(kind_id="SK448-29").is_published is False
    assert [word for word in ("Tajná", "9x9x9", "Utajený") if word in told(run)] == []
    assert "NAME_FROM_STREET" in [code for _row, _weight, code in problems(run)]  # of the open row


@pytest.mark.parametrize("said", [{"IČO": "12"}, {"IČO": "12", "Druh_poskytovanej_sociálnej_slu": "bývanie"}])
def test_rejected_row_that_may_hide_its_address_goes_back_without_it(
    said: dict[str, Any], compare: Callable[..., Any], bbsk_rows: bytes
) -> None:
    rows = features(bbsk_rows)
    run = compare("bbsk", layer([rows[0], hidden(rows[0], **said), rows[0] | {"IČO": "12"}]))
    assert [word for word in ("Tajná", "9x9x9", "Utajený") if word in told(run)] == []
    assert "Baďan 61" in told(run)  # of the open one that is rejected too


def test_formula_in_a_hidden_street_is_not_told(compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    rows = features(bbsk_rows)
    street = next(name for name in rows[0] if "lica" in name)
    told_rows = [rows[0], hidden(rows[0], **{street: "=Tajná 9"}), rows[1] | {street: "=Otvorená 1"}]
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]), delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(told_rows)
    run = compare("bbsk", table.getvalue().encode())
    assert "FORMULA" in [code for _row, _weight, code in problems(run)]
    assert "Tajná" not in told(run)
    assert "=Otvorená 1" in told(run)


def test_rejected_rows_go_back_in_the_senders_columns_and_order(compare: Callable[..., Any], bbsk_rows: bytes) -> None:
    from imports.reports import rejected_file

    rows = features(bbsk_rows)
    run = compare("bbsk", layer([rows[0], rows[1] | {"IČO": "12"}]))
    head = rejected_file(run, "csv").decode("utf-8-sig").splitlines()[0].split(";")
    assert head[1:-1] == list(rows[1])
