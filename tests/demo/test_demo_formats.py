"""The generated files have the publishers' own formats, to the last key."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import tablib

DATA = Path(__file__).resolve().parents[2] / "deploy" / "demo" / "data"


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def shape(value: Any) -> Any:
    """The keys of a document, without its values; an empty list or a null says nothing of what may stand there."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list) and value:
        return [shape(value[0])]
    return None


def fits(found: Any, published: Any) -> bool:
    """The found shape has the same keys as the published one wherever both say something."""
    if isinstance(found, dict) and isinstance(published, dict):
        return list(found) == list(published) and all(fits(found[name], published[name]) for name in found)
    if isinstance(found, list) and isinstance(published, list):
        return fits(found[0], published[0])
    return True


def test_the_same_seed_gives_the_same_bytes(generated, files):
    for region, folder in files.items():
        assert digests(generated(region)) == digests(folder)


def test_another_seed_gives_another_region(generated, files):
    for region, folder in files.items():
        other = digests(generated(region, "--seed", "7"))
        assert other.keys() == digests(folder).keys()
        assert all(other[name] != digest for name, digest in digests(folder).items())


def test_layer_has_the_headers_of_the_real_one_cut_to_31_characters(layer):
    real = json.loads((DATA / "bbsk_real_rows.json").read_text(encoding="utf-8"))["features"]
    headers = [*real[0]["properties"], "Email_sociálnej_služby", "Telefón_sociálnej_služby"]
    assert all(list(row) == headers for row in layer)
    assert max(len(header) for header in headers) == 31


def test_layer_says_the_same_as_geojson_csv_and_workbook(files, layer):
    text = (files["sk"] / "bbsk.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    workbook = tablib.Dataset().load((files["sk"] / "bbsk.xlsx").read_bytes(), format="xlsx").dict
    written = [{name: "" if value is None else str(value) for name, value in row.items()} for row in layer]
    assert lines == written
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in workbook] == written


def test_register_has_every_key_of_the_published_services(register):
    published = [
        shape(item) for item in json.loads((DATA / "rpss_real_services.json").read_text(encoding="utf-8"))["polozky"]
    ]
    for item in register:
        assert all(fits(shape(item), real) for real in published), item["portalId"]


def test_real_services_stand_in_the_files_unchanged(layer, register):
    real_items = json.loads((DATA / "rpss_real_services.json").read_text(encoding="utf-8"))["polozky"]
    assert [item for item in register if item["portalId"] < 900_000] == real_items
    real_rows = json.loads((DATA / "bbsk_real_rows.json").read_text(encoding="utf-8"))["features"]
    assert len(real_rows) == 7
    for real in real_rows:
        assert any(real["properties"].items() <= row.items() for row in layer)


def test_codes_of_the_register_are_in_its_code_lists(register):
    from forge.kinds import load_kinds

    kinds = {kind.register for kind in load_kinds("cz")}
    assert {item["druhSocialniSluzby"]["id"] for item in register} == kinds
    forms = {form["forma"]["id"] for item in register for form in item["formy"]}
    assert forms == {"FormaSocSluzby/amb", "FormaSocSluzby/ter", "FormaSocSluzby/pob"}
    groups = {group["cilovaSkupina"]["id"] for item in register for group in item["ciloveSkupiny"]}
    assert groups <= {f"CilovaSkupinaOsoby/{number}" for number in range(1, 28)}
    units = {unit["typ"]["id"] for item in register for form in item["formy"] for unit in form["kapacity"]}
    assert {unit.rpartition("/")[2] for unit in units} == {"klient", "kontakt", "interv", "luzka", "hovor"}


def test_sheet_has_the_documented_columns_in_the_language_of_the_region(files):
    from forge.sheet import FIELDS, HEADERS

    readme = (DATA.parent / "README.md").read_text(encoding="utf-8")
    for region, folder in files.items():
        table = tablib.Dataset().load((folder / f"descriptions-{region}.xlsx").read_bytes(), format="xlsx")
        assert table.headers == HEADERS[region]
        assert len(table.headers) == len(FIELDS) == 29
    for field in FIELDS:
        assert field in readme or field.startswith("hours_")
