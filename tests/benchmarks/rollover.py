"""Closing a year of 250 items: verdicts on all, the year frozen and the next one filled, beside the bare rows of it.

Run by `make bench ARGS=rollover`, or `python tests/benchmarks/rollover.py [ITEMS]`. Both sides write the same rows of
the next year; ours also checks, orders, keeps where each item comes from, freezes the year and keeps the journal.
Pages are asked once warm. Works in a database of its own and throws it away. Prints times; asserts nothing about them.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "platform"), str(CHECKOUT / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("OPORA_ENV", "test")
DATABASE = f"bench_rollover_{os.getpid()}"
MEASURES, ITEMS = 40, 250


def main(items: int = ITEMS) -> None:
    import django

    django.setup()
    from support.database import _copy, _drop, _pointed_at, _template

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("OPORA_HOME", folder)
        _copy(_template(), DATABASE)
        try:
            with _pointed_at(DATABASE):
                measure(items)
        finally:
            _drop(DATABASE)


def measure(count: int) -> None:
    from support.years import WHO, begin, seen, to

    from planning.delivery import closing
    from planning.delivery.comparing import compare
    from planning.delivery.items import fill_year, offered
    from planning.delivery.states import YearState
    from tenants.context import in_tenant
    from tenants.models import Tenant

    alfa = Tenant.objects.get(domains__domain="alfa.localhost")
    with in_tenant(alfa.key):
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
        pages(alfa, year)


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


def pages(alfa: Any, year: Any) -> None:
    """How long a coordinator waits for the page of the year, of its verdicts, and for its paper."""
    from django.test import Client
    from django.urls import reverse
    from support.world import FOUNDED

    from accounts.models import User
    from tenants.commands import give_role
    from tenants.roles import Role

    user = User.objects.create_user("bench@example.org", "quiet river 42", name="Meria")
    give_role(alfa, user=user, role=Role.COORDINATOR, by=None, at=FOUNDED)
    client = Client(headers={"host": "alfa.localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["site"] = alfa.key
    session.save()
    for name, more in (("year", []), ("year_carried", []), ("year_paper", ["carried", "pdf"])):
        address = reverse(f"planning:{name}", "config.urls_municipality", [year.plan_id, year.pk, *more])
        assert client.get(address).status_code == 200, address
        say(f"page {name} {' '.join(more)}".strip(), timed(lambda: client.get(address)))  # noqa: B023 - called at once


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def say(what: str, seconds: float) -> None:
    print(f"  {what:48} {seconds * 1000:8.0f} ms", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
