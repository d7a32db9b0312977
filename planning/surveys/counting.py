"""What the answers to each question come to, as frozen values with small groups left out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.surveys.hiding import LEAST, hidden_in_choices, hidden_in_line, hidden_in_table
from planning.surveys.questions import Kind, Question
from ui import typography

Said = dict[str, dict[str, Any]]
BANDS = 6
NOT_SAID = gettext_lazy("not answered")


@dataclass(frozen=True, slots=True)
class Cell:
    """So many said it; None where the group is too small to be shown, or would give away one that is."""

    words: str
    count: int | None
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question. `answered` is None where fewer than five answered it."""

    question: Question
    answered: int | None
    cells: tuple[Cell, ...] = ()
    mean: str = ""
    middle: str = ""

    @property
    def is_hidden(self) -> bool:
        return self.answered is None

    @property
    def has_gaps(self) -> bool:
        return any(cell.count is None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Across:
    """The same question told apart by the groups of another: a row for each group."""

    question: Question
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


def result_of(question: Question, answers: Sequence[Said]) -> Result:
    """Count one question over all answers."""
    said = [answer[question.id] for answer in answers if question.id in answer]
    if len(said) < LEAST:
        return Result(question, 0 if not said else None)
    if question.kind == Kind.TEXT:
        return Result(question, len(said))
    groups = _groups(question, said)
    counts = [len(group) for _words, group in groups]
    hide = hidden_in_choices(counts, len(said)) if question.kind == Kind.MANY else hidden_in_line(counts)
    cells = tuple(
        Cell(words, None if hidden else count, None if hidden else round(100 * count / len(said)))
        for (words, _group), count, hidden in zip(groups, counts, hide, strict=True)
    )
    if question.kind in (Kind.SCALE, Kind.NUMBER) and not any(hide):
        numbers = [Decimal(str(each["number"])) for each in said]
        mean = sum(numbers, Decimal(0)) / len(numbers)
        return Result(question, len(said), cells, _rounded(mean), _rounded(Decimal(median(numbers))))
    return Result(question, len(said), cells)


def across(question: Question, by: Question, answers: Sequence[Said]) -> Across | None:
    """One question told apart by the groups of another; nothing where a table would say nothing.

    The margins are those that the results of both questions show, so that neither gives away what the other hides.
    """
    if question.id == by.id or question.kind == Kind.TEXT or len(answers) < LEAST:
        return None
    if any(result_of(each, answers).is_hidden for each in (question, by)):
        return None
    groups, rows_hidden = _with_rest(by, answers)
    if question.kind == Kind.MANY:
        return _across_many(question, groups, rows_hidden, answers)
    columns, columns_hidden = _with_rest(question, answers)
    cells = [[len(set(_ids(group)) & set(_ids(column))) for _words, column in columns] for _name, group in groups]
    marks = hidden_in_table(cells, rows_hidden, columns_hidden)
    return Across(question, tuple(words for words, _column in columns), _rows(groups, cells, marks))


def _across_many(
    question: Question, groups: list[tuple[str, list[Said]]], rows_hidden: list[bool], answers: Sequence[Said]
) -> Across:
    """Each answer that could be chosen is a table of its own: chosen, not chosen, not answered."""
    said = [answer[question.id] for answer in answers if question.id in answer]
    totals = [len(group) for _words, group in _groups(question, said)]
    told: list[list[int]] = [[] for _group in groups]
    marks: list[list[bool]] = [[] for _group in groups]
    for (code, _words), hidden in zip(question.choices, hidden_in_choices(totals, len(said)), strict=True):
        cells = [_chosen_or_not(question.id, code, group) for _name, group in groups]
        table = hidden_in_table(cells, rows_hidden, [hidden, hidden, False])
        for row, (cell, mark) in enumerate(zip(cells, table, strict=True)):
            told[row].append(cell[0])
            marks[row].append(mark[0])
    return Across(question, tuple(words for _code, words in question.choices), _rows(groups, told, marks))


def _chosen_or_not(key: str, code: str, group: list[Said]) -> list[int]:
    said = [answer[key]["chosen"] for answer in group if key in answer]
    chosen = sum(code in each for each in said)
    return [chosen, len(said) - chosen, len(group) - len(said)]


def _rows(
    groups: list[tuple[str, list[Said]]], cells: list[list[int]], marks: list[list[bool]]
) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
    return tuple(
        (words, tuple(None if mark else cell for cell, mark in zip(row, kept, strict=True)))
        for (words, _group), row, kept in zip(groups, cells, marks, strict=True)
    )


def _ids(group: Iterable[Said]) -> Iterable[int]:
    return (id(answer) for answer in group)


def _with_rest(question: Question, answers: Sequence[Said]) -> tuple[list[tuple[str, list[Said]]], list[bool]]:
    """The answers by what they say to a question, then those that say nothing to it; and whose number is not shown."""
    whose = {id(answer[question.id]): answer for answer in answers if question.id in answer}
    told = _groups(question, [answer[question.id] for answer in whose.values()])
    groups = [(words, [whose[id(each)] for each in group]) for words, group in told]
    hidden = hidden_in_line([len(group) for _words, group in groups])
    rest = [answer for answer in answers if question.id not in answer]
    return ([*groups, (str(NOT_SAID), rest)], [*hidden, False]) if rest else (groups, hidden)


def _groups(question: Question, said: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """What was said to one question, by the answers to choose from, the steps of a scale or bands of numbers."""
    if question.kind == Kind.NUMBER:
        return _bands(said)
    if question.kind == Kind.SCALE:
        return [(words, [each for each in said if str(each["number"]) == code]) for code, words in question.choices]
    return [(words, [each for each in said if code in each["chosen"]]) for code, words in question.choices]


def _bands(said: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Bands of equal width with round ends, at most six; a single value is told by no band alone unless all say it."""
    numbers = sorted({Decimal(each["number"]) for each in said})
    step = _step_of(numbers[-1] - numbers[0])
    first = numbers[0] // step * step
    if first > numbers[0]:  # Decimal rounds towards nought
        first -= step
    found = Counter((Decimal(each["number"]) - first) // step for each in said)
    bands = []
    for place in range(int(max(found)) + 1):
        low = first + place * step
        inside = [each for each in said if (Decimal(each["number"]) - first) // step == place]
        bands.append((_("%(from)s to less than %(to)s") % {"from": _rounded(low), "to": _rounded(low + step)}, inside))
    return bands


def _step_of(width: Decimal) -> Decimal:
    """The smallest round step that makes no more bands than we show."""
    step = Decimal(1)
    while True:
        for factor in (1, 2, 5):
            if width < step * factor * (BANDS - 1):
                return step * factor
        step *= 10


def _rounded(number: Decimal) -> str:
    rounded = round(Decimal(number), 1)
    return str(typography.number(int(rounded) if rounded == int(rounded) else rounded))
