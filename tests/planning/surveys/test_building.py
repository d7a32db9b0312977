"""Building a survey: questions and their order, ready sets, copies, stages, what is frozen and when."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.surveys import DAY, closed, draft, moment, opened, question, say
from support.world import FOUNDED

from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.models import Revision
from planning.surveys import building, commands, inviting
from planning.surveys.models import Stage, Survey
from planning.surveys.questions import MOST_QUESTIONS, options_of, read_questions
from planning.surveys.sets import SETS, ready_set

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "at": FOUNDED}


@pytest.fixture
def survey(plan: Any) -> Any:
    return draft(plan)


def order(survey: Any) -> list[str]:
    return [each.id for each in Survey.objects.get(pk=survey.pk).asked]


def test_questions_keep_their_order_and_names(survey: Any) -> None:
    assert order(survey) == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    assert building.move_question(survey, "Q3", way="up", **WHO)
    assert not building.move_question(survey, "Q1", way="up", **WHO)
    building.remove_question(survey, "Q2", **WHO)
    building.add_question(survey, question(text="Nová?"), **WHO)
    assert order(survey) == ["Q1", "Q3", "Q4", "Q5", "Q6"]
    acts = set(Revision.objects.filter(subject_id=survey.pk).values_list("act", flat=True))
    assert {"added", "question_added", "question_moved", "question_removed"} <= acts


def test_easy_words_stand_beside_each_answer(survey: Any) -> None:
    options = options_of("opatera doma\n\nstacionár", "Niekto príde.\n")
    assert [(option.id, option.text, option.easy) for option in options] == [
        ("O1", "opatera doma", "Niekto príde."),
        ("O2", "stacionár", ""),
    ]
    first = survey.asked[0]
    assert (first.words(easy=True), first.words(easy=False)) == ("Kto?", "Kto ste?")


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"kind": "DANCE"},
        {"options": "len jedna"},
        {"options": "áno\náno"},
        {"options": "\n".join(map(str, range(21)))},
        {"kind": "SCALE", "steps": 6},
    ],
    ids=str,
)
def test_a_question_that_cannot_be_asked_is_refused(survey: Any, wrong: Any) -> None:
    with pytest.raises(PlanRefused):
        building.add_question(survey, question(**{"kind": "SINGLE"} | wrong), **WHO)
    assert len(order(survey)) == 5


def test_what_a_kind_does_not_need_is_left_out(survey: Any) -> None:
    building.add_question(survey, question("NUMBER", options="a\nb", other=True, low="x"), **WHO)
    last = Survey.objects.get(pk=survey.pk).asked[-1]
    assert (last.options, last.other, last.low) == ((), False, "")


def test_a_survey_has_its_limits(survey: Any) -> None:
    with pytest.raises(PlanRefused):
        building.take_questions(survey, [question()] * MOST_QUESTIONS, **WHO)


def test_two_who_change_a_question_at_once_do_not_overwrite_each_other(survey: Any) -> None:
    mine = Survey.objects.get(pk=survey.pk)
    asked = mine.asked[0]
    building.change_question(mine, asked, version=mine.version, **WHO)
    with pytest.raises(PlanRefused):
        building.change_question(mine, asked, version=mine.version, **WHO)
    building.remove_question(mine, "Q1", **WHO)
    with pytest.raises(PlanRefused):
        building.move_question(mine, "Q1", way="down", **WHO)


@pytest.mark.parametrize("language", ["sk", "cs"])
@pytest.mark.parametrize("name", SETS)
def test_ready_sets_can_be_asked(survey: Any, name: str, language: str) -> None:
    questions = ready_set(name, language)
    assert questions
    taken = building.take_questions(survey, questions, **WHO)
    assert len(taken.asked) == 5 + len(questions)
    assert read_questions(taken.questions) == taken.asked
    assert ready_set("dance", language) is None


def test_ready_sets_say_the_same_in_both_languages() -> None:
    for name in SETS:
        told = [
            [(each.kind, len(each.options), each.other) for each in ready_set(name, code) or []]
            for code in ("sk", "cs")
        ]
        assert told[0] == told[1] != []
    for code in ("sk", "cs"):
        easy = [option.easy for each in ready_set("needs", code) or [] for option in each.options]
        assert easy
        assert all(easy)


def test_facts_change_and_somebody_elses_change_is_not_lost(survey: Any) -> None:
    facts = {name: getattr(survey, name) for name in commands.SURVEY_FIELDS}
    commands.change_survey(survey, version=survey.version, **facts | {"title": "Iný názov"}, **WHO)
    with pytest.raises(ChangedMeanwhile):
        commands.change_survey(survey, version=survey.version, **facts, **WHO)
    survey.refresh_from_db()
    with pytest.raises(PlanRefused):
        commands.change_survey(survey, version=survey.version, closes_on=DAY - timedelta(days=9), **WHO)


def test_what_people_were_told_is_frozen_once_it_is_open(plan: Any) -> None:
    survey = opened(plan)
    later = survey.closes_on + timedelta(days=5)
    commands.change_survey(
        survey, version=survey.version, introduction="Iné", one_each=True, closes_on=later, addressed=100, **WHO
    )
    survey.refresh_from_db()
    assert (survey.introduction, survey.one_each, survey.closes_on, survey.addressed) == ("", False, later, 100)
    for act in (
        lambda: building.add_question(survey, question(), **WHO),
        lambda: building.remove_question(survey, "Q1", **WHO),
        lambda: commands.remove_survey(survey, **WHO),
    ):
        with pytest.raises(PlanRefused):
            act()


def test_an_open_survey_goes_back_only_while_nobody_answered(plan: Any) -> None:
    survey = opened(plan)
    assert commands.take_back(survey, **WHO).stage == Stage.DRAFT
    survey = commands.open_survey(survey, **WHO)
    say(survey, Q1="O1")
    with pytest.raises(PlanRefused):
        commands.take_back(survey, **WHO)
    other = opened(plan, title="Hárky")
    inviting.number_sheets(other, 1, **WHO)
    with pytest.raises(PlanRefused):
        commands.take_back(other, **WHO)


def test_a_copy_asks_the_same_and_starts_anew(plan: Any) -> None:
    survey = opened(plan, addressed=50)
    say(survey, Q1="O1")
    days = {"opens_on": DAY, "closes_on": DAY}
    copy = commands.copy_survey(survey, plan=plan, **days, **WHO)
    copy.refresh_from_db()
    assert (copy.stage, copy.asked, copy.answers.count(), copy.addressed) == (Stage.DRAFT, survey.asked, 0, None)
    assert copy.title.endswith(survey.title)


def test_stages_follow_each_other(plan: Any) -> None:
    empty = commands.begin_survey(plan, title="Prázdny", opens_on=DAY, closes_on=DAY, **WHO)
    with pytest.raises(PlanRefused):
        commands.open_survey(empty, **WHO)
    survey = draft(plan)
    with pytest.raises(PlanRefused):
        commands.open_survey(survey, by=None, at=moment(DAY + timedelta(days=30)))
    with pytest.raises(PlanRefused):
        commands.close_survey(survey, **WHO)
    survey = commands.open_survey(survey, **WHO)
    assert commands.open_survey(survey, **WHO).stage == Stage.OPEN
    with pytest.raises(PlanRefused):
        commands.publish_results(survey, **WHO)
    survey = closed(survey)
    assert closed(survey).stage == Stage.CLOSED
    survey = commands.publish_results(survey, **WHO)
    with pytest.raises(PlanRefused):
        commands.change_survey(survey, version=survey.version, title="x", **WHO)
    assert commands.withdraw_results(survey, **WHO).results is None
    with pytest.raises(PlanRefused):
        commands.publish_results(survey, across="Q2", **WHO)


def test_results_that_are_published_anew_are_told_apart_by_the_same_question(plan: Any) -> None:
    survey = closed(opened(plan, {}, {"text": "Kto ste?"}))
    for across in ("", "Q1", ""):  # together they tell no more than Q1 alone
        survey = commands.withdraw_results(commands.publish_results(survey, across=across, **WHO), **WHO)
    with pytest.raises(PlanRefused):
        commands.publish_results(survey, across="Q2", **WHO)
    assert commands.publish_results(survey, across="Q1", **WHO).published_across == "Q1"


def test_results_are_told_apart_by_one_answer_only(survey: Any) -> None:
    survey = closed(commands.open_survey(survey, **WHO))
    with pytest.raises(PlanRefused):
        commands.publish_results(survey, across="Q2", **WHO)


def test_a_draft_can_be_removed(survey: Any) -> None:
    commands.remove_survey(survey, **WHO)
    assert not Survey.objects.exists()


def test_the_database_refuses_a_survey_that_cannot_be(plan: Any) -> None:
    facts = {
        "plan": plan,
        "title": "x",
        "opens_on": DAY,
        "closes_on": DAY,
        "created_at": FOUNDED,
        "changed_at": FOUNDED,
    }
    for wrong in (
        {"title": ""},
        {"closes_on": DAY - timedelta(days=1)},
        {"questions": {}},
        {"quotes": "x"},
        {"stage": "OPEN"},
        {"stage": "PUBLISHED", "questions": [1]},
        {"results": {}},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Survey.objects.create(**facts | wrong)


def test_days_that_do_not_follow_are_refused(plan: Any) -> None:
    with pytest.raises(PlanRefused):
        commands.begin_survey(plan, title="x", opens_on=DAY, closes_on=DAY - timedelta(days=1), **WHO)
