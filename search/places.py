"""Which place a reader means: a code, a name in any writing, or the microregion whose site this is."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

from kernel.text import fold
from search.naming import kept, own_codes
from search.request import Where, where_of
from search.speaking import country
from search.understanding import allowed_mistakes, mistakes_between
from tenants.models import Municipality, Tenant
from tenants.queries import LARGEST_FIRST, municipalities_named, municipality

DEGREE = 0.5  # how far a point may lie from a municipality, in degrees of longitude
AROUND = 35  # kilometres that people go for a service, and what they may see as near
MOST_ASKED = 24  # municipalities among which a reader can choose; no region has more of one noun
HALF_AT = 15  # kilometres at which nearness counts half
GONE_TO = ("RESIDENTIAL", "AMBULATORY")  # forms for which people go somewhere


@dataclass(frozen=True, slots=True)
class Named:
    """What a text for a place led to: the place, or others it may mean as well, or nothing.

    With `is_unclear` none of the others was taken, because the reader has to say which one is meant.
    """

    where: Where | None = None
    others: tuple[Municipality, ...] = ()
    is_unknown: bool = False
    is_unclear: bool = False


def by_code(code: str) -> Where | None:
    """Those of the region are kept; for others the database is asked, so that nobody fills the memory with codes."""
    return kept("places", _own_places).get(code) or _elsewhere(code)


def _own_places() -> dict[str, Where | None]:
    return {town.code: where_of([town], town.name) for town in Municipality.objects.filter(code__in=own_codes())}


def _elsewhere(code: str) -> Where | None:
    town = municipality(code)
    return where_of([town], town.name) if town else None


def nearest_to(latitude: float, longitude: float) -> Municipality | None:
    """The municipality of our country whose middle lies nearest; none where the point is far from all of them."""
    located = Municipality.objects.filter(country=country(), latitude__isnull=False)
    near = located.filter(
        latitude__range=(latitude - DEGREE / 2, latitude + DEGREE / 2),
        longitude__range=(longitude - DEGREE, longitude + DEGREE),
    )
    here = Where("", (), (), latitude, longitude)
    return min(near, key=lambda town: distance(here, town.latitude, town.longitude) or 0.0, default=None)


def of_tenant(tenant: Tenant) -> Where | None:
    """The municipality of this site, or all of its microregion together; no place where the region plans."""
    return None if tenant.is_region_wide else kept(f"site.{tenant.key}", lambda: _covered(tenant))


def _covered(tenant: Tenant) -> Where | None:
    towns = list(tenant.covers.order_by("code"))
    return where_of(towns, towns[0].name if len(towns) == 1 else tenant.name)


def named(text: str, tenant: Tenant | None) -> Named:
    """The place of a text as it came in an address or was typed into a box."""
    text = " ".join(text.split())
    if not text:
        return Named()
    if tenant and not tenant.is_region_wide and fold(text) == fold(tenant.name):
        return Named(of_tenant(tenant))
    digits = text.replace(" ", "")
    found = (by_code(digits) or _by_postcode(digits)) if digits.isdecimal() else None
    return Named(found) if found else _by_name(text)


def _by_postcode(digits: str) -> Where | None:
    """The largest of the municipalities that share the postcode."""
    town = Municipality.objects.filter(postcodes__contains=[digits]).order_by(*LARGEST_FIRST).first()
    return where_of([town], town.name) if town else None


def _by_name(text: str) -> Named:
    name, _, district = text.rstrip(")").partition(" (")
    towns = municipalities_named(name, limit=30)
    exact = [town for town in towns if town.name_folded == fold(name)]
    if district:
        exact = [town for town in exact if fold(town.district_name) == fold(district)] or exact
    exact = _ours_first(exact)
    alike = _ours_that_hold(name)
    larger = [town for town in alike if exact and (town.population or 0) > (exact[0].population or 0)]
    if larger and exact[0].code in own_codes() and larger[0].name_folded.startswith(f"{fold(name)} "):
        return to_be_asked([*larger, *exact])  # „Žiar“ may be the village, and is mostly Žiar nad Hronom
    if exact and (exact[0].code in own_codes() or not alike):
        return Named(where_of([exact[0]], exact[0].name), tuple(exact[1:]))
    return _by_parts(name, towns) or to_be_asked([*alike, *exact] or _ours_first(towns))


def _by_parts(name: str, towns: list[Municipality]) -> Named | None:
    """A city that is listed by its parts only: „Bratislava“ is all of „Bratislava-…“ together."""
    parts = [town for town in towns if town.is_city_part and town.name_folded.startswith(f"{fold(name)}-")]
    return Named(where_of(parts, parts[0].name.partition("-")[0])) if parts else None


def to_be_asked(towns: list[Municipality]) -> Named:
    """One alone is meant; of several the reader chooses."""
    if len(towns) == 1:
        return Named(where_of(towns, towns[0].name))
    return Named(others=tuple(towns[:MOST_ASKED]), is_unknown=not towns, is_unclear=bool(towns))


def _ours_that_hold(name: str) -> list[Municipality]:
    """The region's municipalities with this word in their names: „Lehota“ may be Stará Lehota."""
    rows = Municipality.objects.filter(code__in=own_codes(), name_folded__contains=fold(name)).order_by(*LARGEST_FIRST)
    return [town for town in rows if f" {fold(name)} " in f" {town.name_folded.replace('-', ' ')} "]


def others_named(code: str) -> tuple[Municipality, ...]:
    """Other municipalities of the region that bear the same name."""
    town = municipality(code)
    if town is None:
        return ()
    alike = Municipality.objects.filter(name_folded=town.name_folded, country=town.country).exclude(code=code)
    return tuple(other for other in alike.order_by("code") if other.code in own_codes())


def nearly_named(text: str) -> Named:
    """The region's municipalities whose names differ by a mistake or two; which of them is meant is asked."""
    asked = fold(text)
    rows = Municipality.objects.filter(code__in=own_codes()).order_by(*LARGEST_FIRST)
    alike = [town for town in rows if mistakes_between(asked, town.name_folded) <= allowed_mistakes(asked)]
    return Named(others=tuple(alike[:MOST_ASKED]), is_unclear=True) if alike else Named(is_unknown=True)


def those_of(codes: Iterable[str]) -> list[Municipality]:
    return list(Municipality.objects.filter(code__in=list(codes)).order_by(*LARGEST_FIRST)) if codes else []


def _ours_first(towns: list[Municipality]) -> list[Municipality]:
    """Those of the region; others only where the region has none of that name."""
    own = own_codes() if towns else frozenset()
    return [town for town in towns if town.code in own] or towns


def distance(where: Where | None, latitude: float | None, longitude: float | None) -> float | None:
    """Kilometres as the crow flies; near enough for choosing among places of one region."""
    if where is None or where.latitude is None or where.longitude is None or latitude is None or longitude is None:
        return None
    north = (latitude - where.latitude) * 111.2
    east = (longitude - where.longitude) * 111.2 * cos(radians(where.latitude))
    return hypot(north, east)
