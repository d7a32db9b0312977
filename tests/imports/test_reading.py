"""What a file is and what stands in it, whatever its name and its making."""

from datetime import date
from pathlib import Path

import pytest
from support.sheets import ods, xlsx

from imports.reading.cells import NoValue
from imports.reading.metering import Meter
from imports.reading.recognising import FileKind, recognise
from imports.reading.tables import Column, Row, find_column, table_rows
from imports.reading.texts import delimiter_of, encoding_of

COLUMNS = (Column("name", ("Názov", "Name"), required=True), Column("town", ("Obec",)), Column("count", ("Počet",)))
TEXT = "Názov;Obec;Počet\nŠťastný ľad – žriedlo;Žiar nad Hronom;3\n"


def rows(tmp_path: Path, content: bytes) -> list[Row]:
    path = tmp_path / "whatever.dat"
    path.write_bytes(content)
    with Meter(path) as file:
        return list(table_rows(path, file, recognise(path, limit=10**9), COLUMNS))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "iso-8859-2", "utf-16"])
def test_letters_are_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = TEXT.replace("–", "-") if encoding == "iso-8859-2" else TEXT
    found = rows(tmp_path, text.encode(encoding))
    assert [row.cells["town"] for row in found] == ["Žiar nad Hronom"]
    assert found[0].cells["name"].startswith("Šťastný ľad")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("ťažký ľad", "cp1250"),
        ("Šaľa", "cp1250"),
        ("Šaľa", "iso-8859-2"),
        ("ťažký ľad", "iso-8859-2"),
        ("áéí", "cp1250"),
    ],
)
def test_windows_and_iso_letters_are_told_apart(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    assert path.read_bytes().decode(encoding_of(path)) == text


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_delimiter_is_told_by_the_lines(sign: str) -> None:
    assert delimiter_of(f'a{sign}b{sign}c\n1{sign}"x;,;,;,y"{sign}3\n') == sign


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        xlsx(["Názov", "Obec", "Počet"], ["Šťastný ľad – žriedlo", "Žiar nad Hronom", 3]),
        ods(["Názov", "Obec", "Počet"], ["Šťastný ľad – žriedlo", "Žiar nad Hronom", 3]),
    ],
    ids=["csv", "xlsx", "ods"],
)
def test_same_table_reads_the_same_from_each_format(tmp_path: Path, content: bytes) -> None:
    (row,) = rows(tmp_path, content)
    assert (row.number, row.cells["name"], row.cells["town"]) == (2, "Šťastný ľad – žriedlo", "Žiar nad Hronom")
    assert int(float(row.cells["count"])) == 3


def test_name_of_the_file_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(b'{"type": "FeatureCollection", "features": []}')
    assert recognise(path, limit=1000) == FileKind.GEOJSON


def test_titles_above_the_head_are_passed_over(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, b"Zoznam sluzieb;;\n;;\n" + TEXT.encode())
    assert row.number == 4


def test_second_sheet_is_read_when_the_first_has_no_head(tmp_path: Path) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(xlsx(["Poznámky"], ["nič"])))
    second = book.create_sheet("Údaje")
    second.append(["Názov", "Obec"])
    second.append(["Dom", "Zvolen"])
    file = io.BytesIO()
    book.save(file)
    (row,) = rows(tmp_path, file.getvalue())
    assert row.cells["town"] == "Zvolen"


def test_cut_head_is_recognised() -> None:
    columns = (Column("kind", ("Druh poskytovanej sociálnej služby",)),)
    assert find_column("Druh_poskytovanej_sociálnej_slu", columns) == columns[0]
    assert find_column("Druh", columns) is None


def test_formula_is_never_a_value(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, xlsx(["Názov", "Obec"], ["=1+1", "Zvolen"]))
    assert row.cells["name"] == NoValue("=1+1", "FORMULA")
    (row,) = rows(tmp_path, b'N\xc3\xa1zov;Obec\n"=HYPERLINK(1)";Zvolen\n')
    assert row.cells["name"] == NoValue("=HYPERLINK(1)", "FORMULA")


def test_date_cells_stay_dates(tmp_path: Path) -> None:
    from datetime import datetime

    (row,) = rows(tmp_path, xlsx(["Názov", "Počet"], ["Dom", datetime(2026, 3, 1)]))  # noqa: DTZ001 - as a cell holds it
    assert row.cells["count"].date() == date(2026, 3, 1)


def test_row_with_shifted_cells_is_marked(tmp_path: Path) -> None:
    from imports.reading.tables import SHIFTED

    found = rows(tmp_path, TEXT.encode() + b"Dom;Zvolen;3;navyse\nDom;Zvolen\nDom;Zvolen;4\n")
    assert [SHIFTED in row.cells for row in found] == [False, True, True, False]


def test_sheet_whose_formatting_runs_on_for_ever_ends(tmp_path: Path) -> None:
    content = xlsx(["Názov", "Obec"], ["Dom", "Zvolen"], *[[None, None]] * 3000, ["Koniec", "Zvolen"])
    assert [row.cells["name"] for row in rows(tmp_path, content)] == ["Dom"]
