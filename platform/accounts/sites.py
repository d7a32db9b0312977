"""Addresses of the sites, for passing a person from one to another."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_tenants.utils import get_tenant_domain_model

from kernel.tenancy import entered


def address_of(host: str, request: HttpRequest) -> str:
    """The address of another host reached in the same way as this one: same scheme, same port."""
    _name, colon, port = request.get_host().rpartition(":")
    return f"{request.scheme}://{host}{colon + port if colon else ''}"


def region_address(request: HttpRequest) -> str:
    return address_of(settings.OPORA_REGION_HOST, request)


def host_of(key: str) -> str | None:
    """The main host of an open tenant, or None."""
    with entered(""):
        domains = get_tenant_domain_model().objects.filter(tenant_id=key, is_primary=True, tenant__is_open=True)
        return domains.values_list("domain", flat=True).first()


def local_path(path: str | None) -> str:
    """The path if it stays on this site, else the home page: a sign-in must not become a way to foreign pages."""
    wanted = path or "/"
    is_local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_local else "/"
