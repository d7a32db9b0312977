"""A first look at a file: what it is, which sheets it has, where its head stands, its first rows."""

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from imports.reading import books, texts
from imports.reading.cells import Line
from imports.reading.recognising import FileKind, recognise
from imports.reasons import BrokenFile
from imports.spreadsheets.formats import FORMATS, encoding, format_of
from imports.spreadsheets.guessing import HEAD_WITHIN, guess_columns, guess_layout
from imports.spreadsheets.heads import Merges, composed
from imports.spreadsheets.spec import Layout, Rows

FIRST_ROWS = 10
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1250": "Windows-1250",
    "iso-8859-2": "ISO-8859-2",
}


@dataclass(frozen=True)
class Look:
    """What was recognised. `first` are the lines from the top of the sheet, as they stand in the file."""

    kind: FileKind
    layout: Layout
    sheets: tuple[str, ...]
    encoding: str
    has_mark: bool
    delimiter: str
    heads: tuple[str, ...]
    first: tuple[tuple[int, list[Any]], ...]

    @property
    def encoding_name(self) -> str:
        return ENCODINGS.get(self.encoding, self.encoding)


def kind_of(path: Path, *, limit: int) -> FileKind:
    """The format of the file; refuses what is no table."""
    kind = recognise(path, limit=limit)
    if kind not in FORMATS:
        raise BrokenFile("WRONG_KIND", found=str(kind), wanted=", ".join(FORMATS))
    return kind


def look_at(path: Path, kind: FileKind, rows: Rows, layout: Layout | None = None) -> Look:
    """Look with this layout, or guess one: the sheet with the most recognised heads, its head, its delimiter."""
    wished = layout or Layout()
    with path.open("rb") as file:
        sheets = [sheet.name for sheet in format_of(kind).sheets(path, file, wished)]
    if not sheets:
        raise BrokenFile("NO_ROWS")
    if layout is None:
        wished = max((_guessed(path, kind, rows, name) for name in sheets), key=lambda guess: guess[0])[1]
    first, heads = _first(path, kind, wished)
    if not first:
        raise BrokenFile("NO_ROWS")
    is_text = kind == FileKind.CSV
    return Look(
        kind=kind,
        layout=wished,
        sheets=tuple(sheets),
        encoding=encoding(path, wished) if is_text else "",
        has_mark=is_text and _begins_with_mark(path),
        delimiter=wished.delimiter or (_delimiter(path, wished) if is_text else ""),
        heads=tuple(heads),
        first=tuple((line.number, [books.plain(cell) for cell in line.cells]) for line in first),
    )


def _begins_with_mark(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(3) == b"\xef\xbb\xbf"


def _delimiter(path: Path, layout: Layout) -> str:
    with path.open(encoding=encoding(path, layout), errors="replace", newline="") as text:
        return texts.delimiter_of("".join(text.readline(texts.LONGEST_CELL) for _line in range(5)))


def _guessed(path: Path, kind: FileKind, rows: Rows, name: str) -> tuple[int, Layout]:
    """The layout of one sheet, and how many fields its head names: of several sheets the one with the most is meant."""
    with path.open("rb") as file:
        sheet = format_of(kind).sheet(path, file, Layout(sheet=name))
        merges = None if kind == FileKind.CSV else Merges(sheet.merges())
        lines = list(islice((line for line in sheet.lines if not line.is_blank), HEAD_WITHIN + 2))
    layout = replace(guess_layout(lines, merges, rows), sheet=name)
    head = [line for line in lines if layout.head <= line.number < layout.head + layout.head_rows]
    heads = [each for each in composed(head, layout, merges) if each] if head else []
    return (len(guess_columns(heads, rows)) if heads else -1), layout


def _first(path: Path, kind: FileKind, layout: Layout) -> tuple[list[Line], list[str]]:
    """The head, what stands above it, and the first rows below it."""
    lines: list[Line] = []
    below = 0
    with path.open("rb") as file:
        sheet = format_of(kind).sheet(path, file, layout)
        merges = None if kind == FileKind.CSV else Merges(sheet.merges())
        for line in sheet.lines:
            below += line.number >= layout.head + layout.head_rows and not line.is_blank
            if below > FIRST_ROWS:
                break
            lines.append(line)
    head = [line for line in lines if layout.head <= line.number < layout.head + layout.head_rows]
    return [line for line in lines if not line.is_blank], composed(head, layout, merges) if head else []
