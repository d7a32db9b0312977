"""An editor asks and a steward decides; somebody tells of a mistake; a duplicate is merged and taken apart again."""

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def first_service(page: Any) -> tuple[str, str]:
    """Name and path of the first service on the desk."""
    link = page.locator(".opora-results a[href*='/services/']").first
    return link.inner_text().strip(), re.sub(r"^https?://[^/]+", "", str(link.get_attribute("href")))


def test_editor_asks_and_steward_refuses_one_field(visitor: Any) -> None:
    editor = visitor("editor", width=390)
    page = editor.go("/providers/mine/")
    name, path = first_service(page)
    editor.go(f"{path}ask/")
    page.locator("input[name=field][value=capacities]").check()
    page.locator("input[name=field][value=starts_on]").check()
    editor.press("Continue")
    editor.look("chosen")
    page.locator("input[name=capacity_0]").fill("41")
    page.locator("input[name=starts_on]").fill("1.2.2019")
    editor.press("Send to the region")
    editor.look("without a reason")
    page.locator("textarea[name=reason]").fill("Rozhodnutie kraja z 3. marca 2026.")
    editor.press("Send to the region")
    page.wait_for_url("**/providers/mine/requests/")
    assert name in editor.text

    steward = visitor("steward")
    steward.go("/staff/review/")
    steward.follow(name)
    desk = steward.page
    desk.locator("input[name=decision_capacities][value=ACCEPTED]").check()
    desk.locator("input[name=decision_starts_on][value=REFUSED]").check()
    steward.press("Save the decisions")
    steward.look("refused without a reason")
    desk.locator("textarea[name=reason_starts_on]").fill("Register uvádza iný deň.")
    steward.press("Save the decisions")
    desk.wait_for_url("**/staff/review/")
    assert "41" in steward.go(path).locator("main").inner_text()

    editor.go("/providers/mine/requests/")
    assert "Register uvádza iný deň." in editor.text
    steward.go("/staff/cases/")
    steward.follow(re.compile(re.escape(name)), exact=False)
    steward.follow("Ready letter")
    assert "41" in steward.text


def test_a_mistake_is_told_on_a_phone_without_scripts_and_answered(visitor: Any) -> None:
    _name, path = first_service(visitor("editor").go("/providers/mine/"))
    seen = visitor(width=390)
    seen.go(f"{path}mistake/")
    guest = visitor(width=390, scripts=False)
    page = guest.go(path)
    guest.follow("Report a mistake")
    page.locator("input[name=what][value=CONTACT]").check()
    page.locator("textarea[name=text]").fill("Telefón už neplatí, nové číslo je na dverách.")
    page.locator("input[name=contact]").fill("anna@opora.example")
    page.wait_for_timeout(3200)
    guest.press("Send")
    page.wait_for_url("**/mistake/thanks/")

    steward = visitor("steward")
    steward.go("/staff/review/?kind=MISTAKE")
    steward.page.locator("main table a").first.click()
    steward.look()
    steward.page.locator("input[name=answer][value=REFUSED]").check()
    steward.page.locator("textarea[name=text]").fill("Číslo sme overili, platí.")
    steward.press("Send the answer")
    steward.page.wait_for_url("**/staff/review/")


def test_a_duplicate_is_merged_and_taken_apart_again(visitor: Any) -> None:
    editor = visitor("editor", scripts=False)
    name, path = first_service(editor.go("/providers/mine/"))
    propose_the_same(editor, name)
    steward = visitor("steward")
    accept_all(steward, name)
    page = steward.go("/staff/duplicates/")
    page.get_by_role("button", name="Look for duplicates now").click()
    page.wait_for_url("**/jobs/**")
    page.get_by_role("link", name="Continue").click(timeout=60_000)  # there as soon as the worker has looked
    row = page.locator("main table tr").filter(has_text=name)
    row.get_by_role("link").first.click()
    page.wait_for_load_state()
    steward.look("pair")
    page.locator("a[href*='?keep=']").wait_for()
    gone = str(page.locator(".opora-cards a[href*='/services/']").nth(1).get_attribute("href"))
    phone = visitor("steward", width=390)
    phone.go(re.sub(r"^https?://[^/]+", "", page.url))
    phone.press("Merge the two")
    phone.page.wait_for_url("**/staff/merges/**")
    phone.look("merged")
    guest = visitor()
    guest.page.goto(guest.site.address(gone))
    assert guest.page.url != guest.site.address(gone)
    phone.press("Take them apart")
    phone.look("apart")
    assert "Both entries stand as they were." in phone.page.locator("body").inner_text()
    assert path


def propose_the_same(editor: Any, name: str) -> None:
    page = editor.go("/propose/service/")
    page.locator("select[name=provider]").select_option(index=1)
    page.locator("select[name=kind]").select_option("SK448-35")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=forms][value=RESIDENTIAL]").check()
    page.locator("textarea[name=reason]").fill("Registrácia beží.")
    editor.press("Send to the region")
    page.wait_for_url("**/providers/mine/requests/")


def accept_all(steward: Any, name: str) -> None:
    steward.go("/staff/review/?kind=NEW_SERVICE")
    steward.page.locator("main table").get_by_role("link", name=name).first.click()
    steward.page.wait_for_load_state()
    steward.look("proposal")
    for radio in steward.page.locator("input[type=radio][value=ACCEPTED]").all():
        radio.check()
    steward.press("Save the decisions")
    steward.page.wait_for_url("**/staff/review/")
