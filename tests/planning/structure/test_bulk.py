"""Many items at once: shown beforehand, all or none, one row of history each, taken back once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from support.counting import questions
from support.plans import add, begin_plan, here, numbered, small_tree
from support.world import FOUNDED

from planning.groups.commands import found_group
from planning.structure.bulk.commands import change_many, last_batch, undo_batch
from planning.structure.bulk.forms import read, written
from planning.structure.bulk.proposing import Act, propose, shifted
from planning.structure.commands import change_node, remove_node
from planning.structure.errors import PlanRefused
from planning.structure.models import Node, Plan, Revision
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
LATER = FOUNDED + timedelta(hours=1)
DAYS = {"starts_on": date(2026, 1, 31), "ends_on": date(2026, 12, 31)}


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        yield begin_plan("Plán mesta Alfa")


@pytest.fixture
def tree(plan: Plan) -> dict[str, Node]:
    return small_tree(plan)


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


def do(plan: Plan, nodes: Any, act: str, at: Any = FOUNDED, **said: Any) -> Any:
    seen = {node.pk: Node.objects.get(pk=node.pk).version for node in nodes}
    return change_many(plan, seen, act, said, by=None, at=at, why="rada rozhodla")


def fresh(*nodes: Node) -> list[Node]:
    return [Node.objects.get(pk=node.pk) for node in nodes]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 2, 28), 12, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 4, 30), 1, date(2026, 5, 31)),
    ],
)
def test_days_shift_by_months_and_the_last_day_stays_the_last(day: date, months: int, then: date) -> None:
    assert shifted(day, months) == then


def test_one_field_of_many_items_with_a_row_of_history_each(plan: Plan, tree: dict[str, Node]) -> None:
    batch = do(plan, [tree["first"], tree["second"]], Act.STATE, state="RUNNING")
    assert [node.state for node in fresh(tree["first"], tree["second"])] == ["RUNNING", "RUNNING"]
    assert [node.version for node in fresh(tree["first"], tree["second"])] == [2, 2]
    kept = Revision.objects.filter(batch=batch)
    assert {(row.before["state"], row.after["state"], row.why) for row in kept} == {
        ("NOT_STARTED", "RUNNING", "rada rozhodla")
    }
    assert kept.count() == 2


def test_what_does_not_change_leaves_no_trace(plan: Plan, tree: dict[str, Node]) -> None:
    assert do(plan, [tree["first"]], Act.STATE, state="NOT_STARTED") is None
    assert not Revision.objects.filter(batch__isnull=False).exists()


def test_a_goal_has_no_state_and_then_nothing_is_done_at_all(plan: Plan, tree: dict[str, Node]) -> None:
    reasons = [each.reason for each in propose(plan, [tree["goal"].pk, tree["first"].pk], Act.STATE, {"state": "DONE"})]
    assert [bool(reason) for reason in reasons] == [True, False]
    with pytest.raises(PlanRefused):
        do(plan, [tree["goal"], tree["first"]], Act.STATE, state="DONE")
    assert fresh(tree["first"])[0].state == "NOT_STARTED"


def test_days_are_set_and_shifted_and_never_turned_round(plan: Plan, tree: dict[str, Node]) -> None:
    do(plan, [tree["first"]], Act.TERM, **DAYS)
    do(plan, [tree["first"], tree["second"]], Act.SHIFT, months=13)
    first, second = fresh(tree["first"], tree["second"])
    assert (first.starts_on, first.ends_on, second.starts_on) == (date(2027, 2, 28), date(2028, 1, 31), None)
    with pytest.raises(PlanRefused):
        do(plan, [tree["first"]], Act.TERM, ends_on=date(2020, 1, 1))


def test_a_colleague_who_was_quicker_loses_nothing(plan: Plan, tree: dict[str, Node]) -> None:
    seen = {tree["first"].pk: 1, tree["second"].pk: 1}
    change_node(tree["second"], changes={"title": "Theirs"}, version=1, by=None, at=FOUNDED)
    with pytest.raises(PlanRefused, match="Theirs"):
        change_many(plan, seen, Act.STATE, {"state": "DONE"}, by=None, at=FOUNDED)
    assert fresh(tree["first"])[0].state == "NOT_STARTED"
    remove_node(tree["first"], by=None, at=FOUNDED)
    with pytest.raises(PlanRefused):
        change_many(plan, {tree["first"].pk: 1}, Act.STATE, {"state": "DONE"}, by=None, at=FOUNDED)


def test_items_move_below_another_one_and_keep_their_order(plan: Plan, tree: dict[str, Node]) -> None:
    other = add(plan, "B.goal", tree["b"])
    do(plan, [tree["second"], tree["first"]], Act.MOVE, parent=other.pk)
    assert numbered(plan) == [
        ("1", "PRIORITY", "A"),
        ("1.1", "GOAL", "A.goal"),
        ("2", "PRIORITY", "B"),
        ("2.1", "GOAL", "B.goal"),
        ("2.1.1", "MEASURE", "A.first"),
        ("2.1.1.1", "ACTIVITY", "A.activity"),
        ("2.1.2", "MEASURE", "A.second"),
    ]
    with pytest.raises(PlanRefused):
        do(plan, [tree["first"]], Act.MOVE, parent=tree["b"].pk)


def test_many_are_removed_with_what_stands_below(plan: Plan, tree: dict[str, Node]) -> None:
    batch = do(plan, [tree["first"], tree["activity"], tree["a"]], Act.REMOVE)
    assert numbered(plan) == [("1", "PRIORITY", "B")]
    kept = Revision.objects.filter(batch=batch, act="removed")
    assert {row.before["number"] for row in kept} == {"1", "1.1", "1.1.1", "1.1.1.1", "1.1.2"}
    assert last_batch(plan) is None


# --- taking back ------------------------------------------------------------------------------------------------------
def test_a_change_is_taken_back_once(plan: Plan, tree: dict[str, Node]) -> None:
    do(plan, [tree["first"]], Act.TERM, **DAYS)
    batch = do(plan, [tree["first"], tree["second"]], Act.SHIFT, at=LATER, months=12)
    assert undo_batch(plan, batch, by=None, at=LATER + timedelta(1)) == 1
    assert fresh(tree["first"])[0].starts_on == DAYS["starts_on"]
    with pytest.raises(PlanRefused):
        undo_batch(plan, batch, by=None, at=LATER + timedelta(2))


def test_a_move_is_taken_back(plan: Plan, tree: dict[str, Node]) -> None:
    before = numbered(plan)
    other = add(plan, "B.goal", tree["b"])
    stood = numbered(plan)
    batch = do(plan, [tree["first"], tree["second"]], Act.MOVE, parent=other.pk)
    undo_batch(plan, batch, by=None, at=LATER)
    assert numbered(plan) == stood != before


def test_what_somebody_changed_since_is_not_taken_back(plan: Plan, tree: dict[str, Node]) -> None:
    batch = do(plan, [tree["first"]], Act.STATE, state="DONE")
    change_node(fresh(tree["first"])[0], changes={"title": "Newer"}, version=2, by=None, at=LATER)
    with pytest.raises(PlanRefused):
        undo_batch(plan, batch, by=None, at=LATER)
    assert fresh(tree["first"])[0].state == "DONE"


# --- pages ------------------------------------------------------------------------------------------------------------
def test_chosen_items_travel_in_one_field(plan: Plan, tree: dict[str, Node]) -> None:
    assert read(written(list(tree.values()))) == {node.pk: 1 for node in tree.values()}
    assert read("nonsense") == {}


def test_from_the_ticks_to_the_change_and_back(plan: Plan, tree: dict[str, Node], coordinator: Any) -> None:
    address = here("bulk", plan.pk)
    page = coordinator.post(address, {"branch": tree["goal"].pk}).content.decode()
    assert page.count(" checked") == 4
    assert coordinator.post(address, {"act": "STATE"}).status_code == 422
    ticked = [tree["goal"].pk, tree["first"].pk, tree["second"].pk]
    asked = coordinator.post(address, {"node": ticked, "act": "STATE"}).content.decode()
    items = asked.split('name="items" value="')[1].split('"')[0]
    sent = {"items": items, "act": "STATE", "state": "RUNNING", "why": "schválené"}
    assert coordinator.post(address, {**sent, "state": ""}).status_code == 422
    shown = coordinator.post(address, sent).content.decode()
    assert 'name="without_wrong"' in shown
    assert 'name="do"' not in shown
    shown = coordinator.post(address, {**sent, "without_wrong": "1"}).content.decode()
    assert 'name="do"' in shown
    items = shown.split('name="items" value="')[1].split('"')[0]
    assert coordinator.post(address, {**sent, "items": items, "do": "1"}).status_code == 302
    assert [node.state for node in fresh(tree["first"], tree["second"])] == ["RUNNING", "RUNNING"]
    batch = last_batch(plan)
    assert str(batch) in coordinator.get(address).content.decode()
    coordinator.post(here("bulk_undo", plan.pk, batch))
    assert fresh(tree["first"])[0].state == "NOT_STARTED"


def test_each_act_has_its_form_and_its_preview(plan: Plan, tree: dict[str, Node], coordinator: Any) -> None:
    address = here("bulk", plan.pk)
    other = add(plan, "B.goal", tree["b"])
    Node.objects.filter(pk=tree["first"].pk).update(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    sent: dict[str, dict[str, Any]] = {
        "IMPLEMENTER": {"implementer": "Mesto"},
        "TERM": {"starts_on": "1.2.2026"},
        "SHIFT": {"years": "1"},
        "TARGET_GROUPS": {"target_groups": "seniori"},
        "GUARANTOR": {"guarantor": "Pracovná skupina"},
        "TERRITORY": {"territory": "celé mesto"},
        "MOVE": {"parent": str(other.pk)},
        "REMOVE": {},
    }
    for act, said in sent.items():
        items = written(fresh(tree["first"]))
        assert coordinator.post(address, {"node": tree["first"].pk, "act": act}).status_code == 200
        answer = coordinator.post(address, {"items": items, "act": act, **said})
        assert answer.status_code == 200, act
        assert ('name="do"' in answer.content.decode(), "A.first" in answer.content.decode()) == (True, True), act
    assert coordinator.post(address, {"items": items, "act": "SHIFT"}).status_code == 422
    assert coordinator.post(address, {"items": items, "act": "TERM"}).status_code == 422


def test_the_group_that_is_named_is_the_one_of_the_municipality(plan: Plan, tree: dict[str, Node]) -> None:
    group = found_group(plan=plan, kind="WORKING", name="Seniori", started_on=FOUNDED.date(), by=None, at=FOUNDED)
    first = fresh(tree["first"])[0]
    batch = change_many(plan, {first.pk: first.version}, Act.GUARANTOR, {"guarantor": "seniori"}, by=None, at=FOUNDED)
    assert fresh(first)[0].guarantor_id == group.pk
    assert batch
    undo_batch(plan, batch, by=None, at=LATER)
    assert (fresh(first)[0].guarantor, fresh(first)[0].guarantor_id) == ("", None)


def test_four_hundred_items_take_few_questions(plan: Plan, alfa: Any, coordinator: Any) -> None:
    goal = add(plan, "G", add(plan, "P"))
    facts = {"plan": plan, "parent": goal, "level": "MEASURE", "changed_at": FOUNDED, **DAYS}
    nodes = Node.objects.bulk_create(Node(position=place, title=f"M{place}", **facts) for place in range(400))
    seen = {node.pk: 1 for node in nodes}
    with CaptureQueriesContext(connection) as captured:
        change_many(plan, seen, Act.SHIFT, {"months": 12}, by=None, at=FOUNDED)
    assert len(captured) <= 12
    with CaptureQueriesContext(connection) as captured:
        change_many(plan, {node.pk: 2 for node in nodes[:200]}, Act.REMOVE, {}, by=None, at=LATER)
    assert len(captured) <= 45
    assert Node.objects.filter(plan=plan).count() == 202
    # the person, the session, the site and the menu are asked as on every page
    assert questions(coordinator, here("bulk", plan.pk)) <= 12
