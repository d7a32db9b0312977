"""Reads outlines of municipalities from a GeoJSON file that the operator brings; maps draw them where they are there.

The file holds features of kind Polygon or MultiPolygon in degrees (WGS 84, longitude first), each with the official
code of its municipality among the properties. Holes are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import ijson
from django.db import transaction
from django.utils.translation import gettext as _

from kernel.errors import DomainError
from tenants.models import Boundary, Municipality

STEPS = 500  # of a degree, about 200 metres; on a map of a region that is less than a pixel
NAMED_AT_MOST = 12

Ring = list[list[float]]


class BoundariesRefused(DomainError):
    """A file that holds no outlines we could use."""

    default_code = "boundaries_refused"


@dataclass(frozen=True)
class Loaded:
    """How many outlines were written, how many features named no municipality that we know, and how many of a
    municipality held no area."""

    written: int
    passed_over: int
    without_area: int


@transaction.atomic
def load_boundaries(file: IO[bytes], code: str) -> Loaded:
    """`code` is the property that holds the official code. What an outline was before is replaced; all or nothing."""
    known = frozenset(Municipality.objects.values_list("code", flat=True))
    outlines: dict[str, list[Ring]] = {}
    passed_over, without_area, properties = 0, 0, set[str]()
    for feature in _features(file):
        said = feature.get("properties")
        said = said if isinstance(said, dict) else {}
        properties |= said.keys()
        name = str(said.get(code, "")).strip()
        rings = _rings(feature.get("geometry")) if name in known else []
        passed_over += name not in known
        without_area += name in known and not rings
        if rings:
            outlines.setdefault(name, []).extend(rings)
    if not outlines:
        raise BoundariesRefused(_("The outlines hold no areas.") if without_area else _nothing(code, properties))
    for name, rings in outlines.items():
        Boundary.objects.update_or_create(municipality_id=name, defaults={"rings": rings})
    return Loaded(len(outlines), passed_over, without_area)


def _features(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    try:
        yield from (each for each in ijson.items(file, "features.item", use_float=True) if isinstance(each, dict))
    except ijson.JSONError as error:
        raise BoundariesRefused(_("This is no GeoJSON file: %(why)s") % {"why": str(error).splitlines()[0]}) from error


def _nothing(code: str, properties: set[str]) -> str:
    if not properties:
        return _("The file holds no features with properties.")
    names = ", ".join(sorted(properties)[:NAMED_AT_MOST])
    return _("No outline carries a code that we know in “%(code)s”. The file has these properties: %(names)s.") % {
        "code": code,
        "names": names,
    }


def _rings(geometry: Any) -> list[Ring]:
    """The outer rings; what is no closed ring with an area is left out."""
    try:
        sort, coordinates = (geometry["type"], geometry["coordinates"]) if geometry else ("", [])
        polygons = [coordinates] if sort == "Polygon" else coordinates if sort == "MultiPolygon" else []
        rings = [_rounded(polygon[0]) for polygon in polygons]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise BoundariesRefused(_("An outline cannot be read: its coordinates are no pairs of numbers.")) from error
    return [ring for ring in rings if len(ring) > 3 and ring[0] == ring[-1]]


def _rounded(ring: Any) -> Ring:
    points: Ring = []
    for longitude, latitude, *_height in ring:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise BoundariesRefused(_("The coordinates are no degrees. Convert the file to WGS 84 first."))
        point = [round(longitude * STEPS) / STEPS, round(latitude * STEPS) / STEPS]
        if not points or points[-1] != point:
            points.append(point)
    return points
