"""Tables of this room's spreadsheet library as files; the writing itself is the kernel's."""

import tablib

from kernel import exports


def xlsx_bytes(table: tablib.Dataset) -> bytes:
    """An XLSX workbook of one sheet whose first row stays in sight."""
    return exports.xlsx_bytes(list(table.headers or []), table, title=table.title or "")


def csv_bytes(table: tablib.Dataset) -> bytes:
    """A CSV that Excel opens with its letters right."""
    return exports.csv_bytes(list(table.headers or []), table)
