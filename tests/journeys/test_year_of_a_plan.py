"""A coordinator leads a year: takes it over from the plan, asks how it goes, an owner answers on a phone, the public
reads it, the year is closed and the next one stands there."""

import re
import time
from typing import Any

import pytest

pytestmark = pytest.mark.browser
CITY = "mesta Banská Bystrica"


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


def years_of_the_city(lead: Any) -> Any:
    """The action plans of the city's plan; other journeys begin plans of their own beside it."""
    page = lead.go("/work/plans/")
    page.locator("main table a", has_text=CITY).first.click()
    lead.follow("Action plans")
    return page


def take_the_year_over(lead: Any) -> str:
    """Begins the year with some items of the plan; answers the address of the year."""
    page = years_of_the_city(lead)
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
    return str(year)


def bring_it_to_running(lead: Any) -> None:
    page = lead.page
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


def open_a_monitoring(lead: Any) -> str:
    """Answers its address."""
    page = lead.page
    lead.follow("Open a monitoring")
    page.locator("input[name=title]").fill("Prvý polrok")
    page.locator("input[name=starts_on]").fill("1.1.2026")
    page.locator("input[name=ends_on]").fill("30.6.2026")
    page.locator("input[name=due_on]").fill("31.12.2099")
    lead.press("Open and write to them")
    lead.look("opened")
    return str(page.url)


def report_on_the_phone(visitor: Any) -> None:
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


def accept_and_show(lead: Any, monitoring: str) -> None:
    page = lead.page
    page.goto(monitoring)
    lead.look("told")
    assert "1 of" in lead.text
    lead.press("Accept the ticked reports")
    lead.press("Show what is accepted")
    page.locator("tbody a").nth(1).click()
    lead.look("for-the-owner")
    page.goto(monitoring)
    lead.follow("Close the monitoring")
    lead.press("Close the monitoring")
    lead.look("closed")


def read_in_public(visitor: Any) -> None:
    reader = visitor(at="alfa")
    plan = reader.go("/")
    plan.locator("main h3 a, main .opora-card a", has_text=CITY).first.click()
    reader.page.get_by_role("link", name="2026", exact=True).click()
    reader.look("public-year")
    assert "Prvé miesto je otvorené" in reader.text


def close_the_year(lead: Any, year: str) -> None:
    page = lead.page
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


def test_a_year_from_its_beginning_to_the_next_one(visitor: Any) -> None:
    lead = visitor("coordinator", at="alfa")
    year = take_the_year_over(lead)
    bring_it_to_running(lead)
    monitoring = open_a_monitoring(lead)
    report_on_the_phone(visitor)
    accept_and_show(lead, monitoring)
    read_in_public(visitor)
    close_the_year(lead, year)
    years_of_the_city(lead)
    lead.follow("Compare two years")
    lead.look("compared")
