"""A small table of numbers from a CSV, an XLSX or the clipboard: words above the columns, then rows, all as text."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _

from kernel.files import check_kind, check_size
from planning.structure.errors import PlanRefused

LARGEST = 2 * 1024 * 1024
UNPACKED = 30 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 200, 12, 200
UNKNOWN = {"", "-", "–", "—", ".", "x", "X"}
BROKEN = (zipfile.BadZipFile, SyntaxError, KeyError, ValueError, TypeError, IndexError, OSError, AttributeError)


@dataclass(frozen=True, slots=True)
class Table:
    """The first column names the rows; the others hold numbers or words."""

    heads: list[str]
    rows: list[list[str]]

    @property
    def numeric(self) -> list[int]:
        """The columns, without the first, in which every cell is a number or not known, and one at least is known."""
        return [column for column in range(1, len(self.heads)) if self._is_numeric(column)]

    def _is_numeric(self, column: int) -> bool:
        cells = [row[column] for row in self.rows]
        known = [cell for cell in cells if cell.strip() not in UNKNOWN]
        return bool(known) and all(number_in(cell) is not None for cell in known)


def read_file(file: IO[bytes] | Any) -> Table:
    """The first sheet of a workbook, or a CSV in UTF-8 or in the code page of Windows."""
    check_size(file, LARGEST)
    if check_kind(file, ("xlsx", "text")) == "xlsx":
        return _table(_rows_of_workbook(file))
    return read_text(_decoded(file.read()))


def read_text(text: str) -> Table:
    """Rows in lines; cells between tabs, semicolons or commas, whichever stands in the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = next((sign for sign in "\t;," if sign in first), ";")
    try:
        return _table([list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign)])
    except csv.Error as wrong:
        raise PlanRefused(_("This file cannot be read as a table.")) from wrong


def number_in(cell: str) -> Decimal | None:
    """1 250,5 and 1250.5 and 12 % are numbers; everything else is not."""
    plain = "".join(cell.split()).removesuffix("%").replace(",", ".").replace("−", "-")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 15 else None


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1250", errors="replace")


def _rows_of_workbook(file: Any) -> list[list[str]]:
    """Values only; what a formula last came to is what its cell shows."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED:
                raise PlanRefused(_("The workbook is too large when it is unpacked."))
        file.seek(0)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        limits = {"max_col": MOST_COLUMNS + 1, "max_row": MOST_ROWS * 2}
        return [[_text_of(cell) for cell in row] for row in sheet.iter_rows(values_only=True, **limits)]
    except BROKEN as broken:
        raise PlanRefused(_("This file cannot be read as a table.")) from broken


def _text_of(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime() | date():
            return f"{value.day}. {value.month}. {value.year}"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return str(round(value, 6)).replace(".", ",")
        case _:
            return str(value)


def _table(lines: list[list[str]]) -> Table:
    if any("\0" in cell for line in lines for cell in line):
        raise PlanRefused(_("This file cannot be read as a table."))
    rows = [[" ".join(cell.split())[:LONGEST_CELL] for cell in line] for line in lines if any(map(str.strip, line))]
    width = max((_width(row) for row in rows), default=0)
    if len(rows) < 2 or width < 2:
        raise PlanRefused(_("The table needs words above its columns, at least one row below them and two columns."))
    if len(rows) > MOST_ROWS + 1 or width > MOST_COLUMNS:
        raise PlanRefused(
            _("The table is too large: at most %(rows)s rows and %(columns)s columns fit on a page.")
            % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        )
    even = [(row + [""] * width)[:width] for row in rows]
    for number, (head, *cells) in enumerate(zip(*even, strict=True), 1):
        if number > 1 and not head and any(cells):
            raise PlanRefused(_("Column %(number)s has no words above it.") % {"number": number})
    return Table(even[0], even[1:])


def _width(row: list[str]) -> int:
    """How far a row is written; empty cells at its end do not count."""
    return max((place for place, cell in enumerate(row, 1) if cell), default=0)
