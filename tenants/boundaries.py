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

DECIMALS = 4  # about ten metres
NAMED_AT_MOST = 12

Ring = list[list[float]]


class BoundariesRefused(DomainError):
    """A file that holds no outlines we could use."""

    default_code = "boundaries_refused"


@dataclass(frozen=True)
class Loaded:
    """How many outlines were written, and how many features named no municipality that we know."""

    written: int
    passed_over: int


@transaction.atomic
def load_boundaries(file: IO[bytes], code: str) -> Loaded:
    """`code` is the property that holds the official code. What an outline was before is replaced; all or nothing."""
    known = frozenset(Municipality.objects.values_list("code", flat=True))
    rings: dict[str, list[Ring]] = {}
    passed_over, properties = 0, set[str]()
    for feature in _features(file):
        said = feature.get("properties") or {}
        properties |= said.keys()
        name = str(said.get(code, "")).strip()
        if name in known:
            rings.setdefault(name, []).extend(_rings(feature.get("geometry")))
        else:
            passed_over += 1
    outlines = {name: found for name, found in rings.items() if found}
    if not outlines:
        raise BoundariesRefused(_nothing(code, properties))
    for name, found in outlines.items():
        Boundary.objects.update_or_create(municipality_id=name, defaults={"rings": found})
    return Loaded(len(outlines), passed_over)


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
    """The outer rings, closed as GeoJSON asks."""
    try:
        sort, coordinates = (geometry["type"], geometry["coordinates"]) if geometry else ("", [])
        polygons = [coordinates] if sort == "Polygon" else coordinates if sort == "MultiPolygon" else []
        rings = [_rounded(polygon[0]) for polygon in polygons]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise BoundariesRefused(_("An outline cannot be read: its coordinates are no pairs of numbers.")) from error
    return [ring for ring in rings if len(ring) > 2]


def _rounded(ring: Any) -> Ring:
    points: Ring = []
    for longitude, latitude, *_height in ring:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise BoundariesRefused(_("The coordinates are no degrees. Convert the file to WGS 84 first."))
        point = [round(longitude, DECIMALS), round(latitude, DECIMALS)]
        if not points or points[-1] != point:
            points.append(point)
    return points
