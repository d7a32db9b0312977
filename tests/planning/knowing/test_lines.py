"""One line from a need to the service and back; what hangs in the air."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.counting import questions
from support.knowing import WHO, add_need, here, link, node, say
from support.plans import add, begin_plan
from support.services import end_service, make_service
from support.world import FOUNDED

from planning.knowing import commands
from planning.knowing.models import Link, Need
from planning.knowing.orphans import RULES, Survey, orphans_of
from planning.knowing.tracing import Trace
from planning.structure.commands import change_node, join_service, remove_node
from planning.structure.errors import PlanRefused
from planning.structure.models import Node, Plan, Revision
from planning.structure.publishing import publish_plan
from planning.structure.sheet.commands import add_row
from planning.structure.sheet.models import Cost, Indicator
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db


def measures(plan: Plan, need: Need) -> list[str]:
    return [branch.node.title for branch in Trace(plan).measures_of(need)]


def behind(plan: Plan, title: str) -> list[str]:
    trace = Trace(plan)
    return [reason.need.title for reason in trace.reasons_of(trace.branches[node(plan, title).pk])]


def missing(plan: Plan, code: str) -> list[str]:
    return [each.title for each in orphans_of(Survey(Trace(plan))) if each.rule.code == code]


# --- links -----------------------------------------------------------------------------------------------------------
def test_a_link_said_twice_stands_once(plan: Plan) -> None:
    need, first = add_need(plan, "Opatrovanie"), node(plan, "A.first")
    assert link(plan, need=need, node=first).pk == link(plan, need=need, node=first).pk
    assert {each.act for each in Revision.objects.filter(subject_id=first.pk)} == {"added", "linked"}


def test_a_link_has_two_ends_of_one_plan(plan: Plan) -> None:
    need = add_need(plan, "Opatrovanie")
    other = add(begin_plan("Iný plán"), "Cudzia priorita")
    for ends in ({"need": need}, {"need": need, "node": other}):
        with pytest.raises(PlanRefused):
            link(plan, **ends)
    link(plan, need=need, node=node(plan, "B"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.update(node=None)


def test_what_is_set_aside_is_not_linked_any_more(plan: Plan) -> None:
    need = add_need(plan, "Bazén")
    commands.set_need_aside(need, why="Nepatrí sem.", **WHO)
    with pytest.raises(PlanRefused):
        link(plan, need=need, node=node(plan, "B"))


def test_a_cut_link_is_gone_and_both_ends_remember_it(plan: Plan) -> None:
    need, first = add_need(plan, "Opatrovanie"), node(plan, "A.first")
    made = link(plan, need=need, node=first)
    commands.cut_link(made, **WHO)
    commands.cut_link(made, **WHO)
    assert not Link.objects.exists()
    for end in (need, first):
        acts = Revision.objects.filter(subject_id=end.pk).order_by("act").values_list("act", flat=True)
        assert list(acts) == ["added", "linked", "unlinked"]


def test_links_of_a_removed_item_go_with_it(plan: Plan) -> None:
    need = add_need(plan, "Opatrovanie")
    link(plan, need=need, node=node(plan, "A.first"))
    remove_node(node(plan, "A"), **WHO)
    assert measures(plan, need) == []


# --- the line --------------------------------------------------------------------------------------------------------
def test_a_need_is_answered_by_the_measures_at_below_or_above_what_it_is_linked_to(plan: Plan) -> None:
    for title, answer in (
        ("A.first", ["A.first"]), ("A.goal", ["A.first", "A.second"]), ("A.activity", ["A.first"]), ("B", []),
    ):  # fmt: skip
        need = add_need(plan, f"Potreba {title}")
        link(plan, need=need, node=node(plan, title))
        assert measures(plan, need) == answer


def test_a_need_leads_through_a_statement_of_the_swot(plan: Plan) -> None:
    need, said = add_need(plan, "Opatrovanie"), say(plan, "Málo opatrovateliek")
    link(plan, need=need, statement=said)
    assert measures(plan, need) == []
    link(plan, statement=said, node=node(plan, "A.second"))
    assert measures(plan, need) == ["A.second"]
    assert behind(plan, "A.second") == ["Opatrovanie"]


def test_the_line_shows_the_way_down_and_all_below_and_nothing_else(plan: Plan) -> None:
    need = add_need(plan, "Opatrovanie")
    link(plan, need=need, node=node(plan, "A.first"))

    def shape(shoots: Any) -> list[Any]:
        return [(shoot.branch.node.title, shoot.is_straight, shape(shoot.children)) for shoot in shoots]

    activity = ("A.activity", False, [])
    assert shape(Trace(plan).line_of(need)) == [
        ("A", False, [("A.goal", False, [("A.first", True, [activity])])])
    ]  # fmt: skip


def test_needs_stand_behind_an_item_also_through_what_it_belongs_to(plan: Plan) -> None:
    for title in ("A", "A.first", "A.activity", "B"):
        link(plan, need=add_need(plan, f"k {title}"), node=node(plan, title))
    assert behind(plan, "A.first") == ["k A.first", "k A", "k A.activity"]
    assert behind(plan, "A.second") == ["k A"]


# --- what hangs in the air -------------------------------------------------------------------------------------------
def test_every_rule_finds_what_it_is_about_and_lets_it_go(plan: Plan) -> None:
    need = add_need(plan, "Opatrovanie")
    found = {rule.code: missing(plan, rule.code) for rule in RULES}
    assert found == {
        "NEED_NO_MEASURE": ["Opatrovanie"],
        "MEASURE_NO_NEED": ["A.first", "A.second"],
        "MEASURE_NO_ACTIVITY": ["A.second"],
        "MEASURE_NO_OWNER": ["A.first", "A.second"],
        "MEASURE_NO_TERM": ["A.first", "A.second"],
        "MEASURE_NO_INDICATOR": ["A.first", "A.second"],
        "MEASURE_NO_MONEY": ["A.first", "A.second"],
        "GOAL_NO_MEASURE": [],
        "PRIORITY_NO_GOAL": ["B"],
        "SERVICE_ENDED": [],
    }
    empty = add(plan, "B.goal", node(plan, "B"))
    assert (missing(plan, "GOAL_NO_MEASURE"), missing(plan, "PRIORITY_NO_GOAL")) == (["B.goal"], [])
    add(plan, "B.measure", empty)
    link(plan, need=need, node=node(plan, "A.goal"))
    facts = {"implementer": "Mesto", "ends_on": date(2027, 1, 1)}
    change_node(node(plan, "A.first"), changes=facts, version=1, **WHO)
    add(plan, "druhá aktivita", node(plan, "A.second"))
    add_row(node(plan, "A.activity"), Cost, {"year": 2026, "source": "OWN", "planned": 1}, **WHO)
    number = {"name": "ľudia", "kind": "IMPACT", "unit": "ľudia", "direction": "UP"}
    add_row(node(plan, "A.second"), Indicator, number, **WHO)
    assert {rule.code: missing(plan, rule.code) for rule in RULES} == {
        "NEED_NO_MEASURE": [],
        "MEASURE_NO_NEED": ["B.measure"],
        "MEASURE_NO_ACTIVITY": ["B.measure"],
        "MEASURE_NO_OWNER": ["A.second", "B.measure"],
        "MEASURE_NO_TERM": ["A.second", "B.measure"],
        "MEASURE_NO_INDICATOR": ["A.first", "B.measure"],
        "MEASURE_NO_MONEY": ["A.second", "B.measure"],
        "GOAL_NO_MEASURE": [],
        "PRIORITY_NO_GOAL": [],
        "SERVICE_ENDED": [],
    }


def test_a_need_set_aside_waits_for_no_measure_and_gives_none_a_reason(plan: Plan) -> None:
    need = add_need(plan, "Bazén")
    link(plan, need=need, node=node(plan, "A.goal"))
    commands.set_need_aside(need, why="Nepatrí sem.", **WHO)
    assert missing(plan, "NEED_NO_MEASURE") == []
    assert missing(plan, "MEASURE_NO_NEED") == ["A.first", "A.second"]


def test_a_measure_on_an_ended_service_is_found(alfa: Any, plan: Plan) -> None:
    service = make_service()
    with in_tenant(alfa.key):
        join_service(node(plan, "A.first"), service_id=service.pk, **WHO)
        assert missing(plan, "SERVICE_ENDED") == []
    end_service(service, date(2020, 1, 1))
    with in_tenant(alfa.key):
        assert missing(plan, "SERVICE_ENDED") == ["A.first"]


def test_a_plan_without_a_level_is_not_asked_for_it(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(levels=["PRIORITY", "GOAL", "MEASURE"])
    plan.refresh_from_db()
    codes = {each.rule.code for each in orphans_of(Survey(Trace(plan)))}
    of_measures = {f"MEASURE_NO_{what}" for what in ("NEED", "OWNER", "TERM", "INDICATOR", "MONEY")}
    assert codes == of_measures | {"PRIORITY_NO_GOAL"}


# --- pages -----------------------------------------------------------------------------------------------------------
def test_several_items_are_ticked_and_linked_at_once_from_both_ends(alfa: Any, plan: Plan, coordinator: Any) -> None:
    need, other = add_need(plan, "Opatrovanie"), add_need(plan, "Doprava")
    said, first, goal = say(plan, "Málo opatrovateliek"), node(plan, "A.first"), node(plan, "A.goal")
    ticked = {"node": [str(first.pk), str(goal.pk)], "statement": [str(said.pk)]}
    address = here("need_links", plan.pk, need.pk)
    assert coordinator.post(address, ticked).headers["location"] == address
    coordinator.post(address, ticked)
    coordinator.post(here("node_needs", plan.pk, first.pk), {"need": [str(other.pk), str(need.pk)]})
    coordinator.post(here("statement", plan.pk, said.pk), {"node": [str(first.pk)], "need": ["nonsense"]})
    with in_tenant(alfa.key):
        assert Link.objects.filter(need=need).count() == 3
        assert Link.objects.filter(need=other, node=first).count() == 1
        assert Link.objects.filter(statement=said, node=first).count() == 1
        made = Link.objects.get(need=need, node=goal)
    answer = coordinator.post(here("cut_link", plan.pk, made.pk), {"from": "need"})
    assert answer.headers["location"] == address
    with in_tenant(alfa.key):
        assert Link.objects.filter(need=need).count() == 2


def test_things_of_another_plan_are_not_linked_by_a_forged_form(alfa: Any, plan: Plan, coordinator: Any) -> None:
    need = add_need(plan, "Opatrovanie")
    foreign = add(begin_plan("Iný plán"), "Cudzia priorita")
    coordinator.post(here("need_links", plan.pk, need.pk), {"node": [str(foreign.pk)]})
    with in_tenant(alfa.key):
        assert not Link.objects.exists()


def test_the_lists_are_narrowed_by_words(plan: Plan, coordinator: Any) -> None:
    need = add_need(plan, "Opatrovanie")
    page = coordinator.get(f"{here('need_links', plan.pk, need.pk)}?q=goal").content.decode()
    assert page.count('type="checkbox"') == 1
    assert "1.1 A.goal" in page


def test_the_line_is_walked_from_both_ends(plan: Plan, coordinator: Any) -> None:
    need, first = add_need(plan, "Opatrovanie"), node(plan, "A.first")
    link(plan, need=need, node=first)
    down = coordinator.get(here("need_line", plan.pk, need.pk)).content.decode()
    assert f'href="{here("node_line", plan.pk, first.pk)}"' in down
    assert "A.activity" in down
    up = coordinator.get(here("node_line", plan.pk, first.pk)).content.decode()
    assert f'href="{here("need_line", plan.pk, need.pk)}"' in up
    assert f'href="{here("node_line", plan.pk, node(plan, "A.goal").pk)}"' in up
    assert coordinator.get(here("node_line", plan.pk, need.pk)).status_code == 404


def test_orphans_are_counted_on_the_working_page_and_lead_to_their_mending(plan: Plan, coordinator: Any) -> None:
    need = add_need(plan, "Opatrovanie")
    page = coordinator.get(here("orphans", plan.pk)).content.decode()
    assert f'href="{here("need_links", plan.pk, need.pk)}"' in page
    assert f'href="{here("node_needs", plan.pk, node(plan, "A.first").pk)}"' in page
    assert f'href="{here("add", plan.pk)}?parent={node(plan, "B").pk}"' in page
    total = len(orphans_of(Survey(Trace(plan))))
    assert total == 13
    assert f"({total})" in coordinator.get(here("work", plan.pk)).content.decode()
    only = coordinator.get(f"{here('orphans', plan.pk)}?rule=PRIORITY_NO_GOAL").content.decode()
    assert here("need_links", plan.pk, need.pk) not in only


def test_with_the_plan_the_public_reads_which_needs_a_measure_answers(alfa: Any, plan: Plan, browse: Any) -> None:
    link(plan, need=add_need(plan, "Opatrovanie doma", text="vnútorná poznámka"), node=node(plan, "A.goal"))
    aside = add_need(plan, "Bazén")
    link(plan, need=aside, node=node(plan, "A.first"))
    commands.set_need_aside(aside, why="Nepatrí sem.", **WHO)
    publish_plan(plan, **WHO)
    add_need(plan, "Neskoršia potreba")
    address = here("node", plan.pk, node(plan, "A.first").pk)
    page = browse(alfa).get(address).content.decode()
    assert "<li>Opatrovanie doma</li>" in page
    for hidden in ("vnútorná poznámka", "Bazén", "Neskoršia potreba"):
        assert hidden not in page


def test_readers_walk_the_line_but_link_nothing(alfa: Any, plan: Plan, browse: Any, person: Any) -> None:
    need = add_need(plan, "Opatrovanie")
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    for name, *args in (("need_line", need.pk), ("whole",), ("orphans",), ("node_line", node(plan, "A").pk)):
        assert member.get(here(name, plan.pk, *args)).status_code == 200
    for name, *args in (("need_links", need.pk), ("node_needs", node(plan, "A").pk)):
        assert member.get(here(name, plan.pk, *args)).status_code == 403


def test_a_plan_of_400_items_and_200_needs_asks_as_little_as_a_small_one(
    alfa: Any, plan: Plan, coordinator: Any
) -> None:
    need, first, goal = add_need(plan, "Opatrovanie"), node(plan, "A.first"), node(plan, "A.goal")
    link(plan, need=need, node=first)
    link(plan, need=need, statement=say(plan, "Málo opatrovateliek"))
    join_service(first, service_id=make_service().pk, **WHO)
    addresses = {
        here("whole", plan.pk): 8,
        f"{here('whole', plan.pk)}?from=measures": 8,
        here("need_line", plan.pk, need.pk): 10,
        here("node_line", plan.pk, first.pk): 10,
        here("orphans", plan.pk): 10,
        here("need_links", plan.pk, need.pk): 10,
        here("work", plan.pk): 10,
    }
    assert {address: questions(coordinator, address) for address in addresses} == addresses
    with in_tenant(alfa.key):
        facts = {"plan": plan, "changed_at": FOUNDED}
        nodes = [
            Node(parent=goal, level="MEASURE", position=n + 2, title=f"Opatrenie {n}", **facts) for n in range(100)
        ]
        Node.objects.bulk_create(nodes)
        below = [Node(parent=nodes[n % 100], level="ACTIVITY", position=n, title=f"{n}", **facts) for n in range(300)]
        Node.objects.bulk_create(below)
        needs = [
            Need(number=n + 2, title=f"Potreba {n}", source="GROUP", created_at=FOUNDED, **facts) for n in range(200)
        ]
        Need.objects.bulk_create(needs)
        links = [Link(plan=plan, need=each, node=nodes[n % 100], linked_at=FOUNDED) for n, each in enumerate(needs)]
        Link.objects.bulk_create(links)
    assert {address: questions(coordinator, address) for address in addresses} == addresses
