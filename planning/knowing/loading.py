"""Needs, SWOT and chapters of the analysis from a file.

`[[need]]` with `title text target_group source source_note source_on weight` and `measures`, the titles of what answers
it; `[[swot]]` with `name` and four lists; `[[chapter]]` with `kind text accepted_on accepted_note`, its
`[[chapter.figure]]` with `title source as_of drawing heads rows`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from planning.knowing.chapters import accept_chapter, add_figure, write_chapter
from planning.knowing.commands import add_need, link
from planning.knowing.models import ChapterKind, Figure, Quarter, Swot
from planning.knowing.swot import add_statement, begin_swot
from planning.knowing.tables import Table
from planning.structure.models import Plan


def load_knowing(plan: Plan, content: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    who = {"by": by, "at": at}
    for row in content.get("need", []):
        _need(plan, row, who)
    for row in content.get("swot", []):
        _swot(plan, row, who)
    for row in content.get("chapter", []):
        _chapter(plan, row, who)


def _need(plan: Plan, row: Mapping[str, Any], who: dict[str, Any]) -> None:
    need = add_need(plan, **{name: value for name, value in row.items() if name != "measures"}, **who)
    for title in row.get("measures", []):
        link(plan, need=need, node=plan.nodes.get(title=title), **who)


def _swot(plan: Plan, row: Mapping[str, Any], who: dict[str, Any]) -> None:
    swot = begin_swot(plan, kind=Swot.Kind.GROUP, name=row["name"], **who)
    for quarter in Quarter:
        for text in row.get(quarter.value.lower(), []):
            add_statement(swot, quarter=quarter.value, text=text, **who)


def _chapter(plan: Plan, row: Mapping[str, Any], who: dict[str, Any]) -> None:
    kind = ChapterKind(row["kind"]).value
    chapter = write_chapter(plan, kind=kind, text=row["text"].strip(), seen="", **who)
    for figure in row.get("figure", []):
        _figure(plan, kind, figure, who)
    if "accepted_on" in row:
        chapter.refresh_from_db()
        told = {"on": row["accepted_on"], "note": row.get("accepted_note", "")}
        accept_chapter(plan, kind=kind, version=chapter.version, **told, **who)


def _figure(plan: Plan, kind: str, row: Mapping[str, Any], who: dict[str, Any]) -> None:
    """Numbers are kept as they are written; a row shorter or longer than the heads is a mistake of the file."""
    rows = [[str(cell) for cell in cells] for cells in row["rows"]]
    if any(len(cells) != len(row["heads"]) for cells in rows):
        raise ValueError(row["title"])
    facts = {"title": row["title"], "source": row["source"], "as_of": row["as_of"]}
    drawing = Figure.Drawing(row.get("drawing", Figure.Drawing.BARS)).value
    add_figure(plan, kind=kind, drawing=drawing, table=Table(list(row["heads"]), rows), **facts, **who)
