"""Lists as files: nothing in them is a formula, numbers stay numbers, and the length of a list costs no memory."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from kernel import exports

EVIL = ["=1+1", "+421 900", "-5", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")', "https://example.org", "00313271"]


def cells(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows()]


def lines(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    (cell,) = cells(exports.xlsx_bytes(["A"], [[text]]))[1]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert bool(cell.quotePrefix) is text.startswith(exports.FORMULA_SIGNS)


@pytest.mark.parametrize("text", EVIL)
def test_csv_keeps_what_looks_like_a_formula_as_a_text(text: str) -> None:
    (kept,) = lines(exports.csv_bytes(["A"], [[text]]))[1]
    assert not kept.startswith(exports.FORMULA_SIGNS) or exports.TELEPHONE.fullmatch(text)
    assert kept.removeprefix("'") == text


def test_a_telephone_number_is_given_as_it_is_dialled() -> None:
    assert lines(exports.csv_bytes(["A", "B"], [["+421905123456", "+421905123456*2"]]))[1] == [
        "+421905123456",
        "'+421905123456*2",
    ]


def test_numbers_stay_numbers_and_days_are_written_as_iso_writes_them() -> None:
    translation.activate("sk")
    row = [12, 1.5, None, date(2026, 3, 2), datetime(2026, 3, 2, 9, 0, tzinfo=UTC), ["a", "b"], True]
    assert [cell.value for cell in cells(exports.xlsx_bytes(list("ABCDEFG"), [row]))[1]] == [
        12, 1.5, None, "2026-03-02", "2026-03-02 10:00", "a\nb", "áno",
    ]  # fmt: skip
    assert lines(exports.csv_bytes(list("ABCDEF"), [row[:6]]))[1] == [
        "12", "1.5", "", "2026-03-02", "2026-03-02 10:00", "a\nb",
    ]  # fmt: skip


def test_signs_that_a_workbook_cannot_hold_are_left_out() -> None:
    content = exports.xlsx_bytes(["A"], [["a\x00b\x0bc\nd"], ["x" * 40_000]], title="[Zlé]: *?/\\ meno" + "x" * 40)
    rows = cells(content)
    assert rows[1][0].value == "abc\nd"
    assert len(str(rows[2][0].value)) == exports.LONGEST_CELL


def test_heads_are_held_to_the_same() -> None:
    assert cells(exports.xlsx_bytes(["=A1"], []))[0][0].data_type == "s"
    assert lines(exports.csv_bytes(["=A1"], [])) == [["'=A1"]]


def _rows(count: int) -> Iterator[list[str]]:
    for number in range(count):
        yield [f"Služba číslo {number}", "Opis " * 20, "+421905123456"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_long_list_takes_no_more_memory_than_a_short_one(ending: str, tmp_path: Any) -> None:
    peaks = []
    for count in (500, 5000):
        tracemalloc.start()
        with (tmp_path / f"{count}.{ending}").open("wb") as file:
            assert exports.write_into(file, ending, ["A", "B", "C"], _rows(count), title="Zoznam") == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 200_000


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_download_bears_its_name_and_is_not_kept_between(ending: str) -> None:
    response = exports.answer(ending, ["A"], [["x"]], title="Sociálne služby")
    assert response["Content-Disposition"] == f'attachment; filename="socialne-sluzby.{ending}"'
    assert response["Content-Type"] == exports.TYPES[ending]
    assert response["Cache-Control"] == "no-store"
    assert b"".join(response.streaming_content)  # type: ignore[attr-defined]
    response.close()
