"""What answers come to: counts, shares, means and bands, alone and told apart by another question."""

from dataclasses import replace
from typing import Any

import pytest
from support.surveys import question

from planning.surveys.counting import across, result_of


def asked(key: str, kind: str = "SINGLE", **facts: Any) -> Any:
    return replace(question(kind, **facts), id=key)


def chosen(key: str, *codes: str) -> dict[str, Any]:
    return {key: {"chosen": list(codes)}}


WHO = asked("Q1", options="prijímateľ\nrodina\nobyvateľ")
MISSING = asked("Q2", "MANY", options="opatera\nstacionár\ndoprava", other=True)


def counts(result: Any) -> list[int | None]:
    return [cell.count for cell in result.cells]


def test_answers_are_counted_with_their_share() -> None:
    answers = [chosen("Q1", "O1")] * 12 + [chosen("Q1", "O2")] * 8 + [{}] * 3
    result = result_of(WHO, answers)
    assert (result.answered, counts(result)) == (20, [12, 8, 0])
    assert [cell.share for cell in result.cells] == [60, 40, 0]


def test_fewer_than_five_answers_show_nothing() -> None:
    assert result_of(WHO, [chosen("Q1", "O1")] * 4).answered is None
    assert result_of(WHO, []).answered == 0
    assert result_of(WHO, [chosen("Q1", "O1")] * 4).cells == ()


def test_a_small_answer_takes_another_one_with_it() -> None:
    answers = [chosen("Q1", "O1")] * 12 + [chosen("Q1", "O2")] * 8 + [chosen("Q1", "O3")] * 2
    assert counts(result_of(WHO, answers)) == [12, None, None]


def test_of_several_answers_each_stands_alone() -> None:
    answers = [chosen("Q2", "O1", "O2")] * 10 + [chosen("Q2", "O1")] * 10 + [chosen("Q2", "O3")] * 3
    assert counts(result_of(MISSING, answers)) == [None, 10, None, 0]


def test_a_scale_has_a_mean_only_where_nothing_is_hidden() -> None:
    scale = asked("Q3", "SCALE", low="nie", high="áno")
    said = [{"Q3": {"number": number}} for number in (1, 5) for _each in range(6)]
    assert (result_of(scale, said).mean, result_of(scale, said).middle) == ("3", "3")
    assert result_of(scale, said).cells[0].words == "1 – nie"
    assert result_of(scale, [*said, {"Q3": {"number": 2}}]).mean == ""


def test_numbers_are_told_in_round_bands() -> None:
    hours = asked("Q4", "NUMBER")
    said = [{"Q4": {"number": str(number)}} for number in (1, 3, 5, 7, 9, 21, 22, 23, 24, 29)]
    result = result_of(hours, said)
    assert counts(result) == [5, 0, 5]
    assert "10" in result.cells[0].words
    assert result.mean in {"14,4", "14.4"}
    same = result_of(hours, [{"Q4": {"number": "-2.5"}}] * 5)
    assert counts(same) == [5]


def test_own_words_are_only_counted() -> None:
    result = result_of(asked("Q5", "TEXT"), [{"Q5": {"text": "Nič"}}] * 6)
    assert (result.answered, result.cells) == (6, ())


def test_a_question_is_told_apart_by_another() -> None:
    answers = (
        [chosen("Q1", "O1") | chosen("Q6", "O1")] * 10
        + [chosen("Q1", "O1") | chosen("Q6", "O2")] * 9
        + [chosen("Q1", "O2") | chosen("Q6", "O1")] * 8
        + [chosen("Q1", "O2") | chosen("Q6", "O2")] * 7
        + [chosen("Q1", "O2")] * 6
    )
    table = across(asked("Q6"), WHO, answers)
    assert table is not None
    assert [row[1] for row in table.rows] == [(10, 9, 0), (8, 7, 6), (0, 0, 0)]
    assert len(table.heads) == 3


def test_a_small_cell_of_a_table_takes_a_square_with_it() -> None:
    answers = (
        [chosen("Q1", "O1") | chosen("Q6", "O1")] * 10
        + [chosen("Q1", "O1") | chosen("Q6", "O2")] * 2
        + [chosen("Q1", "O2") | chosen("Q6", "O1")] * 8
        + [chosen("Q1", "O2") | chosen("Q6", "O2")] * 17
    )
    table = across(asked("Q6"), WHO, answers)
    assert table is not None
    assert [row[1] for row in table.rows[:2]] == [(None, None), (None, None)]


def test_several_answers_are_told_apart_too() -> None:
    answers = [chosen("Q1", "O1") | chosen("Q2", "O1")] * 10 + [chosen("Q1", "O2") | chosen("Q2", "O1", "O2")] * 10
    table = across(MISSING, WHO, answers)
    assert table is not None
    assert [row[1] for row in table.rows] == [(10, 0, 0, 0), (10, 10, 0, 0), (0, 0, 0, 0)]


@pytest.mark.parametrize("other", ["Q1", "Q5"])
def test_a_table_that_would_say_nothing_is_none(other: str) -> None:
    answers = [chosen("Q1", "O1") | {"Q5": {"text": "x"}}] * 9
    assert across(asked(other, "TEXT" if other == "Q5" else "SINGLE"), WHO, answers) is None
    assert across(asked("Q6"), WHO, answers[:4]) is None
