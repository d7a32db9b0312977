"""A year of a plan to work with, built by the commands people use."""

from datetime import date
from typing import Any

from support.world import FOUNDED

DAY = FOUNDED.date()
WHO: dict[str, Any] = {"by": None, "at": FOUNDED}


def begin(plan: Any, year: int = 2026) -> Any:
    from planning.delivery.commands import begin_year

    return begin_year(plan, year=year, currency="EUR", **WHO)


def filled(plan: Any, year: int = 2026) -> Any:
    """The action plan of the year with everything that runs in it, each with somebody who carries it out."""
    from planning.delivery.items import fill_year, offered

    begun = begin(plan, year)
    fill_year(begun, nodes=[branch.node.pk for branch in offered(begun)], **WHO)
    begun.items.filter(implementer="").update(implementer="Mesto")
    return begun


def items(year: Any) -> list[Any]:
    return list(year.items.standing())


def to(year: Any, state: Any) -> Any:
    """Lead the year on to this state."""
    from planning.delivery.commands import go_on

    year.refresh_from_db()
    while year.state != state:
        go_on(year, seen=seen(year), on=DAY, **WHO)
        year.refresh_from_db()
    return year


def seen(year: Any) -> int:
    return int(year.steps.order_by("-number")[0].number)


def said(year: Any, *verdicts: str) -> dict[Any, Any]:
    """One verdict after another for the items in their order, each with a reason."""
    from planning.delivery.closing import Said

    return {
        item.pk: Said(verdict, f"Dôvod {n}" if verdict else "", item.version)
        for n, (item, verdict) in enumerate(zip(items(year), verdicts, strict=True), start=1)
    }


def small_plan(title: str = "Plán mesta Alfa") -> Any:
    """A plan with two measures and an activity, without dates: they run in every year."""
    from support.plans import begin_plan, small_tree

    plan = begin_plan(title)
    small_tree(plan)
    return plan


def last_day(year: int) -> date:
    return date(year, 12, 31)
