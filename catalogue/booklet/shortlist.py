"""A short list of services that is nowhere but in its address: nothing of it is kept, nothing in it is personal."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from catalogue import feed
from catalogue.cards import ServiceCard

LONGEST = 30


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Services in the order they were chosen in, each once."""

    ids: tuple[UUID, ...]
    is_too_long: bool = False

    @classmethod
    def asked(cls, request: Any) -> Self:
        """From `?id=…&id=…`; what is no id is passed over."""
        found: dict[UUID, None] = {}
        for text in request.GET.getlist("id"):
            try:
                found.setdefault(UUID(text))
            except ValueError:
                continue
        return cls(tuple(found)[:LONGEST], len(found) > LONGEST)

    @property
    def is_full(self) -> bool:
        return len(self.ids) >= LONGEST

    @property
    def query(self) -> str:
        return urlencode([("id", str(each)) for each in self.ids])

    def plus(self, service: UUID) -> str:
        return type(self)((*self.ids, service)).query

    def without(self, service: UUID) -> str:
        return type(self)(tuple(each for each in self.ids if each != service)).query

    def cards(self, day: date) -> list[ServiceCard]:
        """What the public may see of them, in the order of the list."""
        known = {card.id: card for card in feed.service_cards(self.ids, day=day)}
        return [known[each] for each in self.ids if each in known]
