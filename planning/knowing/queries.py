"""What the pages of needs and analyses ask."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kernel.text import fold
from planning.knowing.models import Need
from planning.knowing.tracing import Trace
from planning.structure.models import Plan
from planning.structure.tree import Branch


class AsideOrNot(StrEnum):
    """Which needs of the register are shown."""

    STANDING = "standing"
    UNANSWERED = "unanswered"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Line:
    """A need of the register and the measures that answer it."""

    need: Need
    measures: list[Branch]


@dataclass(frozen=True, slots=True)
class Register:
    """The needs that were asked for, and how many there are of each kind."""

    plan: Plan
    lines: list[Line]
    counts: Mapping[AsideOrNot, int]
    state: AsideOrNot
    words: str
    groups: frozenset[str]
    sources: frozenset[str]
    by_source: Mapping[str, int] = field(default_factory=dict)
    by_group: Mapping[str, int] = field(default_factory=dict)

    @property
    def group_options(self) -> list[dict[str, Any]]:
        """The target groups that stand in the register, for the filter."""
        return [
            {"value": name, "label": name, "count": count, "checked": name in self.groups}
            for name, count in sorted(self.by_group.items(), key=lambda pair: fold(pair[0]))
            if name
        ]

    @property
    def chosen(self) -> int:
        return len(self.groups) + len(self.sources)


def read_register(
    plan: Plan,
    *,
    words: str = "",
    groups: frozenset[str] = frozenset(),
    sources: frozenset[str] = frozenset(),
    state: str = "",
) -> Register:
    """Needs by state, words, target groups and sources; the heaviest first."""
    trace = Trace(plan)
    shown = AsideOrNot(state) if state in set(AsideOrNot) else AsideOrNot.STANDING
    piles = _piles(trace)
    pile = [need for need in piles[shown] if _holds(need, words)]
    found = [
        need for need in pile if (not groups or need.target_group in groups) and (not sources or need.source in sources)
    ]
    return Register(
        plan=plan,
        lines=[Line(need, trace.measures_of(need)) for need in found],
        counts={name: len(needs) for name, needs in piles.items()},
        state=shown,
        words=words,
        groups=groups,
        sources=sources,
        by_source=Counter(need.source for need in pile),
        by_group=Counter(need.target_group for need in pile),
    )


def _piles(trace: Trace) -> dict[AsideOrNot, list[Need]]:
    standing = trace.standing
    return {
        AsideOrNot.STANDING: standing,
        AsideOrNot.UNANSWERED: [need for need in standing if not trace.is_answered(need)],
        AsideOrNot.ASIDE: [need for need in trace.needs.values() if need.set_aside_at is not None],
    }


def _holds(need: Need, words: str) -> bool:
    told = fold(f"{need.code} {need.title} {need.text} {need.place}")
    return all(word in told for word in fold(words).split())
