"""Closing a year of 250 items: verdicts on all, the year frozen and the next one filled, beside the bare rows of it.

Run by `make bench ARGS=rollover`, or `python tests/benchmarks/rollover.py [ITEMS]`. Both sides write the same rows of
the next year; ours also checks, orders, keeps where each item comes from, freezes the year and keeps the journal.
Pages are asked once warm. Works in a database of its own and throws it away. Prints times; asserts nothing about them.
"""

import sys
from typing import Any

from measuring import coordinator, first_town, own_database, say, timed

MEASURES, ITEMS = 40, 250


def main(items: int = ITEMS) -> None:
    with own_database("rollover"):
        measure(items)


def measure(count: int) -> None:
    from support.years import WHO, begin, seen, to

    from planning.delivery import closing
    from planning.delivery.comparing import compare
    from planning.delivery.items import fill_year, offered
    from planning.delivery.states import YearState
    from tenants.context import in_tenant

    town = first_town()
    with in_tenant(town.key):
        plan = grown(count)
        year = begin(plan)
        nodes = [branch.node.pk for branch in offered(year)]
        say(f"take over {len(nodes)} items from the plan", timed(lambda: fill_year(year, nodes=nodes, **WHO)))
        year.items.update(implementer="Mesto", task="Čo sa urobí v tomto roku " * 4)
        to(year, YearState.REPORTED)
        words = {item.pk: closing.Said("CARRIED_OVER", "Chýbal dodávateľ.", item.version) for item in year.items.all()}
        say("say a verdict on each", timed(lambda: closing.say_verdicts(year, said=words, **WHO)))
        ours = timed(lambda: closing.close_year(year, seen=seen(year), **WHO))
        say("close: freeze the year and fill the next one", ours)
        bare = timed(lambda: written_bare(year))
        say("the bare rows of the next year", bare)
        print(f"  ours / bare: {ours / bare:.1f}")
        following = plan.action_plans.get(year=2027)
        say("compare the two years", timed(lambda: compare(year, following)))
        pages(town, year)


def grown(count: int) -> Any:
    """A plan of 40 measures, the rest activities."""
    from support.plans import add, begin_plan

    plan = begin_plan("Plán mesta Alfa")
    goal = add(plan, "Cieľ", add(plan, "Priorita"))
    measures = [add(plan, f"Opatrenie {n}", goal) for n in range(MEASURES)]
    for n in range(count - MEASURES):
        add(plan, f"Aktivita {n}", measures[n % MEASURES])
    return plan


def written_bare(year: Any) -> None:
    """The same rows once more, into a year nobody sees; nothing is read, checked or kept of it."""
    from django.db import transaction

    from planning.delivery.models import ActionItem, ActionPlan

    rows = list(year.items.all())
    with transaction.atomic():
        other = ActionPlan.objects.create(plan=year.plan, year=2030, currency="EUR", created_at=year.created_at)
        names = ("node_id", "position", "number", "title", "task", "implementer", "due_on", "weight", "changed_at")
        ActionItem.objects.bulk_create(
            ActionItem(action_plan=other, **{name: getattr(row, name) for name in names}) for row in rows
        )


def pages(town: Any, year: Any) -> None:
    """How long a coordinator waits for the page of the year, of its verdicts, and for its paper."""
    from django.urls import reverse

    client = coordinator(town)
    for name, more in (("year", []), ("year_carried", []), ("year_paper", ["carried", "pdf"])):
        address = reverse(f"planning:{name}", "config.urls_municipality", [year.plan_id, year.pk, *more])
        assert client.get(address).status_code == 200, address
        say(f"page {name} {' '.join(more)}".strip(), timed(lambda: client.get(address)))  # noqa: B023 - called at once


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
