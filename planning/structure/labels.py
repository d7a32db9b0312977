"""What the fields of a plan's items are called: on forms, in public, on paper and in the spreadsheet alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from planning.structure.models import word_of

LABELS: dict[str, Any] = {
    "title": _("Title"),
    "text": _("Description"),
    "target_groups": _("For whom"),
    "implementer": _("Who carries it out"),
    "starts_on": _("From"),
    "ends_on": _("To"),
    "state": _("State"),
    "problem": _("What problem it solves"),
    "territory": _("Where"),
    "staff": _("People needed for it"),
    "conditions": _("What must be there first"),
    "superior": _("Which national or regional priority it serves"),
    "guarantor": _("Which group stands for it"),
}
SHEET_FACTS = ("problem", "territory", "staff", "conditions", "superior", "guarantor")


def named(words: Mapping[str, str], levels: Sequence[str]) -> str:
    """The levels of a plan in their order, for a sentence that lists them."""
    return ", ".join(word_of(words, level) for level in levels)


def told_of(facts: dict[str, str]) -> list[tuple[str, str]]:
    """(label, text) of what is said of a measure beyond its description; what is empty is left out."""
    return [(str(LABELS[name]), facts[name]) for name in SHEET_FACTS if facts.get(name)]
