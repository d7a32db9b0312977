"""From the host of a request to the tenant, and the tenant's language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django_tenants.middleware.main import TenantMainMiddleware

from kernel.tenancy import current_key
from tenants.addresses import address_of
from tenants.models import Domain, Tenant
from tenants.predicates import lacks_second_step
from tenants.queries import region

HOST_KEPT_FOR = 30  # seconds


class ChooseTenant(TenantMainMiddleware):
    """Finds the tenant by host; asks the database once in a while, not at every request."""

    def get_tenant(self, domain_model: type[Domain], hostname: str) -> Tenant:
        hostname = hostname.lower().rstrip(".")  # host names know no case, and may end with the root's dot
        name = f"tenants.host.{hostname}"
        tenant: Tenant | None = caches["local"].get(name)
        if tenant is None:
            tenant = super().get_tenant(domain_model, hostname)
            caches["local"].set(name, tenant, HOST_KEPT_FOR)
        if not tenant.is_open:
            raise Http404("This site is not open.")
        return tenant

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if request.path in settings.OPORA_HOSTLESS_PATHS:
            connection.set_schema_to_public()  # type: ignore[attr-defined]
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
            return None
        answer: HttpResponse | None = super().process_request(request)
        if hasattr(request, "tenant"):
            request.region = request.tenant if request.tenant.is_region else region()  # type: ignore[attr-defined]
        return answer


class SpeakTheLanguageOfThePlace:
    """Without a choice of the reader's own, a site speaks the language of its municipality."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        tenant = getattr(request, "tenant", None)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if tenant is not None and chosen not in dict(settings.LANGUAGES):
            translation.activate(tenant.language)
            request.LANGUAGE_CODE = tenant.language
        return self.get_response(request)


class AskForSecondStep:
    """Who is refused only because the second step is missing gets a page that leads to it, not a bare refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PermissionDenied) or not request.user.is_authenticated:
            return None
        if not any(lacks_second_step(request.user, key) for key in {current_key(), ""}):
            return None
        return render(request, "tenants/second_step_needed.html", second_step_facts(), status=403)


def second_step_facts() -> dict[str, str]:
    """Where the second step is set up: always on the region's site."""
    home = region()
    path = reverse("mfa_index", urlconf=settings.PUBLIC_SCHEMA_URLCONF)
    return {"second_step_address": address_of(home, path) if home else path}
