"""Opening a plan of 400 nodes and moving a branch of it, beside a plan of 40 nodes.

Run by `make bench ARGS=plan_tree`, or `python tests/benchmarks/plan_tree.py [NODES]`. The coordinator asks for each
page once warm; told is the middle of several. Works in a database of its own and throws it away. Asserts nothing.
"""

import sys
from collections.abc import Callable
from typing import Any

from measuring import coordinator, first_town, middle, own_database

PAGES = {
    "work": "open the tree of the work",
    "plan": "open it as the public",
    "whole": "the line from needs to measures",
}


def main(nodes: int = 400) -> None:
    with own_database("tree"):
        measure(nodes)


def measure(nodes: int) -> None:
    from support.counting import questions
    from support.large_plan import large_plan
    from support.plans import here
    from support.world import FOUNDED

    from planning.structure.publishing import publish_plan
    from tenants.context import in_tenant

    town = first_town()
    client = coordinator(town)
    sizes = (nodes // 10, nodes)
    with in_tenant(town.key):
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


def told(what: str, sizes: tuple[int, int], seconds: list[float], asked: list[int]) -> None:
    few, many = (f"{size} nodes {each * 1000:.0f} ms" for size, each in zip(sizes, seconds, strict=True))
    questions = f", questions {asked[0]} and {asked[1]}" if asked else ""
    print(f"  {what:44} {few}, {many}, ratio {seconds[1] / seconds[0]:.1f}{questions}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
