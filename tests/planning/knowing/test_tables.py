"""Small tables of numbers: from a CSV, a workbook or the clipboard."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook

from kernel.errors import DomainError
from planning.knowing.tables import MOST_ROWS, Table, number_in, read_file, read_text

NUMBERS = Table(["Rok", "Ľudia 65+"], [["2023", "1 250"], ["2024", "1 301"]])


def upload(content: bytes, name: str = "t.csv") -> Any:
    return SimpleUploadedFile(name, content)


def workbook(*rows: list[Any]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("sign", [";", "\t", ","])
def test_a_csv_is_read_whatever_its_letters_and_its_sign(encoding: str, sign: str) -> None:
    text = "\r\n".join(sign.join(row) for row in [NUMBERS.heads, *NUMBERS.rows])
    assert read_file(upload(text.encode(encoding))) == NUMBERS


def test_empty_rows_and_columns_are_left_out_and_short_rows_filled() -> None:
    assert read_text("\n;;\nRok;Počet;\n\n2023;5;\n2024\n") == Table(["Rok", "Počet"], [["2023", "5"], ["2024", ""]])


def test_a_workbook_gives_its_first_sheet_as_it_is_seen() -> None:
    file = workbook(["Obec", "Podiel", "Ľudia"], ["Alfa", 12.5, 250], ["Beta", None, "–"])
    assert read_file(upload(file, "t.xlsx")) == Table(
        ["Obec", "Podiel", "Ľudia"], [["Alfa", "12,5", "250"], ["Beta", "", "–"]]
    )


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01", b"PK\x03\x04 broken", b"%PDF-1.7\n", b"only one line;x", b"one\ncolumn\n",
        b"a;b\n" * (MOST_ROWS + 2), b";".join([b"a"] * 13) + b"\n" + b";".join([b"1"] * 13),
    ],
)  # fmt: skip
def test_what_is_no_small_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(DomainError):
        read_file(upload(content))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1 250,5", Decimal("1250.5")), ("12 %", Decimal(12)), ("−3", Decimal(-3)), ("0", Decimal(0)),
        ("1\N{NO-BREAK SPACE}000", Decimal(1000)), ("", None), ("–", None), ("Alfa", None), ("NaN", None),
        ("1e99", None),
    ],
)  # fmt: skip
def test_numbers_are_told_from_words(cell: str, number: Decimal | None) -> None:
    assert number_in(cell) == number


def test_a_column_is_of_numbers_when_all_that_is_known_in_it_is() -> None:
    rows = [["2023", "5", "–", "1"], ["2024", "", "", "veľa"]]
    assert Table(["Rok", "a", "b", "c"], rows).numeric == [1]


def test_a_file_with_a_nought_byte_further_on_is_no_table() -> None:
    rows = "".join(f"{2000 + n};{n}\n" for n in range(100))
    with pytest.raises(DomainError):
        read_file(upload(f"Rok;Počet\n{rows}2101;\0\n".encode()))


@pytest.mark.parametrize("text", ["Rok;Počet\n2023;5;7\n2024;6\n", "Rok;Počet;;Muži\n2023;5;7;1\n"])
def test_a_column_without_words_above_it_is_refused_by_its_number(text: str) -> None:
    with translation.override("en"), pytest.raises(DomainError, match=r"Column 3 has no words above it\."):
        read_text(text)


def test_the_column_that_names_the_rows_needs_no_words() -> None:
    assert read_text(";Počet\n2023;5\n").heads == ["", "Počet"]
