"""A steward asks providers; one of them answers by the link on a phone; another is called; the progress shows it."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

KIND_OF_PROVIDER = "FOUNDED_BY_REGION"


@pytest.fixture
def campaign(visitor: Any) -> Iterator[Any]:
    """The steward, standing on the page of a campaign whose letters are out; closed afterwards."""
    steward = visitor("steward")
    page = steward.go("/staff/campaigns/new/")
    page.locator(f"input[name=provider_type][value={KIND_OF_PROVIDER}]").check()
    steward.press("Show how many they are")
    steward.look("counted")
    page.locator("input[name=title]").fill("Jesenné overenie")
    steward.press("Keep this list")
    page.locator("textarea[name=text_sk]").fill("prosíme vás, pozrite sa, či údaje o vašich službách ešte platia.")
    steward.press("Save and show the letter")
    steward.look("letter")
    assert "prosíme vás, pozrite sa" in page.locator(".opora-panel").first.inner_text()
    address = page.url
    page.get_by_role("button", name=re.compile("^Send the letters to")).click()
    page.get_by_text("letters sent").wait_for()
    page.locator(".opora-progress").wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    steward.look("running")
    yield steward
    page.goto(address)
    steward.press("Close the campaign")


def link_of_newest_letter(visitor: Any) -> str:
    """The link in the newest letter of the campaign, on the page where the demonstration keeps mail."""
    reader = visitor()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        page = reader.go("/demo/mail/")
        found = page.get_by_role("link", name=re.compile("Overte prosím svoje údaje"))
        if found.count():
            found.first.click()
            return str(reader.page.locator("main a[href*='/providers/confirm/']").first.get_attribute("href"))
        time.sleep(0.3)
    raise AssertionError("No letter came.")


def test_provider_confirms_on_a_phone(campaign: Any, visitor: Any) -> None:
    link = link_of_newest_letter(visitor)
    phone = visitor(width=390)
    page = phone.go(link)
    services = page.locator(".opora-asked")
    count = services.count()
    assert count > 0
    opening = page.locator(".opora-asked").first
    name = opening.locator("h2").inner_text()
    service = str(opening.get_attribute("id")).removeprefix("s-")

    opening.locator("summary").click()
    opening.get_by_role("button", name=re.compile("^Tell it")).click()
    page.locator(".govuk-error-summary").wait_for()
    phone.look("no-words")

    opening = page.locator(f"#s-{service}")
    opening.locator("input[name=capacity_free]").fill("2")
    opening.locator("input[name=waiting_time]").fill("asi mesiac")
    opening.get_by_role("button", name=re.compile("^Everything is right")).first.click()
    page.wait_for_load_state()
    if count > 1:
        phone.look("partly")
        rest = page.locator(".opora-asked:has(form)").count()
        for _each in range(rest):
            page.locator(".opora-asked:has(form)").first.get_by_role(
                "button", name=re.compile("^Everything is right")
            ).click()
            page.wait_for_load_state()
    assert "Thank you, everything is answered" in page.locator("main").inner_text()
    phone.look("thanks")

    answer = page.goto(link)
    assert answer.status == 410
    phone.look("used-up")

    guest = visitor()
    guest.go(f"/services/{service}/")
    assert guest.page.locator("h1").inner_text() == name
    told = guest.page.locator("main").inner_text()
    assert "The provider confirmed them on" in told
    assert "asi mesiac" in told


def test_steward_calls_and_enters_the_answer(campaign: Any) -> None:
    page = campaign.page
    address = page.url
    campaign.follow("Whom to call")
    page.locator("table tbody a").first.click()
    page.wait_for_load_state()
    campaign.look()
    page.get_by_role("button", name="Not reached").click()
    page.get_by_text("The call is written down.").wait_for()
    page.get_by_role("button", name=re.compile("^Everything is right")).first.click()
    page.wait_for_load_state()
    assert "by telephone" in page.locator("main").inner_text() or "Confirmed" in page.locator("main").inner_text()
    page.goto(address)
    together = page.locator("table tbody tr").last.locator("td").all_inner_texts()
    assert int(together[1]) > 0


def test_editor_keeps_the_own_entries(visitor: Any) -> None:
    """One page: free places, one click, a form that keeps what was typed."""
    editor = visitor("editor", width=390)
    page = editor.go("/providers/mine/")
    first = page.locator(".opora-result").first
    first.locator("input[name=capacity_free]").fill("veľa")
    first.get_by_role("button", name=re.compile("^Save the free places")).click()
    page.locator(".govuk-error-summary").wait_for()
    editor.look("errors")
    first = page.locator(".opora-result").first
    first.locator("input[name=capacity_free]").fill("4")
    first.get_by_role("button", name=re.compile("^Save the free places")).click()
    page.get_by_text("free places and waiting time are saved").wait_for()
    page.locator(".opora-result").first.get_by_role("button", name=re.compile("^Everything is right")).click()
    page.get_by_text("is confirmed. Thank you.").wait_for()
    page.get_by_role("link", name=re.compile("^Change the entry")).first.click()
    page.wait_for_load_state()
    editor.look()
    described = page.url
    with page.expect_response("**/draft/"):
        page.locator("textarea[name=description]").fill("Rozpísaný opis")
    page.get_by_text("Kept as a draft at").wait_for()
    page.goto(described)
    editor.look("draft")
    assert page.locator("textarea[name=description]").input_value() == "Rozpísaný opis"
    editor.press("Throw the draft away")
    assert page.locator("textarea[name=description]").input_value() != "Rozpísaný opis"


def test_provider_is_asked_for_without_an_account(visitor: Any) -> None:
    guest = visitor(width=390)
    guest.go("/search?q=domov")
    guest.page.locator(".opora-results a").first.click()
    guest.page.locator("article.opora-service a[href^='/providers/']").first.click()
    guest.follow("Are you this provider? Keep these entries")
    guest.page.locator("input[name=name]").fill("Eva Malá")
    guest.press("Ask staff")
    guest.page.locator(".govuk-error-summary").wait_for()
    guest.look("errors")
    guest.page.locator("input[name=email]").fill("eva.mala@opora.example")
    guest.page.locator("textarea[name=note]").fill("Som riaditeľka domova.")
    guest.press("Ask staff")
    assert "Staff of the region will answer you" in guest.page.locator("body").inner_text()

    steward = visitor("steward")
    page = steward.go("/staff/editor-requests/")
    page.locator("table a").first.click()
    steward.look("request")
    page.locator("textarea[name=reason]").fill("Na čísle z registra vás nepoznajú.")
    steward.press("Refuse")
    assert "Refused" in page.locator("body").inner_text()
