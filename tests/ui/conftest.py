"""Pages are drawn here without a database: a bare request, an invented tenant, the addresses of this room."""

import sys
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation

ADDRESSES = "addresses_of_ui_tests"


@pytest.fixture(scope="session", autouse=True)
def compiled_words() -> None:
    from ui.messages import compile_catalogues

    if compile_catalogues():
        import gettext

        from django.utils.translation import trans_real

        # Python and Django each remember what they read before the catalogues were made anew.
        gettext._translations.clear()  # type: ignore[attr-defined]
        trans_real._translations.clear()
        trans_real._default = None


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> Iterator[None]:
    from django.urls import clear_url_caches

    module = ModuleType(ADDRESSES)
    module.urlpatterns = [path("", include("ui.urls"))]  # type: ignore[attr-defined]
    sys.modules[ADDRESSES] = module
    settings.ROOT_URLCONF = ADDRESSES
    settings.OPORA_DEMONSTRATION = False
    clear_url_caches()
    with translation.override("sk"):
        yield
    clear_url_caches()


@pytest.fixture
def a_request() -> Callable[..., Any]:
    """A GET of an address by a stranger on the region's site, or as one says."""

    def make(address: str = "/", **facts: Any) -> Any:
        request = RequestFactory().get(address)
        request.user = AnonymousUser()
        request.region = SimpleNamespace(name="Kraj nad riekou", kind="REGION", theme=None, coat_of_arms_url="")
        request.tenant = request.region
        request.csp_nonce = "n0nce"
        for name, value in facts.items():
            setattr(request, name, value)
        return request

    return make


@pytest.fixture
def draw(a_request: Callable[..., Any]) -> Callable[..., str]:
    """What a piece of template looks like on a page."""

    def make(source: str, request: Any = None, **context: Any) -> str:
        template = engines["django"].from_string("{% load i18n ui %}" + source)
        return str(template.render(context, request or a_request())).strip()

    return make
