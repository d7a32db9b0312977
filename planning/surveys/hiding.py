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

    Begins with the small cells and all that a small group said, and goes on until neither any row nor any column gives
    one away.
    """
    counts = [list(row) for row in cells]
    narrow = [is_small(sum(column)) for column in zip(*counts, strict=True)]
    marks = [
        [is_small(sum(row)) or thin or is_small(count) for count, thin in zip(row, narrow, strict=True)]
        for row in counts
    ]
    while True:
        before = [list(row) for row in marks]
        for row, (line, hidden) in enumerate(zip(counts, rows_hidden, strict=True)):
            _protect(line, marks[row], total_hidden=hidden)
        for column, hidden in enumerate(columns_hidden):
            line = [row[column] for row in counts]
            kept = [row[column] for row in marks]
            _protect(line, kept, total_hidden=hidden)
            for row, mark in enumerate(kept):
                marks[row][column] = mark
        if marks == before:
            return marks


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
