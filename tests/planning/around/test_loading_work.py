"""What people do around a plan, from a file: groups, needs, SWOT, meetings and the year, all or nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.plans import begin_plan
from support.world import FOUNDED

from kernel.errors import DomainError
from planning.course.models import Paper, Step
from planning.delivery.models import ActionItem, Report, YearPicture
from planning.delivery.readings.models import Reading
from planning.groups.models import Group, Person
from planning.knowing.models import Chapter, Figure, Link, Need, Quarter, Statement, Swot
from planning.loading import load_work, read_work
from planning.meetings.models import AgendaItem, Meeting, Participant
from planning.structure.loading import load_plan, read_plan
from planning.structure.publishing import publish_plan
from planning.surveys.models import Survey, SurveyAnswer

pytestmark = pytest.mark.usefixtures("in_alfa")
DEMO = Path(__file__).parents[3] / "deploy" / "demo"
WHO: dict[str, Any] = {"by": None, "at": FOUNDED}
ROWS: dict[Any, str] = {
    Group: "group", Need: "need", Swot: "swot", Chapter: "chapter", Meeting: "meeting", Survey: "survey",
    Paper: "paper", Step: "step",
}  # fmt: skip


@pytest.mark.parametrize("path", sorted((DEMO / "work").glob("*.toml")), ids=lambda path: path.stem)
def test_work_of_the_demonstration_stands_around_its_plan(path: Path) -> None:
    publish_plan(load_plan(read_plan(DEMO / "plans" / path.name), **WHO), **WHO)
    content = read_work(path)
    load_work(content, currency="EUR", **WHO)
    told = {table: len(content.get(name, [])) for table, name in ROWS.items()}
    surveys = content.get("survey", [])
    needs = [*content.get("need", []), *(need for survey in surveys for need in survey.get("need", []))]
    told[Need] = len(needs)
    told[Meeting] += len(content.get("event", []))
    happened = [*content.get("amendment", []), *content.get("extension", [])]
    told[Step] += len(happened)
    told[Paper] += len(happened)  # each leaves its resolution
    assert {table: table.objects.count() for table in ROWS} == told
    names = {member["name"] for group in content["group"] for member in group["member"]}
    assert {person.name for person in Person.objects.all()} == names
    assert Link.objects.count() == sum(len(need.get("measures", [])) for need in needs)
    assert SurveyAnswer.objects.count() == sum(len(survey.get("answers", [])) for survey in surveys)
    assert Statement.objects.count() == sum(len(swot.get(q.lower(), [])) for swot in content["swot"] for q in Quarter)
    assert Figure.objects.count() == sum(len(each.get("figure", [])) for each in content.get("chapter", []))
    assert ActionItem.objects.exists() == ("year" in content)
    reports = [report for row in content.get("round", []) for report in row["report"]]
    values = sum(len(report["reading"]) for report in reports)
    assert Reading.objects.count() == len(content.get("reading", [])) + values
    assert [report.stage for report in Report.objects.exclude(stage="DRAFT").order_by("item__position")] == [
        "ACCEPTED" if report.get("is_accepted") else "SUBMITTED" for report in reports
    ]
    events = content.get("event", [])
    assert AgendaItem.objects.exclude(room="").count() == sum(len(event.get("block", [])) for event in events)
    assert Participant.objects.registered().count() == sum(len(event.get("registered", [])) for event in events)
    assert YearPicture.objects.filter(kind="ROUND").exists() == Report.objects.filter(stage="ACCEPTED").exists()


UNEVEN = {"title": "x", "source": "y", "as_of": date(2025, 1, 1), "heads": ["a", "b"], "rows": [["a"]]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan": "Neznámy plán"},
        {"plan": "Komunitný plán", "group": [{"kind": "WORKING"}]},
        {"plan": "Komunitný plán", "need": [{"title": "x", "source": "OTHER", "measures": ["Nie je"]}]},
        {"plan": "Komunitný plán", "meeting": [{"title": "x", "groups": ["Nie je"]}]},
        {"plan": "Komunitný plán", "year": 1999},
        {"plan": "Komunitný plán", "chapter": [{"kind": "WEATHER", "text": "x"}]},
        {"plan": "Komunitný plán", "chapter": [{"kind": "RISKS", "text": "", "accepted_on": date(2025, 1, 1)}]},
        {"plan": "Komunitný plán", "chapter": [{"kind": "RISKS", "text": "x", "figure": [UNEVEN]}]},
        {"plan": "Komunitný plán", "paper": [{"kind": "MANDATE"}]},
        {"plan": "Komunitný plán", "step": [{"stage": "INITIATED", "on": date(2025, 1, 1)}]},
        {"plan": "Komunitný plán", "step": [{"stage": "APPROVED", "on": date(2025, 1, 1)}]},
        {"plan": "Komunitný plán", "year": 2026, "reading": [{"measure": "x", "indicator": "y", "value": 1}]},
        {"plan": "Komunitný plán", "year": 2026, "round": [{"title": "bez dní"}]},
        {"plan": "Komunitný plán", "survey": [{"title": "x", "set": "nie je", "open_days": 9}]},
        {"plan": "Komunitný plán", "survey": [{"title": "x", "set": "needs", "open_days": 9, "answers": ["9|1"]}]},
    ],
    ids=range(15),
)
def test_what_is_wrong_in_the_file_is_told_and_nothing_is_written(wrong: dict[str, Any]) -> None:
    begin_plan()
    with pytest.raises(DomainError):
        load_work(wrong, currency="EUR", **WHO)
    assert not Group.objects.exists()
    assert not Need.objects.exists()
    assert not Meeting.objects.exists()
    assert not Chapter.objects.exists()
    assert not Paper.objects.exists()


def test_a_broken_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "work.toml").write_text("plan = ")
    with pytest.raises(DomainError):
        read_work(tmp_path / "work.toml")


def test_what_people_were_told_comes_from_the_file_too() -> None:
    from planning.informing.models import Announcement

    path = DEMO / "work" / "sk-banska-bystrica.toml"
    plan = load_plan(read_plan(DEMO / "plans" / path.name), **WHO)
    content = read_work(path)
    load_work(content, currency="EUR", **WHO)
    by_hand = Announcement.objects.entries().filter(source__isnull=True)
    assert by_hand.count() == len(content["told"])
    assert Announcement.objects.public(FOUNDED.date()).count() == len(content["notice"])
    assert plan.steps.filter(stage="IN_FORCE").exists()
    assert Meeting.objects.filter(stage="INVITED").count() == 1
