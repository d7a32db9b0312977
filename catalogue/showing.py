"""A card as people read it: hours by day, words for codes, telephone numbers as they are written at home."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalogue import labels
from catalogue.cards import Hours, ServiceCard
from kernel.identifiers import Country, format_phone


def hours_by_day(hours: Iterable[Hours]) -> list[tuple[str, str]]:
    """Each day of the week with its hours; nothing at all if no hours are known."""
    known: dict[str, list[str]] = {}
    for each in hours:
        known.setdefault(each.day, []).append(_span(each))
    if not known:
        return []
    return [
        (str(name), ", ".join(known.get(code, [])) or pgettext("opening hours", "closed"))
        for code, name in labels.DAY_NAMES.items()
    ]


def _span(hours: Hours) -> str:
    if (hours.opens, hours.closes) == ("00:00", "24:00"):
        return _("all day and night")
    return f"{_plain(hours.opens)}–{_plain(hours.closes)}"


def _plain(time: str) -> str:
    return time.removeprefix("0")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to tap (`address`) and to read."""

    address: str
    written: str


def phones(numbers: Iterable[str], country: str) -> list[Phone]:
    home: Country = "CZ" if country == "CZ" else "SK"
    return [Phone(re.sub(r"[^0-9+]", "", number), _written(number, home)) for number in numbers]


def _written(number: str, country: Country) -> str:
    try:
        return format_phone(number, country)
    except ValueError:  # a number that was kept as the register wrote it
        return number


def facts_of(card: ServiceCard) -> dict[str, Any]:
    """Words for the codes of a card, for the page of a service."""
    return {
        "phones": phones(card.phones, card.kind.country),
        "hours": hours_by_day(card.opening_hours),
        "forms": [labels.FORMS[form] for form in card.forms if form in labels.FORMS],
        "ages": [labels.AGES[age] for age in card.age_groups if age in labels.AGES],
        "languages": [labels.language(code) for code in card.languages],
        "capacities": [
            {"form": labels.FORMS[each.form], "words": labels.capacity(each.count, each.unit)}
            for each in card.capacities
        ],
        "reach": [
            {"level": labels.LEVELS[area.level], "name": area.name, "is_country": area.level == "COUNTRY"}
            for area in card.reach
        ],
        "source": labels.source(card.register) if card.register else "",
    }
