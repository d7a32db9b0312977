"""Which service follows an ended one: named by a steward, shown to whoever still looks for the old one."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import RegisterKey, RegistryEvent, Service
from kernel.errors import DomainError
from kernel.journal import record

UUID_IN_ADDRESS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class SuccessionRefused(DomainError):
    default_code = "succession_refused"


@transaction.atomic
def name_successor(service: Service, *, successor: Service, by: Any, at: datetime) -> RegistryEvent:
    """Say which service follows an ended one; who was named before is forgotten."""
    held = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if held.ended_on is None:
        raise SuccessionRefused(_("First end this service; then name the one that follows it."), "not_ended")
    if successor.pk == held.pk:
        raise SuccessionRefused(_("A service cannot follow itself. Name another one."), "itself")
    if not successor.is_published or successor.ended_on is not None or successor.merged_into_id:
        raise SuccessionRefused(_("The service that follows has to be one that is public and has not ended."), "gone")
    _forget(held, at)
    named = RegistryEvent.objects.create(
        service=held, kind=RegistryEvent.Kind.SUCCEEDED, on=held.ended_on, successor=successor, recorded_at=at
    )
    _tell(held, "succeeded", by=by, at=at)
    return named


@transaction.atomic
def forget_successor(service: Service, *, by: Any, at: datetime) -> bool:
    """Nobody follows, after all; answers whether somebody was named."""
    held = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if not _forget(held, at):
        return False
    _tell(held, "no_successor", by=by, at=at)
    return True


def successor_of(service_id: UUID) -> Service | None:
    """The service that follows, while the public may see it."""
    event = _standing(service_id).select_related("successor", "successor__provider").first()
    return event.successor if event and event.successor and event.successor.is_published else None


def service_named(words: str) -> Service | None:
    """The service that a person means by the address of its page, or by its number in a register."""
    if found := UUID_IN_ADDRESS.search(words):
        return Service.objects.filter(pk=UUID(found.group())).first()
    key = words.strip()
    known = list(Service.objects.filter(register_key=key)[:2]) if key else []
    known = known or [each.service for each in RegisterKey.objects.filter(key=key).select_related("service")[:2]]
    return known[0] if len(known) == 1 else None


def _standing(service_id: UUID) -> Any:
    kind = RegistryEvent.Kind.SUCCEEDED
    return RegistryEvent.objects.filter(service_id=service_id, kind=kind, undone_at__isnull=True).order_by("-id")


def _forget(service: Service, at: datetime) -> int:
    return int(_standing(service.pk).update(undone_at=at))


def _tell(service: Service, act: str, *, by: Any, at: datetime) -> None:
    record("catalogue.services_changed", subject=service, by=by, at=at, services=[service.pk], act=act)
