"""The second step: asked of roles others rely on, proved once, counted on every site."""

import hashlib
import hmac
import struct
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory, override_settings

from accounts.models import SignIn
from kernel.clock import now
from tenants.roles import SECOND_STEP_ROLES, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demanded")]
PASSWORD = "quiet river 42"


@pytest.fixture
def demanded() -> Any:
    with override_settings(OPORA_REQUIRE_SECOND_STEP=True):
        yield


def totp(secret: str, shift: int = 0) -> str:
    """RFC 6238, written here apart from the library that checks it."""
    import base64

    counter = struct.pack(">Q", int(time.time()) // 30 + shift)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture
def coordinator(account: Any, alfa: Any) -> Any:
    from tenants.commands import give_role

    user = account()
    give_role(alfa, user=user, role=Role.COORDINATOR, by=None, at=now())
    return user


@pytest.fixture
def pass_over(browse: Any) -> Any:
    """Go to a town's site with the sign-in of the region's site."""

    def go(region_site: Any, tenant: Any) -> Any:
        site = browse(tenant)
        asked = urlsplit(site.get("/accounts/login/")["location"])
        passed = urlsplit(region_site.get(f"{asked.path}?{asked.query}")["location"])
        site.get(f"{passed.path}?{passed.query}")
        return site

    return go


@pytest.fixture
def set_up_totp(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set up an application that makes codes. A test never commits, so what waits for a commit happens at once."""
    from django.db import transaction

    def go(site: Any) -> str:
        site.post("/accounts/reauthenticate/", {"password": PASSWORD})
        secret = site.get("/accounts/two-steps/totp/activate/").context["form"].secret
        with monkeypatch.context() as patched:
            patched.setattr(transaction, "on_commit", lambda act, *_more, **_named: act())
            answer = site.post("/accounts/two-steps/totp/activate/", {"code": totp(secret)})
        assert answer.status_code == 302, answer.context["form"].errors
        return str(secret)

    return go


def test_role_does_not_count_before_the_second_step(
    coordinator: Any, alfa: Any, browse: Any, sign_in: Any, pass_over: Any
) -> None:
    region_site = browse()
    sign_in(region_site, coordinator.email)
    site = pass_over(region_site, alfa)
    answer = site.get("/roles/")
    assert answer.status_code == 403
    assert "tenants/second_step_needed.html" in {template.name for template in answer.templates}
    assert b"/accounts/two-steps/" in answer.content


def test_setting_it_up_opens_the_town_at_once(
    coordinator: Any, alfa: Any, browse: Any, set_up_totp: Any, sign_in: Any, pass_over: Any
) -> None:
    region_site = browse()
    sign_in(region_site, coordinator.email)
    site = pass_over(region_site, alfa)
    assert site.get("/roles/").status_code == 403
    set_up_totp(region_site)
    assert site.get("/roles/").status_code == 200


def test_next_sign_in_asks_for_the_code_and_carries_it_over(
    coordinator: Any, alfa: Any, browse: Any, set_up_totp: Any, sign_in: Any, pass_over: Any
) -> None:
    first = browse()
    sign_in(first, coordinator.email)
    secret = set_up_totp(first)
    again = browse()
    assert sign_in(again, coordinator.email)["location"] == "/accounts/two-steps/authenticate/"
    assert again.get("/accounts/me/").status_code == 302  # the password alone opens nothing
    assert again.post("/accounts/two-steps/authenticate/", {"code": "000000"}).status_code == 200
    assert again.post("/accounts/two-steps/authenticate/", {"code": totp(secret, 1)}).status_code == 302
    assert SignIn.objects.order_by("started_at").last().second_step
    assert pass_over(again, alfa).get("/roles/").status_code == 200


def test_code_is_not_accepted_twice(coordinator: Any, browse: Any, set_up_totp: Any, sign_in: Any) -> None:
    first = browse()
    sign_in(first, coordinator.email)
    secret = set_up_totp(first)
    code = totp(secret, 1)
    for expected in (302, 200):
        again = browse()
        sign_in(again, coordinator.email)
        assert again.post("/accounts/two-steps/authenticate/", {"code": code}).status_code == expected


def test_recovery_code_opens_once(coordinator: Any, browse: Any, set_up_totp: Any, sign_in: Any) -> None:
    first = browse()
    sign_in(first, coordinator.email)
    set_up_totp(first)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10
    for expected in (302, 200):
        again = browse()
        sign_in(again, coordinator.email)
        assert again.post("/accounts/two-steps/authenticate/", {"code": codes[0]}).status_code == expected


def test_taking_the_device_off_closes_the_roles_again(
    coordinator: Any, alfa: Any, browse: Any, set_up_totp: Any, sign_in: Any, pass_over: Any
) -> None:
    region_site = browse()
    sign_in(region_site, coordinator.email)
    set_up_totp(region_site)
    site = pass_over(region_site, alfa)
    assert site.get("/roles/").status_code == 200
    region_site.post("/accounts/two-steps/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert site.get("/roles/").status_code == 403


def test_secret_of_the_device_lies_encrypted(coordinator: Any, browse: Any, set_up_totp: Any, sign_in: Any) -> None:
    site = browse()
    sign_in(site, coordinator.email)
    secret = set_up_totp(site)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_secret_written_under_a_former_key_is_still_read() -> None:
    from accounts.adapters import MfaAdapter

    with override_settings(SECRET_KEY="former"):
        kept = MfaAdapter().encrypt("JBSWY3DPEHPK3PXP")
    with override_settings(SECRET_KEY="present", SECRET_KEY_FALLBACKS=["former"]):
        assert MfaAdapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_switch_of_the_demonstration_lets_roles_count(
    coordinator: Any, alfa: Any, browse: Any, sign_in: Any, pass_over: Any
) -> None:
    with override_settings(OPORA_REQUIRE_SECOND_STEP=False):
        region_site = browse()
        sign_in(region_site, coordinator.email)
        assert pass_over(region_site, alfa).get("/roles/").status_code == 200


def test_roles_others_rely_on_are_named() -> None:
    leading = {Role.COORDINATOR, Role.MICROREGION_MANAGER}
    assert leading | {Role.METHODOLOGIST, Role.DATA_STEWARD, Role.AUDITOR, Role.OPERATOR} == SECOND_STEP_ROLES


def test_bare_refusal_stays_for_those_without_such_a_role(account: Any, alfa: Any) -> None:
    from tenants.middleware import AskForSecondStep

    request = RequestFactory().get("/")
    request.user = account()
    request.user.second_step_done = False
    assert AskForSecondStep(lambda _request: None).process_exception(request, PermissionDenied()) is None


def test_passkey_page_offers_what_a_browser_needs(coordinator: Any, browse: Any, sign_in: Any) -> None:
    site = browse()
    sign_in(site, coordinator.email)
    site.post("/accounts/reauthenticate/", {"password": PASSWORD})
    options = site.get("/accounts/two-steps/webauthn/add/").context["js_data"]["creation_options"]["publicKey"]
    assert options["rp"] == {"id": "localhost", "name": "Banskobystrický kraj"}
