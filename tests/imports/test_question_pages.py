"""The page of questions: what is asked, the witnesses beside each proposal, one click to agree, and who may."""

from collections.abc import Callable
from typing import Any

import pytest
from support.counting import questions
from support.registers_sk import provider, register, service

from imports.models import Question
from imports.questions import answer_question, count_open, keep_questions, take_answer_back
from kernel.clock import now
from kernel.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(person: Callable[..., Any], region: Any) -> Any:
    return person("DATA_STEWARD", at=region)


@pytest.fixture
def desk(browse: Callable[..., Any], steward: Any) -> Any:
    return browse(None, steward)


def question(code: str = "C0017", **said: Any) -> Question:
    proposals = [{"answer": "SK448-38", "for_it": 11, "of": 12}, {"answer": "SK448-35", "for_it": 1, "of": 12}]
    facts = {"source": "rpss-sk", "subject": "KIND", "times": 14, "times_here": 12, "proposals": proposals}
    facts |= {"examples": [{"key": "1", "provider": "Obec Očová", "ico": "00320161", "town": "Očová"}]}
    return Question.objects.create(**facts | said, code=code, first_seen_at=now(), last_seen_at=now())


def test_proposal_is_shown_with_its_witnesses_and_taken_by_one_click(desk: Any, steward: Any) -> None:
    asked = question()
    page = desk.get("/imports/questions/").content.decode()
    assert "domov sociálnych služieb" in page
    assert "11" in page
    assert "Obec Očová" in page
    answer = desk.post(f"/imports/questions/{asked.pk}/", {"answer": "SK448-38"})
    asked.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, "/imports/questions/")
    assert (asked.answer, asked.answered_by) == ("SK448-38", steward.pk)
    entry = Entry.objects.get(verb="imports.question_answered")
    assert entry.facts == {"source": "rpss-sk", "answer": "SK448-38"}
    assert entry.subject_id == str(asked.pk)


def test_answer_that_does_not_exist_is_refused(desk: Any) -> None:
    asked = question()
    assert desk.post(f"/imports/questions/{asked.pk}/", {"answer": "SK448-99"}).status_code == 422
    assert desk.post(f"/imports/questions/{asked.pk}/", {"answer": "CZ108-40"}).status_code == 422
    asked.refresh_from_db()
    assert asked.answer == ""


def test_answer_can_be_taken_back(desk: Any) -> None:
    asked = answer_question(question(), answer="SK448-38", by=None, at=now())
    assert "domov sociálnych služieb" in desk.get("/imports/questions/").content.decode()
    desk.post(f"/imports/questions/{asked.pk}/back/")
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_at) == ("", None)


def test_asking_again_leaves_the_answer_and_its_moment_alone() -> None:
    from imports.asking import Asked, Subject

    asked = answer_question(question(), answer="SK448-38", by=None, at=now())
    keep_questions("rpss-sk", [Asked(Subject.KIND, "C0017", times=3)], is_whole=True, at=now())
    again = Question.objects.get()
    assert (again.answer, again.answered_at, again.times) == ("SK448-38", asked.answered_at, 3)


def test_whole_register_forgets_what_it_no_longer_says_but_never_an_answer() -> None:
    question("C0001")
    kept = answer_question(question("C0002"), answer="SK448-38", by=None, at=now())
    keep_questions("rpss-sk", [], is_whole=False, at=now())
    assert Question.objects.count() == 2
    keep_questions("rpss-sk", [], is_whole=True, at=now())
    assert Question.objects.get() == kept


def test_same_answer_again_is_recorded_once() -> None:
    asked = question()
    for _time in range(2):
        answer_question(asked, answer="SK448-38", by=None, at=now())
    assert Entry.objects.filter(verb="imports.question_answered").count() == 1
    for _time in range(2):
        take_answer_back(asked, by=None, at=now())
    assert Entry.objects.filter(verb="imports.answer_taken_back").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_questions_asks_for_nothing_more(desk: Any, count: int) -> None:
    for number in range(count):
        question(f"C{number:04}")
    assert questions(desk, "/imports/questions/") == 10


def test_run_and_list_of_runs_lead_to_the_questions(desk: Any, compare: Callable[..., Any]) -> None:
    run = compare("rpss-sk", register(provider(service(), service("1", type="C0017"))))
    assert count_open() == count_open("rpss-sk") == 1
    assert "/imports/questions/" in desk.get(f"/imports/{run.pk}/").content.decode()
    assert "/imports/questions/" in desk.get("/imports/").content.decode()
    waiting = desk.get(f"/imports/{run.pk}/?show=asked").content.decode()
    assert "C0017" in waiting


def test_element_may_mean_a_field_of_its_own_scope_alone(desk: Any) -> None:
    asked = question("service/foo", subject="ELEMENT", proposals=[], examples=[{"shape": "Aaa 9"}])
    page = desk.get(f"/imports/questions/{asked.pk}/").content.decode()
    assert ('value="capacity"' in page, 'value="ico"' in page, 'value="-"' in page) == (True, False, True)
    assert "Aaa 9" in desk.get("/imports/questions/").content.decode()


def test_only_the_data_steward_may_answer(browse: Callable[..., Any], person: Callable[..., Any], region: Any) -> None:
    asked = question()
    other = browse(None, person("METHODOLOGIST", at=region))
    assert other.get("/imports/questions/").status_code == 403
    assert other.post(f"/imports/questions/{asked.pk}/", {"answer": "SK448-38"}).status_code == 403
    asked.refresh_from_db()
    assert asked.answer == ""
