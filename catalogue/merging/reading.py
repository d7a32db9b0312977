"""Likely pairs and merges as staff reads them, in constant numbers of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalogue.merging.finding import REASONS
from catalogue.models import LikelyPair, Merge, Provider, Service, What
from catalogue.models.merging import LikelyPairQuerySet
from catalogue.review.queue import names_of


@dataclass(frozen=True)
class Side:
    """One entry of a pair; of its address the municipality at most."""

    id: UUID
    title: str
    about: str
    towns: str


@dataclass(frozen=True)
class ShownPair:
    pair: LikelyPair
    one: Side
    other: Side
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ShownMerge:
    merge: Merge
    by: str
    undone_by: str


def pairs(what: str) -> LikelyPairQuerySet:
    """What waits to be judged, the likeliest first."""
    return LikelyPair.objects.waiting(what).order_by("-score", "pk")


def as_pairs(rows: Iterable[LikelyPair]) -> list[ShownPair]:
    """Pairs with both entries; one whose entry has gone since it was found is left out."""
    held = list(rows)
    ids = {each for row in held for each in (row.one, row.other)}
    sides = _services(ids) | _providers(ids)
    return [
        ShownPair(row, sides[row.one], sides[row.other], tuple(str(REASONS.get(code, code)) for code in row.reasons))
        for row in held
        if row.one in sides and row.other in sides
    ]


def _services(ids: set[UUID]) -> dict[UUID, Side]:
    rows = Service.objects.filter(pk__in=ids, merged_into__isnull=True).with_provider()
    rows = rows.prefetch_related("at_places__place__municipality")
    return {row.pk: Side(row.pk, row.name, f"{row.provider.name}, {row.kind.name}", _towns(row)) for row in rows}


def _towns(service: Service) -> str:
    towns = {at.place.municipality.name for at in service.at_places.all() if at.place.municipality}
    return ", ".join(sorted(towns))


def _providers(ids: set[UUID]) -> dict[UUID, Side]:
    rows = Provider.objects.filter(pk__in=ids, merged_into__isnull=True)
    return {row.pk: Side(row.pk, row.name, f"IČO {row.ico}" if row.ico else "", "") for row in rows}


def entries_of(pair: LikelyPair) -> tuple[Any, Any] | None:
    """The two rows of a pair, if both are still there to be merged."""
    table: Any = Service if pair.what == What.SERVICE else Provider
    held = {row.pk: row for row in table.objects.filter(pk__in=[pair.one, pair.other], merged_into__isnull=True)}
    return (held[pair.one], held[pair.other]) if len(held) == 2 else None


def as_merges(rows: Iterable[Merge]) -> list[ShownMerge]:
    held = list(rows)
    names = names_of(each for row in held for each in (row.merged_by, row.undone_by) if each)
    return [
        ShownMerge(
            row,
            names.get(row.merged_by, "") if row.merged_by else "",
            names.get(row.undone_by, "") if row.undone_by else "",
        )
        for row in held
    ]
