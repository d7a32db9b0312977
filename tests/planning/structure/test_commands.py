"""Adding, changing and removing in a plan."""

from datetime import date

import pytest
from support.plans import add, begin_plan, numbered, small_tree
from support.world import FOUNDED

from kernel.errors import DomainError
from kernel.journal.models import Entry
from planning.structure import commands
from planning.structure.errors import ChangedMeanwhile
from planning.structure.models import Node, Revision

pytestmark = pytest.mark.usefixtures("in_alfa")


def test_the_level_follows_from_the_parent() -> None:
    plan = begin_plan()
    tree = small_tree(plan)
    assert [tree[name].level for name in ("a", "goal", "first", "activity")] == [
        "PRIORITY",
        "GOAL",
        "MEASURE",
        "ACTIVITY",
    ]


def test_nothing_stands_below_an_activity() -> None:
    tree = small_tree(begin_plan())
    with pytest.raises(DomainError):
        add(tree["activity"].plan, "too deep", tree["activity"])


def test_a_level_that_the_plan_leaves_out_is_skipped() -> None:
    plan = begin_plan()
    plan.levels = ["PRIORITY", "MEASURE", "ACTIVITY"]
    plan.save()
    priority = add(plan, "P")
    assert add(plan, "M", priority).level == "MEASURE"


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    plan = begin_plan()
    with pytest.raises(DomainError):
        commands.change_plan(plan, changes={"ends_on": date(2025, 1, 1)}, version=1, by=None, at=FOUNDED)


def test_a_later_change_of_somebody_else_is_not_overwritten() -> None:
    plan = begin_plan()
    node = add(plan, "Mine")
    commands.change_node(node, changes={"title": "Theirs"}, version=1, by=None, at=FOUNDED)
    with pytest.raises(ChangedMeanwhile) as refusal:
        commands.change_node(node, changes={"title": "Ours"}, version=1, by=None, at=FOUNDED)
    assert refusal.value.facts["now"]["title"] == "Theirs"
    assert Node.objects.get(pk=node.pk).title == "Theirs"


def test_saving_without_a_change_leaves_no_trace() -> None:
    node = add(begin_plan(), "Same")
    before = (Revision.objects.count(), Entry.objects.count())
    changed = commands.change_node(node, changes={"title": "Same"}, version=1, by=None, at=FOUNDED)
    assert (Revision.objects.count(), Entry.objects.count()) == before
    assert changed.version == 1


def test_removing_takes_the_branch_and_closes_the_gap() -> None:
    plan = begin_plan()
    tree = small_tree(plan)
    commands.remove_node(tree["a"], by=None, at=FOUNDED, why="merged")
    assert numbered(plan) == [("1", "PRIORITY", "B")]
    kept = {row.before["number"]: row.before["title"] for row in Revision.objects.filter(act="removed")}
    assert kept == {"1": "A", "1.1": "A.goal", "1.1.1": "A.first", "1.1.1.1": "A.activity", "1.1.2": "A.second"}


def test_the_history_keeps_old_and_new() -> None:
    node = add(begin_plan(), "Old")
    commands.change_node(node, changes={"title": "New"}, version=1, by=None, at=FOUNDED, why="clearer")
    kept = Revision.objects.get(act="changed")
    assert (kept.before["title"], kept.after["title"], kept.why) == ("Old", "New", "clearer")


def test_a_later_change_of_the_plan_itself_is_not_overwritten() -> None:
    plan = begin_plan()
    commands.change_plan(plan, changes={"summary": "Theirs"}, version=1, by=None, at=FOUNDED)
    with pytest.raises(ChangedMeanwhile):
        commands.change_plan(plan, changes={"title": "Ours"}, version=1, by=None, at=FOUNDED)
