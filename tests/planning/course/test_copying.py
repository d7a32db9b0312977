"""A new plan from an older one, from what others offer, from a starter: moved in time and honest about its origin."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from support.groups import found, full, seat
from support.plans import add, begin_plan, here, small_tree
from support.world import FOUNDED

from planning.course.copying import copy_groups
from planning.structure.commands import change_node
from planning.structure.copying import Part, Wish, copy_plan
from planning.structure.errors import PlanRefused
from planning.structure.levels import change_levels
from planning.structure.models import Node, Plan, Revision
from planning.structure.pages.publications import working_version
from planning.structure.publishing import publish_plan, withdraw_plan
from planning.structure.sheet.commands import add_row
from planning.structure.sheet.models import Cost, Indicator, Partner, Risk
from planning.structure.starters import starters
from planning.structure.templates import offer_plan, offered_text
from planning.structure.tree import grow, walk
from tenants.context import in_tenant
from tenants.offers import offers_of_others

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "at": FOUNDED}
NEW = {"title": "Nový plán", "kind": "MUNICIPAL", "starts_on": date(2031, 1, 1), "ends_on": date(2035, 12, 31)}


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        begun = begin_plan("Plán mesta Alfa")
        tree = small_tree(begun)
        first = change_node(
            tree["first"],
            changes={
                "starts_on": date(2027, 3, 1),
                "ends_on": date(2028, 2, 29),
                "state": "DONE",
                "territory": "mesto",
            },
            version=1,
            **WHO,
        )
        add_row(first, Cost, {"year": 2027, "source": "OWN", "planned": Decimal(500), "spent": Decimal(400)}, **WHO)
        add_row(first, Cost, {"year": 2028, "source": "OWN", "spent": Decimal(3)}, **WHO)
        add_row(first, Partner, {"name": "Charita", "part": "vozí obedy"}, **WHO)
        add_row(first, Risk, {"title": "Málo ľudí", "probability": 2, "impact": 3}, **WHO)
        facts = {"name": "obedy", "kind": "OUTPUT", "unit": "ks", "direction": "UP", "targets": {2028: Decimal(90)}}
        add_row(first, Indicator, facts, **WHO)
        yield begun


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


def copied(plan: Plan, *parts: str, **facts: Any) -> Plan:
    return copy_plan(working_version(plan), Wish(**NEW | facts, parts=parts or tuple(Part.values)), **WHO).plan


def test_the_tree_is_the_same_and_says_where_it_comes_from(plan: Plan) -> None:
    new = copied(plan)
    tell = [(branch.number, branch.node.level, branch.node.title) for branch in walk(grow(plan.nodes.all()))]
    assert [(b.number, b.node.level, b.node.title) for b in walk(grow(new.nodes.all()))] == tell
    node = new.nodes.get(title="A.first")
    assert node.came_from.startswith("Plán mesta Alfa")
    assert node.came_from.endswith(", 1.1.1")
    assert Revision.objects.filter(plan=new, act="copied").count() == len(tell)


def test_days_move_to_the_new_period_and_states_begin_anew(plan: Plan) -> None:
    node = copied(plan).nodes.get(title="A.first")
    assert (node.starts_on, node.ends_on) == (date(2032, 3, 1), date(2033, 2, 28))
    assert (node.state, node.territory) == ("NOT_STARTED", "mesto")
    short = copied(plan, ends_on=date(2032, 6, 30)).nodes.get(title="A.first")
    assert (short.starts_on, short.ends_on) == (date(2032, 3, 1), date(2032, 6, 30))


def test_the_sheet_moves_its_years_and_leaves_what_was_spent(plan: Plan) -> None:
    node = copied(plan).nodes.get(title="A.first")
    assert list(node.costs.values_list("year", "planned", "spent")) == [(2032, Decimal(500), None)]
    assert node.partners.get().part == "vozí obedy"
    assert node.risks.get().probability == 2
    assert node.indicators.get().targets.get().year == 2033


def test_what_lies_outside_a_shorter_period_is_left_out_and_counted(plan: Plan) -> None:
    first, second = plan.nodes.get(title="A.first"), plan.nodes.get(title="A.second")
    change_node(second, changes={"starts_on": date(2029, 6, 1), "ends_on": date(2031, 5, 31)}, version=1, **WHO)
    add_row(first, Cost, {"year": 2029, "source": "OWN", "planned": Decimal(7)}, **WHO)
    short = {"starts_on": date(2031, 1, 1), "ends_on": date(2032, 12, 31)}
    told = copy_plan(working_version(plan), Wish(**NEW | short, parts=tuple(Part.values)), **WHO)
    nodes = {node.title: node for node in told.plan.nodes.all()}
    assert (nodes["A.first"].starts_on, nodes["A.first"].ends_on) == (date(2032, 3, 1), date(2032, 12, 31))
    assert (nodes["A.second"].starts_on, nodes["A.second"].ends_on) == (None, None)
    assert list(nodes["A.first"].costs.values_list("year", flat=True)) == [2032]
    assert not nodes["A.first"].indicators.get().targets.exists()
    assert (told.without_term, told.costs_left, told.targets_left) == (1, 1, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((date(2025, 1, 1), date(2026, 6, 30)), (date(2031, 1, 1), date(2031, 6, 30))),
        ((date(2025, 1, 1), date(2025, 6, 30)), (None, None)),
        ((None, date(2031, 5, 1)), (None, date(2035, 12, 31))),
        ((date(2025, 1, 1), None), (date(2031, 1, 1), None)),
        ((date(2031, 2, 1), None), (None, None)),
    ],
)
def test_a_term_that_sticks_out_is_cut_to_the_period(plan: Plan, old: Any, new: Any) -> None:
    Node.objects.filter(plan=plan, title="A.second").update(starts_on=old[0], ends_on=old[1])
    node = copied(plan).nodes.get(title="A.second")
    assert (node.starts_on, node.ends_on) == new


def test_the_page_tells_what_was_left_out(plan: Plan, alfa: Any, coordinator: Any) -> None:
    sent = {"title": "Krátky", "starts_on": "1.1.2031", "ends_on": "31.12.2031", "parts": ["COSTS", "INDICATORS"]}
    answer = coordinator.post(f"{here('copy')}?from=own:{plan.pk}", sent)
    new = Plan.objects.get(title="Krátky")
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert len(said) == 4
    assert all(sentence.startswith("1 ") for sentence in said[1:])
    assert not new.nodes.filter(starts_on__isnull=False).exists()


def test_only_what_was_wished_for_is_taken_over(plan: Plan) -> None:
    node = copied(plan, Part.PARTNERS).nodes.get(title="A.first")
    assert (node.partners.count(), node.costs.count(), node.indicators.count()) == (1, 0, 0)


def test_own_words_and_left_out_levels_go_on(plan: Plan) -> None:
    change_levels(plan, levels=plan.levels, words={"PRIORITY": "téma"}, version=1, **WHO)
    new = copied(Plan.objects.get(pk=plan.pk))
    assert (new.word("PRIORITY"), new.levels) == ("téma", plan.levels)


def test_an_empty_plan_gives_nothing_to_begin_with(plan: Plan) -> None:
    with pytest.raises(PlanRefused):
        copied(begin_plan("Prázdny"))


def test_groups_go_on_with_those_who_sit_in_them(plan: Plan) -> None:
    group = full("Seniori", plan=plan)
    chair = group.members.get(office="CHAIR")
    seat(group, "Zastupujúca", "COMMISSIONER", office="SUBSTITUTE", substitute_for=chair)
    new = copied(plan)
    day = FOUNDED.date() + timedelta(days=30)
    assert copy_groups(plan, new, on=day, **WHO) == 1
    copy = new.groups.get()
    assert (copy.name, copy.started_on, copy.members.count()) == ("Seniori", day, 4)
    assert copy.members.get(office="SUBSTITUTE").substitute_for.office == "CHAIR"


def test_a_group_that_goes_on_is_not_public_and_names_nobody(plan: Plan) -> None:
    group = found("Seniori", plan=plan)
    seat(group, "Eva", name_is_public=True, agreed_on=FOUNDED.date())
    new = copied(plan)
    copy_groups(plan, new, on=FOUNDED.date() + timedelta(days=30), **WHO)
    copy = new.groups.get()
    member = copy.members.get()
    assert (copy.is_public, member.name_is_public, member.agreed_on) == (False, False, None)
    group.refresh_from_db()
    assert (group.is_public, group.members.get().name_is_public) == (True, True)


def test_a_large_plan_is_copied_by_sets(plan: Plan) -> None:
    goal = plan.nodes.get(title="A.goal")
    facts = {"plan": plan, "parent": goal, "level": "MEASURE", "changed_at": FOUNDED}
    Node.objects.bulk_create(Node(position=place, title=f"M{place}", **facts) for place in range(2, 400))
    with CaptureQueriesContext(connection) as captured:
        copied(plan)
    assert len(captured) <= 40


def test_starters_of_both_countries_begin_a_plan(plan: Plan) -> None:
    assert {code.upper() for code in starters()} == {"SK", "CZ"}
    for code, starter in starters().items():
        new = copy_plan(starter.plan, Wish(**NEW | {"title": code}), came_from=starter.title, **WHO).plan
        assert {"PRIORITY", "GOAL", "MEASURE"} == set(new.nodes.values_list("level", flat=True))
        assert new.levels == ["PRIORITY", "GOAL", "MEASURE", "ACTIVITY"]


# --- offered by others ------------------------------------------------------------------------------------------------
def test_only_what_is_published_and_offered_is_read_by_others(plan: Plan, alfa: Any, beta: Any) -> None:
    with pytest.raises(PlanRefused):
        offer_plan(plan, is_offered=True, **WHO)
    publish_plan(plan, **WHO)
    with in_tenant(beta.key):
        assert offered_text(alfa.key, plan.pk) is None
    offer_plan(plan, is_offered=True, **WHO)
    add(plan, "Secret")
    with in_tenant(beta.key):
        assert [(offer.tenant_name, offer.plan) for offer in offers_of_others(beta.key)] == [(alfa.name, plan.pk)]
        text = offered_text(alfa.key, plan.pk)
        assert text is not None
        assert "Secret" not in str(text)
        assert offered_text("nobody", plan.pk) is None
    assert offers_of_others(alfa.key) == []
    withdraw_plan(plan, **WHO)
    with in_tenant(beta.key):
        assert offered_text(alfa.key, plan.pk) is None
    assert offers_of_others(beta.key) == []
    assert not Plan.objects.get(pk=plan.pk).is_template


def test_the_pages_from_the_choice_to_the_new_plan(
    plan: Plan, alfa: Any, beta: Any, coordinator: Any, person: Any, browse: Any
) -> None:
    address = here("copy")
    publish_plan(plan, **WHO)
    assert coordinator.post(here("offer", plan.pk), {"offer": "1"}).status_code == 302
    full("Seniori", plan=plan)
    assert str(plan.pk) in coordinator.get(address).content.decode()
    assert coordinator.get(address, {"from": "own:nonsense"}).status_code == 404
    own = f"{address}?from=own:{plan.pk}"
    assert coordinator.get(own).status_code == 200
    sent = {"title": "Nový", "starts_on": "1.1.2031", "ends_on": "31.12.2030"}
    assert coordinator.post(own, sent).status_code == 422
    sent |= {"ends_on": "31.12.2035", "parts": ["COSTS"], "groups": "on"}
    assert coordinator.post(own, sent).status_code == 302
    new = Plan.objects.get(title="Nový")
    assert new.groups.count() == 1
    node = new.nodes.get(title="A.first")
    assert "Plán mesta Alfa" in coordinator.get(here("node_work", new.pk, node.pk)).content.decode()
    other = browse(beta, person("COORDINATOR", at=beta))
    theirs = f"{address}?from=offer:{alfa.key}:{plan.pk}"
    assert str(plan.pk) in other.get(address).content.decode()
    assert 'name="groups"' not in other.get(theirs).content.decode()
    assert other.post(theirs, sent).status_code == 302
    with in_tenant(beta.key):
        assert alfa.name in Plan.objects.get(title="Nový").came_from
    starter = f"{address}?from=starter:{alfa.country.lower()}"
    assert coordinator.post(starter, sent | {"title": "Prvý"}).status_code == 302
