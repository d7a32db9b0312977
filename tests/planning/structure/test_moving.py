"""Moving a node: its branch goes with it, levels follow the depth, and nothing is lost."""

import random
from typing import Any

import pytest
from support.plans import add, begin_plan, numbered, small_tree
from support.world import FOUNDED

from kernel.errors import DomainError
from planning.structure.models import Node, Revision
from planning.structure.moving import WAYS, move_node

pytestmark = pytest.mark.usefixtures("in_alfa")


def move(node: Node, way: str) -> Node:
    return move_node(Node.objects.get(pk=node.pk), way=way, by=None, at=FOUNDED)


def test_up_and_down_change_places_with_the_neighbour() -> None:
    plan = begin_plan()
    tree = small_tree(plan)
    move(tree["b"], "up")
    assert [row[2] for row in numbered(plan)] == ["B", "A", "A.goal", "A.first", "A.activity", "A.second"]
    move(tree["b"], "down")
    assert [row[0] for row in numbered(plan)] == ["1", "1.1", "1.1.1", "1.1.1.1", "1.1.2", "2"]


def test_in_makes_it_the_last_child_of_the_one_before_it() -> None:
    plan = begin_plan()
    tree = small_tree(plan)
    move(tree["b"], "in")
    assert ("1.2", "GOAL", "B") in numbered(plan)


def test_out_puts_it_behind_its_parent_with_its_branch() -> None:
    plan = begin_plan()
    tree = small_tree(plan)
    move(tree["first"], "out")
    assert numbered(plan) == [
        ("1", "PRIORITY", "A"),
        ("1.1", "GOAL", "A.goal"),
        ("1.1.1", "MEASURE", "A.second"),
        ("1.2", "GOAL", "A.first"),
        ("1.2.1", "MEASURE", "A.activity"),
        ("2", "PRIORITY", "B"),
    ]


@pytest.mark.parametrize(("who", "way"), [("a", "up"), ("b", "down"), ("a", "in"), ("a", "out"), ("activity", "in")])
def test_a_move_that_leads_nowhere_is_refused(who: str, way: str) -> None:
    plan = begin_plan()
    tree = small_tree(plan)
    before = numbered(plan)
    with pytest.raises(DomainError):
        move(tree[who], way)
    assert numbered(plan) == before


def test_a_branch_that_would_grow_too_deep_is_not_moved_in() -> None:
    plan = begin_plan()
    small_tree(plan)
    tall = add(plan, "C")
    below = add(plan, "C.goal", tall)
    add(plan, "C.activity", add(plan, "C.measure", below))
    with pytest.raises(DomainError):
        move(tall, "in")


@pytest.mark.parametrize("seed", range(5))
def test_any_sequence_of_moves_keeps_every_node_and_the_levels_of_the_depth(seed: int) -> None:
    plan = begin_plan()
    small_tree(plan)
    names = {row[2] for row in numbered(plan)}
    dice = random.Random(seed)
    for _step in range(40):
        node = dice.choice(list(Node.objects.filter(plan=plan)))
        try:
            move(node, dice.choice(WAYS))
        except DomainError:
            continue
        rows = numbered(plan)
        assert {row[2] for row in rows} == names
        assert all(level == plan.levels[number.count(".")] for number, level, _title in rows)
    positions: dict[Any, list[int]] = {}
    for parent, position in Node.objects.filter(plan=plan).values_list("parent", "position"):
        positions.setdefault(parent, []).append(position)
    assert all(sorted(places) == list(range(len(places))) for places in positions.values())


def test_a_move_is_remembered_with_the_numbers_before_and_after() -> None:
    plan = begin_plan()
    tree = small_tree(plan)
    move(tree["b"], "up")
    kept = Revision.objects.get(subject_id=tree["b"].id, act="moved")
    assert (kept.before["number"], kept.after["number"]) == ("2", "1")
