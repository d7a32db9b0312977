"""A list as a file that a spreadsheet program opens: XLSX or CSV, and nothing in it is ever a formula.

Rows are sequences of values under `heads`. Rows may be an endless stream: they are written one by one, in flat memory.
Numbers stay numbers, everything else is text: an IČO keeps its leading zeros and an address is no link to click.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import get_valid_filename, slugify
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from kernel.files import is_own, kind_of

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
TELEPHONE = re.compile(r"\+[0-9 \N{NO-BREAK SPACE}]{6,20}")
LONGEST_CELL = 32_000
ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))
MARK = b"\xef\xbb\xbf"  # tells Excel that the letters are UTF-8
LINES_AT_ONCE = 200
NARROWEST, WIDEST = 10, 60
SENT_AS = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Row = Sequence[Any]
Rows = Iterable[Row]


def xlsx_into(file: IO[bytes], heads: Sequence[str], rows: Rows, *, title: str = "") -> int:
    """Write a workbook of one sheet whose first row stays in sight; answers how many rows it holds."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(file, options)
    sheet = book.add_worksheet(_sheet_name(title))
    top = {"valign": "top", "text_wrap": True}
    head, text = book.add_format(top | {"bold": True}), book.add_format(top)
    quoted = book.add_format(top | {"quote_prefix": True})  # stays a text when somebody edits the cell
    sheet.freeze_panes(1, 0)
    for column, words in enumerate(heads):
        sheet.set_column(column, column, min(max(len(words) + 2, NARROWEST), WIDEST))
        sheet.write_string(0, column, words, head)
    number = 0
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, text, quoted)
    book.close()
    return number


def _write(sheet: Any, number: int, column: int, value: Any, text: Any, quoted: Any) -> None:
    shown = plain(value)
    if shown == "":
        return
    if isinstance(shown, str):
        clean = shown.translate(ILLEGAL)[:LONGEST_CELL]
        sheet.write_string(number, column, clean, quoted if clean.startswith(FORMULA_SIGNS) else text)
    else:
        sheet.write_number(number, column, shown, text)


def _sheet_name(title: str) -> str:
    clean = "".join(letter for letter in title if letter not in "[]:*?/\\").strip("' ")
    return clean[:31] or "Opora"


def csv_lines(heads: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """A CSV in pieces, for Excel: UTF-8 with its mark and `;`. An apostrophe keeps texts that begin like a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([_harmless(head) for head in heads])
    begun = MARK
    for number, row in enumerate(rows, 1):
        writer.writerow([_harmless(plain(value)) for value in row])
        if number % LINES_AT_ONCE == 0:
            yield begun + buffer.getvalue().encode()
            begun = b""
            buffer.seek(0)
            buffer.truncate()
    yield begun + buffer.getvalue().encode()


def _harmless(value: Any) -> Any:
    """A telephone number begins with a sign too, but calculates nothing: whoever reads the file by program wants it."""
    is_formula = isinstance(value, str) and value.startswith(FORMULA_SIGNS) and not TELEPHONE.fullmatch(value)
    return f"'{value}" if is_formula else value


def plain(value: Any) -> str | int | float:
    """A value as a cell shows it: lists joined, days and moments as ISO writes them, nothing as an empty text."""
    shown: str | int | float
    match value:
        case None:
            shown = ""
        case bool():
            shown = _("yes") if value else _("no")
        case int() | float():
            shown = value
        case datetime():
            shown = (localtime(value) if value.tzinfo else value).strftime("%Y-%m-%d %H:%M")
        case date():
            shown = value.isoformat()
        case list() | tuple():
            shown = "\n".join(str(plain(each)) for each in value)
        case _:
            shown = str(value)
    return shown


def csv_bytes(heads: Sequence[str], rows: Rows) -> bytes:
    return b"".join(csv_lines(heads, rows))


def xlsx_bytes(heads: Sequence[str], rows: Rows, *, title: str = "") -> bytes:
    file = io.BytesIO()
    xlsx_into(file, heads, rows, title=title)
    return file.getvalue()


def write_into(file: IO[bytes], ending: str, heads: Sequence[str], rows: Rows, *, title: str = "") -> int:
    """The list as a file of this ending, in flat memory; answers how many rows it holds."""
    if ending == "xlsx":
        return xlsx_into(file, heads, rows, title=title)
    counted = _Counted(rows)
    for lines in csv_lines(heads, counted):
        file.write(lines)
    return counted.number


class _Counted:
    """Rows that remember how many of them have passed."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.number = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.number += 1
            yield row


def answer(ending: str, heads: Sequence[str], rows: Rows, *, title: str, name: str = "") -> HttpResponseBase:
    """The list as a download. A CSV is sent while it is written; a workbook waits in a temporary file."""
    if ending == "csv":
        lines = _spoken(csv_lines(heads, rows), get_language())
        response: HttpResponseBase = StreamingHttpResponse(lines, content_type=TYPES["csv"])
    else:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it when all of it is sent
        xlsx_into(file, heads, rows, title=title)
        file.seek(0)
        response = FileResponse(file, content_type=TYPES[ending])
    return as_download(response, f"{slugify(name or title) or 'opora'}.{ending}")


def _spoken(lines: Iterator[bytes], language: str | None) -> Iterator[bytes]:
    """Rows are read after the view has answered; they speak its language all the same."""
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def as_download(response: HttpResponse | HttpResponseBase, name: str) -> HttpResponseBase:
    """The browser keeps it as a file of this name; whatever stands between does not."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.setdefault("Cache-Control", "no-store")
    return response


def download(file: Any, name: str, *, missing: str = "", of_type: str = "") -> HttpResponseBase:
    """A stored file of the tenant we stand in, always as a download; `missing` is said where there is none."""
    if not is_own(file):
        raise Http404(missing)
    opened = file.open("rb")
    of_type = of_type or SENT_AS.get(kind_of(opened), "application/octet-stream")
    return as_download(FileResponse(opened, content_type=of_type), get_valid_filename(name or "file") or "file")
