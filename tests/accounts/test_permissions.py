"""Every page of accounts declares who may open it, the library's pages too."""

import importlib
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, reverse

from kernel.access import PUBLIC, permission_of

OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "account_hand_over",
    "mfa_authenticate",
    "mfa_login_webauthn",
}


def pages(module: str) -> dict[str, URLPattern]:
    found = {}
    waiting = list(importlib.import_module(module).urlpatterns)
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLPattern):
            found[str(each.name)] = each
        else:
            waiting += each.url_patterns
    return found


@pytest.mark.django_db
def test_manage_own_account(person: Any, region: Any) -> None:
    cast = {"signed in": person(), "operator": person("OPERATOR", at=region), "stranger": AnonymousUser()}
    may = {name for name, user in cast.items() if rules.has_perm("accounts.manage_own_account", user)}
    assert may == {"signed in", "operator"}


def test_every_page_of_the_region_declares_its_permission() -> None:
    declared = {name: permission_of(page.callback) for name, page in pages("accounts.urls").items()}
    assert {name for name, permission in declared.items() if permission == PUBLIC} == OPEN
    assert {permission for name, permission in declared.items() if name not in OPEN} == {"accounts.manage_own_account"}
    assert len(declared) > 25


def test_pages_of_a_town_are_the_way_to_the_region_and_back() -> None:
    declared = {name: permission_of(page.callback) for name, page in pages("accounts.urls_municipality").items()}
    assert declared == dict.fromkeys(["account_login", "account_arrive", "account_logout", "account_profile"], PUBLIC)


@pytest.mark.django_db
def test_own_pages_send_a_stranger_to_sign_in(region: Any, browse: Any) -> None:
    for name in pages("accounts.urls").keys() - OPEN:
        given = {"pk": 1} if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"} else {}
        path = reverse(name, urlconf="config.urls_region", kwargs=given)
        assert browse().get(path)["location"].startswith("/accounts/login/"), name
