"""Services made directly, for tests that only need one to be there."""

from datetime import date
from typing import Any

from support.world import FOUNDED


def make_service(name: str = "Opatrovateľská služba", *, kind: str = "SK448-41", **facts: Any) -> Any:
    from catalogue.models import Provider, Service, ServiceKind

    provider, _is_new = Provider.objects.get_or_create(
        country="SK", ico="", name="Pomoc, n. o.", defaults={"created_at": FOUNDED, "changed_at": FOUNDED}
    )
    found = ServiceKind.objects.get(pk=kind)
    return Service.objects.create(
        provider=provider, kind=found, name=name, created_at=FOUNDED, changed_at=FOUNDED, **facts
    )


def end_service(service: Any, on: date) -> None:
    type(service).objects.filter(pk=service.pk).update(ended_on=on)
