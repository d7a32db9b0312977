"""A page of changes in words, for the pages on which a person looks at what a file would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue import intake
from catalogue.intake import ChangeCard, KeptField

STAYS: dict[str, Any] = {
    "REGISTER": _("The register's word stays."),
    "SHEET": _("The word of the region's list stays."),
    "PROVIDER": _("The provider's word stays."),
    "KNOWN": _("The catalogue knows this provider under that name; a new service does not rename it."),
    "REGION": _("The region's word stays."),
}
SPOKE_SINCE: dict[str, Any] = {
    "REGISTER": _("A register has said something else since."),
    "SHEET": _("A list of the region has said something else since."),
    "PROVIDER": _("The provider has changed it since."),
    "REGION": _("The region has changed it since."),
    "SECRET": _("The address was kept secret and is nowhere written down."),
    "": _("Somebody has worked on this service since; all of it stays."),
}


@dataclass(frozen=True)
class ShownField:
    """One field of a change; `stays` says why the new value is only taken note of."""

    label: str
    old: str
    new: str
    stays: str = ""


@dataclass(frozen=True)
class Shown:
    """One change as the page shows it."""

    card: ChangeCard
    fields: list[ShownField]


def shown(cards: Iterable[ChangeCard]) -> list[Shown]:
    """A page of changes in words; of a new service only what tells it from others."""
    cards = list(cards)
    changes = [change for card in cards for change in card.fields]
    words = intake.Words((change.field, value) for change in changes for value in (change.old, change.new))
    return [Shown(card, list(_fields(card, words))) for card in cards]


def stayed_in_words(kept: Iterable[KeptField]) -> list[tuple[KeptField, str, str]]:
    """What undoing left as it is: each field with its name and who has spoken since."""
    return [
        (each, intake.field_label(each.field), str(SPOKE_SINCE.get(each.voice, SPOKE_SINCE["REGION"]))) for each in kept
    ]


def _fields(card: ChangeCard, words: intake.Words) -> Iterable[ShownField]:
    for change in sorted(card.fields, key=lambda change: intake.field_position(change.field)):
        old, new = words.show(change.field, change.old), words.show(change.field, change.new)
        if old != new:
            yield ShownField(intake.field_label(change.field), old, new, str(STAYS.get(change.kept_by, "")))
