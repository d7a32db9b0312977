"""Two people change many items at the same moment: one is done, the other is told, nothing is half-written."""

from support.at_once import at_once, town_alfa
from support.plans import begin_plan, small_tree
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
