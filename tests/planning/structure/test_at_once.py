"""Two people at one plan at the same moment: one is done, the other is told, nothing is half-written."""

from support.at_once import at_once, town_alfa
from support.plans import add, begin_plan, small_tree
from support.world import FOUNDED


def test_two_who_change_the_same_items_at_once_are_not_mixed(own_database: str) -> None:
    from planning.structure.bulk.commands import change_many
    from planning.structure.errors import PlanRefused
    from planning.structure.models import Revision
    from tenants.context import in_tenant

    key = town_alfa().key
    with in_tenant(key):
        plan = begin_plan("Naraz")
        tree = small_tree(plan)
    seen = {tree["first"].pk: 1, tree["second"].pk: 1}
    who = {"by": None, "at": FOUNDED}
    acts = [
        lambda state=state: change_many(plan, seen, "STATE", {"state": state}, **who) for state in ("RUNNING", "DONE")
    ]
    answers = at_once(acts, key)
    assert sorted(isinstance(each, PlanRefused) for each in answers) == [False, True]
    assert sum(isinstance(each, Exception) for each in answers) == 1
    with in_tenant(key):
        states = set(plan.nodes.filter(pk__in=seen).values_list("state", flat=True))
        assert len(states) == 1
        assert states <= {"RUNNING", "DONE"}
        assert Revision.objects.filter(plan=plan, batch__isnull=False).count() == 2


def test_a_draft_is_removed_once_and_nothing_is_written_into_it_meanwhile(own_database: str) -> None:
    from planning.structure.errors import PlanRefused
    from planning.structure.models import Node, Plan
    from planning.structure.removing import remove_plan
    from tenants.context import in_tenant

    key, who = town_alfa().key, {"by": None, "at": FOUNDED}
    with in_tenant(key):
        plan, other = begin_plan("Dvaja"), begin_plan("Nechcený")
    answers = at_once([lambda: remove_plan(plan, **who), lambda: remove_plan(plan, **who)], key)
    assert sorted(type(each).__name__ for each in answers) == ["NoneType", "PlanRefused"]
    _removed, added = at_once([lambda: remove_plan(other, **who), lambda: add(other, "Položka")], key)
    assert isinstance(added, Node | PlanRefused)
    with in_tenant(key):
        assert not Plan.objects.filter(pk__in=[plan.pk, other.pk]).exists()
        assert not Node.objects.filter(plan=other.pk).exists()
