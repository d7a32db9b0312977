"""Reads a file by a mapping, and asks again where the file says what the mapping has not heard of."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from imports import cleaning
from imports.reading import books
from imports.reading.cells import NoValue
from imports.reading.recognising import FileKind
from imports.reading.tables import SHIFTED, Row, simple
from imports.reasons import BrokenFile
from imports.spreadsheets.formats import format_of
from imports.spreadsheets.guessing import HEAD_WITHIN
from imports.spreadsheets.heads import Merges, composed
from imports.spreadsheets.resources import CodeWidget, TownWidget
from imports.spreadsheets.spec import Layout, Spec, word
from imports.spreadsheets.targets import coded_of
from imports.spreadsheets.vocabularies import Vocabulary

MOST_WORDS = 3000
SHOWN_WORDS = 6
Watch = Callable[[int], None]


def found_layout(path: Path, kind: FileKind, spec: Spec) -> Layout:
    """Where the head stands in this file: where it stood before, else the first line that names all columns."""
    wanted = {simple(head): head for head in [*(head for head, _name in spec.columns), *spec.key]}
    with path.open("rb") as file:
        sheet = format_of(kind).sheet(path, file, spec.layout)
        merges = None if kind == FileKind.CSV else Merges(sheet.merges())
        lines = list(islice(sheet.lines, max(HEAD_WITHIN, spec.layout.head) + 3))
    best, fewest = spec.layout, list(wanted)
    numbers = sorted({line.number for line in lines}, key=lambda number: (number != spec.layout.head, number))
    for number in numbers:
        layout = replace(spec.layout, head=number)
        head = [line for line in lines if number <= line.number < number + layout.head_rows]
        missing = wanted.keys() - {simple(each) for each in composed(head, layout, merges)}
        if not missing:
            return layout
        if len(missing) < len(fewest):
            best, fewest = layout, sorted(missing)
    raise BrokenFile("COLUMNS_GONE", columns=", ".join(wanted[each] for each in fewest), head=best.head)


def mapped_rows(path: Path, kind: FileKind, spec: Spec, layout: Layout | None = None) -> Iterator[Row]:
    """The rows, their cells under the heads of the mapping; `sent` is the whole row in the sender's own columns."""
    layout = layout or found_layout(path, kind, spec)
    ours = {simple(head): head for head in [*(head for head, _name in spec.columns), *spec.key]}
    for piece in format_of(kind).pieces(path, layout):
        for number, cells in piece.rows():
            sent = {head: books.plain(cell) for head, cell in cells.items()}
            if number in piece.shifted:
                yield Row(number, {SHIFTED: piece.shifted[number]}, sent)
                continue
            yield Row(
                number, {ours[name]: cell for head, cell in cells.items() if (name := simple(head)) in ours}, sent
            )


@dataclass
class WordTally:
    """The words of the coded columns of a file with how often each stands there, and what its rows amount to."""

    rows: int = 0
    words: dict[str, Counter[str]] = field(default_factory=dict)
    same_key: int = 0  # rows that a row above names already, with other values
    same_line: int = 0  # rows that stand above word for word
    without_key: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "same_key": self.same_key,
            "same_line": self.same_line,
            "without_key": self.without_key,
            "words": {name: counts.most_common(MOST_WORDS) for name, counts in self.words.items()},
        }


class Words:
    """What each word of a coded column means by the mapping, each asked for once."""

    def __init__(self, spec: Spec, vocabulary: Vocabulary) -> None:
        self.spec, self.vocabulary = spec, vocabulary
        self.town = TownWidget(spec, vocabulary)
        self.widgets = {
            name: CodeWidget(coded, vocabulary, spec.values.get(name, {}))
            for name, coded in coded_of(spec.rows).items()
            if coded != "municipality" and spec.heads_of(name)
        }
        self.has_towns = bool(spec.heads_of("municipality"))
        self._known: dict[tuple[str, str], bool] = {}

    def in_row(self, row: Row) -> Iterator[tuple[str, str, bool]]:
        """Field, word and whether it is known, for each word of the row."""
        for name, widget in self.widgets.items():
            for head in self.spec.heads_of(name):
                cell = row.cells.get(head)
                if not isinstance(cell, NoValue):
                    for written in self.vocabulary.words(widget.coded, cell):
                        yield name, written, self._is_known(name, written, widget)
        if self.has_towns:
            yield from self._towns(row)

    def _towns(self, row: Row) -> Iterator[tuple[str, str, bool]]:
        for head in self.spec.heads_of("municipality"):
            cell = row.cells.get(head)
            if not isinstance(cell, NoValue) and not cleaning.is_nothing(cell):
                written = self.town.written(cell, row.cells)
                yield "municipality", written, bool(self.town.code_in(written, row.cells))

    def _is_known(self, name: str, written: str, widget: CodeWidget) -> bool:
        key = (name, word(written))
        if key not in self._known:
            self._known[key] = bool(widget.code(written))
        return self._known[key]


def tally_of(path: Path, kind: FileKind, spec: Spec, vocabulary: Vocabulary, watch: Watch | None = None) -> WordTally:
    """Go through the whole file once and count the words of its coded columns and the rows that share a key."""
    tally, words = WordTally(), Words(spec, vocabulary)
    spelled: dict[tuple[str, str], str] = {}
    keys: dict[int, set[int]] = {}
    key_heads = spec.heads_of("key") or list(spec.key)
    for row in mapped_rows(path, kind, spec, spec.layout):
        tally.rows += 1
        if watch and tally.rows % 500 == 0:
            watch(tally.rows)
        if SHIFTED in row.cells:
            continue
        for name, written, _is_known in words.in_row(row):
            first = spelled.setdefault((name, word(written)), written)
            counts = tally.words.setdefault(name, Counter())
            if first in counts or len(counts) < MOST_WORDS:
                counts[first] += 1
        if key_heads:
            _count_key(tally, keys, row, key_heads)
    return tally


def _count_key(tally: WordTally, keys: dict[int, set[int]], row: Row, heads: list[str]) -> None:
    parts = [word(row.cells.get(head)) for head in heads]
    if not any(parts):
        tally.without_key += 1
        return
    line = hash(tuple(sorted((head, str(value)) for head, value in row.sent.items())))
    seen = keys.setdefault(hash(tuple(parts)), set())
    tally.same_line += line in seen
    tally.same_key += bool(seen) and line not in seen
    seen.add(line)


def refuse_new_words(path: Path, kind: FileKind, spec: Spec, vocabulary: Vocabulary, layout: Layout) -> None:
    """A word that neither the mapping nor the official lists know is a question, before anything is read."""
    words = Words(spec, vocabulary)
    unknown: Counter[tuple[str, str]] = Counter()
    for row in mapped_rows(path, kind, spec, layout):
        if SHIFTED not in row.cells:
            unknown.update((name, written) for name, written, is_known in words.in_row(row) if not is_known)
    if unknown:
        shown = ", ".join(f"„{written}“ ({times}×)" for (_name, written), times in unknown.most_common(SHOWN_WORDS))
        raise BrokenFile("NEW_WORDS", words=shown, count=len(unknown))
