"""What people do around a plan, from a file: groups, needs, SWOT, meetings and the year, all or nothing."""

from pathlib import Path
from typing import Any

import pytest
from support.plans import begin_plan
from support.world import FOUNDED

from kernel.errors import DomainError
from planning.delivery.models import ActionItem
from planning.groups.models import Group, Person
from planning.knowing.models import Link, Need, Statement
from planning.loading import load_work, read_work
from planning.meetings.models import Meeting
from planning.structure.loading import load_plan, read_plan

pytestmark = pytest.mark.usefixtures("in_alfa")
DEMO = Path(__file__).parents[3] / "deploy" / "demo"
WHO: dict[str, Any] = {"by": None, "at": FOUNDED}


@pytest.mark.parametrize("path", sorted((DEMO / "work").glob("*.toml")), ids=lambda path: path.stem)
def test_work_of_the_demonstration_stands_around_its_plan(path: Path) -> None:
    load_plan(read_plan(DEMO / "plans" / path.name), **WHO)
    content = read_work(path)
    load_work(content, currency="EUR", **WHO)
    assert (Group.objects.count(), Need.objects.count(), Meeting.objects.count()) == (
        len(content["group"]),
        len(content["need"]),
        len(content["meeting"]),
    )
    names = {member["name"] for group in content["group"] for member in group["member"]}
    assert {person.name for person in Person.objects.all()} == names
    assert Link.objects.count() == sum(len(need["measures"]) for need in content["need"])
    assert (Statement.objects.count(), ActionItem.objects.exists()) == (8, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan": "Neznámy plán"},
        {"plan": "Komunitný plán", "group": [{"kind": "WORKING"}]},
        {"plan": "Komunitný plán", "need": [{"title": "x", "source": "OTHER", "measures": ["Nie je"]}]},
        {"plan": "Komunitný plán", "meeting": [{"title": "x", "groups": ["Nie je"]}]},
        {"plan": "Komunitný plán", "year": 1999},
    ],
    ids=range(5),
)
def test_what_is_wrong_in_the_file_is_told_and_nothing_is_written(wrong: dict[str, Any]) -> None:
    begin_plan()
    with pytest.raises(DomainError):
        load_work(wrong, currency="EUR", **WHO)
    assert not Group.objects.exists()
    assert not Need.objects.exists()
    assert not Meeting.objects.exists()


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
    assert (plan.steps.count(), plan.papers.count()) == (len(content["stages"]), len(content["paper"]))
    assert Meeting.objects.filter(stage="INVITED").count() == 1
