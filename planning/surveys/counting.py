"""What the answers to each question come to, as frozen values with small groups left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.surveys.hiding import LEAST, hidden_in_choices, hidden_in_line, hidden_in_table
from planning.surveys.questions import Kind, Question
from ui import typography

Said = dict[str, dict[str, Any]]
Group = tuple[str, set[int]]  # words, and which of the answers say so
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
    groups = _groups(question, answers)
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
    if not all(result_of(each, answers).answered for each in (question, by)):
        return None
    rows, rows_hidden = _with_rest(by, answers)
    if question.kind == Kind.MANY:
        return _across_many(question, rows, rows_hidden, answers)
    columns, columns_hidden = _with_rest(question, answers)
    cells = [[len(row & column) for _words, column in columns] for _name, row in rows]
    marks = hidden_in_table(cells, rows_hidden, columns_hidden)
    return Across(question, tuple(words for words, _column in columns), _rows(rows, cells, marks))


def _across_many(question: Question, rows: list[Group], rows_hidden: list[bool], answers: Sequence[Said]) -> Across:
    """Each answer that could be chosen is a table of its own: chosen, not chosen, not answered."""
    columns, said = _groups(question, answers), _answering(question, answers)
    everybody = set(range(len(answers)))
    told: list[list[int]] = [[] for _row in rows]
    marks: list[list[bool]] = [[] for _row in rows]
    hide = hidden_in_choices([len(column) for _words, column in columns], len(said))
    for (_words, chosen), hidden in zip(columns, hide, strict=True):
        cells = [[len(row & each) for each in (chosen, said - chosen, everybody - said)] for _name, row in rows]
        table = hidden_in_table(cells, rows_hidden, [hidden, hidden, False])
        for place, (cell, mark) in enumerate(zip(cells, table, strict=True)):
            told[place].append(cell[0])
            marks[place].append(mark[0])
    return Across(question, tuple(words for words, _chosen in columns), _rows(rows, told, marks))


def _rows(
    groups: list[Group], cells: list[list[int]], marks: list[list[bool]]
) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
    return tuple(
        (words, tuple(None if mark else cell for cell, mark in zip(row, kept, strict=True)))
        for (words, _group), row, kept in zip(groups, cells, marks, strict=True)
    )


def _with_rest(question: Question, answers: Sequence[Said]) -> tuple[list[Group], list[bool]]:
    """The answers by what they say to a question, then those that say nothing to it; and whose number is not shown."""
    groups = _groups(question, answers)
    hidden = hidden_in_line([len(group) for _words, group in groups])
    rest = set(range(len(answers))) - _answering(question, answers)
    return ([*groups, (str(NOT_SAID), rest)], [*hidden, False]) if rest else (groups, hidden)


def _answering(question: Question, answers: Sequence[Said]) -> set[int]:
    return {place for place, answer in enumerate(answers) if question.id in answer}


def _groups(question: Question, answers: Sequence[Said]) -> list[Group]:
    """Who says what to one question, by the answers to choose from, the steps of a scale or bands of numbers."""
    said = {place: answer[question.id] for place, answer in enumerate(answers) if question.id in answer}
    if question.kind == Kind.NUMBER:
        return _bands({place: Decimal(each["number"]) for place, each in said.items()})
    return [(words, {place for place, each in said.items() if _says(each, code)}) for code, words in question.choices]


def _says(said: dict[str, Any], code: str) -> bool:
    return code in said["chosen"] if "chosen" in said else str(said["number"]) == code


def _bands(said: dict[int, Decimal]) -> list[Group]:
    """Bands of equal width with round ends, six at most."""
    least, most = min(said.values()), max(said.values())
    step = _step_of(most - least)
    first = (least / step).to_integral_value(ROUND_FLOOR) * step
    bands = []
    for place in range(int((most - first) / step) + 1):
        low = first + place * step
        inside = {who for who, number in said.items() if low <= number < low + step}
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
    rounded = round(number, 1)
    return str(typography.number(int(rounded) if rounded == int(rounded) else rounded))
