"""What other rooms ask about tenants and territory."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.cache import caches
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language

from kernel.clock import today
from kernel.collation import SortKey, sort_key
from kernel.tenancy import current_key, entered
from kernel.text import fold
from tenants.models import Domain, Invitation, Membership, Municipality, Tenant
from tenants.roles import LEADING_ROLES, Role

REGION_KEPT_FOR = 60
# Of how many people live there nothing may be known (all of Czechia's list); such municipalities come last.
LARGEST_FIRST = (F("population").desc(nulls_last=True), "name_folded", "code")


def region() -> Tenant | None:
    """The tenant of kind REGION, or None in a deployment that is not founded yet."""
    found = caches["local"].get("tenants.region")
    if found is None:
        found = Tenant.objects.filter(kind=Tenant.Kind.REGION).first()
        if found is not None:
            caches["local"].set("tenants.region", found, REGION_KEPT_FOR)
    return found


def site_of(request: HttpRequest) -> Tenant:
    """The tenant whose site was asked."""
    site: Tenant = request.tenant  # type: ignore[attr-defined]
    return site


def here() -> Tenant:
    """The tenant in whose schema we stand; the region in the public one."""
    key = current_key()
    with entered(""):
        return Tenant.objects.get(key=key) if key else Tenant.objects.get(kind=Tenant.Kind.REGION)


def towns_of_site(key: str) -> list[str]:
    """Codes of the municipalities that a site plans for."""
    with entered(""):
        rows = Tenant.objects.filter(key=key, covers__isnull=False)
        return list(rows.values_list("covers__code", flat=True))


def municipality(code: str) -> Municipality | None:
    return Municipality.objects.filter(code=code).first()


def municipalities_named(text: str, *, limit: int = 10) -> list[Municipality]:
    """Municipalities whose name begins with the text, diacritics and case aside; the larger ones first."""
    folded = fold(text).strip()
    if not folded:
        return []
    rows = Municipality.objects.filter(name_folded__startswith=folded)
    return list(rows.order_by(*LARGEST_FIRST)[:limit])


def codes_of_region(tenant: Tenant) -> frozenset[str]:
    """Codes of the municipalities that belong to the region: all of its NUTS 3 unit and those its tenants cover."""
    own = Municipality.objects.filter(region_code=tenant.region_code).values_list("code", flat=True)
    guests = Municipality.objects.filter(tenants__isnull=False).values_list("code", flat=True)
    return frozenset(own) | frozenset(guests)


def codes_taken_in(tenant: Tenant) -> frozenset[str]:
    """Codes of the municipalities whose services the catalogue keeps: the region's and those of listed neighbours."""
    beyond = Municipality.objects.filter(district_code__in=tenant.neighbour_districts)
    return codes_of_region(tenant) | frozenset(beyond.values_list("code", flat=True))


def names_covered(key: str, *, language: str) -> list[str]:
    """The municipalities that the tenant plans for, in the order of the language."""
    with entered(""):
        rows = Municipality.objects.filter(tenants__key=key).order_by(SortKey("name", language=language), "code")
        return list(rows.values_list("name", flat=True))


def sites(*, language: str) -> list[Tenant]:
    """The open sites of all who plan, in the order of the language."""
    rows = Tenant.objects.filter(is_open=True).exclude(kind=Tenant.Kind.REGION)
    return list(rows.prefetch_related("domains").order_by(SortKey("name", language=language), "key"))


def sites_by_municipality(codes: Iterable[str]) -> dict[str, list[Tenant]]:
    """Which open sites plan for each of these municipalities, but for the plan of the region, which is for all."""
    wanted = list(codes)
    rows = Tenant.covers.through.objects.filter(municipality_id__in=wanted, tenant__is_open=True)
    rows = rows.exclude(tenant__kind=Tenant.Kind.REGIONAL)
    found: dict[str, list[Tenant]] = {}
    for row in rows.select_related("tenant").prefetch_related("tenant__domains").order_by("tenant__name", "tenant_id"):
        found.setdefault(row.municipality_id, []).append(row.tenant)
    return found


def all_tenants(*, language: str, day: date) -> list[Tenant]:
    """Every tenant but the region, with what the region's staff sees of it."""
    leading = Membership.objects.valid_on(day).filter(role__in=LEADING_ROLES, tenant=OuterRef("pk"))
    rows = Tenant.objects.exclude(kind=Tenant.Kind.REGION).prefetch_related("domains")
    return list(
        rows.annotate(municipalities=Count("covers", distinct=True), has_leader=Exists(leading)).order_by(
            SortKey("name", language=language), "key"
        )
    )


_MAIN_HOST = Subquery(
    Domain.objects.filter(tenant=OuterRef("tenant")).order_by("-is_primary", "pk").values("domain")[:1]
)


def held_by(user: Any) -> list[Membership]:
    """The roles that the account holds today, each with its tenant and its host; asked once for each loaded account."""
    known: list[Membership] | None = getattr(user, "_held", None)
    if known is None:
        with entered(""):
            rows = Membership.objects.valid_on(today()).filter(user_id=user.pk).select_related("tenant")
            known = []
            for row in rows.annotate(host=_MAIN_HOST).order_by("role", "pk"):
                row.tenant.main_host = row.host or ""
                known.append(row)
        user._held = known
    return known


def tenants_of(user: Any) -> list[tuple[Tenant, list[Role]]]:
    """The sites where the person holds a role, each with the roles, in the order of the person's language."""
    roles: dict[Tenant, list[Role]] = {}
    for row in held_by(user):
        if row.tenant.is_open:
            roles.setdefault(row.tenant, []).append(Role(row.role))
    language = get_language() or "sk"
    ordered = sorted(roles, key=lambda tenant: (not tenant.is_region, sort_key(tenant.name, language), tenant.key))
    return [(tenant, roles[tenant]) for tenant in ordered]


def people_of(tenant: Tenant, day: date) -> list[Membership]:
    """Who holds which role now, by name."""
    rows = Membership.objects.valid_on(day).filter(tenant=tenant).select_related("user", "tenant")
    return list(rows.order_by(SortKey("user__name", language=tenant.language), "user__email", "role", "pk"))


def invitations_of(tenant: Tenant) -> list[Invitation]:
    """Invitations nobody has answered, the newest first."""
    return list(
        Invitation.objects.unanswered().filter(tenant=tenant).select_related("tenant").order_by("-invited_at", "pk")
    )
