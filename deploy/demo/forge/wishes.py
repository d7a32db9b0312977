"""What the demonstration plans speak of must be there: every measure finds a service of its kind in its town."""

import tomllib
from pathlib import Path
from random import Random
from typing import Any

from forge.places import Municipality
from forge.providers import Pair, telephone

PLANS = Path(__file__).resolve().parent.parent / "plans"


def wishes(country: str) -> list[tuple[str, str]]:
    """Kind and municipality of every service the country's plans speak of, each once."""
    found: dict[tuple[str, str], None] = {}
    for path in sorted(PLANS.glob(f"{country}-*.toml")):
        for measure in measures(tomllib.loads(path.read_text(encoding="utf-8"))):
            found.update({(wish["kind"], wish["municipality"]): None for wish in measure.get("services", [])})
    return list(found)


def measures(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """All measures of a plan, in order."""
    goals = [goal for priority in plan["priority"] for goal in priority["goal"]]
    return [measure for goal in goals for measure in goal["measure"]]


def grant(rng: Random, country: str, pairs: list[Pair], towns: dict[str, Municipality]) -> set[int]:
    """See to it that each wish has a service; answers which ones are promised to a plan."""
    promised: set[int] = set()
    fixed: set[str] = set()  # providers that may not move any more
    for kind, code in wishes(country):
        if code not in towns:
            continue
        number = _already_there(pairs, kind, code)
        if number is None:
            number = _moved_there(rng, country, pairs, kind, towns[code], fixed)
        if number is not None:
            promised.add(number)
            fixed.add(pairs[number][1].ico)
    return promised


def _already_there(pairs: list[Pair], kind: str, code: str) -> int | None:
    here = (number for number, pair in enumerate(pairs) if pair[0].code == kind and pair[1].home.code == code)
    return next(here, None)


def _moved_there(
    rng: Random, country: str, pairs: list[Pair], kind: str, town: Municipality, fixed: set[str]
) -> int | None:
    """A provider of the kind that is not a municipality moves its seat to the town."""
    for number, (offered, provider) in enumerate(pairs):
        if offered.code == kind and provider.owner != "m" and provider.ico not in fixed:
            provider.home = town
            provider.phone = telephone(rng, country, town)
            return number
    return None
