"""What other rooms ask about tenants and territory."""

from collections.abc import Iterable

from django.core.cache import caches
from kernel.text import fold

from tenants.models import Municipality, Tenant

REGION_KEPT_FOR = 60


def region() -> Tenant | None:
    """The tenant of kind REGION, or None in a deployment that is not founded yet."""
    found = caches["local"].get("tenants.region")
    if found is None:
        found = Tenant.objects.filter(kind=Tenant.Kind.REGION).first()
        if found is not None:
            caches["local"].set("tenants.region", found, REGION_KEPT_FOR)
    return found


def municipality(code: str) -> Municipality | None:
    return Municipality.objects.filter(code=code).first()


def municipalities_named(text: str, *, limit: int = 10) -> list[Municipality]:
    """Municipalities whose name begins with the text, diacritics and case aside; the larger ones first."""
    folded = fold(text).strip()
    if not folded:
        return []
    rows = Municipality.objects.filter(name_folded__startswith=folded)
    return list(rows.order_by("-population", "name_folded", "code")[:limit])


def codes_of_region(tenant: Tenant) -> frozenset[str]:
    """Codes of the municipalities that belong to the region: all of its NUTS 3 unit and those its tenants cover."""
    own = Municipality.objects.filter(region_code=tenant.region_code).values_list("code", flat=True)
    guests = Municipality.objects.filter(tenants__isnull=False).values_list("code", flat=True)
    return frozenset(own) | frozenset(guests)


def tenants_covering(codes: Iterable[str]) -> list[Tenant]:
    return list(Tenant.objects.filter(covers__code__in=list(codes)).distinct().order_by("name", "key"))
