"""The same without JavaScript: finding, reading, building, bringing in."""

import re
from pathlib import Path
from typing import Any

import pytest
from journeys.test_plan_to_public import add, begin, titles
from journeys.test_register_import import part_of_the_register

pytestmark = pytest.mark.browser


def test_service_and_plan_are_found_and_read(visitor: Any) -> None:
    guest = visitor(scripts=False, width=390, at="alfa")
    page = guest.page
    page.goto(guest.site.address("/", "alfa"))
    page.locator("#find-words").fill("opatrovanie")
    page.get_by_role("button", name="Search").click()
    page.locator(".opora-results > li").first.wait_for()
    page.locator("input[name=form]").first.check()
    page.get_by_role("button", name="Use the filters").click()
    assert "form=" in page.url
    page.locator(".opora-results a[href*='/services/']").first.click()
    assert page.locator("main a[href^='tel:']").first.is_visible()
    page.goto(guest.site.address("/", "alfa"))
    page.get_by_role("link", name=re.compile("^Komunitný plán sociálnych služieb mesta")).click()
    page.get_by_role("link", name="Read from the beginning").click()
    for _page in range(3):
        page.locator("a[rel=next]").click()
    assert page.locator("h1").count() == 1
    assert page.locator("a[rel=prev]").count() == 1


def test_plan_is_built_and_moved(visitor: Any) -> None:
    coordinator = visitor("coordinator", at="alfa", scripts=False)
    page = begin(coordinator, "Plán bez skriptov")
    add(coordinator, "", "Priorita A")
    add(coordinator, "", "Priorita B")
    assert titles(page) == ["Priorita A", "Priorita B"]
    page.locator(".opora-tree__row").filter(has_text="Priorita B").locator("button[value=up]").click()
    page.wait_for_url("**#node-*")
    assert titles(page) == ["Priorita B", "Priorita A"]


def test_register_is_brought_in_by_loading_the_page_again(visitor: Any, site: Any, tmp_path: Path) -> None:
    steward = visitor("steward", scripts=False)
    page = steward.page
    page.goto(site.address("/imports/new/"))
    page.locator("input[name=source][value=bbsk]").check()
    file = part_of_the_register(site, tmp_path / "bez-skriptov.geojson", name="Tichá pomoc", ico="99999714")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("input[name=extent][value=part]").check()
    page.get_by_role("button", name="Upload and compare").click()
    page.get_by_role("button", name="Accept and write").click(timeout=30_000)
    page.get_by_text("The changes are in the catalogue").wait_for(timeout=30_000)
