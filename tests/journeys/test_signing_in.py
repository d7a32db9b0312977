"""Signing in and out, a forgotten password, an invitation, the second step: as people meet them in a browser."""

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

import pytest
from browser.filling import PASSWORD, PEOPLE
from browser.standing import second_web

pytestmark = pytest.mark.browser

NEW_PASSWORD = "slow meadow 77"


def code_of(secret: str) -> str:
    """What the telephone would show now (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def letter_to(reader: Any, email: str) -> Any:
    """Open the newest letter to somebody on the page where the demonstration keeps mail."""
    page = reader.page
    for _try in range(20):
        reader.go("/demo/mail/")
        row = page.locator("main tr").filter(has_text=email).first
        if row.count():
            row.get_by_role("link").click()
            page.locator("h1").wait_for()
            reader.look()
            return page
        page.wait_for_timeout(300)
    raise AssertionError(f"No letter to {email} came.")


def fill_password(page: Any, email: str, password: str) -> None:
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def test_wrong_password_is_said_without_telling_which_half(visitor: Any) -> None:
    guest = visitor()
    answers = []
    for email in (PEOPLE["steward"][1], "nobody@opora.example"):
        page = guest.go("/accounts/login/")
        fill_password(page, email, "wrong words here")
        page.locator(".govuk-error-summary").wait_for()
        guest.look("refused")
        answers.append(page.locator(".govuk-error-summary").inner_text())
    assert answers[0] == answers[1]


def test_one_sign_in_opens_every_site_and_one_sign_out_closes_them(visitor: Any) -> None:
    traveller = visitor()
    page = traveller.go("/")
    page.locator("header").get_by_role("link", name="Sign in").click()
    page.locator("input[name=login]").wait_for()
    fill_password(page, PEOPLE["traveller"][1], PASSWORD)
    traveller.go("/my/")
    for town in ("Mesto Beta", "Mesto Alfa"):
        page.goto(traveller.site.address("/my/"))
        page.locator("main").get_by_role("link", name=town).click()
        page.wait_for_url(f"**{town[-4:].lower()}.localhost*/")
        assert page.locator(".opora-account__name").inner_text() == "Lívia Viacmiestna"
    page.locator(".opora-account__box summary").click()
    page.get_by_role("link", name="Sign out").click()
    page.wait_for_url("**/logout/")
    traveller.look()
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    for at in ("", "alfa", "beta"):
        page.goto(traveller.site.address("/", at))
        assert page.locator(".opora-account__name").count() == 0


def test_forgotten_password_is_made_anew_by_a_letter(visitor: Any) -> None:
    email = PEOPLE["forgetful"][1]
    guest = visitor()
    page = guest.go("/accounts/login/")
    page.locator("main").get_by_role("link", name=re.compile("[Ff]org")).click()
    page.locator("input[name=email]").wait_for()
    guest.look()
    page.locator("input[name=email]").fill(email)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/done/")
    guest.look()
    letter_to(guest, email).locator("main a[href*='/key/']").first.click()
    page.locator("input[name=password1]").wait_for()
    guest.look("new-password")
    for field in page.locator("input[type=password]").all():
        field.fill(NEW_PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    guest.look()
    page.goto(guest.site.address("/accounts/login/"))
    if page.locator("input[name=login]").count():
        fill_password(page, email, NEW_PASSWORD)
    assert page.locator(".opora-account__name").inner_text() == PEOPLE["forgetful"][0]


def test_invited_person_makes_an_account_and_holds_the_role(visitor: Any) -> None:
    coordinator = visitor("coordinator", at="alfa")
    page = coordinator.go("/roles/")
    page.locator("input[name=email]").fill("nova@opora.example")
    role = page.locator("input[name=role][value=OFFICER]")
    role.check() if role.count() else page.locator("select[name=role]").select_option("OFFICER")
    page.get_by_role("button", name="Send the invitation").click()
    page.wait_for_load_state()
    coordinator.look("invited")
    guest = visitor()
    letter_to(guest, "nova@opora.example").locator("main a[href*='/invitations/']").first.click()
    invited = guest.page
    invited.locator("input[name=name]").wait_for()
    guest.look()
    invited.locator("input[name=name]").fill("Nina Nová")
    invited.locator("input[name=password]").fill(NEW_PASSWORD)
    invited.get_by_role("button", name="Make the account and accept the role").click()
    invited.locator(".opora-account__name").wait_for()
    guest.go("/my/")
    assert "Mesto Alfa" in guest.text


def test_second_step_is_set_up_where_it_is_required(visitor: Any, site: Any) -> None:
    with second_web(site, OPORA_REQUIRE_SECOND_STEP="yes") as strict:
        careful = visitor("careful", on=strict)
        page = careful.page
        page.goto(strict.address("/imports/"))
        careful.look("second-step-needed")
        page.get_by_role("link", name="Set up the second step").click()
        page.wait_for_load_state()
        confirm_password(page)
        careful.look()
        page.locator("main a[href$='/totp/activate/']").first.click()
        confirm_password(page)
        page.locator("input[name=code]").wait_for()
        careful.look("totp")
        shown = page.locator("main").locator("input[readonly], code").first
        secret = re.sub(r"\s", "", shown.evaluate("node => node.value || node.textContent"))
        page.locator("input[name=code]").fill(code_of(secret))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
        page.goto(strict.address("/imports/"))
        assert page.locator("h1").inner_text() == "Imports"


def confirm_password(page: Any) -> None:
    if "/reauthenticate/" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
