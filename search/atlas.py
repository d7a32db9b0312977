"""Maps, of the results on a page and of numbers by municipality: drawn by the server, without scripts and tiles.

Municipalities of the region are grey dots, the largest with their names, and districts have their borders where the
operator has loaded outlines; a circle stands where results are and says how many. All of it stands in the list as well;
a place whose address is a secret is not drawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from math import cos, radians
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search import naming, outlines
from search.naming import kept
from search.request import Where
from tenants.models import Municipality
from tenants.queries import LARGEST_FIRST
from ui.charts import BRAND, LINE, PAPER

WIDTH, MARGIN = 400.0, 24.0
NAMED = 9
Spot = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality of the region."""

    name: str
    latitude: float
    longitude: float
    is_named: bool


class Sheet:
    """From degrees to the paper: north is up, and a kilometre is as long in each direction."""

    def __init__(self, spots: list[Spot]) -> None:
        self.south, self.north = min(spot[0] for spot in spots), max(spot[0] for spot in spots)
        self.west, self.east = min(spot[1] for spot in spots), max(spot[1] for spot in spots)
        self.narrow = cos(radians((self.south + self.north) / 2))
        self.scale = (WIDTH - 2 * MARGIN) / max((self.east - self.west) * self.narrow, 0.05)
        self.height = round((self.north - self.south) * self.scale + 2 * MARGIN)

    def holds(self, spot: Spot) -> bool:
        return self.south <= spot[0] <= self.north and self.west <= spot[1] <= self.east

    def pixel(self, latitude: float, longitude: float) -> tuple[int, int]:
        x, y = self._point(latitude, longitude)
        return round(x), round(y)

    def place(self, spot: Spot) -> tuple[str, str]:
        x, y = self._point(*spot)
        return f"{x:.1f}", f"{y:.1f}"

    def _point(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = MARGIN + (longitude - self.west) * self.narrow * self.scale
        return x, MARGIN + (self.north - latitude) * self.scale


def map_of(cards: Iterable[Mapping[str, Any]], where: Where | None) -> SafeString:
    """The drawing; empty where no result has a place that may be shown."""
    found = _by_spot(cards)
    dots = kept("map_dots", _dots)
    if not found or not dots:
        return SafeString("")
    home = kept("map_sheet", lambda: Sheet([(dot.latitude, dot.longitude) for dot in dots]))
    is_within = all(home.holds(spot) for spot in found)
    sheet = home if is_within else Sheet([*((dot.latitude, dot.longitude) for dot in dots), *found])
    return format_html(
        '<svg class="opora-map" viewBox="0 0 {} {}" role="group" aria-label="{}" font-size="13" focusable="false">'
        "{}{}{}</svg>",
        round(WIDTH),
        sheet.height,
        _("Map of the results on this page"),
        kept("map_ground", lambda: _ground(sheet, dots)) if is_within else _ground(sheet, dots),
        _here(sheet, where, is_home=is_within),
        _marks(sheet, found),
    )


def map_of_counts(counted: Mapping[str, int], label: str) -> SafeString:
    """A circle for each municipality with its number; the greater the number, the larger the circle. `counted` gives
    the numbers by code; where a municipality lies is looked up here."""
    dots = kept("map_dots", _dots)
    towns = Municipality.objects.filter(code__in=counted, latitude__isnull=False).order_by("code")
    located = {(town.latitude or 0.0, town.longitude or 0.0): counted[town.code] for town in towns}
    if not located or not dots:
        return SafeString("")
    sheet = Sheet([*((dot.latitude, dot.longitude) for dot in dots), *located])
    most, areas = max(located.values()), outlines.areas(counted, sheet)
    circles = [(*sheet.place(spot), count, 9 + 13 * (count / most) ** 0.5) for spot, count in located.items()]
    return format_html(
        '<svg class="opora-map" viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="13" focusable="false">'
        "{}{}{}</svg>",
        round(WIDTH),
        sheet.height,
        label,
        _ground(sheet, dots),
        format_html_join("", "{}", ((_shaded(areas[code], 0.1 + 0.4 * counted[code] / most),) for code in areas)),
        format_html_join(
            "",
            '<circle cx="{0}" cy="{1}" r="{2}" fill="{3}" stroke="{4}" stroke-width="2"/>'
            '<text fill="{4}" x="{0}" y="{1}" dy="4.5" text-anchor="middle" font-weight="700">{5}</text>',
            ((x, y, f"{r:.1f}", BRAND, PAPER, count) for x, y, count, r in circles),
        ),
    )


def _by_spot(cards: Iterable[Mapping[str, Any]]) -> dict[Spot, list[Mapping[str, Any]]]:
    found: dict[Spot, list[Mapping[str, Any]]] = {}
    for card in cards:
        for place in card["places"]:
            if not place["is_secret"] and place["latitude"] is not None and place["longitude"] is not None:
                at = found.setdefault((round(place["latitude"], 3), round(place["longitude"], 3)), [])
                if card not in at:
                    at.append(card)
    return found


def _dots() -> tuple[Dot, ...]:
    rows = Municipality.objects.filter(code__in=naming.own_codes(), latitude__isnull=False).order_by(*LARGEST_FIRST)
    located = rows.values_list("name", "latitude", "longitude")
    return tuple(
        Dot(name, latitude or 0.0, longitude or 0.0, number < NAMED)
        for number, (name, latitude, longitude) in enumerate(located)
    )


def _ground(sheet: Sheet, dots: Iterable[Dot]) -> SafeString:
    """Every municipality as a dot, the largest with their names."""
    placed = [(*sheet.place((dot.latitude, dot.longitude)), dot) for dot in dots]
    points = format_html_join("", '<circle cx="{}" cy="{}" r="1.6"/>', ((x, y) for x, y, _dot in placed))
    names = ((x, f"{float(y) - 14:.1f}", dot.name) for x, y, dot in placed if dot.is_named)
    words = format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', names)
    borders = outlines.districts(sheet)
    lines = format_html('<path d="{}" fill="none" stroke="{}" stroke-width="1.5"/>', borders, LINE) if borders else ""
    return format_html('{}<g fill="{}">{}</g><g fill="currentColor">{}</g>', lines, LINE, points, words)


def _shaded(shape: str, opacity: float) -> SafeString:
    return format_html(
        '<path d="{0}" fill="{1}" fill-opacity="{2}" stroke="{1}" stroke-width="1"/>', shape, BRAND, f"{opacity:.2f}"
    )


def _here(sheet: Sheet, where: Where | None, *, is_home: bool) -> SafeString:
    """The place that was asked for: its area where the outline is known, otherwise a ring."""
    if where is None:
        return SafeString("")
    drawn = partial(outlines.areas, where.codes, sheet)
    is_ours = is_home and naming.own_codes().issuperset(where.codes)
    areas = kept(f"map_area.{','.join(where.codes)}", drawn) if is_ours else drawn()
    if len(areas) == len(where.codes):
        return _shaded("".join(areas.values()), 0.25)
    if where.latitude is None or where.longitude is None:
        return SafeString("")
    x, y = sheet.place((where.latitude, where.longitude))
    return format_html(
        '<circle cx="{}" cy="{}" r="15" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="4 3"/>', x, y, BRAND
    )


def _marks(sheet: Sheet, found: Mapping[Spot, list[Mapping[str, Any]]]) -> SafeString:
    """Circles that lead to the first of their results in the list."""
    return format_html_join("", "{}", ((_mark(sheet.place(spot), cards),) for spot, cards in sorted(found.items())))


def _mark(at: tuple[str, str], cards: list[Mapping[str, Any]]) -> SafeString:
    told = ngettext("%(n)s result: %(names)s", "%(n)s results: %(names)s", len(cards))
    return format_html(
        '<a href="#result-{first}" aria-label="{told}"><circle cx="{x}" cy="{y}" r="11" fill="{brand}" stroke="{paper}"'
        ' stroke-width="2"/><text fill="{paper}" x="{x}" y="{below}" text-anchor="middle" font-weight="700">{count}'
        "</text></a>",
        first=cards[0]["id"],
        told=told % {"n": len(cards), "names": ", ".join(card["name"] for card in cards)},
        x=at[0],
        y=at[1],
        below=f"{float(at[1]) + 4.5:.1f}",
        brand=BRAND,
        paper=PAPER,
        count=len(cards),
    )
