"""Housekeeping takes only what nobody can use."""

from datetime import timedelta
from typing import Any

import pytest

from accounts import tokens
from accounts.models import OneTimeLink, SignIn
from accounts.tidying import tidy
from kernel.clock import now

pytestmark = pytest.mark.django_db


def test_living_sign_in_and_good_link_stay(account: Any, browse: Any, sign_in: Any, region: Any) -> None:
    account()
    site = browse()
    sign_in(site, "jana@example.org")
    secret = tokens.make_link("test.purpose", "1", "", timedelta(days=14))
    tidy(at=now())
    assert site.get("/accounts/me/").status_code == 200
    assert tokens.look(secret, "test.purpose")


def test_used_link_says_so_for_a_month(region: Any) -> None:
    secret = tokens.make_link("test.purpose", "1", "", timedelta(hours=1))
    tokens.use(secret, "test.purpose")
    tidy(at=now() + timedelta(days=30))
    assert OneTimeLink.objects.exists()
    tidy(at=now() + timedelta(days=31))
    assert not OneTimeLink.objects.exists()


def test_old_sign_in_is_forgotten_with_its_sessions(account: Any, browse: Any, sign_in: Any, region: Any) -> None:
    account()
    site = browse()
    sign_in(site, "jana@example.org")
    tidy(at=now() + timedelta(days=31))
    assert not SignIn.objects.exists()
    assert site.get("/accounts/me/").status_code == 302
