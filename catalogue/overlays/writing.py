"""Acts of a coordinator on the municipality's own word."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Overlay, Service
from kernel.errors import DomainError
from kernel.journal import record
from kernel.tenancy import current_key

FACTS = (
    "in_network",
    "note",
    "contact_name",
    "contact_phone",
    "contact_email",
    "internal_note",
    "contract_number",
    "contract_from",
    "contract_to",
)


class OverlayRefused(DomainError):
    default_code = "overlay_refused"


@transaction.atomic
def write_overlay(service: Service, *, facts: Mapping[str, Any], by: Any, at: datetime) -> Overlay | None:
    """Say of a service what the municipality we stand in wants to say; nothing at all takes its word back."""
    key = _own_key()
    said = {name: facts[name] for name in FACTS if name in facts}
    held = Overlay.objects.select_for_update().filter(tenant_key=key, service=service).first()
    overlay = held or Overlay(tenant_key=key, service=service)
    changed = [name for name, value in said.items() if getattr(overlay, name) != value]
    if not changed:
        return held
    for name in changed:
        setattr(overlay, name, said[name])
    overlay.changed_at, overlay.changed_by = at, getattr(by, "pk", by)
    if not any(getattr(overlay, name) for name in FACTS):
        _take_back(overlay, by=by, at=at)
        return None
    overlay.save(force_insert=held is None)
    record("catalogue.overlay_written", subject=overlay, by=by, at=at, service=service.pk, fields=changed)
    return overlay


def _take_back(overlay: Overlay, *, by: Any, at: datetime) -> None:
    record("catalogue.overlay_taken_back", subject=overlay, by=by, at=at, service=overlay.service_id)
    Overlay.objects.filter(pk=overlay.pk).delete()


def _own_key() -> str:
    key = current_key()
    if not key:
        raise OverlayRefused(_("Only a municipality adds its own word to a service."))
    return key
