"""How well we plan: scores with evidence, compared with the last time, recommendations that become tasks."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader
from support import meetings as meet
from support.counting import questions
from support.plans import begin_plan, here
from support.world import FOUNDED

from kernel.clock import now
from planning.meetings.models import MeetingTask
from planning.standards.assessing import assessment, assessments_of, lists
from planning.standards.judging import Answer, assess, digest, make_task
from planning.standards.models import ChecklistWord
from planning.standards.queries import checklist_of
from planning.structure.errors import PlanRefused
from planning.structure.models import Plan
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
DAY = FOUNDED.date()
LIST = lists()["CZ_QUALITY"]
EMPTY = digest([])


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        yield begin_plan("Plán mesta Alfa")


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


def judge(plan: Plan, on: date = DAY, at: Any = FOUNDED, **answers: Answer) -> int:
    words = ChecklistWord.objects.filter(plan=plan, list=LIST.code, on=on)
    return assess(plan, LIST, on=on, answers=answers, seen=digest(words), by=None, at=at)


def test_both_lists_are_whole_in_every_language() -> None:
    assert set(lists()) == set(ChecklistWord.List) - {"CHECKLIST"}
    assert len(LIST.criteria) == 8
    assert len(lists()["MONITORING"].criteria) == 10
    for each in lists().values():
        for criterion in each.criteria:
            assert set(criterion.names) == set(criterion.looks) == {"sk", "cs", "en"}
            assert len(criterion.code) <= 24


def test_scores_are_compared_with_the_last_assessment(plan: Plan) -> None:
    judge(plan, LEGITIMACY=Answer(3, "uznesenie 12/2025"), SKILLS=Answer(None, "nemáme koordinátora"))
    later = DAY + timedelta(days=300)
    at = FOUNDED + timedelta(days=300)
    judge(plan, on=later, at=at, LEGITIMACY=Answer(5, "uznesenie 4/2026"), INVOLVEMENT=Answer(2, "chýbajú užívatelia"))
    told = assessment(plan, LIST, later)
    by_code = {line.criterion.code: line for line in told.lines}
    assert (told.said, told.mean, told.former_on) == (2, 3.5, DAY)
    assert by_code["LEGITIMACY"].change == 2
    assert by_code["INVOLVEMENT"].change is None
    assert by_code["SKILLS"].former.score is None
    assert [each.on for each in assessments_of(plan)] == [later, DAY]


def test_a_score_without_evidence_is_refused(plan: Plan) -> None:
    with pytest.raises(PlanRefused):
        judge(plan, LEGITIMACY=Answer(3, " "))
    with pytest.raises(PlanRefused):
        judge(plan, UNKNOWN=Answer(3, "x"))
    with pytest.raises(PlanRefused):
        judge(plan, on=DAY + timedelta(2), LEGITIMACY=Answer(3, "x"))
    assert not assessments_of(plan)


def test_two_people_lose_nothing_of_each_other(plan: Plan) -> None:
    judge(plan, LEGITIMACY=Answer(3, "uznesenie"))
    with pytest.raises(PlanRefused):
        assess(plan, LIST, on=DAY, answers={"SKILLS": Answer(1, "x")}, seen=EMPTY, by=None, at=FOUNDED)
    assert judge(plan, LEGITIMACY=Answer(3, "uznesenie")) == 0
    assert judge(plan, LEGITIMACY=Answer(4, "uznesenie")) == 1


def test_the_database_refuses_what_no_assessment_says(plan: Plan) -> None:
    base = {"plan": plan, "item": "SKILLS", "text": "x", "at": FOUNDED, "list": LIST.code, "on": DAY}
    wrong: list[dict[str, Any]] = [
        {"verdict": "SCORED", "score": 6},
        {"verdict": "SCORED", "score": None},
        {"verdict": "NOT_APPLICABLE", "score": 1},
        {"verdict": "SCORED", "score": 1, "on": None},
        {"verdict": "SCORED", "score": 1, "task_id": "6f0cf0d4-6a1c-5c5e-9a3e-0d8e2f1b7c55"},
    ]
    for facts in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ChecklistWord.objects.create(**base | facts)


def test_an_assessment_says_nothing_of_the_checklist(plan: Plan, alfa: Any) -> None:
    before = [line.state for line in checklist_of(plan, alfa.country, DAY)]
    judge(plan, PLAN=Answer(5, "x"))
    assert [line.state for line in checklist_of(plan, alfa.country, DAY)] == before


def test_a_recommendation_becomes_a_task_once(plan: Plan) -> None:
    meeting = meet.held(meet.group_of_five(plan=plan))
    judge(plan, INVOLVEMENT=Answer(2, "chýbajú užívatelia", "pozvať dvoch užívateľov"), SKILLS=Answer(1, "x"))
    word = ChecklistWord.objects.get(item="INVOLVEMENT")
    facts = {"what": word.recommendation, "who": "koordinátorka", "due_on": date(2026, 12, 1), "by": None}
    task = make_task(word, meeting, **facts, at=FOUNDED)
    assert MeetingTask.objects.get().what == "pozvať dvoch užívateľov"
    with pytest.raises(PlanRefused):
        make_task(word, meeting, **facts, at=FOUNDED)
    with pytest.raises(PlanRefused):
        make_task(ChecklistWord.objects.get(item="SKILLS"), meeting, **facts, at=FOUNDED)
    judge(plan, INVOLVEMENT=Answer(3, "už prišli", "iné"))
    word.refresh_from_db()
    assert (word.score, word.recommendation, word.task_id) == (3, "pozvať dvoch užívateľov", task.pk)


def test_the_pages_of_an_assessment(plan: Plan, alfa: Any, coordinator: Any, person: Any, browse: Any) -> None:
    today = now().date()
    begin = {"of": "cz_quality", "on": f"{today.day}.{today.month}.{today.year}"}
    assert coordinator.post(here("assessments", plan.pk), begin | {"on": "1.1.2999"}).status_code == 422
    address = coordinator.post(here("assessments", plan.pk), begin).headers["Location"]
    page = coordinator.get(address).content.decode()
    assert page.count("_evidence") >= 8
    seen = {"seen": EMPTY}
    assert coordinator.post(address, seen | {"SKILLS_score": "4"}).status_code == 422
    assert coordinator.post(address, seen | {"SKILLS_evidence": "kurz"}).status_code == 422
    said = {"SKILLS_score": "4", "SKILLS_evidence": "kurz KPSS", "SKILLS_recommendation": "ďalší kurz"}
    said |= {"PLAN_score": "NONE", "PLAN_evidence": "plán sa ešte len píše"}
    assert coordinator.post(address, seen | said).status_code == 302
    assert coordinator.post(address, seen | said).status_code == 422
    meeting = meet.held(meet.group_of_five(plan=plan))
    word = ChecklistWord.objects.get(item="SKILLS")
    task = here("assessment_task", plan.pk, word.pk)
    assert "ďalší kurz" in coordinator.get(task).content.decode()
    due = {"meeting": meeting.pk, "what": "ďalší kurz", "who": "koordinátorka", "due_on": "1.12.2030"}
    assert coordinator.post(task, due).status_code == 302
    assert "koordinátorka" in coordinator.get(address).content.decode()
    content = coordinator.get(f"{address}paper.pdf").content
    words = "".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages)
    assert "kurz KPSS" in words
    assert coordinator.get(f"{address}paper.docx").status_code == 200
    assert coordinator.get(here("assessment", plan.pk, "nothing", "2026-01-01")).status_code == 404
    assert coordinator.get(here("assessment", plan.pk, "monitoring", "nothing")).status_code == 404
    assert coordinator.get(here("assessment_paper", plan.pk, "monitoring", "2026-01-01", "pdf")).status_code == 404
    reader = browse(alfa, person("GROUP_MEMBER", at=alfa))
    assert "kurz KPSS" in reader.get(address).content.decode()
    assert reader.post(address, seen).status_code == 403
    assert questions(coordinator, address) <= 12
    assert questions(coordinator, here("assessments", plan.pk)) <= 12
