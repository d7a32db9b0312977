"""Heads of one or more rows, with what merged cells mean: a head above several columns, a value beside several rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from imports import cleaning
from imports.reading.cells import Line
from imports.reading.merging import Merge
from imports.spreadsheets.spec import Layout

JOINED = " / "
LONGEST_HEAD = 200


class Merges:
    """Which cell a merged one shows, by row."""

    def __init__(self, merges: Iterable[Merge]) -> None:
        self.by_row: dict[int, list[Merge]] = defaultdict(list)
        for merge in merges:
            if merge.bottom - merge.top <= 5000:
                for row in range(merge.top, merge.bottom + 1):
                    self.by_row[row].append(merge)

    def at(self, row: int, column: int) -> Merge | None:
        return next((merge for merge in self.by_row.get(row, ()) if merge.covers(row, column)), None)

    def groups_in(self, row: int) -> list[Merge]:
        """Merged cells of this row that stand above more than one column."""
        return [merge for merge in self.by_row.get(row, ()) if merge.right > merge.left]


def composed(lines: list[Line], layout: Layout, merges: Merges | None) -> list[str]:
    """One head for each column, each once; „Poskytovateľ / Názov“ where a head has two rows. Empty: no column."""
    by_number = {line.number: line.cells for line in lines}
    numbers = range(layout.head, layout.head + layout.head_rows)
    width = max((len(cells) for cells in by_number.values()), default=0)
    rows = [_row(by_number, number, width, merges, is_last=number == numbers[-1]) for number in numbers]
    return _unique(["" if not any(parts) else _joined(parts) for parts in zip(*rows, strict=True)])


def _row(
    by_number: dict[int, list[Any]], number: int, width: int, merges: Merges | None, *, is_last: bool
) -> list[str]:
    cells = by_number.get(number, [])
    shown = [_text(cells, column) for column in range(width)]
    if merges is None:  # a text file keeps nothing of merged cells but the empty ones behind the first
        return shown if is_last else _carried(shown)
    for column in range(width):
        merge = merges.at(number, column + 1)
        if merge and not shown[column]:
            shown[column] = _text(by_number.get(merge.top, []), merge.left - 1)
    return shown


def _carried(shown: list[str]) -> list[str]:
    last, carried = "", []
    for text in shown:
        last = text or last
        carried.append(last)
    return carried


def _text(cells: list[Any], index: int) -> str:
    return cleaning.text(cells[index]) if index < len(cells) else ""


def _joined(parts: Iterable[str]) -> str:
    return JOINED.join(dict.fromkeys(part for part in parts if part))[:LONGEST_HEAD]


def _unique(heads: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    unique = []
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        unique.append(head if not head or seen[head] == 1 else f"{head} {seen[head]}")
    return unique


def filled_down(lines: Iterator[Line], merges: Merges | None, layout: Layout) -> Iterator[Line]:
    """A value merged over several rows counts for each of them."""
    if merges is None:
        yield from lines
        return
    values: dict[Merge, Any] = {}
    for line in lines:
        if line.number < layout.head + layout.head_rows:
            continue
        yield _filled(line, merges, values)


def _filled(line: Line, merges: Merges, values: dict[Merge, Any]) -> Line:
    here = merges.by_row.get(line.number)
    if not here or line.is_blank:
        return line
    cells = list(line.cells)
    for merge in here:
        if merge.bottom == merge.top:
            continue
        cells += [None] * (merge.left - len(cells))
        if merge.top == line.number:
            values[merge] = cells[merge.left - 1]
        elif cells[merge.left - 1] in (None, ""):
            cells[merge.left - 1] = values.get(merge)
    return Line(line.number, cells)
