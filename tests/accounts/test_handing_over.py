"""Signing in once opens every site, and nothing else opens any."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import override_settings

from accounts import handing_over
from accounts.models import OneTimeLink, SignIn
from kernel.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def jana(account: Any, alfa: Any, beta: Any) -> Any:
    from tenants.commands import give_role
    from tenants.roles import Role

    user = account()
    for tenant in (alfa, beta):
        give_role(tenant, user=user, role=Role.OFFICER, by=None, at=now())
    return user


@pytest.fixture
def region_site(browse: Any, jana: Any, sign_in: Any) -> Any:
    """A browser signed in on the region's site."""
    client = browse()
    sign_in(client, jana.email)
    return client


def path_of(answer: HttpResponse) -> str:
    parts = urlsplit(answer["location"])
    return f"{parts.path}?{parts.query}"


def begin(site: Any, back: str = "/") -> str:
    """Where the municipality's site sends the browser."""
    answer = site.get("/accounts/login/", {"next": back})
    assert answer["location"].startswith("http://localhost/accounts/hand-over/?")
    return path_of(answer)


def signed_in(site: Any) -> bool:
    return bool(site.get("/accounts/login/", {"next": "/x/"})["location"] == "/x/")


def test_person_signed_in_on_the_region_is_let_in(browse: Any, alfa: Any, region_site: Any) -> None:
    site = browse(alfa)
    passed = region_site.get(begin(site, "/roles/?a=1"))
    assert passed["location"].startswith("http://alfa.localhost/accounts/arrive/?code=")
    arrived = site.get(path_of(passed))
    assert arrived["location"] == "/roles/?a=1"
    assert signed_in(site)
    assert "opora_passing" not in {name for name, cookie in site.cookies.items() if cookie.value}


def test_stranger_signs_in_first_and_comes_back(browse: Any, alfa: Any, jana: Any, sign_in: Any) -> None:
    site, region_site = browse(alfa), browse()
    asked = region_site.get(begin(site, "/roles/"))
    assert asked["location"].startswith("/accounts/login/?next=")
    after = parse_qs(urlsplit(asked["location"]).query)["next"][0]
    page = region_site.get(sign_in(region_site, jana.email, next=after)["location"])
    assert page.status_code == 200  # a page, since browsers refuse a form's answer that leads to another host
    assert site.get(path_of({"location": page.context["address"]}))["location"] == "/roles/"  # type: ignore[arg-type]
    assert signed_in(site)


def test_code_opens_nothing_in_another_browser(browse: Any, alfa: Any, region_site: Any) -> None:
    code = path_of(region_site.get(begin(browse(alfa))))
    stranger = browse(alfa)
    assert stranger.get(code).status_code == 400
    begin(stranger)  # a nonce of its own does not help
    assert stranger.get(code).status_code == 400
    assert not signed_in(stranger)


def test_code_refused_to_a_stranger_is_still_good_for_its_owner(browse: Any, alfa: Any, region_site: Any) -> None:
    site = browse(alfa)
    code = path_of(region_site.get(begin(site)))
    browse(alfa).get(code)
    assert site.get(code).status_code == 302


def test_code_works_once(browse: Any, alfa: Any, region_site: Any) -> None:
    site = browse(alfa)
    code = path_of(region_site.get(begin(site)))
    nonce = site.cookies["opora_passing"].value
    assert site.get(code).status_code == 302
    again = browse(alfa)
    again.cookies["opora_passing"] = nonce
    assert again.get(code).status_code == 400
    assert not signed_in(again)


def test_code_holds_for_a_minute(browse: Any, alfa: Any, region_site: Any) -> None:
    site = browse(alfa)
    code = path_of(region_site.get(begin(site)))
    link = OneTimeLink.objects.get()
    assert link.expires_at - link.created_at == timedelta(seconds=60)
    early = link.created_at - timedelta(seconds=61)
    OneTimeLink.objects.update(created_at=early, expires_at=early + timedelta(seconds=60))
    assert site.get(code).status_code == 400
    assert not signed_in(site)


def test_code_of_one_town_opens_nothing_in_another(browse: Any, alfa: Any, beta: Any, region_site: Any) -> None:
    site, other = browse(alfa), browse(beta)
    code = path_of(region_site.get(begin(site)))
    other.cookies["opora_passing"] = site.cookies["opora_passing"].value
    assert other.get(code).status_code == 400
    assert not signed_in(other)


def test_code_is_useless_after_signing_out(browse: Any, alfa: Any, region_site: Any) -> None:
    site = browse(alfa)
    code = path_of(region_site.get(begin(site)))
    region_site.post("/accounts/logout/")
    assert site.get(code).status_code == 400


def test_code_is_given_for_open_sites_only(alfa: Any, region_site: Any) -> None:
    challenge = handing_over.challenge_of("x")
    for question in ({"site": "nowhere", "challenge": challenge}, {"site": alfa.key, "challenge": "short"}, {}):
        assert region_site.get("/accounts/hand-over/", question).status_code == 400
    alfa.is_open = False
    alfa.save()
    assert region_site.get("/accounts/hand-over/", {"site": alfa.key, "challenge": challenge}).status_code == 400
    assert not OneTimeLink.objects.exists()


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_way_back_stays_on_the_site(foreign: str, browse: Any, alfa: Any, region_site: Any) -> None:
    site = browse(alfa)
    question = begin(site, foreign)
    assert parse_qs(urlsplit(question).query)["next"] == ["/"]
    forged = question.replace("next=%2F", f"next={foreign}")
    assert site.get(path_of(region_site.get(forged)))["location"] == "/"


def test_arriving_changes_the_session_key(browse: Any, alfa: Any, region_site: Any) -> None:
    site = browse(alfa)
    site.cookies["opora_session"] = "fixed-by-an-attacker-0000000000000"
    site.get(path_of(region_site.get(begin(site))))
    assert site.cookies["opora_session"].value != "fixed-by-an-attacker-0000000000000"
    assert signed_in(site)


def test_cookies_belong_to_one_host(browse: Any, alfa: Any, region_site: Any) -> None:
    site = browse(alfa)
    site.get(path_of(region_site.get(begin(site))))
    for client in (site, region_site):
        assert all(not cookie["domain"] for cookie in client.cookies.values())
        assert client.cookies["opora_session"]["httponly"]


def test_session_of_one_town_opens_nothing_in_another(browse: Any, alfa: Any, beta: Any, region_site: Any) -> None:
    site, other = browse(alfa), browse(beta)
    site.get(path_of(region_site.get(begin(site))))
    stolen = site.cookies["opora_session"].value
    other.cookies["opora_session"] = stolen
    assert not signed_in(other)
    region = browse()
    region.cookies["opora_session"] = stolen
    assert region.get("/accounts/me/").status_code == 302


def test_signing_out_in_one_town_signs_out_everywhere(browse: Any, alfa: Any, beta: Any, region_site: Any) -> None:
    sites = [browse(alfa), browse(beta)]
    for site in sites:
        site.get(path_of(region_site.get(begin(site))))
        assert signed_in(site)
    assert sites[0].get("/accounts/logout/").status_code == 200
    assert signed_in(sites[0])
    sites[0].post("/accounts/logout/")
    assert not any(signed_in(site) for site in sites)
    assert region_site.get("/accounts/me/").status_code == 302


def test_signing_out_leaves_another_sign_in_alone(browse: Any, jana: Any, region_site: Any, sign_in: Any) -> None:
    other = browse()
    sign_in(other, jana.email)
    region_site.post("/accounts/logout/")
    assert other.get("/accounts/me/").status_code == 200


def test_closed_account_is_out_everywhere_at_once(browse: Any, alfa: Any, jana: Any, region_site: Any) -> None:
    site = browse(alfa)
    site.get(path_of(region_site.get(begin(site))))
    jana.is_active = False
    jana.save()
    assert not signed_in(site)
    assert region_site.get("/accounts/me/").status_code == 302


def test_session_without_its_sign_in_opens_nothing(region_site: Any) -> None:
    SignIn.objects.all().delete()
    assert region_site.get("/accounts/me/").status_code == 302


def test_sign_in_lives_on_the_region_alone(browse: Any, alfa: Any) -> None:
    site = browse(alfa)
    for path in ("password/reset/", "two-steps/", "signup/", "email/", "reauthenticate/"):
        assert site.get(f"/accounts/{path}").status_code == 404
    assert site.post("/accounts/login/", {"login": "jana@example.org", "password": "quiet river 42"}).status_code == 405
    assert browse().get("/accounts/arrive/").status_code == 404


def test_my_municipalities_lead_to_every_site(region_site: Any) -> None:
    from tenants.addresses import way_in

    links = [(link.label, link.url) for link in region_site.get("/accounts/me/").context["frame"].municipalities]
    assert [name for name, _url in links] == ["Mesto Alfa", "Mesto Beta"]
    assert links[0][1] == "http://alfa.localhost:8000/accounts/login/?next=/"
    assert way_in  # the same addresses stand in mails


def test_passing_cookie_is_bound_to_its_host_in_a_real_installation(browse: Any, alfa: Any) -> None:
    with override_settings(SESSION_COOKIE_SECURE=True):
        cookie = browse(alfa).get("/accounts/login/", secure=True).cookies["__Host-opora_passing"]
    assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
    assert cookie["samesite"] == "Lax"
