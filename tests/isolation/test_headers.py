"""Every answer of every address carries what protects the reader."""

from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from support.harness import headers
from support.harness.answers import read_whole
from support.harness.cast import browser, whole_cast
from support.harness.routes import Route, all_routes
from support.harness.sampling import arguments, query
from support.harness.world import World

ROUTES = [route for route in all_routes() if "get" in route.methods]


@pytest.fixture(scope="module")
def readers(world: World) -> dict[tuple[str, str], Any]:
    cast = {each.name: each for each in whole_cast(world)}
    people = {"region": "DATA_STEWARD@region", "alfa": "COORDINATOR@alfa"}
    strangers = {(site, "stranger"): browser(world, site) for site in people}
    return strangers | {(site, "signed in"): browser(world, site, cast[name].user) for site, name in people.items()}


def got(client: Any, path: str, data: Any = None, **more: Any) -> Any:
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = read_whole(client.get(path, data, **more))
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_answer_carries_its_headers(route: Route, world: World, readers: dict[tuple[str, str], Any]) -> None:
    path = route.path(arguments(route, world))
    for who in ("stranger", "signed in"):
        answer = got(readers[route.site, who], path, query(route, world))
        assert headers.faults_of(answer, signed_in=who == "signed in") == [], f"{who}: {answer.status_code}"


ODD = [
    ("/no/such/page/", {}, 404),
    ("/work/plans/00000000-0000-0000-0000-000000000000/", {}, 302),
    ("/?q=%00", {}, 400),
    ("/healthz", {"headers": {"host": "nobody.localhost"}}, 200),
]


@pytest.mark.parametrize(("path", "more", "status"), ODD, ids=lambda each: str(each)[:30])
def test_odd_answers_carry_them_too(path: str, more: Any, status: int, readers: dict[tuple[str, str], Any]) -> None:
    answer = got(readers["alfa", "stranger"], path, **more)
    assert answer.status_code == status
    assert headers.faults_of(answer, signed_in=False) == []


def test_error_and_forged_form_carry_them_too(
    readers: dict[tuple[str, str], Any], world: World, monkeypatch: Any
) -> None:
    strict = browser(world, "alfa")
    strict.handler.enforce_csrf_checks = True
    forged = strict.post("/accounts/logout/")
    assert forged.status_code == 403
    assert headers.faults_of(forged, signed_in=False) == []
    monkeypatch.setattr("kernel.asking.NUL", None)  # makes the last middleware stumble
    broken = got(readers["alfa", "stranger"], "/", {"q": "x"})
    assert broken.status_code == 500
    assert headers.faults_of(broken, signed_in=False) == []


def test_nonce_is_another_one_each_time(readers: dict[tuple[str, str], Any]) -> None:
    pages = [got(readers["region", "stranger"], "/accounts/login/") for _time in range(2)]
    nonces = [set(headers.NONCE_OF_PAGE.findall(page.getvalue().decode())) for page in pages]
    assert len(nonces[0]) == len(nonces[1]) == 1
    assert nonces[0] != nonces[1]


def test_request_larger_than_the_largest_file_is_refused_unread(readers: dict[tuple[str, str], Any]) -> None:
    with override_settings(OPORA_UPLOAD_LIMIT=1000):
        giant = readers["alfa", "stranger"].post("/accounts/logout/", {"x": "y" * 1_100_000})
        usual = readers["alfa", "stranger"].post("/accounts/logout/", {"x": "y" * 1000})
    assert (giant.status_code, usual.status_code) == (400, 302)


def test_form_with_too_many_fields_or_too_much_text_is_refused(readers: dict[tuple[str, str], Any]) -> None:
    from django.conf import settings

    client = readers["alfa", "stranger"]
    form = "application/x-www-form-urlencoded"
    fields = "&".join(f"f{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    strict = {"content_type": form}
    assert client.post("/accounts/logout/", fields, **strict).status_code == 400
    text = "x=" + "y" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert client.post("/accounts/logout/", text, **strict).status_code == 400


# --- each guard taken away --------------------------------------------------------------------------------------------
GUARDS = {
    "kernel.headers.SafeHeaders": "Cross-Origin-Resource-Policy",
    "csp.middleware.CSPMiddleware": "CSP default-src",
    "django.middleware.security.SecurityMiddleware": "Cross-Origin-Opener-Policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware": "X-Frame-Options",
    "django_permissions_policy.PermissionsPolicyMiddleware": "Permissions-Policy",
}


@pytest.mark.parametrize("guard", GUARDS)
def test_guard_that_is_taken_away_is_missed(guard: str, world: World) -> None:
    from django.conf import settings

    with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != guard]):
        answer = got(browser(world, "alfa"), "/no/such/page/")
    assert any(fault.startswith(GUARDS[guard]) for fault in headers.faults_of(answer, signed_in=False))


@pytest.mark.parametrize("wide", ["'unsafe-inline'", "'unsafe-eval'", "*", "https:", "https://cdn.example.org"])
def test_policy_that_is_too_wide_is_found(wide: str, world: World) -> None:
    from csp.constants import NONCE, SELF
    from django.conf import settings

    policy = {"DIRECTIVES": settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"script-src": [SELF, NONCE, wide]}}
    with override_settings(CONTENT_SECURITY_POLICY=policy):
        answer = got(browser(world, "alfa"), "/no/such/page/")
    assert any(fault.startswith("CSP is too wide") for fault in headers.faults_of(answer, signed_in=False))


def test_careless_cookie_is_found() -> None:
    from django.http import HttpResponse

    answer = HttpResponse()
    answer.set_cookie("odd", "1", domain="localhost")
    found = headers.cookie_faults(answer.cookies["odd"])
    assert found == ["odd lacks httponly", "odd lacks samesite", "odd is sent to localhost"]
