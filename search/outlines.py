"""Outlines of districts and municipalities on a map, where the operator has loaded them.

Everything is set onto the pixels of the sheet first, so that neighbours keep touching; a line that two municipalities
of one district share is inside the district and is not drawn. That holds where neighbours share their points, as the
official outlines do, and no municipality lies inside another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Protocol

from search.naming import kept, own_codes
from tenants.models import Boundary

Pixel = tuple[int, int]
Edge = tuple[Pixel, Pixel]


class OnPaper(Protocol):
    """What turns degrees into pixels."""

    def pixel(self, latitude: float, longitude: float) -> Pixel: ...


def districts(sheet: OnPaper) -> str:
    """The borders of the region's districts as the `d` of a path; empty where no outlines were loaded."""
    edges: dict[str, Counter[Edge]] = defaultdict(Counter)
    for district, rings in kept("map_rings", _own_rings):
        for ring in rings:
            edges[district].update(set(_edges(_on_paper(ring, sheet))))
    outer = {edge for found in edges.values() for edge, times in found.items() if times == 1}
    return "".join(_written(line) for line in _joined(outer))


def _own_rings() -> list[tuple[str, Any]]:
    rows = Boundary.objects.filter(municipality__in=own_codes()).order_by("municipality")
    return list(rows.values_list("municipality__district_code", "rings"))


def areas(codes: Iterable[str], sheet: OnPaper) -> dict[str, str]:
    """Those of these municipalities whose outlines are known, as closed shapes by their codes."""
    rows = Boundary.objects.filter(municipality__in=list(codes)).order_by("municipality")
    return {row.municipality_id: "".join(_written(_on_paper(ring, sheet)) + "Z" for ring in row.rings) for row in rows}


def _on_paper(ring: Sequence[Sequence[float]], sheet: OnPaper) -> list[Pixel]:
    points: list[Pixel] = []
    for longitude, latitude in ring:
        point = sheet.pixel(latitude, longitude)
        if not points or points[-1] != point:
            points.append(point)
    return points


def _edges(points: Sequence[Pixel]) -> Iterator[Edge]:
    """Without a direction, so that both neighbours name it alike."""
    return ((min(pair), max(pair)) for pair in pairwise(points))


def _joined(edges: set[Edge]) -> Iterator[list[Pixel]]:
    """Edges put together to lines, as long as they go on."""
    beside: dict[Pixel, set[Pixel]] = defaultdict(set)
    for one, other in sorted(edges):
        beside[one].add(other)
        beside[other].add(one)
    ends = {point for point, others in beside.items() if len(others) != 2}
    for start in [*sorted(ends), *sorted(beside)]:
        while beside[start]:
            line = [start]
            while beside[line[-1]]:
                here, there = line[-1], min(beside[line[-1]])
                beside[here].discard(there)
                beside[there].discard(here)
                line.append(there)
                if there in ends:
                    break
            yield line


def _written(points: Sequence[Pixel]) -> str:
    return "M" + " ".join(f"{x} {y}" for x, y in points) if points else ""
