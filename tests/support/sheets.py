"""Spreadsheets as programs save them, for the tests of imports."""

import io
from typing import Any


def xlsx(*rows: list[Any], title: str = "List1") -> bytes:
    """A workbook as a spreadsheet program would save it."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(*rows: list[Any]) -> bytes:
    import tablib

    table = tablib.Dataset(*rows[1:], headers=rows[0])
    return bytes(table.export("ods"))


def problems(run: Any) -> list[tuple[int, str, str]]:
    """Row, weight and code of everything that was found in a run's file."""
    return list(run.problems.order_by("row", "id").values_list("row", "weight", "code"))
