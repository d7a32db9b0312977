"""DOOR: published plans that one municipality offers to the others of the region to begin theirs with.

The list is kept in public, so that nobody has to ask every schema; the text itself is read where it was published.
"""

import uuid
from dataclasses import dataclass

from django.db import transaction

from kernel.tenancy import entered
from tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan of the tenant with this key."""

    key: str
    tenant_name: str
    plan: uuid.UUID
    title: str
    is_of_the_region: bool


@transaction.atomic
def replace_offer(key: str, plan: uuid.UUID, title: str | None) -> None:
    """Offer this plan under this title, or no longer (None)."""
    with entered(""):
        tenant = Tenant.objects.select_for_update(of=("self",)).get(key=key)
        others = [offer for offer in tenant.offers if offer["plan"] != str(plan)]
        offers = [*others, {"plan": str(plan), "title": title}] if title else others
        Tenant.objects.filter(key=key).update(offers=offers)


def offers_of_others(key: str) -> list[Offer]:
    """What everybody but this tenant offers, by the name of who offers it."""
    with entered(""):
        rows = list(Tenant.objects.filter(is_open=True).exclude(key=key).exclude(offers=[]).order_by("name", "key"))
    return [
        Offer(tenant.key, tenant.name, uuid.UUID(offer["plan"]), offer["title"], tenant.is_region_wide)
        for tenant in rows
        for offer in tenant.offers
    ]
