"""Opening a plan of 400 nodes and moving a branch of it, beside a plan of 40 nodes.

Run by `make bench ARGS=plan_tree`, or `python tests/benchmarks/plan_tree.py [NODES]`. The coordinator asks for each
page once warm; told is the middle of several. Works in a database of its own and throws it away. Asserts nothing.
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
DATABASE = f"bench_tree_{os.getpid()}"
PAGES = {
    "work": "open the tree of the work",
    "plan": "open it as the public",
    "whole": "the line from needs to measures",
}


def main(nodes: int = 400) -> None:
    import django

    django.setup()
    from support.database import _copy, _drop, _pointed_at, _template

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("OPORA_HOME", folder)
        _copy(_template(), DATABASE)
        try:
            with _pointed_at(DATABASE):
                measure(nodes)
        finally:
            _drop(DATABASE)


def measure(nodes: int) -> None:
    from support.counting import questions
    from support.large_plan import large_plan
    from support.plans import here
    from support.world import FOUNDED

    from planning.structure.publishing import publish_plan
    from tenants.context import in_tenant
    from tenants.models import Tenant

    alfa = Tenant.objects.get(domains__domain="alfa.localhost")
    client = coordinator(alfa)
    sizes = (nodes // 10, nodes)
    with in_tenant(alfa.key):
        plans = [large_plan(size, title=f"Plán {size}") for size in sizes]
        for plan in plans:
            publish_plan(plan, by=None, at=FOUNDED)
        branches = [plan.nodes.filter(level="PRIORITY").order_by("position")[1] for plan in plans]
    for name, words in PAGES.items():
        asked = [questions(client, here(name, plan.pk)) for plan in plans]
        told(words, sizes, [middle(lambda: client.get(here(name, plan.pk))) for plan in plans], asked)  # noqa: B023
    moved = []
    for plan, branch in zip(plans, branches, strict=True):
        address = here("move", plan.pk, branch.pk)
        moved.append(middle(turning(client, address)))
    told("move a branch of ten and draw the tree anew", sizes, moved, [])


def turning(client: Any, address: str) -> Callable[[], None]:
    """Down and up in turn, as htmx asks for it; each press is one call."""
    ways = ["up", "down"]

    def press() -> None:
        ways.reverse()
        answer = client.post(address, {"direction": ways[0]}, headers={"hx-request": "true"})
        assert answer.status_code == 200, answer.status_code

    return press


def coordinator(alfa: Any) -> Any:
    from django.test import Client
    from support.world import FOUNDED

    from accounts.models import User
    from tenants.commands import give_role
    from tenants.roles import Role

    user = User.objects.create_user("bench@example.org", "quiet river 42", name="Jana")
    give_role(alfa, user=user, role=Role.COORDINATOR, by=None, at=FOUNDED)
    client = Client(headers={"host": "alfa.localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["site"] = alfa.key
    session.save()
    return client


def middle(work: Callable[[], Any], times: int = 7) -> float:
    work()
    return sorted(timed(work) for _turn in range(times))[times // 2]


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def told(what: str, sizes: tuple[int, int], seconds: list[float], asked: list[int]) -> None:
    few, many = (f"{size} nodes {each * 1000:.0f} ms" for size, each in zip(sizes, seconds, strict=True))
    questions = f", questions {asked[0]} and {asked[1]}" if asked else ""
    print(f"  {what:44} {few}, {many}, ratio {seconds[1] / seconds[0]:.1f}{questions}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
