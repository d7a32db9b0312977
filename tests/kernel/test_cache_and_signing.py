"""Keys and signatures of one tenant are worth nothing in another."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from kernel.cache import in_language, make_key
from kernel.signing import fits, seal, sign, signer, unsign
from kernel.tenancy import entered

HOUR = timedelta(hours=1)


def key_in(tenant: str, key: str) -> str:
    with entered(tenant):
        return make_key(key, "p", 1)


@given(some.text(), some.text())
def test_keys_meet_only_when_key_and_tenant_are_the_same(one: str, other: str) -> None:
    tenants = ["", "alfa", "beta"]
    made = {(tenant, key): key_in(tenant, key) for tenant in tenants for key in {one, other}}
    assert len(set(made.values())) == len(made)


@given(some.text())
def test_keys_are_short_plain_text(key: str) -> None:
    made = key_in("alfa", key)
    assert len(made) <= 250
    assert made.isascii()
    assert made.isprintable()
    assert " " not in made


def test_a_text_cannot_pose_as_a_fingerprint_of_another_tenant() -> None:
    assert key_in("", "alfa:x") != key_in("alfa", "x")


def test_what_differs_by_language_is_kept_by_language() -> None:
    with translation.override("sk"):
        slovak = in_language("menu")
    with translation.override("cs"):
        czech = in_language("menu")
    assert slovak != czech


def test_a_signed_value_comes_back_where_it_was_signed() -> None:
    with entered("alfa"):
        assert unsign(sign({"n": 1}, "trial"), "trial", max_age=HOUR) == {"n": 1}


@pytest.mark.parametrize(("tenant", "purpose"), [("beta", "trial"), ("", "trial"), ("alfa", "other")])
def test_a_signed_value_is_refused_elsewhere_and_for_anything_else(tenant: str, purpose: str) -> None:
    with entered("alfa"):
        text = sign("value", "trial")
    with entered(tenant), pytest.raises(signing.BadSignature):
        unsign(text, purpose, max_age=HOUR)


def test_without_the_tenant_in_the_salt_it_would_be_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.signing.current_key", lambda: "")
    with entered("alfa"):
        text = sign("value", "trial")
    with entered("beta"):
        assert unsign(text, "trial", max_age=HOUR) == "value"


def test_a_signed_value_grows_old() -> None:
    text = signer("trial").sign_object("value", compress=True)
    with pytest.raises(signing.SignatureExpired):
        unsign(text, "trial", max_age=timedelta(seconds=-1))


def test_a_seal_fits_its_text_here_and_for_this_purpose_only(settings: Any) -> None:
    sealed = seal("anna@example.org", "trial")
    assert "anna" not in sealed
    assert fits("anna@example.org", sealed, "trial")
    assert not fits("eva@example.org", sealed, "trial")
    assert not fits("anna@example.org", sealed, "other")
    with entered("other"):
        assert not fits("anna@example.org", sealed, "trial")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    assert seal("anna@example.org", "trial") != sealed
    assert fits("anna@example.org", sealed, "trial")
    settings.SECRET_KEY_FALLBACKS = []
    assert not fits("anna@example.org", sealed, "trial")
