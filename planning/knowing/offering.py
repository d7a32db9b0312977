"""Numbers that rooms above offer to the chapters of the analysis; who they are is not known here.

A room registers itself in its AppConfig and is asked when somebody wants its numbers: for a tenant, for a span of days.
It answers with a table in which groups of fewer than five people are left out; one that is not is refused here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from planning.knowing.tables import Table, number_in
from planning.structure.errors import PlanRefused

LEAST = 5


@dataclass(frozen=True, slots=True)
class Offered:
    """A table with its source and its day. `counts` are the columns that count people or their questions."""

    heads: list[str]
    rows: list[list[str]]
    source: str
    as_of: date
    counts: frozenset[int] = frozenset({1})


Asked = Callable[[str, date, date], Offered]


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Who offers numbers: `ask` gets the key of a tenant and the first and last day. `title` is what the table is
    called, `about` says in a sentence what is counted, `chapters` where it may stand."""

    name: str
    title: Any
    about: Any
    chapters: frozenset[str]
    ask: Asked


_SOURCES: dict[str, FigureSource] = {}


def offer(source: FigureSource) -> None:
    """Enrol a source; a second one of the same name would be a mistake."""
    known = _SOURCES.get(source.name)
    if known is not None and known != source:
        raise ValueError(f"Two sources of numbers are called {source.name!r}.")
    _SOURCES[source.name] = source


def sources_for(chapter: str) -> list[FigureSource]:
    return [source for source in _SOURCES.values() if chapter in source.chapters]


def source_named(name: str, chapter: str) -> FigureSource | None:
    return next((source for source in sources_for(chapter) if source.name == name), None)


def numbers_of(source: FigureSource, key: str, first: date, last: date) -> tuple[Offered, Table]:
    """What the source says now, judged: no small group, and something to show."""
    told = source.ask(key, first, last)
    if not told.rows:
        raise PlanRefused(_("There is nothing to show for this time: too little was counted."))
    for row in told.rows:
        for column in told.counts:
            number = number_in(row[column])
            if number is not None and 0 < number < LEAST:
                raise PlanRefused(_("These numbers tell of fewer than five people and cannot be shown."))
    return told, Table(told.heads, told.rows)
