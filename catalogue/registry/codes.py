"""What a reader of files must know of the catalogue: its code lists and the services it holds."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from catalogue.models import Service, ServiceAtPlace, ServiceKind, TargetGroup


@dataclass(frozen=True, slots=True)
class KindCode:
    """A kind of service with all the ways registers name it."""

    code: str
    country: str
    paragraph: str
    name_sk: str
    name_cs: str
    register_code: str
    forms: tuple[str, ...]
    may_hide_address: bool
    usual_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupCode:
    """A target group with the code its register gives it."""

    code: str
    country: str
    name_sk: str
    name_cs: str
    register_code: str


@dataclass(frozen=True, slots=True)
class KnownPlace:
    name: str
    street: str
    house_number: str
    municipality_code: str
    municipality_name: str


@dataclass(frozen=True, slots=True)
class KnownService:
    """A service by everything a sheet may name it by."""

    register: str
    register_key: str
    ico: str
    kind: str
    forms: frozenset[str]
    places: tuple[KnownPlace, ...]


def kinds() -> list[KindCode]:
    """Every kind of both countries, also those no longer in the law: registers still hold them."""
    return [
        KindCode(
            code=row.code,
            country=row.country,
            paragraph=row.paragraph,
            name_sk=row.name_sk,
            name_cs=row.name_cs,
            register_code=row.register_code,
            forms=tuple(row.forms),
            may_hide_address=row.may_hide_address,
            usual_groups=tuple(row.usual_groups),
        )
        for row in ServiceKind.objects.order_by("position", "code")
    ]


def target_groups() -> list[GroupCode]:
    return [
        GroupCode(row.code, row.country, row.name_sk, row.name_cs, row.register_code)
        for row in TargetGroup.objects.order_by("position", "code")
    ]


def count_running(register: str = "") -> int:
    """How many services of a register (of any, without a name) are in the catalogue and have not ended."""
    rows = Service.objects.exclude(register_key="").filter(ended_on__isnull=True, withdrawn_on__isnull=True)
    return (rows.filter(register=register) if register else rows).count()


def known_services(register: str = "", *, only_running: bool = False) -> list[KnownService]:
    """The services that came from a register (from any, without a name), in the order of their keys."""
    rows = Service.objects.exclude(register_key="")
    if only_running:
        rows = rows.filter(ended_on__isnull=True, withdrawn_on__isnull=True)
    if register:
        rows = rows.filter(register=register)
    places = _places_of(rows)
    facts = rows.order_by("register", "register_key").values_list(
        "pk", "register", "register_key", "provider__ico", "kind_id", "forms", "merged_into_id"
    )
    return [_known(*row, places=tuple(places[row[0]])) for row in facts]


def _places_of(rows: QuerySet[Service]) -> defaultdict[UUID, list[KnownPlace]]:
    """The places of these services, read flat: there are thousands of them and no row of them is needed whole."""
    found: defaultdict[UUID, list[KnownPlace]] = defaultdict(list)
    names = ["name", "street", "house_number", "municipality_id", "municipality__name"]
    at = ServiceAtPlace.objects.filter(service__in=rows.order_by().values("pk")).order_by("pk")
    for service, name, street, number, code, town in at.values_list("service_id", *(f"place__{n}" for n in names)):
        found[service].append(KnownPlace(name, street, number, code or "", town or ""))
    return found


def _known(
    _pk: UUID, register: str, key: str, ico: str, kind: str, forms: list[str], merged: Any, *, places: tuple[Any, ...]
) -> KnownService:
    """One that was merged into another is found by its key alone: what describes it would find both."""
    if merged:
        return KnownService(register, key, "", "", frozenset(), ())
    return KnownService(register=register, register_key=key, ico=ico, kind=kind, forms=frozenset(forms), places=places)
