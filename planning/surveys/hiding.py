"""Small groups are never shown, nor can they be computed from what is shown. Pure arithmetic; no question is asked.

A count from one to four is hidden. Where a line of counts has a total that is seen, whatever is hidden in it must be at
least two counts that together are five or more; the smallest others are hidden with them until that is so.
"""

from collections.abc import Sequence

LEAST = 5
Counts = list[int]
Marks = list[bool]


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def hidden_in_line(counts: Sequence[int]) -> Marks:
    """Which counts of a line are hidden, if their total is seen."""
    marks = [is_small(count) for count in counts]
    _cover(list(counts), marks)
    return marks


def hidden_in_choices(counts: Sequence[int], total: int) -> Marks:
    """The same for answers of which several could be chosen: those who did not choose are a group too."""
    return [is_small(count) or is_small(total - count) for count in counts]


def hidden_in_table(
    cells: Sequence[Sequence[int]], rows_hidden: Sequence[bool], columns_hidden: Sequence[bool]
) -> list[Marks]:
    """Which cells of a table are hidden, whose totals of rows and columns are seen but for those told.

    Begins with the small cells and all that a small group said, covers every row and every column, and then hides one
    cell more until none that is hidden can be computed from all that is seen together.
    """
    counts = [list(row) for row in cells]
    narrow = [is_small(sum(column)) for column in zip(*counts, strict=True)]
    marks = [
        [is_small(sum(row)) or thin or is_small(count) for count, thin in zip(row, narrow, strict=True)]
        for row in counts
    ]
    while True:
        _cover_all(counts, marks, rows_hidden, columns_hidden)
        told = computable(counts, marks, rows_hidden, columns_hidden)
        if not told or not _hide_beside(counts, marks, *told):
            return marks


def _cover_all(
    counts: list[Counts], marks: list[Marks], rows_hidden: Sequence[bool], columns_hidden: Sequence[bool]
) -> None:
    before: list[Marks] = []
    while marks != before:
        before = [list(row) for row in marks]
        for line, kept, hidden in zip(counts, marks, rows_hidden, strict=True):
            _protect(line, kept, total_hidden=hidden)
        for column, hidden in enumerate(columns_hidden):
            kept = [row[column] for row in marks]
            _protect([row[column] for row in counts], kept, total_hidden=hidden)
            for row, mark in zip(marks, kept, strict=True):
                row[column] = mark


def _protect(line: Counts, marks: Marks, *, total_hidden: bool) -> None:
    if not total_hidden:
        _cover(line, marks)
    elif any(line) and not any(marks):
        _hide_smallest(line, marks)  # else the hidden total would be their sum


def _cover(line: Counts, marks: Marks) -> None:
    """Hide more of a line whose total is seen, until what is hidden cannot be told apart."""
    while any(marks) and not _is_covered(line, marks):
        if not _hide_smallest(line, marks):
            return


def _is_covered(line: Counts, marks: Marks) -> bool:
    hidden = [count for count, mark in zip(line, marks, strict=True) if mark]
    return len([count for count in hidden if count]) > 1 and sum(hidden) >= LEAST


def _hide_smallest(line: Counts, marks: Marks) -> bool:
    """Hide the smallest count that is seen; one that is nought only where nothing else is left."""
    seen = [(count == 0, count, place) for place, (count, mark) in enumerate(zip(line, marks, strict=True)) if not mark]
    if not seen:
        return False
    marks[min(seen)[2]] = True
    return True


def _hide_beside(counts: list[Counts], marks: list[Marks], row: int, column: int) -> bool:
    """Hide the smallest count that is seen in the same row or column, else anywhere; false where nothing is left."""
    seen = [
        (count == 0, at != row and place != column, count, at, place)
        for at, line in enumerate(counts)
        for place, count in enumerate(line)
        if not marks[at][place]
    ]
    if not seen:
        return False
    _nought, _away, _count, at, place = min(seen)
    marks[at][place] = True
    return True


# --- what could be computed -------------------------------------------------------------------------------------------
Node = tuple[str, int]


def computable(
    cells: Sequence[Sequence[int]],
    marks: Sequence[Sequence[bool]],
    rows_hidden: Sequence[bool],
    columns_hidden: Sequence[bool],
) -> tuple[int, int] | None:
    """A hidden cell above nought that only one number fits, given all that is seen; None where there is none.

    Rows and columns are the nodes of a network, hidden numbers its edges. Another number fits exactly where what is
    added to the cell can be taken away on a way round that never goes below nought.
    """
    edges: dict[tuple[int, int], int] = {}
    height, width = len(cells), len(cells[0]) if cells else 0
    for row, line in enumerate(cells):
        for column, count in enumerate(line):
            if marks[row][column]:
                edges[row, column] = count
        if rows_hidden[row]:
            edges[row, width] = sum(line)  # what is hidden of the totals belongs to one more row and column
    for column, hidden in enumerate(columns_hidden):
        if hidden:
            edges[height, column] = sum(line[column] for line in cells)
    inner = [edge for edge, count in edges.items() if count and edge[0] < height and edge[1] < width]
    return next((edge for edge in inner if not _is_free(edge, edges, (width, height))), None)


def _is_free(edge: tuple[int, int], edges: dict[tuple[int, int], int], totals: tuple[int, int]) -> bool:
    return _goes_round(edge, edges, totals, up=True) or _goes_round(edge, edges, totals, up=False)


def _goes_round(edge: tuple[int, int], edges: dict[tuple[int, int], int], totals: tuple[int, int], *, up: bool) -> bool:
    """Whether the cell can be one more (`up`) or one less, and everything else still adds up."""
    others = {each: count for each, count in edges.items() if each != edge}
    start: Node = ("row", edge[0])
    aim: Node = ("column", edge[1])
    reached, waiting = {start}, [start]
    while waiting:
        kind, number = waiting.pop()
        for (row, column), count in others.items():
            if number != (row if kind == "row" else column):
                continue
            # On the way from a row to a column the opposite is done of what the cell does; a total counts against it.
            grows = (kind == "row") != up
            if (row, column)[0] == totals[1] or (row, column)[1] == totals[0]:
                grows = not grows
            if not grows and count == 0:
                continue
            there: Node = ("column", column) if kind == "row" else ("row", row)
            if there not in reached:
                reached.add(there)
                waiting.append(there)
    return aim in reached
