"""Two people change many items at the same moment: one is done, the other is told, nothing is half-written."""

import threading
from typing import Any

from django.db import connection
from support.plans import begin_plan, small_tree
from support.world import FOUNDED, HOSTS


def test_two_who_change_the_same_items_at_once_are_not_mixed(own_database: str) -> None:
    from planning.structure.bulk.commands import change_many
    from planning.structure.errors import PlanRefused
    from planning.structure.models import Revision
    from tenants.context import in_tenant
    from tenants.models import Tenant

    key = Tenant.objects.get(domains__domain=HOSTS["alfa"]).key
    with in_tenant(key):
        plan = begin_plan("Naraz")
        tree = small_tree(plan)
    seen = {tree["first"].pk: 1, tree["second"].pk: 1}
    answers: list[Any] = []

    def change(state: str) -> None:
        try:
            with in_tenant(key):
                answers.append(change_many(plan, seen, "STATE", {"state": state}, by=None, at=FOUNDED))
        except PlanRefused as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(state,)) for state in ("RUNNING", "DONE")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(answer, PlanRefused) for answer in answers) == [False, True]
    with in_tenant(key):
        states = set(plan.nodes.filter(pk__in=seen).values_list("state", flat=True))
        assert len(states) == 1
        assert states <= {"RUNNING", "DONE"}
        assert Revision.objects.filter(plan=plan, batch__isnull=False).count() == 2
