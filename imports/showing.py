"""A page of changes in words, for the pages on which a person looks at what a file would do."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue import intake
from catalogue.intake import ChangeCard


@dataclass(frozen=True)
class Shown:
    """One change as the page shows it."""

    card: ChangeCard
    fields: list[tuple[str, str, str]]


def shown(cards: Iterable[ChangeCard]) -> list[Shown]:
    """A page of changes in words; of a new service only what tells it from others."""
    cards = list(cards)
    changes = [change for card in cards for change in card.fields]
    words = intake.Words((change.field, value) for change in changes for value in (change.old, change.new))
    return [Shown(card, list(_fields(card, words))) for card in cards]


def _fields(card: ChangeCard, words: intake.Words) -> Iterable[tuple[str, str, str]]:
    for change in sorted(card.fields, key=lambda change: intake.field_position(change.field)):
        old, new = words.show(change.field, change.old), words.show(change.field, change.new)
        if old != new:
            yield intake.field_label(change.field), old, new
