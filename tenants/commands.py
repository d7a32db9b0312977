"""Acts on tenants and their hosts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kernel.journal import record
from tenants.errors import TenantRefused
from tenants.giving import end_role, give_role
from tenants.models import Domain, Municipality, Tenant
from tenants.territory import of_region
from ui.theme import problems

__all__ = ["add_domain", "change_look", "end_role", "found_tenant", "give_role", "list_neighbours"]


def found_tenant(
    *,
    name: str,
    kind: str,
    host: str,
    country: str,
    language: str,
    currency: str,
    by: Any,
    at: datetime,
    covers: Iterable[str] = (),
    region_code: str = "",
    theme: Mapping[str, str] | None = None,
    contact: Mapping[str, str] | None = None,
) -> Tenant:
    """Found a tenant: its row and host first, then its schema; a failed schema leaves nothing behind.

    The site of the region's own plan covers all municipalities of the region, so `covers` is not told.
    """
    _check_theme(theme)
    with transaction.atomic():
        if kind == Tenant.Kind.REGIONAL:
            covers = _of_the_region(covers)
        tenant = Tenant(
            name=name,
            kind=kind,
            country=country,
            language=language,
            currency=currency,
            region_code=region_code,
            theme=dict(theme or {}),
            contact=dict(contact or {}),
            founded_at=at,
            is_open=kind == Tenant.Kind.REGION,
        )
        tenant.save()
        tenant.covers.set(_known_municipalities(covers))
        add_domain(tenant, host=host)
        record("tenants.tenant_founded", subject=tenant, by=by, at=at, kind=kind)
    if not tenant.is_region:
        _make_schema(tenant)
    caches["local"].delete("tenants.region")
    return tenant


def _of_the_region(told: Iterable[str]) -> list[str]:
    """All municipalities of the region; two who found at once stand in a row at the region's own line."""
    home = Tenant.objects.select_for_update().filter(kind=Tenant.Kind.REGION).first()
    if home is None:
        raise TenantRefused(_("Found the region first."))
    if Tenant.objects.filter(kind=Tenant.Kind.REGIONAL).exists():
        raise TenantRefused(_("The region has the site of its plan already."))
    if list(told):
        raise TenantRefused(_("The plan of the region is for all municipalities."))
    if not (codes := list(of_region(home).values_list("code", flat=True))):
        raise TenantRefused(_("No municipality of the region is known. Load the municipalities first."))
    return codes


def _check_theme(theme: Mapping[str, str] | None) -> None:
    if wrong := problems(theme):
        raise TenantRefused(" ".join(wrong), "theme_refused")


def _known_municipalities(codes: Iterable[str]) -> list[Municipality]:
    wanted = set(codes)
    found = list(Municipality.objects.filter(code__in=wanted))
    missing = wanted - {row.code for row in found}
    if missing:
        raise TenantRefused(
            _("These municipality codes are not known: %(codes)s.") % {"codes": ", ".join(sorted(missing))}
        )
    return found


def _make_schema(tenant: Tenant) -> None:
    """Create the schema and its tables; the tenant opens only when all of it stands."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {connection.ops.quote_name(tenant.schema_name)}")
        call_command("migrate_schemas", tenant=True, schema_name=tenant.schema_name, interactive=False, verbosity=0)
    except Exception:
        connection.set_schema_to_public()  # type: ignore[attr-defined]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(tenant.schema_name)} CASCADE")
            tenant.covers.clear()
            tenant.domains.all().delete()
            Tenant.objects.filter(key=tenant.key).delete()
        raise
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    Tenant.objects.filter(key=tenant.key).update(is_open=True)
    tenant.is_open = True


@transaction.atomic
def change_look(tenant: Tenant, *, theme: Mapping[str, str], by: Any, at: datetime) -> Tenant:
    """Give the tenant's site other colours; those that cannot be read are refused."""
    _check_theme(theme)
    tenant.theme = dict(theme)
    tenant.save(update_fields=["theme"])
    record("tenants.look_changed", subject=tenant, by=by, at=at)
    return tenant


def add_domain(tenant: Tenant, *, host: str) -> Domain:
    """Let the tenant be reached under one more host name."""
    host = host.strip().lower()
    if Domain.objects.filter(domain=host).exists():
        raise TenantRefused(_("The address %(host)s already belongs to another site.") % {"host": host})
    return Domain.objects.create(tenant=tenant, domain=host, is_primary=not tenant.domains.exists())


@transaction.atomic
def list_neighbours(region: Tenant, *, districts: Iterable[str], by: Any, at: datetime) -> Tenant:
    """Say of which districts beyond the border the catalogue keeps services as well; the list replaces the last one."""
    codes = sorted(set(districts))
    known = set(Municipality.objects.filter(district_code__in=codes).values_list("district_code", flat=True))
    if unknown := [code for code in codes if code not in known]:
        raise TenantRefused(_("There is no district with the code %(codes)s.") % {"codes": ", ".join(unknown)})
    held = Tenant.objects.select_for_update().get(pk=region.pk)
    if not held.is_region:
        raise TenantRefused(_("Only the region lists neighbour districts."))
    if held.neighbour_districts != codes:
        held.neighbour_districts = codes
        held.save(update_fields=["neighbour_districts"])
        transaction.on_commit(lambda: caches["local"].delete("tenants.region"))
        record("tenants.neighbours_listed", subject=held, by=by, at=at, districts=codes)
    return held
