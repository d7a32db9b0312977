"""Sums of the numbers of a year by kind or district; each says of how many services it speaks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language

from catalogue.models import Service, ServiceAtPlace, YearlyCost, YearlyNumbers
from kernel.collation import sort_key

State = YearlyNumbers.State
FIGURES = ("users", "staff")  # used capacity is kept apart by unit: beds and contacts are never added


@dataclass
class Figure:
    """A sum and the number of services that gave a number to it."""

    total: Decimal | None = None
    given: int = 0

    def add(self, value: Any) -> None:
        if value is not None:
            self.total = (self.total or Decimal(0)) + Decimal(value)
            self.given += 1


@dataclass
class YearSum:
    """One kind or district: asked of so many services, accepted from so many, and what they gave."""

    name: str
    asked: int = 0
    accepted: int = 0
    figures: dict[str, Figure] = field(default_factory=lambda: {name: Figure() for name in FIGURES})
    used_by_unit: dict[str, Figure] = field(default_factory=dict)
    cost: Figure = field(default_factory=Figure)
    costs: dict[str, Figure] = field(default_factory=dict)

    def add(self, row: YearlyNumbers) -> None:
        self.asked += 1
        if row.state != State.ACCEPTED:
            return
        self.accepted += 1
        for name in FIGURES:
            self.figures[name].add(getattr(row, name))
        if row.capacity_used is not None:
            self.used_by_unit.setdefault(row.capacity_unit, Figure()).add(row.capacity_used)
        self.cost.add(row.total_cost)
        for source, amount in row.cost_by_source.items():
            self.costs.setdefault(source, Figure()).add(amount)


def of_year(year: int, day: date) -> QuerySet[YearlyNumbers]:
    """All questionnaires of a year with everything that sums and lists need."""
    present = ServiceAtPlace.objects.select_related("place__municipality").order_by("id")
    rows = YearlyNumbers.objects.filter(year=year).with_service()
    return rows.prefetch_related(Prefetch("service__at_places", present))


def by_kind(rows: Iterable[YearlyNumbers]) -> list[YearSum]:
    return _summed(rows, lambda service: [service.kind.name])


def by_district(rows: Iterable[YearlyNumbers], nowhere: str) -> list[YearSum]:
    """A service in two districts counts in both."""
    return _summed(rows, lambda service: _districts(service) or [nowhere])


def altogether(rows: Iterable[YearlyNumbers]) -> YearSum:
    whole = YearSum("")
    for row in rows:
        whole.add(row)
    return whole


def _districts(service: Service) -> list[str]:
    towns = [at.place.municipality for at in service.at_places.all() if at.place.municipality]
    return sorted({town.district_name for town in towns})


def _summed(rows: Iterable[YearlyNumbers], names: Callable[[Service], list[str]]) -> list[YearSum]:
    found: dict[str, YearSum] = {}
    for row in rows:
        for name in names(row.service):
            found.setdefault(name, YearSum(name)).add(row)
    language = get_language() or "sk"
    return [found[name] for name in sorted(found, key=lambda name: sort_key(name, language))]


def sources() -> list[tuple[str, str]]:
    return [(str(code), str(label)) for code, label in YearlyCost.Source.choices]
