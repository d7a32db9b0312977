"""From the bytes of a workbook or a CSV to rows of plain texts under our columns; refuses what is no plan."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from kernel.files import WrongFile, check_size, kind_of
from kernel.text import fold
from planning.structure.workbook.columns import COLUMNS, known_headings

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 3000
LOOK_FOR_HEADINGS = 15  # rows from the top
WIDEST = 100  # columns
LONGEST = 100_000  # letters of one cell

Row = dict[str, str]


def read_rows(file: IO[bytes] | Any) -> list[Row]:
    """Each row has `line` (as the spreadsheet counts them) and the columns that the file holds."""
    check_size(file, LARGEST)
    kind = kind_of(file)
    calls_itself_a_workbook = str(getattr(file, "name", "")).lower().endswith((".xlsx", ".xls", ".ods"))
    if kind not in {"xlsx", "text"} or (kind == "text" and calls_itself_a_workbook):
        raise WrongFile(_("This file is no spreadsheet. Send an XLSX or a CSV."))
    lines = _of_workbook(file) if kind == "xlsx" else _of_csv(file)
    numbered = enumerate(lines, 1)
    columns = _headings(numbered)
    rows = []
    for line, cells in numbered:
        row = {name: cells[place] for place, name in columns.items() if place < len(cells)}
        if any(row.values()):
            rows.append({"line": str(line), **row})
        if len(rows) > MOST_ROWS:
            raise WrongFile(_("The file has more than %(most)s rows.") % {"most": MOST_ROWS})
    if not rows:
        raise WrongFile(_("Below the headings there is no row."))
    return rows


def _headings(numbered: Iterable[tuple[int, list[str]]]) -> dict[int, str]:
    """Place → column; the row of headings is the first one that holds a title."""
    known = known_headings()
    for line, cells in numbered:
        found: dict[str, int] = {}
        for place, cell in enumerate(cells):
            if name := known.get(fold(cell)):
                found.setdefault(name, place)
        if "title" in found:
            return {place: name for name, place in found.items()}
        if line >= LOOK_FOR_HEADINGS:
            break
    raise WrongFile(
        _("No row of headings was found. The file needs at least the columns %(columns)s.")
        % {"columns": f"„{COLUMNS['level']}“, „{COLUMNS['title']}“"}
    )


def _of_workbook(file: IO[bytes] | Any) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise WrongFile(_("The file is too large when it is unpacked."))
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        yield from ([_text(cell) for cell in row[:WIDEST]] for row in sheet.iter_rows(values_only=True))
    except WrongFile:
        raise
    except Exception as broken:
        raise WrongFile(_("The file cannot be read as a workbook. Save it again as XLSX.")) from broken


def _of_csv(file: IO[bytes] | Any) -> Iterator[list[str]]:
    raw = file.read()
    if b"\x00" in raw:
        raise WrongFile(_("The letters of the file cannot be read. Save it as CSV in UTF-8."))
    text = _decoded(raw)
    delimiter = max(";,\t", key=text.split("\n", 1)[0].count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=None), delimiter=delimiter):
            if any(len(cell) > LONGEST for cell in cells):
                raise WrongFile(_("A cell of the file is too long."))
            yield [_unquoted(cell) for cell in cells[:WIDEST]]
    except csv.Error as broken:
        raise WrongFile(_("The file cannot be read as CSV. Save it again as XLSX.")) from broken


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongFile(_("The letters of the file cannot be read. Save it as CSV in UTF-8."))


def _unquoted(cell: str) -> str:
    """Our own files keep a text that begins like a formula behind an apostrophe."""
    clean = cell.strip()
    return clean[1:] if clean.startswith("'") and clean[1:2] in {"=", "+", "-", "@"} else clean


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).replace("_x000D_", "").strip()
