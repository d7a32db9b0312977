"""Spreadsheets as other people make them: every encoding, delimiter and merged head that is met."""

import io
from typing import Any


def csv_file(*rows: list[Any], encoding: str = "utf-8", delimiter: str = ";", mark: bool = False) -> bytes:
    """A CSV as a program of the sender's time and country saves it."""
    import csv

    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return (b"\xef\xbb\xbf" if mark else b"") + text.getvalue().encode(encoding)


def xlsx_merged(*rows: list[Any], merged: tuple[str, ...] = (), sheets: tuple[str, ...] = ("List1",)) -> bytes:
    """A workbook whose last sheet holds the rows, with merged cells."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = sheets[0]
    for title in sheets[1:]:
        book.create_sheet(title)
    book[sheets[0]].append(["Vysvetlivky"])
    sheet = book[sheets[-1]]
    if len(sheets) == 1:
        sheet.delete_rows(1)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    for cells in merged:
        sheet.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods_merged(*rows: list[Any], spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> bytes:
    """An ODS document; `spans` says how many (columns, rows) a cell at (row, column), from zero, covers."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    spans = spans or {}
    covered = {
        (row + down, column + right)
        for (row, column), (wide, high) in spans.items()
        for down in range(high)
        for right in range(wide)
        if (down, right) != (0, 0)
    }
    document = OpenDocumentSpreadsheet()
    table = Table(name="Hárok1")
    for number, row in enumerate(rows):
        line = TableRow()
        for index, value in enumerate(row):
            if (number, index) in covered:
                line.addElement(CoveredTableCell())
                continue
            wide, high = spans.get((number, index), (1, 1))
            facts: dict[str, Any] = {"valuetype": "float", "value": value} if isinstance(value, (int, float)) else {}
            if wide > 1 or high > 1:
                facts |= {"numbercolumnsspanned": wide, "numberrowsspanned": high}
            cell = TableCell(**(facts or {"valuetype": "string"}))
            if value not in (None, ""):
                cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()
