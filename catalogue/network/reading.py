"""What networks hold, and the numbers of services by year: frozen, in a constant number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from catalogue.models import NetworkEntry, Service, ServiceKind, YearlyNumbers
from catalogue.quality.scopes import in_district
from tenants.models import Tenant

STATES = ("running", "coming", "past", "outlived", "all")


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """A service in a network on a day."""

    id: UUID
    owner_key: str
    service_id: UUID
    kind_code: str
    unit: str
    amount: Decimal
    starts_on: date
    ends_on: date | None
    resolution: str
    resolution_on: date | None
    service_has_ended: bool


@dataclass(frozen=True, slots=True)
class YearlyCard:
    """The accepted numbers of one service for one year; None is a number that was not given, never nought."""

    service_id: UUID
    kind_code: str
    year: int
    users: int | None
    staff: Decimal | None
    capacity: int | None
    capacity_unit: str
    capacity_used: Decimal | None
    currency: str
    costs: tuple[tuple[str, Decimal], ...]

    @property
    def total_cost(self) -> Decimal | None:
        return sum((amount for _source, amount in self.costs), Decimal(0)) if self.costs else None


def network_on(day: date, owner_key: str = "") -> list[NetworkCard]:
    """The network of a municipality, or with an empty key of the region, as it stands on a day."""
    rows = NetworkEntry.objects.filter(owner_key=owner_key).running_on(day).select_related("service")
    return [
        NetworkCard(
            row.pk, row.owner_key, row.service_id, row.service.kind_id, row.unit, row.amount, row.starts_on,
            row.ends_on, row.resolution, row.resolution_on, row.has_outlived(day),
        )
        for row in rows.order_by("service__kind_id", "service__name", "pk")
    ]  # fmt: skip


def networks_of(service_id: UUID, day: date, *, seen_from: str) -> list[tuple[str, NetworkEntry]]:
    """In whose networks a service is on a day: the name of the region or municipality, and the entry.

    On a municipality's site only its own and the region's; on the region's (an empty key) all of them.
    """
    rows = NetworkEntry.objects.filter(service_id=service_id).running_on(day).order_by("owner_key", "unit")
    entries = list(rows.filter(owner_key__in=["", seen_from]) if seen_from else rows)
    keys = {row.owner_key for row in entries}
    whose = Q(key__in=keys) | (Q(kind=Tenant.Kind.REGION) if "" in keys else Q(pk__in=[]))
    owners = Tenant.objects.filter(whose) if entries else []
    names = {"" if owner.kind == Tenant.Kind.REGION else owner.key: owner.name for owner in owners}
    return [(names.get(row.owner_key, ""), row) for row in entries]


def yearly_numbers(year: int | None = None, services: Iterable[UUID] | None = None) -> list[YearlyCard]:
    """The accepted numbers of a year, or of all years, of these services or of all."""
    rows = YearlyNumbers.objects.accepted()
    if year is not None:
        rows = rows.filter(year=year)
    if services is not None:
        rows = rows.filter(service_id__in=list(services))
    rows = rows.select_related("service").prefetch_related("costs").order_by("year", "service_id")
    return [
        YearlyCard(
            row.service_id, row.service.kind_id, row.year, row.users, row.staff, row.capacity, row.capacity_unit,
            row.capacity_used, row.currency, tuple(sorted(row.cost_by_source.items())),
        )
        for row in rows
    ]  # fmt: skip


# --- the list of a network -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Asked:
    """Which entries are listed."""

    state: str = "running"
    kind: str = ""
    unit: str = ""
    district: str = ""


def entries(owner_key: str, asked: Asked, day: date) -> QuerySet[NetworkEntry]:
    """The entries of a network, kind by kind."""
    rows = NetworkEntry.objects.filter(owner_key=owner_key).select_related("service__provider", "service__kind")
    match asked.state:
        case "running":
            rows = rows.running_on(day)
        case "coming":
            rows = rows.filter(starts_on__gt=day)
        case "past":
            rows = rows.filter(ends_on__lt=day)
        case "outlived":
            rows = rows.running_on(day).filter(service__ended_on__lt=day)
    if asked.kind:
        rows = rows.filter(service__kind_id=asked.kind)
    if asked.unit:
        rows = rows.filter(unit=asked.unit)
    if asked.district:
        rows = rows.filter(service__in=Service.objects.filter(in_district(asked.district, day)).values("pk"))
    return rows.order_by("service__kind__position", "service__kind_id", "service__name", F("starts_on").desc(), "pk")


@dataclass(frozen=True)
class UnitSum:
    """One kind in one unit; beds and staff are never added together."""

    kind: str
    unit: str
    services: int
    amount: Decimal


def sums(rows: QuerySet[NetworkEntry]) -> tuple[list[UnitSum], list[UnitSum]]:
    """The sums of the listed entries by kind and unit, and by unit alone."""
    names = {kind.code: kind.name for kind in ServiceKind.objects.all()}
    services, total = Count("service", distinct=True), Sum("amount")
    by_kind = rows.order_by().values_list("service__kind_id", "unit").annotate(services=services, total=total)
    by_unit = rows.order_by().values_list("unit").annotate(services=services, total=total)
    units = dict(NetworkEntry.Unit.choices)
    return (
        [
            UnitSum(names.get(kind, ""), str(units[unit]), services, total)
            for kind, unit, services, total in by_kind.order_by("service__kind_id", "unit")
        ],
        [UnitSum("", str(units[unit]), services, total) for unit, services, total in by_unit.order_by("unit")],
    )
