"""The measure sheet: rows are added, changed and taken off; sums are made when they are asked for."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.plans import add, begin_plan, here, small_tree
from support.services import make_service
from support.world import FOUNDED

from kernel.tenancy import entered
from planning.structure.errors import CannotMove, ChangedMeanwhile, PlanRefused
from planning.structure.models import Node, Revision
from planning.structure.moving import move_node
from planning.structure.published import published_plan
from planning.structure.publishing import publish_plan
from planning.structure.sheet import sums
from planning.structure.sheet.commands import add_row, change_row, remove_row
from planning.structure.sheet.models import CapacityChange, Cost, Indicator, Partner, Risk
from planning.structure.sheet.queries import sheet_of, sheets_of
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
WHO = {"by": None, "at": FOUNDED}


def cost(node: Any, year: int = 2026, source: str = "OWN", planned: Any = 100, spent: Any = None) -> Any:
    return add_row(node, Cost, {"year": year, "source": source, "planned": planned, "spent": spent}, **WHO)


def named_provider(name: str) -> Any:
    """A provider with a published service."""
    with entered(""):
        provider = make_service().provider
        provider.name = name
        provider.save()
    return provider


@pytest.fixture
def tree(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        made = small_tree(begin_plan("Plán mesta Alfa"))
        yield made


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


# --- rows ---------------------------------------------------------------------------------------------------------
def test_goal_has_no_sheet(tree: Any) -> None:
    with pytest.raises(PlanRefused):
        cost(tree["goal"])


def test_one_year_and_source_stands_once(tree: Any) -> None:
    cost(tree["first"])
    with pytest.raises(PlanRefused):
        cost(tree["first"], planned=5)
    cost(tree["first"], source="EU")
    assert [row["source"] for row in sheet_of(tree["first"])["costs"]] == ["EU", "OWN"]


def test_database_refuses_a_cost_without_an_amount(tree: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Cost.objects.create(node=tree["first"], year=2026, source="OWN")


def test_later_version_is_not_overwritten(tree: Any) -> None:
    row = cost(tree["first"])
    change_row(row, {"planned": Decimal(200)}, version=1, **WHO)
    with pytest.raises(ChangedMeanwhile) as refusal:
        change_row(row, {"planned": Decimal(300)}, version=1, **WHO)
    assert refusal.value.facts == {
        "now": {"year": 2026, "source": "OWN", "planned": "200.00", "spent": None},
        "version": 2,
    }


def test_what_was_taken_off_stays_in_the_history(tree: Any) -> None:
    row = cost(tree["first"])
    remove_row(row, **WHO)
    remove_row(row, **WHO)
    acts = Revision.objects.filter(subject_id=tree["first"].pk, act__startswith="cost").order_by("act")
    assert [(each.act, each.before.get("planned")) for each in acts] == [
        ("cost_added", None),
        ("cost_removed", "100.00"),
    ]
    assert sheet_of(tree["first"])["costs"] == []


def test_zero_is_a_target_and_a_year_left_out_is_none(tree: Any) -> None:
    facts = {"name": "ľudia na ulici", "kind": "IMPACT", "unit": "ľudia", "direction": "DOWN"}
    row = add_row(tree["first"], Indicator, {**facts, "targets": {2026: Decimal(5), 2030: Decimal(0)}}, **WHO)
    change_row(row, {**facts, "targets": {2030: Decimal(0)}}, version=1, **WHO)
    assert sheet_of(tree["first"])["indicators"][0]["targets"] == [{"year": 2030, "value": "0.00"}]


def test_partner_of_the_catalogue_is_known_by_its_id(tree: Any) -> None:
    known = named_provider("Charita Alfa")
    add_row(tree["first"], Partner, {"name": "Charita Alfa", "part": "vozí obedy"}, **WHO)
    add_row(tree["first"], Partner, {"name": "Spolok susedov", "part": ""}, **WHO)
    assert [(row["name"], row["provider_id"]) for row in sheet_of(tree["first"])["partners"]] == [
        ("Charita Alfa", str(known.pk)),
        ("Spolok susedov", None),
    ]


def test_kind_of_service_is_one_of_the_catalogue(tree: Any) -> None:
    with pytest.raises(PlanRefused):
        add_row(tree["first"], CapacityChange, {"kind": "no such", "way": "NEW"}, **WHO)


def test_measure_with_costs_does_not_become_a_goal(tree: Any) -> None:
    cost(tree["first"])
    with pytest.raises(CannotMove):
        move_node(tree["first"], way="out", **WHO)
    move_node(tree["first"], way="down", **WHO)


def test_removed_measure_leaves_its_sheet_in_the_history(tree: Any) -> None:
    from planning.structure.commands import remove_node

    cost(tree["second"])
    remove_node(tree["second"], **WHO)
    kept = Revision.objects.get(subject_id=tree["second"].pk, act="removed").before
    assert [(row["year"], row["planned"]) for row in kept["costs"]] == [(2026, "100.00")]


def test_sheets_of_a_plan_cost_the_same_number_of_questions(tree: Any, django_assert_num_queries: Any) -> None:
    plan = tree["first"].plan
    cost(tree["first"])
    with django_assert_num_queries(5):
        sheets_of(plan)
    for number in range(30):
        cost(add(plan, f"M{number}", tree["goal"]))
    with django_assert_num_queries(5):
        sheets_of(plan)


# --- sums ---------------------------------------------------------------------------------------------------------
def test_sums_count_only_what_was_told(tree: Any) -> None:
    plan = tree["first"].plan
    cost(tree["first"], planned=100, spent=0)
    cost(tree["first"], source="EU", planned=None, spent=40)
    cost(tree["activity"], year=2027, planned=50)
    told = [(each.heading, each.planned, each.spent, each.rows, each.unknown) for each in sums.by_year(plan)]
    assert told == [("2026", Decimal(100), Decimal(40), 2, 0), ("2027", Decimal(50), None, 1, 1)]
    assert sums.whole(sums.by_year(plan)).planned == Decimal(150)
    complete = sums.completeness(plan)
    assert (complete.told, complete.of) == (1, 2)


# --- pages --------------------------------------------------------------------------------------------------------
def test_coordinator_fills_the_sheet(alfa: Any, tree: Any, coordinator: Any) -> None:
    node = tree["first"]
    address = here("add_row", node.plan_id, node.pk, "costs")
    assert coordinator.post(address, {"year": "2026", "source": "OWN"}).status_code == 422
    answer = coordinator.post(address, {"year": "2026", "source": "OWN", "planned": "1 250,50"})
    assert answer.headers["location"] == here("node_work", node.plan_id, node.pk)
    page = coordinator.get(here("node_work", node.plan_id, node.pk)).content.decode()
    assert "1\xa0250,50\xa0€" in page
    money = coordinator.get(here("money", node.plan_id)).content.decode()
    assert "1\xa0250,50\xa0€" in money


def test_unknown_part_of_a_sheet_is_not_found(tree: Any, coordinator: Any) -> None:
    node = tree["first"]
    assert coordinator.get(here("add_row", node.plan_id, node.pk, "wishes")).status_code == 404


def test_row_is_changed_by_who_saw_it_last(tree: Any, coordinator: Any) -> None:
    row = cost(tree["first"])
    address = here("change_row", tree["first"].plan_id, tree["first"].pk, "costs", row.pk)
    sent = {"year": "2026", "source": "OWN", "planned": "7", "version": "1"}
    assert coordinator.post(address, sent).status_code == 302
    refused = coordinator.post(address, {**sent, "planned": "8"})
    assert (refused.status_code, Cost.objects.get(pk=row.pk).planned) == (409, Decimal(7))
    version = re.search(r'name="version" value="(\d+)"', refused.content.decode()).group(1)
    assert coordinator.post(address, {**sent, "planned": "8", "version": version}).status_code == 302
    assert Cost.objects.get(pk=row.pk).planned == Decimal(8)


def test_removed_row_is_told_and_taken_off_once(tree: Any, coordinator: Any) -> None:
    row = cost(tree["first"])
    place = (tree["first"].plan_id, tree["first"].pk, "costs", row.pk)
    assert coordinator.post(here("remove_row", *place)).status_code == 302
    assert coordinator.post(here("remove_row", *place)).status_code == 302
    assert coordinator.get(here("change_row", *place)).status_code == 404
    with pytest.raises(PlanRefused):
        change_row(row, {"planned": Decimal(1)}, version=1, **WHO)


def test_member_writes_nothing_into_a_sheet_and_strangers_see_no_money(
    alfa: Any, tree: Any, person: Any, browse: Any
) -> None:
    node, row = tree["first"], cost(tree["first"])
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    for address in (
        here("add_row", node.plan_id, node.pk, "costs"),
        here("change_row", node.plan_id, node.pk, "costs", row.pk),
        here("remove_row", node.plan_id, node.pk, "costs", row.pk),
    ):
        assert member.post(address, {}).status_code == 403
    assert member.get(here("money", node.plan_id)).status_code == 200
    assert browse(alfa).get(here("money", node.plan_id)).status_code == 302


def test_target_outside_the_years_of_the_plan_stays(tree: Any, coordinator: Any) -> None:
    facts = {"name": "ľudia", "kind": "IMPACT", "unit": "ľudia", "direction": "DOWN"}
    row = add_row(tree["first"], Indicator, {**facts, "targets": {2040: Decimal(5)}}, **WHO)
    place = (tree["first"].plan_id, tree["first"].pk, "indicators", row.pk)
    sent = {**facts, "name": "ľudia doma", "target_2040": "5", "version": "1"}
    assert 'name="target_2040"' in coordinator.get(here("change_row", *place)).content.decode()
    coordinator.post(here("change_row", *place), sent)
    assert sheet_of(tree["first"])["indicators"][0]["targets"] == [{"year": 2040, "value": "5.00"}]


def test_money_of_an_activity_belongs_to_whom_its_measure_names(tree: Any) -> None:
    plan = tree["first"].plan
    Node.objects.filter(pk=tree["first"].pk).update(implementer="Mesto", target_groups="seniori")
    cost(tree["activity"])
    assert [each.heading for each in sums.by_implementer(plan)] == ["Mesto"]
    assert [each.heading for each in sums.by_target_group(plan)] == ["seniori"]


def test_names_of_providers_come_while_one_types(tree: Any, coordinator: Any) -> None:
    named_provider("Charita Alfa")
    assert coordinator.get(here("providers"), {"q": "charít"}).json() == {"results": [{"label": "Charita Alfa"}]}


def test_public_reads_the_sheet_without_who_minds_a_risk(alfa: Any, tree: Any, browse: Any) -> None:
    plan, node = tree["first"].plan, tree["first"]
    cost(node)
    risk = {"title": "nikto sa neprihlási", "probability": 3, "impact": 4, "treatment": "oslovíme školy"}
    add_row(node, Risk, {**risk, "owner": "Ján Tajný"}, **WHO)
    publish_plan(plan, **WHO)
    page = browse(alfa).get(here("node", plan.pk, node.pk)).content.decode()
    assert ("nikto sa neprihlási" in page, "100,00\xa0€" in page, "Ján Tajný" in page) == (True, True, False)
    told = next(each for each in published_plan(plan.pk).nodes if each.id == str(node.pk))
    assert "owner" not in told.sheet["risks"][0]


def test_plan_published_before_there_were_sheets_is_still_read(alfa: Any, tree: Any, browse: Any) -> None:
    plan = tree["first"].plan
    publication = publish_plan(plan, **WHO)
    for node in publication.content["nodes"]:
        del node["sheet"], node["facts"]
    publication.save()
    assert browse(alfa).get(here("node", plan.pk, tree["first"].pk)).status_code == 200


def test_state_that_was_not_said_stays_what_it_is(tree: Any, coordinator: Any) -> None:
    node = tree["first"]
    address = here("node_work", node.plan_id, node.pk)
    assert coordinator.post(address, {"title": "A.first", "state": "RUNNING", "version": "1"}).status_code == 302
    assert coordinator.post(address, {"title": "A.prvé", "version": "2"}).status_code == 302
    assert Node.objects.get(pk=node.pk).state == "RUNNING"
