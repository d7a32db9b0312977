"""What an engine answers, the same from both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are, the cards of one page, and for each facet how many every code would give."""

    backend: str
    count: int
    cards: list[dict[str, Any]]
    facets: Counts = field(default_factory=dict)
