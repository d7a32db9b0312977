"""Keyboard and paper: the focus is seen, the skip link works, printed pages hold what a paper needs."""

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser

STOPS = 10
PAGES = [("", "/"), ("", "/search?q=opatrovanie"), ("alfa", "/"), ("", "/accounts/login/")]
# The skip link is there only while it has the focus: that it appears is its ring.
FOCUS = """() => {
  const node = document.activeElement;
  const box = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  const label = node.labels?.[0];
  const rings = [style, label && getComputedStyle(label, "::before")].filter(Boolean);
  return {
    name: node.tagName + "." + node.className + ":" + (node.textContent || node.name || "").trim().slice(0, 40),
    seen: node.matches(".govuk-skip-link") ||
      rings.some((each) => each.outlineStyle !== "none" || each.boxShadow !== "none"),
    inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


@pytest.mark.parametrize(("at", "path"), PAGES)
def test_focus_is_seen_at_the_first_stops(visitor: Any, at: str, path: str) -> None:
    guest = visitor(at=at)
    page = guest.go(path)
    stops = []
    for _stop in range(STOPS):
        page.keyboard.press("Tab")
        facts = page.evaluate(FOCUS)
        assert facts["seen"], facts
        assert facts["inside"], facts
        stops.append(facts["name"])
    assert len(set(stops)) == STOPS, stops


@pytest.mark.parametrize(("at", "path"), PAGES)
def test_skip_link_leads_to_the_content(visitor: Any, at: str, path: str) -> None:
    page = visitor(at=at).go(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('govuk-skip-link')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def printed(guest: Any, name: str) -> str:
    page = guest.page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    page.screenshot(path=guest.pictures / f"print-{name}.png", full_page=True)
    return str(page.locator("body").inner_text())


def test_printed_service_holds_the_contact_and_no_menu(visitor: Any) -> None:
    guest = visitor(language="sk")
    page = guest.go("/search?q=opatrovanie")
    page.locator(".opora-results a[href*='/services/']").first.click()
    page.wait_for_url("**/services/*/")
    number = page.locator("main a[href^='tel:']").first.inner_text().split("\n")[-1]
    paper = printed(guest, "service")
    assert number in paper
    assert not page.locator(".opora-navigation").is_visible()
    assert not page.locator("[data-opora-print]").is_visible()


def test_printed_plan_holds_its_contents(visitor: Any) -> None:
    guest = visitor(at="alfa", language="sk")
    page = guest.go("/")
    page.get_by_role("link", name=re.compile("^Komunitný plán sociálnych služieb mesta")).click()
    page.locator(".opora-outline").first.wait_for()
    assert "1.1" in printed(guest, "plan")
    link = page.locator(".opora-outline a").first
    assert link.evaluate("node => getComputedStyle(node, '::after').content") == "none"  # no address without a host
    page.emulate_media(media="screen")
    page.locator(".opora-outline a").nth(2).click()
    page.locator("article").first.wait_for()
    printed(guest, "measure")
    assert not page.locator(".opora-navigation").is_visible()
