"""The municipality's own word, as it may be read: here by everybody, here by its coordinator, there by the region."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from catalogue.models import Overlay
from catalogue.overlays.writing import FACTS
from kernel.tenancy import current_key
from tenants.context import reading_for_the_region
from tenants.models import Tenant

PUBLIC = ("in_network", "note", "contact_name", "contact_phone", "contact_email")


@dataclass(frozen=True)
class PublicOverlay:
    """What a municipality tells everybody of a service."""

    tenant_key: str
    in_network: bool
    note: str
    contact_name: str
    contact_phone: str
    contact_email: str
    tenant_name: str = ""

    @property
    def has_contact(self) -> bool:
        return bool(self.contact_name or self.contact_phone or self.contact_email)

    @property
    def says_something(self) -> bool:
        return bool(self.in_network or self.note or self.has_contact)


@dataclass(frozen=True)
class InternalOverlay:
    """What a municipality keeps for those who plan in it."""

    note: str
    contract_number: str
    contract_from: date | None
    contract_to: date | None

    @property
    def says_something(self) -> bool:
        return bool(self.note or self.contract_number or self.contract_from or self.contract_to)


def own_overlay(service_id: UUID) -> Overlay | None:
    """The word of the municipality we stand in; on the region's site there is none."""
    key = current_key()
    return Overlay.objects.filter(tenant_key=key, service_id=service_id).first() if key else None


def own_overlays() -> list[Overlay]:
    """All that the municipality we stand in has said; the contracts that end first stand first."""
    rows = Overlay.objects.filter(tenant_key=current_key()).select_related("service__provider")
    return list(rows.order_by(F("contract_to").asc(nulls_last=True), "service__name", "pk"))


def public_part(overlay: Overlay | None) -> PublicOverlay | None:
    if overlay is None:
        return None
    part = PublicOverlay(overlay.tenant_key, **{name: getattr(overlay, name) for name in PUBLIC})
    return part if part.says_something else None


def internal_part(overlay: Overlay | None) -> InternalOverlay | None:
    if overlay is None:
        return None
    part = InternalOverlay(overlay.internal_note, overlay.contract_number, overlay.contract_from, overlay.contract_to)
    return part if part.says_something else None


def told_by_municipalities(service_id: UUID) -> list[PublicOverlay]:
    """For staff of the region: what each municipality tells its public; internal notes and contracts stay there."""
    with reading_for_the_region():
        rows = list(Overlay.objects.filter(service_id=service_id).values("tenant_key", *PUBLIC))
    names = dict(Tenant.objects.filter(key__in=[row["tenant_key"] for row in rows]).values_list("key", "name"))
    told = [PublicOverlay(**row, tenant_name=names.get(row["tenant_key"], "")) for row in rows]
    return sorted((each for each in told if each.says_something), key=lambda each: each.tenant_name)


def rows_for_export() -> Iterator[dict[str, Any]]:
    """Everything the municipality we stand in has said, for the export of the tenant."""
    rows = Overlay.objects.filter(tenant_key=current_key()).order_by("service_id")
    names = ("service_id", "service__name", *FACTS, "changed_at")
    yield from rows.values(*names).iterator()
