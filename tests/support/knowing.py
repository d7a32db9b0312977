"""Needs, statements and links, made by the commands people use."""

from typing import Any

from django.urls import reverse
from support.world import FOUNDED

WHO: dict[str, Any] = {"by": None, "at": FOUNDED}


def here(name: str, *args: Any) -> str:
    return reverse(f"planning:{name}", args=args, urlconf="config.urls_municipality")


def add_need(plan: Any, title: str, **facts: Any) -> Any:
    from planning.knowing.commands import add_need as command

    return command(plan, title=title, source=facts.pop("source", "SURVEY"), **facts, **WHO)


def say(plan: Any, text: str, quarter: str = "WEAKNESS", name: str = "Seniori") -> Any:
    from planning.knowing.swot import add_statement, begin_swot

    swot = begin_swot(plan, kind="TARGET_GROUP", name=name, **WHO)
    return add_statement(swot, quarter=quarter, text=text, **WHO)


def link(plan: Any, **ends: Any) -> Any:
    from planning.knowing.commands import link as command

    return command(plan, **ends, **WHO)


def node(plan: Any, title: str) -> Any:
    return plan.nodes.get(title=title)
