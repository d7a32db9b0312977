"""Plans to begin with where there is none yet: one for each country, as data (`data/starters`).

They hold the questions that a first plan has to answer, not the answers: every item is to be rewritten.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from planning.structure.published import PublishedNode, PublishedPlan
from planning.structure.wording import LEVELS

FOLDER = Path(__file__).parent / "data" / "starters"
BELOW = {"PRIORITY": "goal", "GOAL": "measure", "MEASURE": "activity"}
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Starter:
    """A plan of a file, read as if it had been published."""

    code: str
    country: str
    plan: PublishedPlan

    @property
    def title(self) -> str:
        return self.plan.title


@cache
def starters() -> dict[str, Starter]:
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def starters_of(country: str) -> list[Starter]:
    return [starter for starter in starters().values() if starter.country == country]


def _read(path: Path) -> Starter:
    content = tomllib.loads(path.read_text("utf-8"))
    nodes = tuple(_nodes(content["priority"], 0, "", None))
    plan = PublishedPlan(
        id="",
        version=0,
        number=0,
        title=content["title"],
        kind="MUNICIPAL",
        summary=content["summary"],
        starts_on=date(2000, 1, 1),
        ends_on=date(2005, 12, 31),
        published_at=LONG_AGO,
        nodes=nodes,
    )
    return Starter(path.stem, content["country"], plan)


def _nodes(rows: list[Mapping[str, Any]], depth: int, prefix: str, parent: str | None) -> Iterator[PublishedNode]:
    for order, row in enumerate(rows, start=1):
        level = LEVELS[depth]
        number = f"{prefix}{order}"
        node = PublishedNode(
            id=number,
            parent=parent,
            level=level,
            number=number,
            depth=depth,
            title=row["title"],
            text=row.get("text", ""),
            target_groups=row.get("target_groups", ""),
            implementer="",
            starts_on=None,
            ends_on=None,
            services=(),
        )
        yield replace(node, facts={name: row[name] for name in ("problem", "conditions") if name in row})
        below = BELOW.get(level)
        if below in row:
            yield from _nodes(row[str(below)], depth + 1, f"{number}.", number)
