"""The action plan of a year: taken over by one act, changed while it is talked about, led on step by step."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.plans import add
from support.years import DAY, WHO, begin, filled, items, last_day, seen, small_plan, to

from planning.delivery import commands
from planning.delivery import items as of_items
from planning.delivery.guards import CHECKS, missing_for
from planning.delivery.models import ActionItem, ActionPlan, YearStep
from planning.delivery.states import ORDER, PROCESS, RULES, Guard, YearState, after, before
from planning.structure.commands import change_node, remove_node
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.models import Level, Revision
from planning.structure.sheet.commands import add_row
from planning.structure.sheet.models import Cost
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
S = YearState


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        yield small_plan()


# --- the table --------------------------------------------------------------------------------------------------------
def test_every_state_has_its_rule_and_every_guard_a_check() -> None:
    assert [rule.state for rule in PROCESS] == list(S) == ORDER
    assert set(CHECKS) == set(Guard) == {guard for rule in PROCESS for guard in rule.guards}


def test_states_follow_one_another_and_a_closed_year_stays_closed() -> None:
    assert after(S.PROPOSED) == S.DISCUSSED
    assert after(S.CLOSED) is None
    assert before(S.RUNNING) == [S.APPROVED, S.DISCUSSED, S.PROPOSED]
    assert before(S.CLOSED) == []


# --- beginning and filling --------------------------------------------------------------------------------------------
def test_a_year_is_begun_once_and_lies_within_the_plan(plan: Any) -> None:
    assert begin(plan) == begin(plan)
    assert YearStep.objects.count() == 1
    for year in (2025, 2031):
        with pytest.raises(PlanRefused, match="od 2026 do 2030"):
            begin(plan, year)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionPlan.objects.create(plan=plan, year=2026, currency="EUR", created_at=WHO["at"])


def test_only_what_runs_in_the_year_is_offered(plan: Any) -> None:
    goal = plan.nodes.get(title="A.goal")
    add(plan, "skončilo", goal, ends_on=date(2025, 12, 31))
    add(plan, "začne", goal, starts_on=date(2027, 1, 1))
    add(plan, "beží", goal, starts_on=date(2026, 12, 31), ends_on=date(2027, 1, 1))
    add(plan, "až v opatrení 2027", plan.nodes.get(title="začne"))
    year = begin(plan)
    assert [branch.node.title for branch in of_items.offered(year)] == ["A.first", "A.activity", "A.second", "beží"]


def test_an_item_takes_the_money_that_the_plan_tells_of_it_for_the_year(plan: Any) -> None:
    first = plan.nodes.get(title="A.first")
    for year, source, planned in ((2026, "OWN", 100), (2026, "EU", 50), (2027, "OWN", 7), (2026, "STATE", None)):
        facts = {"year": year, "source": source, "planned": planned and Decimal(planned)}
        facts |= {} if planned else {"spent": Decimal(3)}
        add_row(first, Cost, facts, **WHO)
    year = begin(plan)
    of_items.fill_year(year, nodes=[branch.node.pk for branch in of_items.offered(year)], **WHO)
    assert {item.title: item.budget for item in items(year)} == {
        "A.first": Decimal(150), "A.activity": None, "A.second": None,
    }  # fmt: skip


def test_a_second_press_of_fill_adds_nothing(plan: Any) -> None:
    year = begin(plan)
    nodes = [branch.node.pk for branch in of_items.offered(year)]
    assert of_items.fill_year(year, nodes=nodes[1:], **WHO) == 2
    assert of_items.fill_year(year, nodes=nodes, **WHO) == 1
    assert of_items.fill_year(year, nodes=nodes, **WHO) == 0
    assert [(item.number, item.title) for item in items(year)] == [
        ("1.1.1", "A.first"),
        ("1.1.1.1", "A.activity"),
        ("1.1.2", "A.second"),
    ]
    assert {item.due_on for item in items(year)} == {last_day(2026)}


def test_an_activity_that_says_nothing_has_its_implementer_and_term_from_its_measure(plan: Any) -> None:
    measure, activity = plan.nodes.get(title="A.first"), plan.nodes.get(title="A.activity")
    told = {"implementer": "Mesto Alfa", "ends_on": date(2026, 6, 30)}
    change_node(measure, changes=told, version=measure.version, **WHO)
    year = begin(plan)
    of_items.fill_year(year, nodes=[measure.pk, activity.pk], **WHO)
    assert {(item.implementer, item.due_on) for item in items(year)} == {("Mesto Alfa", date(2026, 6, 30))}
    second = begin(plan, 2027)
    assert activity.pk not in {branch.node.pk for branch in of_items.offered(second)}  # its measure is over
    told = {"implementer": "Charita", "ends_on": date(2027, 6, 30)}
    change_node(activity, changes=told, version=activity.version, **WHO)
    of_items.fill_year(second, nodes=[activity.pk], **WHO)
    assert [item.implementer for item in items(second)] == ["Charita"]


def test_an_item_keeps_the_number_and_title_it_was_taken_over_with(plan: Any) -> None:
    year = filled(plan)
    node = plan.nodes.get(title="A.first")
    change_node(node, changes={"title": "Inak"}, version=node.version, **WHO)
    remove_node(plan.nodes.get(title="Inak"), **WHO)
    assert [(item.number, item.title, item.node_id is None) for item in items(year)] == [
        ("1.1.1", "A.first", True),
        ("1.1.1.1", "A.activity", True),
        ("1.1.2", "A.second", False),
    ]


# --- one item ---------------------------------------------------------------------------------------------------------
def test_a_task_may_belong_to_a_measure_or_to_nothing(plan: Any) -> None:
    year = filled(plan)
    measure = plan.nodes.get(title="A.first")
    own = of_items.add_item(year, node=measure.pk, facts={"task": "Druhá úloha", "budget": Decimal("12.50")}, **WHO)
    alone = of_items.add_item(year, node=None, facts={"title": "Deň otvorených dverí"}, **WHO)
    assert (own.number, own.title, own.budget) == ("1.1.1", "A.first", Decimal("12.50"))
    assert [item.pk for item in items(year)].index(own.pk) == 1
    assert items(year)[-1] == alone
    with pytest.raises(PlanRefused, match="názov"):
        of_items.add_item(year, node=None, facts={"task": "bez názvu"}, **WHO)


def test_two_people_who_change_one_item_lose_nothing(plan: Any) -> None:
    item = items(filled(plan))[0]
    of_items.change_item(
        item, changes={"task": "Prvá", "owner_email": " Anna@Example.org "}, version=item.version, **WHO
    )
    with pytest.raises(ChangedMeanwhile) as refused:
        of_items.change_item(item, changes={"task": "Druhá"}, version=item.version, **WHO)
    assert refused.value.facts["now"]["task"] == "Prvá"
    item.refresh_from_db()
    assert (item.task, item.owner_email, item.version) == ("Prvá", "anna@example.org", 2)
    assert Revision.objects.filter(subject_id=item.pk).get().after["task"] == "Prvá"


def test_saving_what_stands_there_changes_nothing(plan: Any) -> None:
    item = items(filled(plan))[0]
    of_items.change_item(item, changes={"title": item.title}, version=item.version, **WHO)
    item.refresh_from_db()
    assert item.version == 1


def test_an_item_is_removed_with_a_reason_and_stays_to_be_seen(plan: Any) -> None:
    year = filled(plan)
    item = items(year)[0]
    with pytest.raises(PlanRefused, match="prečo"):
        of_items.remove_item(item, why=" ", **WHO)
    of_items.remove_item(item, why="Rozpočet", **WHO)
    of_items.remove_item(item, why="Ešte raz", **WHO)
    assert (len(items(year)), year.items.get(pk=item.pk).removed_why) == (2, "Rozpočet")
    assert [branch.node.title for branch in of_items.offered(year)] == ["A.first"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.filter(pk=item.pk).update(removed_why="")


def test_an_agreed_year_changes_only_how_far_it_is_and_who_reports(plan: Any) -> None:
    year = to(filled(plan), S.APPROVED)
    item = items(year)[0]
    of_items.change_item(item, changes={"state": "RUNNING", "weight": 3}, version=1, **WHO)
    of_items.name_owner(year, items=[item.pk], email="anna@example.org", **WHO)
    for refused in (
        lambda: of_items.change_item(item, changes={"budget": Decimal(5)}, version=3, **WHO),
        lambda: of_items.remove_item(item, why="Neskoro", **WHO),
        lambda: of_items.add_item(year, node=None, facts={"title": "Navyše"}, **WHO),
        lambda: of_items.fill_year(year, nodes=[], **WHO),
    ):
        with pytest.raises(PlanRefused, match="dohodnutý"):
            refused()
    item.refresh_from_db()
    assert (item.state, item.weight, item.owner_email, item.budget) == ("RUNNING", 3, "anna@example.org", None)


# --- forward and back -------------------------------------------------------------------------------------------------
def test_each_state_says_what_is_missing_and_where_it_is_mended(plan: Any) -> None:
    year = begin(plan)
    assert [each.href for each in missing_for(year, S.DISCUSSED, DAY)] == [
        f"/work/plans/{plan.pk}/years/{year.pk}/fill/"
    ]
    with pytest.raises(PlanRefused, match="chýba"):
        commands.go_on(year, seen=1, on=DAY, **WHO)
    of_items.fill_year(year, nodes=[plan.nodes.get(title="A.first").pk], **WHO)
    commands.go_on(year, seen=1, on=DAY, **WHO)
    (item,) = items(year)
    ActionItem.objects.filter(pk=item.pk).update(due_on=None)
    told = missing_for(year, S.APPROVED, DAY)
    assert [each.href for each in told] == [f"/work/plans/{plan.pk}/years/{year.pk}/items/{item.pk}/"] * 2
    assert len(missing_for(year, S.RUNNING, date(2025, 12, 31))) == 1
    assert missing_for(year, S.RUNNING, date(2026, 1, 1)) == []


def test_two_people_who_press_the_same_button_move_the_year_once(plan: Any) -> None:
    year = filled(plan)
    commands.go_on(year, seen=1, on=DAY, **WHO)
    with pytest.raises(PlanRefused, match="niekto iný"):
        commands.go_on(year, seen=1, on=DAY, **WHO)
    year.refresh_from_db()
    assert year.state == S.DISCUSSED


def test_a_state_begins_on_no_day_that_lies_ahead_or_before_the_last_one(plan: Any) -> None:
    year = filled(plan)
    for day in (DAY + timedelta(1), DAY - timedelta(1)):
        with pytest.raises(PlanRefused):
            commands.go_on(year, seen=1, on=day, **WHO)


def test_going_back_asks_for_a_reason_and_opens_the_year_again(plan: Any) -> None:
    year = to(filled(plan), S.RUNNING)
    with pytest.raises(PlanRefused, match="prečo"):
        commands.go_back(year, to=S.DISCUSSED, seen=seen(year), why="", **WHO)
    with pytest.raises(PlanRefused):
        commands.go_back(year, to=S.REPORTED, seen=seen(year), why="skok", **WHO)
    commands.go_back(year, to=S.DISCUSSED, seen=seen(year), why="Rada žiada zmenu.", **WHO)
    assert of_items.add_item(year, node=None, facts={"title": "Navyše"}, **WHO).title == "Navyše"
    with pytest.raises(IntegrityError), transaction.atomic():
        YearStep.objects.filter(is_back=True).update(why="")


def test_a_year_is_not_closed_by_going_on(plan: Any) -> None:
    year = to(filled(plan), S.REPORTED)
    with pytest.raises(PlanRefused, match="verdikt"):
        commands.go_on(year, seen=seen(year), on=DAY, **WHO)


def test_levels_of_the_year_are_measures_and_activities(plan: Any) -> None:
    assert set(of_items.OF_THE_YEAR) == {Level.MEASURE, Level.ACTIVITY}
    assert set(RULES) == set(S)


def test_the_history_keeps_no_address_of_those_who_report(plan: Any) -> None:
    year = begin(plan)
    address = {"owner_email": "anna@example.org"}
    item = of_items.add_item(year, node=None, facts={"title": "Úloha"} | address, **WHO)
    item = of_items.change_item(item, changes={"task": "Inak", "owner_email": ""}, version=item.version, **WHO)
    item = of_items.change_item(item, changes=address, version=item.version, **WHO)
    of_items.remove_item(item, why="Omyl", **WHO)
    rows = list(Revision.objects.filter(subject_id=item.pk))
    assert len(rows) == 4
    assert all("owner_email" not in row.before | row.after for row in rows)


def test_naming_who_reports_overwrites_nothing_else(plan: Any, monkeypatch: Any) -> None:
    year = filled(plan)
    item = items(year)[0]
    real = ActionItem.save

    def meanwhile(self: Any, *args: Any, **facts: Any) -> None:
        ActionItem.objects.filter(pk=item.pk).update(state="DONE")
        real(self, *args, **facts)

    monkeypatch.setattr(ActionItem, "save", meanwhile)
    of_items.name_owner(year, items=[item.pk], email="anna@example.org", **WHO)
    item.refresh_from_db()
    assert (item.state, item.owner_email, item.version) == ("DONE", "anna@example.org", 2)
