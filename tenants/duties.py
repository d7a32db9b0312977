"""DOOR: what is asked of a person in any municipality, kept together so that one page can show it without asking all.

A room says what is open in the tenant where it stands; whom it concerns is kept as a mark of the e-mail address, not
as the address itself.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kernel.tenancy import entered
from tenants.models import Duty, Tenant

SPACE = uuid.UUID("6f0cf0d4-6a1c-5c5e-9a3e-0d8e2f1b7c55")


@dataclass(frozen=True, slots=True)
class Asked:
    """So many things (`count`) under one heading are asked of `email`, to be done by a day at a path of the site."""

    thing: uuid.UUID
    email: str
    title: str
    count: int
    due_on: date
    path: str


def mark_of(email: str) -> uuid.UUID:
    """The same for the same address, whatever the case of its letters; it does not tell the address."""
    return uuid.uuid5(SPACE, email.strip().lower())


@transaction.atomic
def replace_duties(key: str, source: str, asked: Callable[[], Iterable[Asked]]) -> int:
    """Let what this room asks in this tenant be exactly what `asked` says there; answers how many rows there are.

    It is asked in the schema of the tenant and only once the tenant is held, so that of two who come at the same time
    the later one does not write what it read before the earlier one was done.
    """
    with entered(""):
        tenant = Tenant.objects.select_for_update().get(key=key)
        with entered(tenant.schema_key):
            found = list(asked())
        Duty.objects.filter(tenant=tenant, source=source).delete()
        rows = [
            Duty(
                tenant=tenant,
                source=source,
                thing=each.thing,
                whose=mark_of(each.email),
                title=each.title[:400],
                count=each.count,
                due_on=each.due_on,
                path=each.path,
            )
            for each in found
        ]
        Duty.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def duties_of(email: str) -> list[Duty]:
    """What is asked of this address on all open sites, the most urgent first."""
    rows = Duty.objects.filter(whose=mark_of(email), tenant__is_open=True).select_related("tenant")
    return list(rows.prefetch_related("tenant__domains").order_by("due_on", "tenant__name", "title", "pk"))
