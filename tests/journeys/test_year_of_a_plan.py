"""A coordinator leads a year: takes it over from the plan, asks how it goes, an owner answers on a phone, the public
reads it, the year is closed and the next one stands there."""

import re
import time
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def link_of_newest_letter(visitor: Any) -> str:
    """The link in the newest letter to those who report, where the demonstration keeps mail."""
    reader = visitor()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        page = reader.go("/demo/mail/")
        found = page.get_by_role("link", name=re.compile("prosíme o správu o plnení"))
        if found.count():
            found.first.click()
            return str(reader.page.locator("main a[href*='/reports/link/']").first.get_attribute("href"))
        time.sleep(0.3)
    raise AssertionError("No letter came.")


def test_a_year_from_its_beginning_to_the_next_one(visitor: Any) -> None:
    lead = visitor("coordinator", at="alfa")
    page = lead.go("/work/plans/")
    page.locator("main table a", has_text="mesta Banská Bystrica").first.click()
    lead.follow("Action plans")
    lead.look("empty")
    options = [each.inner_text() for each in page.locator("select[name=year] option").all()]
    page.locator("select[name=year]").select_option("2026" if "2026" in options else options[0])
    lead.press("Begin")
    lead.look("empty")
    year = page.url
    lead.follow("Take over from the plan")
    boxes = page.locator("input[name=node]")
    for box in boxes.all()[4:]:
        box.uncheck()
    lead.press("Take over what is ticked")
    page.locator("input[name=item]").first.check()
    page.locator("input[name=email]").fill("anna.realizatorka@example.org")
    lead.press("Name who reports")
    page.locator("tr[id^=item-] a").first.click()
    lead.look("item")
    page.locator("textarea[name=task]").fill("Zriadiť dve nové miesta a vyškoliť opatrovateľky.")
    page.locator("input[name=budget]").fill("12 500")
    if not page.locator("input[name=implementer]").input_value():
        page.locator("input[name=implementer]").fill("Mesto")
    lead.press("Save")
    lead.press("Go on to this state")
    lead.look("missing")
    missing = page.locator("section[aria-labelledby=next] ul a")
    while missing.count():
        missing.first.click()
        page.locator("input[name=implementer]").fill("Mesto")
        lead.press("Save")
    lead.press("Go on to this state")
    lead.press("Go on to this state")
    lead.look("running")
    lead.press("Show it as it stands now")
    lead.follow("Open a monitoring")
    page.locator("input[name=title]").fill("Prvý polrok")
    page.locator("input[name=starts_on]").fill("1.1.2026")
    page.locator("input[name=ends_on]").fill("30.6.2026")
    page.locator("input[name=due_on]").fill("31.12.2099")
    lead.press("Open and write to them")
    lead.look("opened")
    monitoring = page.url

    phone = visitor(width=390)
    hand = phone.go(link_of_newest_letter(visitor))
    hand.locator("main .opora-cards a").first.click()
    phone.look("report")
    phone.press("Send in")
    phone.look("errors")
    hand.locator("input[name=state][value=RUNNING]").check()
    hand.locator("input[name=per_cent]").fill("40")
    hand.locator("input[name=spent]").fill("4 200,50")
    hand.locator("textarea[name=comment]").fill("Prvé miesto je otvorené, druhé čaká na stavebné povolenie.")
    phone.press("Send in")
    assert "Everything is sent in" in phone.text
    phone.look("thanks")

    page.goto(monitoring)
    lead.look("told")
    assert "1 of" in lead.text
    lead.press("Accept the ticked reports")
    lead.press("Show what is accepted")
    page.locator("tbody a").nth(1).click()
    lead.look("for-the-owner")
    page.goto(monitoring)
    lead.press("Close the monitoring")
    lead.look("closed")

    reader = visitor(at="alfa")
    plan = reader.go("/")
    plan.locator("main h3 a, main .opora-card a", has_text="mesta Banská Bystrica").first.click()
    reader.page.get_by_role("link", name="2026", exact=True).click()
    reader.look("public-year")
    assert "Prvé miesto je otvorené" in reader.text

    page.goto(year)
    lead.press("Go on to this state")
    lead.follow("Say the verdicts")
    page.locator("select[name^='verdict.']").first.select_option("DONE")
    page.locator("select[name^='verdict.']").nth(1).select_option("DROPPED")
    lead.press("Save the verdicts")
    lead.look("errors")
    page.locator("input[name^='why.']").nth(1).fill("Nemáme na to peniaze.")
    lead.press("Save the verdicts")
    page.locator("select[name=all_verdict]").select_option("CARRIED_OVER")
    page.locator("input[name=all_why]").fill("Pokračuje podľa plánu.")
    lead.press("Give it to all without a verdict")
    page.goto(year)
    lead.follow("Close the year")
    lead.press("Close the year for good")
    lead.look("carried")
    page.get_by_role("link", name=re.compile("^goes on in 2027")).first.click()
    lead.look("next-year")
    lead.go("/work/plans/")
    page.locator("main table a", has_text="mesta Banská Bystrica").first.click()
    lead.follow("Action plans")
    lead.follow("Compare two years")
    lead.look("compared")
