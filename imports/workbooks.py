"""Tables as files that a spreadsheet program opens; nothing in them is ever a formula."""

import csv
import io
from typing import Any

import tablib
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_000
ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))


def xlsx_bytes(table: tablib.Dataset) -> bytes:
    """An XLSX workbook of one sheet whose first row stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet((table.title or "Opora")[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_text_cell(sheet, head, bold=True) for head in table.headers or []])
    for row in table:
        sheet.append([_text_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """Numbers stay numbers; whatever else is text, also when it begins like a formula."""
    if value is None or isinstance(value, (int, float)):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, str(value).translate(ILLEGAL)[:LONGEST_CELL])
    if cell.data_type != "s":
        cell.data_type = "s"
    if str(value).startswith(FORMULA_SIGNS):
        cell.quotePrefix = True
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)
    return cell


def csv_bytes(table: tablib.Dataset) -> bytes:
    """A CSV that Excel opens with its letters right; an apostrophe keeps texts that begin like a formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_plain(head) for head in table.headers or []])
    writer.writerows([_plain(value) for value in row] for row in table)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return "" if value is None else value
