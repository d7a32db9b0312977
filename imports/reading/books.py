"""Workbooks: the lines of each visible sheet, without evaluating anything in them."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any, BinaryIO

import openpyxl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from imports.reading.cells import Line, NoValue
from imports.reading.merging import Merge, merges_of_part
from imports.reasons import BrokenFile

WIDEST = 300
BLANK_TAIL = 2000  # a sheet whose formatting runs on for ever ends after so many empty lines
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
BROKEN = (
    zipfile.BadZipFile,
    SyntaxError,  # what every XML parser calls a broken document
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    OSError,
    AttributeError,
)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, its lines, and a way to ask which of its cells are merged."""

    name: str
    lines: Iterator[Line]
    merges: Callable[[], list[Merge]]


def xlsx_sheets(file: BinaryIO) -> Iterator[Iterator[Line]]:
    """The visible sheets of an XLSX workbook, each as its lines."""
    return (sheet.lines for sheet in xlsx_book(file))


def xlsx_book(file: BinaryIO) -> Iterator[Sheet]:
    """The visible sheets of an XLSX workbook."""
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except BROKEN as broken:
        raise BrokenFile("BROKEN_BOOK") from broken
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            merges = partial(merges_of_part, file, getattr(sheet, "_worksheet_path", ""))
            yield Sheet(sheet.title, _guarded(_xlsx_lines(sheet)), merges)


def _xlsx_lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=WIDEST), start=1):
        yield Line(number, [_xlsx_value(cell) for cell in row])


def _xlsx_value(cell: Any) -> Any:
    kind = getattr(cell, "data_type", "")
    if kind == "f":
        return NoValue(str(cell.value), "FORMULA")
    if kind == "e":
        return NoValue(str(cell.value), "CELL_ERROR")
    return cell.value


def ods_sheets(file: BinaryIO) -> Iterator[Iterator[Line]]:
    """The sheets of an ODS workbook, each as its lines."""
    return (sheet.lines for sheet in ods_book(file))


def ods_book(file: BinaryIO) -> Iterator[Sheet]:
    """The sheets of an ODS workbook."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open("content.xml") as content:
            tables = _ods_tables(content)
    except BROKEN as broken:
        raise BrokenFile("BROKEN_BOOK") from broken
    for name, lines, merges in tables:
        yield Sheet(name, iter(lines), lambda found=merges: found)  # type: ignore[misc]


def _ods_tables(content: Any) -> list[tuple[str, list[Line], list[Merge]]]:
    tables: list[tuple[str, list[Line], list[Merge]]] = []
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        if event == "start" and element.tag == f"{TABLE}table":
            tables.append((element.get(f"{TABLE}name", ""), [], []))
            number = 0
        elif event == "end" and element.tag == f"{TABLE}table-row" and tables:
            repeated = _repeated(element, "rows")
            cells = _ods_cells(element)
            if any(cell is not None for cell in cells):
                tables[-1][1].extend(Line(number + step, cells) for step in range(1, min(repeated, 100) + 1))
                tables[-1][2].extend(_ods_merges(element, number + 1))
            number += repeated
            element.clear()
    return tables


def _ods_merges(row: Any, number: int) -> Iterator[Merge]:
    column = 1
    for cell in row:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        wide = int(cell.get(f"{TABLE}number-columns-spanned", "1"))
        high = int(cell.get(f"{TABLE}number-rows-spanned", "1"))
        if wide > 1 or high > 1:
            yield Merge(number, column, number + high - 1, min(column + wide - 1, WIDEST))
        column += _repeated(cell, "columns")


def _ods_cells(row: Any) -> list[Any]:
    cells: list[Any] = []
    for cell in row:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        cells.extend([_ods_value(cell)] * min(_repeated(cell, "columns"), WIDEST - len(cells)))
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _repeated(element: Any, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated", "1")))


def _ods_value(cell: Any) -> Any:
    if cell.get(f"{TABLE}formula"):
        return NoValue(cell.get(f"{TABLE}formula"), "FORMULA")
    kind = cell.get(f"{OFFICE}value-type")
    if kind == "date":
        return date.fromisoformat(cell.get(f"{OFFICE}date-value")[:10])
    if kind in {"float", "currency", "percentage"}:
        return float(cell.get(f"{OFFICE}value"))
    paragraphs = ["".join(part.itertext()) for part in cell.iter(f"{TEXT}p")]
    return "\n".join(paragraphs) or None


def _guarded(lines: Iterator[Line]) -> Iterator[Line]:
    """Ends a sheet after a long run of empty lines, and turns what the library trips over into one clear refusal."""
    blank = 0
    try:
        for line in lines:
            blank = blank + 1 if line.is_blank else 0
            if blank > BLANK_TAIL:
                return
            yield line
    except BROKEN as broken:
        raise BrokenFile("BROKEN_BOOK") from broken


def plain(value: Any) -> Any:
    """A cell as JSON can keep it."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, NoValue) else value
