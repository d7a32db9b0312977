"""The tables and pictures of a chapter, as a page and a document show them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kernel.clock import today
from planning.knowing import snapshot
from planning.knowing.models import Chapter, Figure
from planning.knowing.tables import UNKNOWN, Table, number_in
from ui import charts, typography

MOST_PICTURES = 3


def figures_shown(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    return [figure_shown(figure, place) for place, figure in enumerate(figures, 1)]


def figure_shown(figure: Figure, place: int) -> dict[str, Any]:
    """A table with its pictures: one for each of its first columns of numbers. `place`: its number on the page."""
    pictures = [
        (head, chart.drawn(f"chart-{place}-{number}", head)) for number, (head, chart) in enumerate(charts_of(figure))
    ]
    return {"figure": figure, "pictures": pictures, **table_shown(figure)}


def table_shown(figure: Figure) -> dict[str, Any]:
    """Its heads and rows, each cell with whether its column holds numbers."""
    table = Table(figure.heads, figure.rows)
    numeric = table.numeric
    rows = [
        {"name": row[0], "cells": [(_cell(cell) if place in numeric else cell, place in numeric, table.heads[place])
                                   for place, cell in enumerate(row) if place]}
        for row in table.rows
    ]  # fmt: skip
    heads = [(head, place in numeric) for place, head in enumerate(table.heads)]
    return {"heads": heads, "rows": rows}


def charts_of(figure: Figure) -> list[tuple[str, charts.Chart]]:
    """Of its first columns of numbers, each with the words above it; none where only the table is wanted."""
    table = Table(figure.heads, figure.rows)
    drawn = table.numeric[:MOST_PICTURES] if figure.drawing != Figure.Drawing.TABLE else []
    return [(table.heads[column], _chart(figure, table, column)) for column in drawn]


def _chart(figure: Figure, table: Table, column: int) -> charts.Chart:
    cells = [row[column].strip() for row in table.rows]
    points = [(row[0], number_in(cell)) for row, cell in zip(table.rows, cells, strict=True)]
    shares = all(cell.endswith("%") or cell in UNKNOWN for cell in cells)
    draw = charts.line if figure.drawing == Figure.Drawing.LINE else charts.bars
    return draw(points, label=table.heads[0], value=table.heads[column], unit="%" if shares else "")


def _cell(cell: str) -> str:
    """A number as the reader's language writes it; what is not known is said so."""
    if cell.strip() in UNKNOWN:
        return _("not known")
    number = number_in(cell)
    share = "%" if cell.strip().endswith("%") else ""
    return cell if number is None else f"{typography.number(number)}{typography.NBSP if share else ''}{share}"


def services_shown(chapter: Chapter) -> dict[str, Any] | None:
    """What the snapshot says and what has changed since; nothing where none was taken."""
    if chapter.snapshot is None:
        return None
    changes = [_change_shown(each) for each in snapshot.changes_since(chapter.snapshot, today())]
    return {**summary_shown(snapshot.Summary.of(chapter.snapshot)), "changes": changes}


def summary_shown(told: snapshot.Summary) -> dict[str, Any]:
    """Services by kind, by form and by municipality."""
    return {
        "count": told.count,
        "providers": told.providers,
        "kinds": [(line, _free(line)) for line in told.kinds],
        "forms": charts.bars(told.forms, label=_("Form"), value=_("Services")) if told.forms else None,
        "towns": told.towns,
    }


def _free(line: snapshot.KindLine) -> str:
    if line.unknown == line.services:
        return _("not known")
    silent = ngettext("%(n)s does not tell", "%(n)s do not tell", line.unknown) % {"n": line.unknown}
    return f"{line.free} ({silent})" if line.unknown else str(line.free)


def _change_shown(change: snapshot.Change) -> dict[str, Any]:
    labels = {
        "name": pgettext("of a service", "name"),
        "provider": _("provider"),
        "kind_name": _("kind"),
        "forms": _("forms"),
        "capacity": _("capacity"),
        "free": _("free places"),
        "stands": _("municipalities where it stands"),
        "comes": _("municipalities it comes to"),
    }
    return {
        "what": change.what,
        "name": change.name,
        "provider": change.provider,
        "differences": [(labels[name], then, now) for name, then, now in change.differences],
    }
