"""The formats of django-import-export for files of strangers: the same interface, our own careful readers behind it.

tablib's readers evaluate what a workbook claims to be, hold it in memory twice and know nothing of merged heads; ours
refuse bombs and formulas, keep the number of each line, and hand on a long file in pieces.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import tablib
from import_export.formats import base_formats

from imports.reading import books, texts
from imports.reading.books import Sheet
from imports.reading.cells import Line
from imports.reading.recognising import FileKind
from imports.reading.tables import MOST_ROWS
from imports.reasons import BrokenFile
from imports.spreadsheets.heads import Merges, composed, filled_down
from imports.spreadsheets.spec import SINGLE_BYTE, Layout

AT_ONCE = 500


@dataclass
class Piece:
    """Some rows of a table: a dataset under its heads, the line of each row, and which lines have shifted cells."""

    dataset: tablib.Dataset
    lines: list[int] = field(default_factory=list)
    shifted: dict[int, tuple[int, int]] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        heads = self.dataset.headers or []
        for number, cells in zip(self.lines, self.dataset, strict=True):
            yield number, dict(zip(heads, cells, strict=True))


class Table:
    """What all our formats have in common: sheets, heads of one or more rows, rows in pieces."""

    is_text = False

    def sheets(self, path: Path, file: BinaryIO, layout: Layout) -> Iterator[Sheet]:
        raise NotImplementedError

    def create_dataset(self, in_stream: Path, *, layout: Layout, limit: int = 0, **_options: Any) -> tablib.Dataset:
        """The rows under their heads, all or the first few; `in_stream` is a file on the disk."""
        pieces = self.pieces(in_stream, layout, at_once=limit or MOST_ROWS)
        return next(pieces, Piece(tablib.Dataset())).dataset

    def pieces(self, path: Path, layout: Layout, *, at_once: int = AT_ONCE) -> Iterator[Piece]:
        """The table piece by piece."""
        with path.open("rb") as file:
            yield from self._table(self.sheet(path, file, layout), layout, at_once)

    def _table(self, sheet: Sheet, layout: Layout, at_once: int) -> Iterator[Piece]:
        merges = Merges(sheet.merges()) if not self.is_text else None
        held: list[Line] = []
        lines = iter(sheet.lines)
        for line in lines:
            if line.number >= layout.head:
                held.append(line)
            if line.number >= layout.head + layout.head_rows - 1:
                break
        heads = composed(held, layout, merges)
        if not any(heads):
            raise BrokenFile("NO_HEAD", line=layout.head)
        yield from self._pieces(filled_down(lines, merges, layout), heads, at_once)

    def sheet(self, path: Path, file: BinaryIO, layout: Layout) -> Sheet:
        """The sheet of this name; where it has been renamed, the only one there is."""
        found = list(self.sheets(path, file, layout))
        named = [sheet for sheet in found if sheet.name == layout.sheet]
        if named or len(found) == 1 or (found and not layout.sheet):
            return (named or found)[0]
        raise BrokenFile("SHEET_GONE", sheet=layout.sheet, found=", ".join(sheet.name for sheet in found))

    def _pieces(self, lines: Iterator[Line], heads: list[str], at_once: int) -> Iterator[Piece]:
        kept = [index for index, head in enumerate(heads) if head]
        piece = self._piece(heads, kept)
        for line in lines:
            if line.is_blank:
                continue
            if line.number > MOST_ROWS:
                raise BrokenFile("TOO_MANY_ROWS", limit=MOST_ROWS)
            if self._is_shifted(line, len(heads)):
                piece.shifted[line.number] = (len(line.cells), len(heads))
            cells = line.cells + [None] * (len(heads) - len(line.cells))
            piece.dataset.append([cells[index] for index in kept])
            piece.lines.append(line.number)
            if len(piece.lines) >= at_once:
                yield piece
                piece = self._piece(heads, kept)
        if piece.lines:
            yield piece

    def _piece(self, heads: list[str], kept: list[int]) -> Piece:
        return Piece(tablib.Dataset(headers=[heads[index] for index in kept]))

    def _is_shifted(self, line: Line, width: int) -> bool:
        """Cells beyond the last head, or, in a text file, fewer than heads: nobody can tell what they are."""
        overflow = any(cell not in (None, "") for cell in line.cells[width:])
        return overflow or (self.is_text and len(line.cells) < width)


def _trimmed(lines: Iterator[Line]) -> Iterator[Line]:
    """Without the empty cells that a workbook has to the right of its table."""
    for line in lines:
        width = next((index for index in range(len(line.cells), 0, -1) if line.cells[index - 1] is not None), 0)
        yield Line(line.number, line.cells[:width])


class Csv(Table, base_formats.CSV):
    """CSV in the encodings and with the delimiters that are met here."""

    is_text = True

    def sheets(self, path: Path, file: BinaryIO, layout: Layout) -> Iterator[Sheet]:
        lines = texts.csv_lines(path, file, encoding=encoding(path, layout), delimiter=layout.delimiter)
        yield Sheet("", lines, list)


class Xlsx(Table, base_formats.XLSX):
    """XLSX; merged heads stand above all their columns."""

    def sheets(self, path: Path, file: BinaryIO, layout: Layout) -> Iterator[Sheet]:
        return (replace(sheet, lines=_trimmed(sheet.lines)) for sheet in books.xlsx_book(file))


class Ods(Table, base_formats.ODS):
    """ODS; merged heads stand above all their columns."""

    def sheets(self, path: Path, file: BinaryIO, layout: Layout) -> Iterator[Sheet]:
        return books.ods_book(file)


Format = Csv | Xlsx | Ods
FORMATS: dict[FileKind, type[Format]] = {FileKind.CSV: Csv, FileKind.XLSX: Xlsx, FileKind.ODS: Ods}


def format_of(kind: FileKind) -> Format:
    return FORMATS[kind]()


def encoding(path: Path, layout: Layout) -> str:
    """What the bytes say; which of the two single-byte encodings it is, a person may know better."""
    found = texts.encoding_of(path)
    return layout.encoding if layout.encoding and found in SINGLE_BYTE else found
