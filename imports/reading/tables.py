"""From numbered lines to rows with named columns: finds the head, also a cut or aliased one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from imports.reading import books, texts
from imports.reading.cells import Line
from imports.reading.recognising import FileKind
from imports.reasons import BrokenFile
from kernel.text import fold

HEAD_WITHIN = 15
CUT_AT = 31  # ArcGIS and old Excel cut longer names off
MOST_ROWS = 300_000
# In place of the cells of a row that is none:
SHIFTED = "\0shifted"  # its cells do not stand under their heads
NOT_AN_OBJECT = "\0not an object"  # a list holds something else than records


@dataclass(frozen=True)
class Column:
    """A column that a source understands, with the names it goes by."""

    id: str
    names: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Row:
    """One row of a file: the columns we understand, and what the sender wrote."""

    number: int
    cells: Mapping[str, Any]
    sent: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1  # how often the same line stands in the file


def simple(name: object) -> str:
    """A header without accents, underscores and double spaces."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(str(name or ""))).split())


def find_column(header: object, columns: Sequence[Column]) -> Column | None:
    """The column this header names, in full or cut off."""
    words = simple(header)
    if not words:
        return None
    is_cut = len(str(header)) >= CUT_AT - 1
    for column in columns:
        for name in (column.id, *column.names):
            if words == simple(name) or (is_cut and simple(name).startswith(words)):
                return column
    return None


def table_rows(path: Path, file: BinaryIO, kind: FileKind, columns: Sequence[Column]) -> Iterator[Row]:
    """The rows of the first sheet that has a head we understand."""
    refusal: BrokenFile | None = None
    for lines in _sheets(path, file, kind):
        try:
            head, width = _head(lines, columns)
        except BrokenFile as wrong:
            refusal = refusal or wrong
            continue
        yield from _rows(lines, head, width, is_text=kind == FileKind.CSV)
        return
    raise refusal or BrokenFile("NO_ROWS")


def _sheets(path: Path, file: BinaryIO, kind: FileKind) -> Iterator[Iterator[Line]]:
    if kind == FileKind.XLSX:
        return books.xlsx_sheets(file)
    if kind == FileKind.ODS:
        return books.ods_sheets(file)
    return iter([texts.csv_lines(path, file)])


Head = list[tuple[str, Column | None]]


def _head(lines: Iterator[Line], columns: Sequence[Column]) -> tuple[Head, int]:
    """The first line that names the columns we need; titles above it are passed over."""
    best: Head = []
    cells: list[Any] = []
    for step, line in enumerate(lines):
        cells += line.cells
        named = [(str(cell or "").strip(), find_column(cell, columns)) for cell in line.cells]
        if sum(column is not None for _name, column in named) > sum(column is not None for _name, column in best):
            best = named
            if not _missing(best, columns):
                _refuse_doubled(best)
                return _unique(best), len(line.cells)
        if step >= HEAD_WITHIN:
            break
    _refuse_spoiled(cells, _missing(best, columns), columns)
    raise BrokenFile("MISSING_COLUMNS", columns=", ".join(_missing(best, columns)))


def _refuse_spoiled(cells: list[Any], missing: list[str], columns: Sequence[Column]) -> None:
    """A head that is not found because somebody has opened UTF-8 as something else and saved it so."""
    for cell in cells:
        found = texts.unspoiled(str(cell or "").strip())
        column = find_column(found, columns) if found else None
        if column and column.names[0] in missing:
            raise BrokenFile("SPOILED_LETTERS", found=str(cell).strip()[:80], meant=found[:80])


def _missing(head: Head, columns: Sequence[Column]) -> list[str]:
    found = {column.id for _name, column in head if column}
    return [column.names[0] for column in columns if column.required and column.id not in found]


def _refuse_doubled(head: Head) -> None:
    seen: set[str] = set()
    for name, column in head:
        if column and column.id in seen:
            raise BrokenFile("DOUBLED_COLUMN", column=name)
        if column:
            seen.add(column.id)


def _unique(head: Head) -> Head:
    """Names of the sender's columns, each once, so that rows can be given back under them."""
    seen: dict[str, int] = {}
    result: Head = []
    for name, column in head:
        seen[name] = seen.get(name, 0) + 1
        result.append((name if seen[name] == 1 else f"{name} {seen[name]}", column))
    return result


def _rows(lines: Iterator[Line], head: Head, width: int, *, is_text: bool) -> Iterator[Row]:
    found = False
    for line in lines:
        if line.is_blank:
            continue
        if line.number > MOST_ROWS:
            raise BrokenFile("TOO_MANY_ROWS", limit=MOST_ROWS)
        found = True
        yield _row(line, head, width, is_text=is_text)
    if not found:
        raise BrokenFile("NO_ROWS")


def _row(line: Line, head: Head, width: int, *, is_text: bool) -> Row:
    cells = line.cells + [None] * (len(head) - len(line.cells))
    sent = {name: books.plain(cell) for (name, _column), cell in zip(head, cells, strict=False) if name}
    overflow = [cell for cell in line.cells[width:] if cell not in (None, "")]
    if overflow or (is_text and len(line.cells) < width):
        return Row(line.number, {SHIFTED: (len(line.cells), width)}, sent)
    named = {column.id: cell for (_name, column), cell in zip(head, cells, strict=False) if column}
    return Row(line.number, named, sent)
