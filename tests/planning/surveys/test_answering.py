"""Answering: on the public page, by links of letters, by codes; once each, and nobody can be found behind an answer."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from support.surveys import DAY, closed, moment, opened, say, told

from accounts import tokens
from accounts.errors import LinkRefused
from accounts.models import OneTimeLink
from kernel.journal.models import Entry
from kernel.mail.models import OutgoingMail
from kernel.tenancy import entered
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.surveys import answering, inviting
from planning.surveys.answering import PURPOSE, answer_by_link, answer_publicly, fingerprint
from planning.surveys.commands import mix_links_and_codes
from planning.surveys.mixing import mix
from planning.surveys.models import Stage, Survey, SurveyAnswer

pytestmark = pytest.mark.django_db
NOON = moment()
WHO: dict[str, Any] = {"by": None, "at": NOON}
FULL = {"Q1": "O1", "Q2": ["O1", "O3"], "Q3": 4, "Q4": "12", "Q5": "Viac opatery"}


@pytest.fixture
def survey(plan: Any) -> Any:
    return opened(plan)


@pytest.fixture
def each_once(plan: Any) -> Any:
    return opened(plan, one_each=True)


def by_link(secret: str, survey: Any, at: Any = NOON) -> Any:
    return answer_by_link(secret, said=told(survey, FULL), version=fingerprint(survey), at=at)


def secret_of(letter: Any) -> str:
    line = next(line for line in letter.text.splitlines() if "/surveys/code/" in line)
    return str(line.rstrip("/").rpartition("/")[2])


# --- the public page --------------------------------------------------------------------------------------------------
def test_an_answer_keeps_what_was_said_and_nothing_else(survey: Any) -> None:
    say(survey, **FULL)
    answer = SurveyAnswer.objects.get()
    assert answer.said == {
        "Q1": {"chosen": ["O1"]}, "Q2": {"chosen": ["O1", "O3"]}, "Q3": {"number": 4}, "Q4": {"number": "12"},
        "Q5": {"text": "Viac opatery"},
    }  # fmt: skip
    names = {field.name for field in SurveyAnswer._meta.get_fields()}
    assert names == {"id", "version", "survey", "channel", "sheet", "said"}


def test_no_single_answer_is_in_the_journal(survey: Any) -> None:
    before = Entry.objects.count()
    say(survey, **FULL)
    assert Entry.objects.count() == before


def test_the_same_page_sent_twice_counts_once(survey: Any) -> None:
    facts = {"said": told(survey, FULL), "version": fingerprint(survey), "once": uuid.uuid4(), "at": NOON}
    assert [answer_publicly(survey, **facts), answer_publicly(survey, **facts)] == [True, False]
    assert SurveyAnswer.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 21])
def test_before_the_first_and_after_the_last_day_nobody_answers(survey: Any, days: int) -> None:
    with pytest.raises(PlanRefused):
        say(survey, at=moment(DAY + timedelta(days=days)), **FULL)


def test_on_the_first_and_on_the_last_day_everybody_may(survey: Any) -> None:
    assert say(survey, at=moment(survey.opens_on), **FULL)
    assert say(survey, at=moment(survey.closes_on), **FULL)


def test_a_closed_survey_takes_no_answer(survey: Any) -> None:
    with pytest.raises(PlanRefused):
        say(closed(survey), **FULL)


def test_a_page_with_other_questions_is_asked_for_again(survey: Any) -> None:
    with pytest.raises(ChangedMeanwhile):
        answer_publicly(survey, said=told(survey, FULL), version=7, once=uuid.uuid4(), at=NOON)


def test_an_empty_answer_is_refused(survey: Any) -> None:
    with pytest.raises(PlanRefused):
        say(survey, Q5="   ")


@pytest.mark.parametrize(
    "wrong",
    [
        {"Q1": {"chosen": ["O9"]}},
        {"Q1": {"chosen": ["O1", "O2"]}},
        {"Q3": {"number": 6}},
        {"Q4": {"number": "x"}},
        {"Q4": {"number": "1e99"}},
        {"Q4": {"number": "NaN"}},
    ],
    ids=str,
)
def test_what_was_not_offered_is_refused(survey: Any, wrong: Any) -> None:
    with pytest.raises(PlanRefused):
        answer_publicly(survey, said=wrong, version=fingerprint(survey), once=uuid.uuid4(), at=NOON)
    assert not SurveyAnswer.objects.exists()


def test_words_stay_only_with_something_else(survey: Any) -> None:
    said = {"Q2": {"chosen": ["O1"], "other": "x"}, "Q9": {"text": "cudzie"}}
    answer_publicly(survey, said=said, version=fingerprint(survey), once=uuid.uuid4(), at=NOON)
    assert SurveyAnswer.objects.get().said == {"Q2": {"chosen": ["O1"]}}


# --- one answer for each person ---------------------------------------------------------------------------------------
def test_a_letter_goes_to_each_address_once_and_its_link_works_once(each_once: Any, alfa: Any) -> None:
    addresses = ["anna@example.org", "boris@example.org", "anna@example.org"]
    assert inviting.write_letters(each_once, addresses, site=alfa, **WHO) == inviting.Written(2, 0)
    letter = OutgoingMail.objects.get(to="anna@example.org")
    by_link(secret_of(letter), each_once)
    with pytest.raises(LinkRefused) as refused:
        by_link(secret_of(letter), each_once)
    assert refused.value.code == "link_used"
    assert [answer.channel for answer in SurveyAnswer.objects.all()] == ["LETTER"]


def test_a_reminder_spares_those_who_answered_and_ends_the_older_link(each_once: Any, alfa: Any) -> None:
    addresses = ["anna@example.org", "boris@example.org"]
    inviting.write_letters(each_once, addresses, site=alfa, **WHO)
    by_link(secret_of(OutgoingMail.objects.get(to="anna@example.org")), each_once)
    old = secret_of(OutgoingMail.objects.get(to="boris@example.org"))
    assert inviting.write_letters(each_once, addresses, site=alfa, **WHO) == inviting.Written(1, 1)
    with pytest.raises(LinkRefused):
        by_link(old, each_once)
    fresh = OutgoingMail.objects.filter(to="boris@example.org").order_by("created_at").last()
    by_link(secret_of(fresh), each_once)
    each_once.refresh_from_db()
    assert (each_once.last_number, SurveyAnswer.objects.count()) == (2, 2)


def test_nothing_in_the_database_leads_from_a_link_to_its_answer(each_once: Any, alfa: Any) -> None:
    inviting.write_letters(each_once, ["anna@example.org"], site=alfa, **WHO)
    by_link(secret_of(OutgoingMail.objects.get()), each_once)
    with entered(""):
        link = OneTimeLink.objects.get(purpose=PURPOSE)
    answer = SurveyAnswer.objects.get()
    assert link.used_at is not None
    assert (link.used_at.astimezone(NOON.tzinfo).hour, link.subject, set(link.facts)) == (
        0,
        str(each_once.pk),
        {"mark"},
    )
    assert str(link.pk) not in str(answer.said)
    assert answer.sheet is None
    before = {answer.pk, *SurveyAnswer.objects.values_list("pk", flat=True)}
    assert mix_links_and_codes() == 1
    assert not before & set(SurveyAnswer.objects.values_list("pk", flat=True))
    assert SurveyAnswer.objects.get().said == answer.said


def test_an_answer_that_fails_uses_no_link_up(each_once: Any, alfa: Any) -> None:
    inviting.write_letters(each_once, ["anna@example.org"], site=alfa, **WHO)
    secret = secret_of(OutgoingMail.objects.get())
    with pytest.raises(PlanRefused):
        answer_by_link(secret, said={}, version=fingerprint(each_once), at=NOON)
    by_link(secret, each_once)


def test_a_code_from_paper_is_typed_as_people_type(each_once: Any) -> None:
    (sheet,) = inviting.number_sheets(each_once, 1, **WHO)
    assert len(sheet.code) == 19
    assert tokens.typed_code(f" {sheet.code.lower()} ") == sheet.secret
    by_link(tokens.typed_code(sheet.code.lower()), each_once)


def test_a_code_ends_when_the_paper_is_printed_again(each_once: Any) -> None:
    first, second = inviting.number_sheets(each_once, 2, **WHO)
    by_link(first.secret, each_once)
    (again,) = inviting.print_again(each_once, 1, 2, **WHO)
    assert again.number == second.number
    with pytest.raises(LinkRefused):
        by_link(second.secret, each_once)
    by_link(again.secret, each_once)
    with pytest.raises(PlanRefused):
        inviting.print_again(each_once, 1, 2, **WHO)


def test_the_public_page_takes_no_answer_where_each_answers_once(each_once: Any) -> None:
    with pytest.raises(PlanRefused):
        say(each_once, **FULL)


def test_letters_and_sheets_wait_until_the_survey_is_open(plan: Any, survey: Any, alfa: Any) -> None:
    with pytest.raises(PlanRefused):
        inviting.write_letters(survey, ["a@example.org"], site=alfa, **WHO)
    with pytest.raises(PlanRefused):
        inviting.number_sheets(closed(survey), 1, **WHO)
    with pytest.raises(PlanRefused):
        inviting.print_again(opened(plan, title="Iný"), 1, 9, **WHO)


def test_a_link_of_another_survey_or_town_leads_nowhere(each_once: Any, beta: Any) -> None:
    stray = tokens.make_link(PURPOSE, uuid.uuid4(), each_once._schema.removeprefix("t_"), timedelta(days=9), at=NOON)
    other = tokens.make_link(PURPOSE, each_once, beta.key, timedelta(days=9), at=NOON)
    for secret in (stray, other, "nonsense"):
        with pytest.raises(LinkRefused):
            answering.survey_of(secret, at=NOON)


# --- sheets of paper --------------------------------------------------------------------------------------------------
def enter(survey: Any, sheet: str, **said: Any) -> Any:
    return answering.enter_sheet(survey, sheet=sheet, said=told(survey, said or FULL), **WHO)


def test_a_sheet_is_entered_once(survey: Any) -> None:
    inviting.number_sheets(survey, 3, **WHO)
    enter(survey, "0002-1")
    with pytest.raises(PlanRefused, match="0002-1"):
        enter(survey, "00021")
    assert [(answer.channel, answer.sheet) for answer in SurveyAnswer.objects.all()] == [("PAPER", 2)]


@pytest.mark.parametrize("wrong", ["0002-2", "0020-1", "", "x", "0009-2"])
def test_a_mistyped_or_unknown_number_is_refused(survey: Any, wrong: str) -> None:
    inviting.number_sheets(survey, 3, **WHO)
    with pytest.raises(PlanRefused):
        enter(survey, wrong)


def test_the_last_sheet_is_corrected_until_the_answers_are_mixed(survey: Any) -> None:
    inviting.number_sheets(survey, 3, **WHO)
    answer = enter(survey, "0001-3")
    answering.correct_sheet(survey, answer.pk, said=told(survey, {"Q1": "O2"}), **WHO)
    assert SurveyAnswer.objects.get().said == {"Q1": {"chosen": ["O2"]}}
    with pytest.raises(PlanRefused):
        answering.correct_sheet(survey, answer.pk, said={}, **WHO)
    mix(survey)
    with pytest.raises(PlanRefused):
        answering.correct_sheet(survey, answer.pk, said=told(survey, {"Q1": "O1"}), **WHO)
    assert SurveyAnswer.objects.get().said == {"Q1": {"chosen": ["O2"]}}


def test_a_paper_with_a_code_is_used_up_by_whichever_comes_first(each_once: Any) -> None:
    first, second = inviting.number_sheets(each_once, 2, **WHO)
    by_link(first.secret, each_once)
    with pytest.raises(PlanRefused):
        enter(each_once, "0001-3")
    enter(each_once, "0002-1")
    with pytest.raises(LinkRefused):
        by_link(second.secret, each_once)
    assert {(answer.channel, answer.sheet) for answer in SurveyAnswer.objects.all()} == {
        ("LETTER", None),
        ("PAPER", None),
    }


def test_the_database_keeps_sheets_apart(survey: Any) -> None:
    facts = {"survey": survey, "said": {}}
    SurveyAnswer.objects.create(channel="PAPER", sheet=1, **facts)
    for wrong in ({"channel": "PAPER", "sheet": 1}, {"channel": "WEB", "sheet": 2}, {"channel": "WEB", "said": []}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SurveyAnswer.objects.create(**facts | wrong)


def test_sheets_are_entered_after_the_last_day_until_the_survey_is_closed(survey: Any) -> None:
    inviting.number_sheets(survey, 2, **WHO)
    late = {"by": None, "at": moment(survey.closes_on + timedelta(days=5))}
    answer = answering.enter_sheet(survey, sheet="0001-3", said=told(survey, FULL), **late)
    survey = closed(survey)
    with pytest.raises(PlanRefused):
        enter(survey, "0002-1")
    with pytest.raises(PlanRefused):
        answering.correct_sheet(survey, answer.pk, said=told(survey, {"Q1": "O2"}), **WHO)
    assert [(kept.sheet, kept.pk == answer.pk) for kept in SurveyAnswer.objects.all()] == [(None, False)]


def test_no_letter_is_written_after_the_last_day(each_once: Any, alfa: Any) -> None:
    late = {"by": None, "at": moment(each_once.closes_on + timedelta(days=1))}
    with pytest.raises(PlanRefused):
        inviting.write_letters(each_once, ["anna@example.org"], site=alfa, **late)
    assert not OutgoingMail.objects.exists()


def test_a_survey_that_cannot_be_mixed_leaves_the_others_to_be_mixed(plan: Any, each_once: Any) -> None:
    (sheet,) = inviting.number_sheets(each_once, 1, **WHO)
    by_link(sheet.secret, each_once)
    key = SurveyAnswer.objects.get().pk
    others = [opened(plan, one_each=True, title=title) for title in ("Prvý", "Druhý")]
    with connection.cursor() as cursor:  # the database refuses to lose the answers of one of them
        for other in others:
            SurveyAnswer.objects.create(survey=other, channel="LETTER", said={"Q1": {"chosen": ["O1"]}})
        cursor.execute("CREATE TABLE holds (answer uuid REFERENCES planning_surveyanswer (id))")
        cursor.execute("INSERT INTO holds SELECT id FROM planning_surveyanswer WHERE survey_id = %s", [others[0].pk])
    assert mix_links_and_codes() == 2
    assert Survey.objects.filter(stage=Stage.OPEN).count() == 3
    assert not SurveyAnswer.objects.filter(pk=key).exists()
