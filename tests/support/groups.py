"""Groups and their members, made by the commands people use."""

from datetime import date
from typing import Any

from support.world import FOUNDED

DAY = FOUNDED.date()


def found(name: str = "Seniori", *, kind: str = "WORKING", plan: Any = None, **facts: Any) -> Any:
    from planning.groups.commands import found_group

    given = {"started_on": DAY, "about": "Služby pre seniorov."} | facts
    return found_group(plan=plan, kind=kind, name=name, by=None, at=FOUNDED, **given)


def seat(group: Any, who: Any, party: str = "USER", **facts: Any) -> Any:
    """A member; `who` is a person or a name."""
    from planning.groups.commands import add_member
    from planning.groups.people import Newcomer

    newcomer = Newcomer(who, is_another=True) if isinstance(who, str) else who
    given: dict[str, Any] = {"office": "MEMBER", "starts_on": DAY} | facts
    return add_member(group, who=newcomer, party=party, by=None, at=FOUNDED, **given)


def full(name: str = "Seniori", **facts: Any) -> Any:
    """A group of one chair of each side."""
    group = found(name, **facts)
    for party in ("COMMISSIONER", "PROVIDER", "USER"):
        seat(group, f"{name} {party}", party, office="CHAIR" if party == "COMMISSIONER" else "MEMBER")
    return group


def asked(group: Any, name: str = "Eva Novotná", email: str = "eva@example.org", **facts: Any) -> Any:
    from planning.groups.applying import ask_to_join

    given: dict[str, Any] = {
        "phone": "", "party": "USER", "represents": "", "why": "Starám sa o mamu.", "name_is_public": False,
        "at": FOUNDED,
    } | facts  # fmt: skip
    return ask_to_join(group, name=name, email=email, **given)


def year(number: int) -> date:
    return date(number, 12, 31)
