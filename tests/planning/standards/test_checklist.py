"""The checklist: what a plan has is seen, what it lacks is named, what Opora cannot see is said by a person."""

from datetime import date
from typing import Any

import pytest
from support.plans import add, begin_plan, here, small_tree
from support.world import FOUNDED

from planning.course import commands as course
from planning.course.stages import PaperKind
from planning.knowing.models import Chapter
from planning.standards.checklist import all_items, items_for
from planning.standards.checks import CHECKS
from planning.standards.commands import say_of_item, take_word_back
from planning.standards.models import ChecklistWord
from planning.standards.queries import checklist_of
from planning.structure.errors import PlanRefused
from planning.structure.sheet.commands import add_row
from planning.structure.sheet.models import Cost
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
WHO = {"by": None, "at": FOUNDED}
TODAY = date(2026, 6, 1)


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        yield begin_plan("Plán mesta Alfa")


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


def state(plan: Any, code: str, country: str = "SK", today: date = TODAY) -> str:
    return next(line.state for line in checklist_of(plan, country, today) if line.item.code == code)


def law(plan: Any, code: str, country: str, today: date = TODAY) -> str:
    return next(line.law for line in checklist_of(plan, country, today) if line.item.code == code)


def test_every_check_of_the_list_is_known() -> None:
    named = {item.check for item in all_items().values() if item.check}
    assert named - CHECKS == set()


def test_every_item_is_named_in_three_languages() -> None:
    assert [item.code for item in all_items().values() if not (item.sk and item.cs and item.en)] == []


def test_item_of_a_region_is_not_asked_of_a_town() -> None:
    regional = {item.code for item in items_for("REGIONAL")} - {item.code for item in items_for("MUNICIPAL")}
    assert regional == {"NETWORK"}


def test_law_counts_from_its_day_and_in_its_country(plan: Any) -> None:
    assert law(plan, "REVIEW", "CZ") == "§ 3 písm. h) zákona č. 108/2006 Sb."
    assert law(plan, "STAFF", "CZ") == ""
    assert law(plan, "STAFF", "SK", today=date(2008, 12, 31)) == ""
    assert law(plan, "STAFF", "SK", today=date(2009, 1, 1)) != ""


def test_measures_are_counted(plan: Any) -> None:
    tree = small_tree(plan)
    assert state(plan, "MONEY") == "LACKS"
    add_row(tree["activity"], Cost, {"year": 2026, "source": "OWN", "planned": 1}, **WHO)
    assert state(plan, "MONEY") == "PARTLY"
    add_row(tree["second"], Cost, {"year": 2026, "source": "OWN", "planned": 1}, **WHO)
    assert state(plan, "MONEY") == "HAS"


def test_recorded_paper_counts_until_it_is_withdrawn(plan: Any) -> None:
    paper = course.record_paper(plan, kind=PaperKind.NEEDS, on=TODAY, **WHO)
    assert state(plan, "NEEDS") == "HAS"
    course.withdraw_paper(paper, why="omyl", **WHO)
    assert state(plan, "NEEDS") == "LACKS"


def test_chapter_that_was_accepted_counts_as_the_paper(plan: Any) -> None:
    Chapter.objects.create(plan=plan, kind="NEEDS", text="x", accepted_on=TODAY, changed_at=FOUNDED)
    assert state(plan, "NEEDS") == "HAS"


def test_word_of_a_person_counts_where_opora_does_not_see_it(plan: Any) -> None:
    assert state(plan, "VISION") == "LACKS"
    say_of_item(plan, "VISION", verdict="IS_THERE", text="kapitola 3", **WHO)
    say_of_item(plan, "RISKS", verdict="NOT_APPLICABLE", text="malá obec", **WHO)
    assert (state(plan, "VISION"), state(plan, "RISKS")) == ("HAS", "NOT_APPLICABLE")
    take_word_back(plan, "VISION", **WHO)
    assert state(plan, "VISION") == "LACKS"


def test_later_word_takes_the_place_of_the_earlier_one(plan: Any) -> None:
    say_of_item(plan, "VISION", verdict="IS_THERE", text="kapitola 3", **WHO)
    say_of_item(plan, "VISION", verdict="IS_THERE", text="kapitola 4", **WHO)
    assert [word.text for word in ChecklistWord.objects.all()] == ["kapitola 4"]
    assert [each.why for each in plan.revisions.filter(act="checklist_said").order_by("why")] == [
        "kapitola 3",
        "kapitola 4",
    ]


def test_word_needs_a_reason_and_a_known_item(plan: Any) -> None:
    with pytest.raises(PlanRefused):
        say_of_item(plan, "VISION", verdict="IS_THERE", text="  ", **WHO)
    with pytest.raises(PlanRefused):
        say_of_item(plan, "NOTHING", verdict="IS_THERE", text="x", **WHO)


def test_page_costs_the_same_for_every_plan(plan: Any, django_assert_num_queries: Any) -> None:
    tree = small_tree(plan)
    with django_assert_num_queries(7):
        checklist_of(plan, "SK", TODAY)
    for number in range(30):
        add(plan, f"M{number}", tree["goal"])
    with django_assert_num_queries(7):
        checklist_of(plan, "SK", TODAY)


def test_coordinator_says_where_it_is(plan: Any, coordinator: Any) -> None:
    address = here("checklist_word", plan.pk, "VISION")
    assert coordinator.post(address, {"verdict": "IS_THERE"}).status_code == 422
    assert coordinator.post(address, {"verdict": "IS_THERE", "text": "kapitola 3"}).status_code == 302
    assert "kapitola 3" in coordinator.get(here("checklist", plan.pk)).content.decode()
    coordinator.post(here("checklist_take_back", plan.pk, "VISION"))
    assert ChecklistWord.objects.count() == 0
    assert coordinator.get(here("checklist_word", plan.pk, "NOTHING")).status_code == 404


def test_member_reads_the_checklist_and_says_nothing(alfa: Any, plan: Any, person: Any, browse: Any) -> None:
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    assert member.get(here("checklist", plan.pk)).status_code == 200
    assert member.get(here("checklist_word", plan.pk, "VISION")).status_code == 403
