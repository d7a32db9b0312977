"""Signing in on the region's site."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings

from accounts.models import SignIn, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(region: Any, browse: Callable[..., Any]) -> Any:
    return browse()


def test_person_signs_in_by_email_in_any_case(site: Any, account: Any, sign_in: Any) -> None:
    account()
    answer = sign_in(site, "Jana@Example.ORG")
    assert (answer.status_code, answer["location"]) == (302, "/")
    assert site.get("/accounts/me/").status_code == 200


def test_wrong_password_and_unknown_address_look_the_same(site: Any, account: Any, sign_in: Any) -> None:
    account()
    known = sign_in(site, "jana@example.org", "wrong password")
    unknown = sign_in(site, "nobody@example.org", "wrong password")
    assert known.status_code == unknown.status_code == 200
    assert str(known.context["form"].errors) == str(unknown.context["form"].errors)
    assert known.context["form"].errors


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"])
def test_unknown_address_takes_as_long_as_a_wrong_password(account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly all of the time goes into hashing; an unknown address is hashed for just as often."""
    from django.contrib.auth import authenticate
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    account()
    hashed, encode = [], PBKDF2PasswordHasher.encode

    def counting(hasher: Any, password: str, *rest: Any) -> str:
        hashed.append(password)
        return str(encode(hasher, password, *rest))

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counting)
    times = []
    for email in ("jana@example.org", "nobody@example.org"):
        hashed.clear()
        assert authenticate(None, email=email, password="wrong password") is None
        times.append(len(hashed))
    assert times == [1, 1]


def test_reset_answers_the_same_for_a_known_and_an_unknown_address(site: Any, account: Any, letters: Any) -> None:
    account()
    known = site.post("/accounts/password/reset/", {"email": "jana@example.org"})
    unknown = site.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["location"]) == (unknown.status_code, unknown["location"])
    assert "/accounts/password/reset/key/" in letters("jana@example.org")[0].text
    assert "http" not in letters("nobody@example.org")[0].text


def test_reset_link_is_not_used_up_by_looking(
    site: Any, account: Any, letters: Any, address_in: Any, sign_in: Any
) -> None:
    account()
    site.post("/accounts/password/reset/", {"email": "jana@example.org"})
    path = address_in(letters("jana@example.org")[0].text)
    for _time in range(3):
        page = site.get(path, follow=True)
        assert page.status_code == 200
    new = "lantern under the bridge"
    site.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(site, "jana@example.org", new).status_code == 302
    assert "form" not in (site.get(path, follow=True).context or {}) or User.objects.get().check_password(new)


def test_fifth_wrong_password_closes_the_account_for_a_while(site: Any, account: Any, sign_in: Any) -> None:
    account()
    for _time in range(5):
        sign_in(site, "jana@example.org", "wrong password")
    answer = sign_in(site, "jana@example.org")
    assert answer.status_code == 200
    assert not SignIn.objects.exists()


def test_many_attempts_from_one_address_are_refused(site: Any, region: Any, sign_in: Any) -> None:
    answers = [sign_in(site, f"person{n}@example.org", "wrong password").status_code for n in range(31)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_many_resets_are_refused(site: Any, account: Any) -> None:
    account()
    answers = [site.post("/accounts/password/reset/", {"email": "jana@example.org"}).status_code for _n in range(6)]
    assert answers[-1] == 429


def test_nobody_signs_up_unasked(site: Any) -> None:
    facts = {"email": "new@example.org", "password1": "quiet river 42"}
    answer = site.post("/accounts/signup/", facts)
    assert answer.status_code == 200
    assert not User.objects.filter(email="new@example.org").exists()


def test_sign_in_leads_to_this_site_only(site: Any, account: Any, sign_in: Any) -> None:
    account()
    for foreign in ("https://evil.example/", "//evil.example/", "/\\evil.example", "http://alfa.localhost/"):
        answer = sign_in(site, "jana@example.org", next=foreign)
        assert answer["location"] == "/"
        site.post("/accounts/logout/")


def test_closed_account_cannot_sign_in(site: Any, account: Any, sign_in: Any) -> None:
    user = account()
    user.is_active = False
    user.save()
    sign_in(site, "jana@example.org")
    assert not SignIn.objects.exists()


@pytest.mark.parametrize("path", ["email/", "two-steps/totp/activate/", "two-steps/webauthn/add/"])
def test_what_changes_the_way_in_asks_for_the_password_again(path: str, site: Any, account: Any, sign_in: Any) -> None:
    account()
    sign_in(site, "jana@example.org")
    answer = site.post(f"/accounts/{path}", {"email": "nova@example.org", "action_add": ""})
    assert answer["location"].startswith("/accounts/reauthenticate/")
    assert site.post("/accounts/reauthenticate/", {"password": "wrong password"}).context["form"].errors


def test_new_address_counts_only_after_its_code(site: Any, account: Any, sign_in: Any, letters: Any) -> None:
    user = account()
    sign_in(site, "jana@example.org")
    site.post("/accounts/reauthenticate/", {"password": "quiet river 42"})
    page = site.post("/accounts/email/", {"email": "nova@example.org", "action_add": ""}, follow=True)
    user.refresh_from_db()
    assert user.email == "jana@example.org"
    code = next(
        line for line in letters("nova@example.org")[0].text.splitlines() if 5 <= len(line) <= 9 and line.isupper()
    )
    site.post(page.redirect_chain[-1][0], {"code": code})
    user.refresh_from_db()
    assert user.email == "nova@example.org"


def test_letters_name_the_region_in_the_language_of_the_person(site: Any, account: Any, letters: Any) -> None:
    account()
    site.post("/accounts/password/reset/", {"email": "jana@example.org"})
    letter = letters("jana@example.org")[0]
    assert "Banskobystrický kraj" in letter.text
    assert letter.kind == "account.password_reset_key"


def test_signing_out_asks_first_and_then_ends_the_sign_in(site: Any, account: Any, sign_in: Any) -> None:
    account()
    sign_in(site, "jana@example.org")
    assert site.get("/accounts/logout/").status_code == 200
    assert SignIn.objects.get().ended_at is None
    site.post("/accounts/logout/")
    assert SignIn.objects.get().ended_at is not None
    assert site.get("/accounts/me/").status_code == 302


def test_new_password_ends_the_other_sessions(site: Any, browse: Any, account: Any, sign_in: Any) -> None:
    account()
    other = browse()
    sign_in(site, "jana@example.org")
    sign_in(other, "jana@example.org")
    new = "lantern under the bridge"
    site.post("/accounts/password/change/", {"oldpassword": "quiet river 42", "password1": new, "password2": new})
    assert site.get("/accounts/me/").status_code == 200
    assert other.get("/accounts/me/").status_code == 302


def test_name_and_language_can_be_changed(site: Any, account: Any, sign_in: Any) -> None:
    user = account()
    sign_in(site, "jana@example.org")
    site.post("/accounts/me/", {"name": "Jana Malá", "language": "cs"})
    user.refresh_from_db()
    assert (user.name, user.language) == ("Jana Malá", "cs")
