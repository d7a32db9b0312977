"""The checklist as it stands in `data/checklist.toml`: items with the law of each country and its days of validity."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

LIST = Path(__file__).parent / "data" / "checklist.toml"


@dataclass(frozen=True, slots=True)
class Law:
    """A provision and the days on which it counts, both included; None where it was never otherwise."""

    cite: str
    since: date
    until: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a plan should hold."""

    code: str
    sk: str
    cs: str
    en: str
    check: str = ""
    only: tuple[str, ...] = ()
    law: dict[str, Law] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(getattr(self, (get_language() or "en")[:2], self.en))

    def law_of(self, country: str, day: date) -> str:
        """The provision that asks for it, or "" where it is good practice."""
        law = self.law.get(country)
        return law.cite if law and law.counts_on(day) else ""


@cache
def all_items() -> dict[str, Item]:
    rows = tomllib.loads(LIST.read_text("utf-8"))
    return {code: _item(code, facts) for code, facts in rows.items()}


def items_for(kind: str) -> list[Item]:
    """What a plan of this kind should hold, in the order of a printed plan."""
    return [item for item in all_items().values() if not item.only or kind in item.only]


def _item(code: str, facts: dict[str, Any]) -> Item:
    laws = {country: Law(**law) for country, law in facts.pop("law", {}).items()}
    only = tuple(facts.pop("only", ()))
    return Item(code, **facts, only=only, law=laws)
