"""A small plan to work with, built by the commands people use."""

from datetime import date
from typing import Any

from support.world import FOUNDED


def here(name: str, *args: Any) -> str:
    """An address of a municipality's site by its name."""
    from django.urls import reverse

    return reverse(f"planning:{name}", args=args, urlconf="config.urls_municipality")


def text_of(answer: Any) -> str:
    """A page as it was sent."""
    return str(answer.content.decode())


def begin_plan(title: str = "Komunitný plán", by: Any = None) -> Any:
    from planning.structure.commands import create_plan

    return create_plan(
        title=title, kind="MUNICIPAL", starts_on=date(2026, 1, 1), ends_on=date(2030, 12, 31), by=by, at=FOUNDED
    )


def add(plan: Any, title: str, parent: Any = None, **facts: Any) -> Any:
    from planning.structure.commands import add_node

    return add_node(plan, parent=parent, title=title, by=None, at=FOUNDED, **facts)


def small_tree(plan: Any) -> dict[str, Any]:
    """Priority A with goal, two measures and an activity; priority B alone."""
    a = add(plan, "A")
    b = add(plan, "B")
    goal = add(plan, "A.goal", a)
    first = add(plan, "A.first", goal)
    second = add(plan, "A.second", goal)
    activity = add(plan, "A.activity", first)
    return {"a": a, "b": b, "goal": goal, "first": first, "second": second, "activity": activity}


def numbered(plan: Any) -> list[tuple[str, str, str]]:
    """(number, level, title) of the whole tree in reading order."""
    from planning.structure.tree import grow, walk

    return [(item.number, item.node.level, item.node.title) for item in walk(grow(plan.nodes.all()))]
