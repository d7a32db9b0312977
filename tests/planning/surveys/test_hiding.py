"""Small groups: hidden, and not to be computed from what is seen. Checked against somebody who tries every number."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.surveys.hiding import LEAST, computable, hidden_in_choices, hidden_in_line, hidden_in_table, is_small


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([10, 20, 30], [False, False, False]),
        ([0, 20, 30], [False, False, False]),
        ([3, 20], [True, True]),  # else 3 would be the rest of the total
        ([3, 20, 30], [True, True, False]),
        ([1, 2, 50, 60], [True, True, True, False]),  # one and two are a group of three
        ([4, 4, 9], [True, True, False]),
        ([3, 0, 0, 30], [True, False, False, True]),
    ],
)
def test_a_small_count_is_hidden_and_another_with_it(counts: list[int], hidden: list[bool]) -> None:
    assert hidden_in_line(counts) == hidden


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=6).map(lambda line: [*line, 7]))
def test_what_is_hidden_in_a_line_is_never_a_small_group_or_one_number(counts: list[int]) -> None:
    marks = hidden_in_line(counts)
    hidden = [count for count, mark in zip(counts, marks, strict=True) if mark]
    assert not any(is_small(count) for count, mark in zip(counts, marks, strict=True) if not mark)
    assert not hidden or (sum(hidden) >= LEAST and len([count for count in hidden if count]) >= 2)


def test_whoever_did_not_choose_is_a_group_too() -> None:
    assert hidden_in_choices([48, 50, 3, 20, 0], 50) == [True, False, True, False, False]


def possible(cells: list[list[int]], marks: list[list[bool]]) -> dict[tuple[int, int], set[int]]:
    """By trying: the numbers that each hidden cell can have if all totals are seen."""
    places = [(row, column) for row, line in enumerate(marks) for column, mark in enumerate(line) if mark]
    most = max((sum(line) for line in cells), default=0)
    rows = [sum(line) for line in cells]
    columns = [sum(column) for column in zip(*cells, strict=True)]
    found: dict[tuple[int, int], set[int]] = {place: set() for place in places}
    for numbers in product(range(most + 1), repeat=len(places)):
        tried = [list(line) for line in cells]
        for (row, column), number in zip(places, numbers, strict=True):
            tried[row][column] = number
        if [sum(line) for line in tried] == rows and [sum(each) for each in zip(*tried, strict=True)] == columns:
            for place, number in zip(places, numbers, strict=True):
                found[place].add(number)
    return found


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=2, max_size=3))
def test_the_network_finds_what_trying_every_number_finds(cells: list[list[int]]) -> None:
    marks = [[True, column % 2 == 0 or row > 0] for row, line in enumerate(cells) for column in [len(line)]]
    seen = [False] * len(cells)
    fixed = {
        place for place, numbers in possible(cells, marks).items() if len(numbers) == 1 and cells[place[0]][place[1]]
    }
    told = computable(cells, marks, seen, [False, False])
    assert (told in fixed) if fixed else told is None


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=4))
def test_nothing_small_in_a_table_is_seen_or_can_be_computed(cells: list[list[int]]) -> None:
    rows = hidden_in_line([sum(line) for line in cells])
    columns = hidden_in_line([sum(column) for column in zip(*cells, strict=True)])
    marks = hidden_in_table(cells, rows, columns)
    assert not any(
        is_small(count) and not mark
        for line, kept in zip(cells, marks, strict=True)
        for count, mark in zip(line, kept, strict=True)
    )
    everything = all(all(line) for line in marks)
    assert everything or computable(cells, marks, rows, columns) is None


def test_a_cell_that_follows_from_two_corners_is_hidden_better() -> None:
    """Two blocks of hidden cells joined by one cell: that one follows from the totals, so more is hidden."""
    cells = [[6, 7, 9, 9], [7, 6, 2, 9], [9, 9, 6, 8], [9, 9, 8, 6]]
    bridge = [
        [True, True, False, False],
        [True, True, True, False],
        [False, False, True, True],
        [False, False, True, True],
    ]
    seen = [False] * 4
    assert computable(cells, bridge, seen, seen) == (1, 2)
    marks = hidden_in_table(cells, seen, seen)
    assert marks[1][2]
    assert computable(cells, marks, seen, seen) is None


def test_what_a_small_group_said_is_hidden_whole() -> None:
    """A nought beside it would tell that all of the three said the same."""
    marks = hidden_in_table([[3, 0, 0], [20, 18, 15], [20, 30, 9]], [True, True, False], [False, False, False])
    assert marks[0] == [True, True, True]
