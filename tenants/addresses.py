"""Full addresses of a site's pages, for letters, mentions and passing from site to site."""

from django.conf import settings

from tenants.models import Tenant
from tenants.queries import region


def site_address(tenant: Tenant, path: str = "/") -> str:
    """The address of a path on the tenant's own host, e.g. https://zvolen.example/plan/."""
    domain = tenant.domains.filter(is_primary=True).first()
    host = domain.domain if domain else settings.OPORA_REGION_HOST
    return f"{settings.OPORA_SCHEME}://{host}{_port()}{path}"


def region_address(path: str = "/") -> str:
    """The address of a path on the region's site."""
    found = region()
    return site_address(found, path) if found else f"{settings.OPORA_SCHEME}://{settings.OPORA_REGION_HOST}{_port()}{path}"


def _port() -> str:
    usual = {"http": 80, "https": 443}[settings.OPORA_SCHEME]
    return "" if settings.OPORA_PORT == usual else f":{settings.OPORA_PORT}"
