"""A draft that nobody wants is removed for good; a plan on which something stands is not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from support.groups import DAY, found
from support.plans import add, begin_plan, here, small_tree, text_of
from support.world import FOUNDED

from kernel.journal.models import Entry
from planning.course.models import Stage, Step
from planning.delivery.models import ActionPlan
from planning.structure.errors import PlanRefused
from planning.structure.models import Node, Plan, Revision
from planning.structure.publishing import publish_plan, withdraw_plan
from planning.structure.removing import GOES_WITH_IT, KEEPS_IT, goes_with, remove_plan, stands_on
from planning.surveys.models import Survey
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "at": FOUNDED}


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        begun = begin_plan("Nechcený návrh")
        small_tree(begun)
        yield begun


def publish_and_withdraw(plan: Plan) -> None:
    publish_plan(plan, **WHO)
    withdraw_plan(plan, why="Omyl.", **WHO)


STANDING: dict[str, Callable[[Plan], Any]] = {
    "1 publication": publish_and_withdraw,
    "1 group": lambda plan: found(plan=plan),
    "1 yearly action plan": lambda plan: ActionPlan.objects.create(plan=plan, **of(ActionPlan)),
    "1 survey": lambda plan: Survey.objects.create(plan=plan, **of(Survey)),
    "1 step of its course": lambda plan: Step.objects.create(plan=plan, **of(Step)),
}


def of(table: type[Any]) -> dict[str, Any]:
    facts: dict[type[Any], dict[str, Any]] = {
        ActionPlan: {"year": 2027, "currency": "EUR", "created_at": FOUNDED},
        Survey: {
            "title": "Čo vám chýba",
            "opens_on": DAY,
            "closes_on": DAY,
            "created_at": FOUNDED,
            "changed_at": FOUNDED,
        },
        Step: {"number": 1, "stage": Stage.values[0], "on": DAY, "at": FOUNDED},
    }
    return facts[table]


def test_every_kind_of_row_that_points_to_a_plan_has_its_words() -> None:
    known = {relation.get_accessor_name() for relation in Plan._meta.related_objects}
    assert known == {*GOES_WITH_IT, *KEEPS_IT}


def test_a_draft_goes_with_all_that_was_written_into_it(plan: Plan) -> None:
    other = add(begin_plan("Iný"), "Ostáva")
    assert (stands_on(plan), goes_with(plan)) == ([], ["6 items of the plan"])
    key = plan.pk
    remove_plan(plan, **WHO)
    assert list(Node.objects.all()) == [other]
    assert not Revision.objects.filter(plan_id=key).exists()
    entry = Entry.objects.get(verb="planning.plan_removed")
    assert (entry.subject_id, entry.facts["items"]) == (str(key), 6)


@pytest.mark.parametrize("words", STANDING)
def test_what_stands_on_a_plan_keeps_it(plan: Plan, words: str) -> None:
    STANDING[words](plan)
    assert words in stands_on(plan)
    with pytest.raises(PlanRefused):
        remove_plan(plan, **WHO)
    assert plan.nodes.count() == 6


def test_a_plan_that_is_gone_is_not_written_into(plan: Plan) -> None:
    remove_plan(Plan.objects.get(pk=plan.pk), **WHO)
    for act in (lambda: remove_plan(plan, **WHO), lambda: add(plan, "Neskoro")):
        with pytest.raises(PlanRefused):
            act()


def test_the_pages_ask_once_more_and_say_what_stands_on_it(plan: Plan, alfa: Any, person: Any, browse: Any) -> None:
    coordinator = browse(alfa, person("COORDINATOR", at=alfa))
    address = here("remove_plan", plan.pk)
    assert address in text_of(coordinator.get(here("facts", plan.pk)))
    group = found(plan=plan)
    kept = coordinator.get(address)
    assert "1 skupina" in text_of(kept) or "1 group" in text_of(kept)
    assert '<form method="post">' not in text_of(kept)
    assert coordinator.post(address).status_code == 409
    group.delete()
    assert "Nechcený návrh" in text_of(coordinator.get(address))
    assert coordinator.post(address).url == here("plans")
    assert not Plan.objects.exists()
    assert coordinator.post(address).status_code == 404


def test_a_published_plan_offers_no_removal_and_others_may_not(plan: Plan, alfa: Any, person: Any, browse: Any) -> None:
    publish_plan(plan, **WHO)
    coordinator = browse(alfa, person("COORDINATOR", at=alfa))
    assert here("remove_plan", plan.pk) not in text_of(coordinator.get(here("facts", plan.pk)))
    officer = browse(alfa, person("OFFICER", at=alfa))
    assert officer.post(here("remove_plan", plan.pk)).status_code == 403
