"""Pictures of numbers as SVG made on the server: bars, stacked bars, a line, a course towards targets; each with its
table beside it.

They grow with the page while their letters keep their size, because what must grow is given in per cent; they need no
script, no style sheet and no client-side library. Nothing is told by colour alone: every value is written down, and
the parts of a stacked bar differ in pattern. A value that is not known is None and leaves a gap; it is never drawn as
nought.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ui import typography

Number = int | float | Decimal
Point = tuple[Any, Number | None]

BRAND = "var(--opora-brand, #0b4199)"
DARK = "var(--opora-brand-dark, #072c66)"
PAPER = "var(--opora-paper, #ffffff)"
LINE = "var(--opora-line, #c9cfd8)"
VARIABLE = re.compile(r"var\([^,]+, *([^)]+)\)")
FONT = "'Source Sans 3'"  # of the documents; a name with a number in it stands in quotes
LONGEST_LABEL = 38
WIDEST_BAR = 82  # per cent of the width; the value is written behind the bar
NARROWEST_PAGE, LETTER = 290, 9  # pixels: where the longest value must still fit behind the longest bar
ROW, BAR = 46, 16
LINE_OF_TEXT = 20
PLOT = 190
LEGEND = 62
LABELS_AT_MOST = 6


@dataclass(frozen=True)
class Chart:
    """A drawing and the same numbers as a table; `{% chart chart _("Caption") %}` shows both."""

    heads: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]
    height: int
    body: Any = field(repr=False)  # body(id) draws it; the id keeps patterns of two charts on a page apart

    def drawn(self, name: str, title: str) -> SafeString:
        """The drawing as one picture for a screen reader, which is told where the numbers stand."""
        return format_html(
            '<svg id="{name}" role="img" aria-labelledby="{name}-title {name}-about" width="100%" height="{height}"'
            ' font-size="16" fill="currentColor" overflow="visible" focusable="false">'
            '<title id="{name}-title">{title}</title><desc id="{name}-about">{about}</desc>{body}</svg>',
            name=name,
            title=title,
            about=_("The same numbers stand in the table below the picture."),
            height=self.height,
            body=self.body(name),
        )

    def printed(self, width: int = 620) -> str:
        """The drawing by itself, for paper: colours are said in full, for no style sheet comes with it."""
        drawing = format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-size="16"'
            ' font-family="{font}" fill="#000000">{body}</svg>',
            w=width,
            h=self.height,
            font=FONT,
            body=self.body("printed"),
        )
        return VARIABLE.sub(r"\1", drawing)


def bars(
    points: Iterable[Point],
    *,
    label: Any,
    value: Any,
    top: Number | None = None,
    unit: str = "",
    unknown: Any = "",
) -> Chart:
    """Horizontal bars, one a line. `label` and `value` head the table; `top` is the value of a full bar; `unknown` is
    said in place of a value that is None."""
    rows = tuple(points)
    longest = max((len(_written(amount, unit, unknown)) for _name, amount in rows), default=0)
    full = min(WIDEST_BAR, max(20, 100 - 100 * (LETTER * longest + 12) // NARROWEST_PAGE))
    widest = float(top or max((each for _label, each in rows if each is not None), default=0) or 1)
    drawn, below = [], 0
    for name, amount in rows:
        lines = _in_lines(name)
        bar, wide = below + ROW - 22 + LINE_OF_TEXT * (len(lines) - 1), _wide(amount, widest, full)
        words = format_html_join(
            "",
            '<text x="0" y="{}">{}</text>',
            ((below + 16 + LINE_OF_TEXT * at, each) for at, each in enumerate(lines)),
        )
        drawn.append((words, bar, wide, BAR, BRAND, wide, bar + 13, _written(amount, unit, unknown)))
        below = bar + 22
    drawing = format_html_join(
        "",
        '{}<rect x="0" y="{}" width="{}%" height="{}" rx="2" fill="{}"></rect>'
        '<text x="{}%" dx="8" y="{}" font-weight="700">{}</text>',
        drawn,
    )
    table = tuple((name, _written(amount, unit, unknown)) for name, amount in rows)
    return Chart((label, value), table, below + 4, lambda _name: drawing)


def stacked(rows: Iterable[tuple[Any, Sequence[Number]]], *, label: Any, parts: Sequence[Any]) -> Chart:
    """Bars of several parts, each bar the whole; the parts differ in pattern and are written in numbers above it."""
    held = tuple((name, tuple(amounts)) for name, amounts in rows)
    legend = 28 * len(parts) + 8

    def body(name: str) -> SafeString:
        pieces = [_patterns(name), _legend(name, parts)]
        pieces += [_stack(name, legend + ROW * index, *row) for index, row in enumerate(held)]
        return format_html_join("", "{}", ((each,) for each in pieces))

    table = tuple((name, *(_written(each) for each in amounts)) for name, amounts in held)
    return Chart((label, *parts), table, legend + ROW * len(held) + 4, body)


def line(points: Iterable[Point], *, label: Any, value: Any, top: Number | None = None, unit: str = "") -> Chart:
    """A course in time, from nought up; a gap where a value is not known, and a point alone where there is but one."""
    rows = tuple(points)
    highest = float(top or max((each for _label, each in rows if each is not None), default=0) or 1)
    step = 84 / max(len(rows) - 1, 1)
    places = [
        (round(8 + step * index if len(rows) > 1 else 50, 3), _high(amount, highest))
        for index, (_label, amount) in enumerate(rows)
    ]
    drawing = format_html_join(
        "", "{}", ((each,) for each in (_grid(), _course(places), _marks(places, rows, unit), _below(places, rows)))
    )
    table = tuple((name, _written(amount, unit)) for name, amount in rows)
    return Chart((label, value), table, PLOT + 64, lambda _name: drawing)


def course(
    points: Iterable[tuple[Any, Number | None, Number | None]], *, label: Any, value: Any, aim: Any, unit: str = ""
) -> Chart:
    """A course in time beside what was aimed at: values as circles on a full line, aims as squares on a broken one."""
    rows = tuple(points)
    told = [float(each) for _label, *both in rows for each in both if each is not None]
    lowest, highest = min([*told, 0.0]), max([*told, 0.0])
    step = 84 / max(len(rows) - 1, 1)
    places = [round(8 + step * index if len(rows) > 1 else 50, 3) for index in range(len(rows))]

    def heights(which: int) -> list[tuple[float, float | None]]:
        amounts = [row[which] for row in rows]
        return [(x, _between(each, lowest, highest)) for x, each in zip(places, amounts, strict=True)]

    values, known = heights(1), [(name, amount) for name, amount, _aim in rows]
    pieces = (_legend_of_course(value, aim), _grid(), _aims(heights(2)), _course(values), _marks(values, known, unit))
    body = format_html_join("", "{}", ((each,) for each in (*pieces, _below(values, known))))
    moved = format_html('<g transform="translate(0 {})">{}</g>', LEGEND, body)
    written = ((name, _written(one, unit), "–" if aim is None else _written(aim, unit)) for name, one, aim in rows)
    return Chart((label, value, aim), tuple(written), PLOT + 64 + LEGEND, lambda _name: moved)


# --- pieces ----------------------------------------------------------------------------------------------------------
def _short(name: Any) -> str:
    """A label that fits a telephone; the table has it in full."""
    text = str(name)
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _in_lines(name: Any) -> list[str]:
    """A label in one line or, where it is longer than a telephone is wide, in two."""
    text = str(name)
    if len(text) <= LONGEST_LABEL:
        return [text]
    place = text.rfind(" ", 0, LONGEST_LABEL + 1)
    return [text[:place], _short(text[place + 1 :])] if place > 0 else [_short(text)]


def _written(amount: Number | None, unit: str = "", unknown: Any = "") -> str:
    if amount is None:
        return str(unknown or _("not known"))
    return f"{typography.number(amount)}{typography.NBSP}{unit}" if unit else typography.number(amount)


def _wide(amount: Number | None, widest: float, full: float) -> float:
    return round(full * float(amount or 0) / widest, 3)


def _high(amount: Number | None, highest: float) -> float | None:
    return None if amount is None else round(30 + PLOT * (1 - float(amount) / highest), 2)


FILLS = ("solid", "stripes", "dots", "empty")


def _patterns(name: str) -> SafeString:
    """Fills that differ without colour: full, striped, dotted, empty."""
    return format_html(
        '<defs><pattern id="{0}-stripes" width="7" height="7" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="7" height="7" fill="{2}"></rect>'
        '<rect width="3" height="7" fill="{1}"></rect></pattern>'
        '<pattern id="{0}-dots" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect width="6" height="6" fill="{2}"></rect><circle cx="3" cy="3" r="1.3" fill="{1}"></circle>'
        "</pattern></defs>",
        name,
        BRAND,
        PAPER,
    )


def _fill(name: str, index: int) -> str:
    kind = FILLS[index % len(FILLS)]
    return {"solid": BRAND, "empty": PAPER}.get(kind, f"url(#{name}-{kind})")


def _legend(name: str, parts: Sequence[Any]) -> SafeString:
    return format_html_join(
        "",
        '<rect x="1" y="{}" width="26" height="16" fill="{}" stroke="{}"></rect><text x="36" y="{}">{}</text>',
        ((28 * index + 4, _fill(name, index), DARK, 28 * index + 17, part) for index, part in enumerate(parts)),
    )


def _stack(name: str, y: int, label: Any, amounts: Sequence[Number]) -> SafeString:
    whole = float(sum(float(each) for each in amounts)) or 1.0
    pieces, x = [], 0.0
    for index, amount in enumerate(amounts):
        wide = 100 * float(amount) / whole
        if wide:
            pieces.append((round(x, 3), y + 24, round(wide, 3), BAR, _fill(name, index), DARK))
        x += wide
    return format_html(
        '<text x="0" y="{}">{}</text><text x="100%" y="{}" text-anchor="end" font-weight="700">{}</text>{}',
        y + 16,
        _short(label),
        y + 16,
        " / ".join(_written(each) for each in amounts),
        format_html_join("", '<rect x="{}%" y="{}" width="{}%" height="{}" fill="{}" stroke="{}"></rect>', pieces),
    )


def _grid() -> SafeString:
    heights = [30 + PLOT * part / 4 for part in range(5)]
    return format_html_join(
        "", '<line x1="0" x2="100%" y1="{0}" y2="{0}" stroke="{1}"></line>', ((y, LINE) for y in heights)
    )


def _course(places: Sequence[tuple[float, float | None]]) -> SafeString:
    """A line between neighbours that are both known."""
    steps = pairwise(places)
    known = [(x1, y1, x2, y2) for (x1, y1), (x2, y2) in steps if y1 is not None and y2 is not None]
    return format_html_join(
        "",
        '<line x1="{}%" y1="{}" x2="{}%" y2="{}" stroke="{}" stroke-width="3"></line>',
        ((*each, BRAND) for each in known),
    )


def _marks(places: Sequence[tuple[float, float | None]], rows: Sequence[Point], unit: str) -> SafeString:
    known = [(x, y, amount) for (x, y), (_label, amount) in zip(places, rows, strict=True) if y is not None]
    spoken = {index for index, _known in enumerate(known) if _is_spoken(index, len(known))}
    marks = format_html_join(
        "",
        '<circle cx="{}%" cy="{}" r="5" fill="{}" stroke="{}" stroke-width="3"></circle>',
        ((x, y, PAPER, BRAND) for x, y, _amount in known),
    )
    words = format_html_join(
        "",
        '<text x="{}%" y="{}" text-anchor="middle" font-weight="700">{}</text>',
        ((x, y - 13, _written(amount, unit)) for index, (x, y, amount) in enumerate(known) if index in spoken),
    )
    return marks + words


def _between(amount: Number | None, lowest: float, highest: float) -> float | None:
    return None if amount is None else round(30 + PLOT * (highest - float(amount)) / ((highest - lowest) or 1.0), 2)


def _legend_of_course(value: Any, aim: Any) -> SafeString:
    return format_html(
        '<circle cx="13" cy="-50" r="5" fill="{0}" stroke="{1}" stroke-width="3"></circle>'
        '<text x="36" y="-44">{2}</text><rect x="8" y="-27" width="10" height="10" fill="{1}"></rect>'
        '<text x="36" y="-16">{3}</text>',
        PAPER,
        BRAND,
        value,
        aim,
    )


def _aims(places: Sequence[tuple[float, float | None]]) -> SafeString:
    """Squares; a broken line joins one aim to the next, whatever lies between them."""
    known = [(x, y) for x, y in places if y is not None]
    steps = format_html_join(
        "",
        '<line x1="{}%" y1="{}" x2="{}%" y2="{}" stroke="{}" stroke-width="2" stroke-dasharray="3 5"></line>',
        ((*one, *other, DARK) for one, other in pairwise(known)),
    )
    squares = format_html_join(
        "",
        '<rect x="{}%" y="{}" width="10" height="10" transform="translate(-5 -5)" fill="{}"></rect>',
        ((x, y, BRAND) for x, y in known),
    )
    return steps + squares


def _below(places: Sequence[tuple[float, float | None]], rows: Sequence[Point]) -> SafeString:
    spoken = [index for index in range(len(rows)) if _is_spoken(index, len(rows))]
    return format_html_join(
        "",
        '<text x="{}%" y="{}" text-anchor="middle">{}</text>',
        ((places[index][0], PLOT + 56, rows[index][0]) for index in spoken),
    )


def _is_spoken(index: int, count: int) -> bool:
    """Where many points stand close, every second, third … is written, always the last one."""
    every = -(-count // LABELS_AT_MOST)
    return (count - 1 - index) % every == 0
