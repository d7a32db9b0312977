"""Full addresses of the sites, for mails and for the way from one site to another."""

from urllib.parse import urlencode

from django.conf import settings

from kernel.tenancy import entered
from tenants.models import Tenant

URLS = "config.urls_municipality"  # of the site of a municipality, wherever the words are written


def address_of(tenant: Tenant, path: str = "/") -> str:
    """Where the page of this tenant is: HTTPS in a real installation, the local port otherwise."""
    return f"{_origin(host_of(tenant))}{path}"


def host_of(tenant: Tenant) -> str:
    if tenant.is_region:
        return str(settings.OPORA_REGION_HOST)
    if tenant.main_host:
        return tenant.main_host
    with entered(""):
        return str(min(tenant.domains.all(), key=lambda row: (not row.is_primary, row.pk)).domain)


def way_in(tenant: Tenant, path: str = "/") -> str:
    """The way into a site that signs the person in on the way; who is signed in there already simply enters."""
    return address_of(tenant, path if tenant.is_region else f"/accounts/login/?{urlencode({'next': path}, safe='/')}")


def _origin(host: str) -> str:
    if settings.SESSION_COOKIE_SECURE:
        return f"https://{host}"
    return f"http://{host}:{settings.OPORA_PORT}"
