"""Somebody looks for help on a phone, in everyday words, and comes from the service to the plan and back."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser

PHONE = 390
IN_A_PLAN = "main a[href*='alfa.localhost'][href*='/plan/']"


def test_from_everyday_words_to_the_plan_and_back(visitor: Any) -> None:
    guest = visitor(width=PHONE, language="")
    page = guest.go("/")
    assert page.locator("html").get_attribute("lang") == "sk"
    page.locator("#q").fill("mama sa nevie sama obliect")
    page.locator("#municipality").fill("Banská Bystrica")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/search?*")
    guest.look()
    assert "patrovateľská služba" in page.locator(".opora-results > li").first.inner_text()
    open_one_that_a_plan_speaks_of(page)
    guest.look()
    service, name = page.url, page.locator("h1").inner_text()
    assert page.locator("main a[href^='tel:+421']").first.is_visible()
    page.locator(IN_A_PLAN).first.click()
    page.wait_for_url("**alfa.localhost*/plan/*/*/")
    guest.look()
    assert page.locator("main .opora-cards").get_by_role("link", name=name).is_visible()
    page.get_by_role("link", name=name).first.click()
    page.wait_for_url("**/services/*/")
    assert page.url.split("/services/")[1] == service.split("/services/")[1]
    assert page.locator("h1").inner_text() == name


def open_one_that_a_plan_speaks_of(page: Any) -> None:
    """Read the results from the first on, as one does on a phone."""
    results = page.locator(".opora-results a[href*='/services/']")
    for place in range(min(results.count(), 8)):
        results.nth(place).click()
        page.wait_for_url("**/services/*/")
        if page.locator(IN_A_PLAN).count():
            return
        page.go_back()
    raise AssertionError("None of the results stands in a plan.")


def test_words_that_nothing_fits_offer_a_way_on(visitor: Any) -> None:
    guest = visitor(width=PHONE)
    page = guest.go("/search?q=xyzzyqwv")
    guest.look("nothing")
    page.get_by_role("link", name="All services").click()
    page.wait_for_url("**/search?municipality=*")
    assert page.locator(".opora-results > li").count() > 5


def test_facets_narrow_the_results_and_can_be_taken_off(visitor: Any) -> None:
    guest = visitor()
    page = guest.go("/search")
    everything = int(page.locator("#results").inner_text().split()[0])
    page.locator("input[name=form]").first.check()
    page.get_by_role("button", name="Use the filters").click()
    page.wait_for_url("**form=*")
    guest.look("narrowed")
    assert int(page.locator("#results").inner_text().split()[0]) < everything
    page.locator(".opora-chips a").first.click()
    page.wait_for_load_state()
    assert int(page.locator("#results").inner_text().split()[0]) == everything


def test_suggestions_are_chosen_by_keys_and_never_stand_in_the_way(visitor: Any) -> None:
    guest = visitor()
    page = guest.go("/")
    field = page.locator("input#q")
    field.press_sequentially("opatrovat")
    option = page.locator("[role=option]").first
    option.wait_for()
    guest.look("suggesting")
    field.press("ArrowDown")
    chosen = option.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    assert page.locator("input#q").input_value() == chosen
    page.goto(guest.site.address("/"))
    page.locator("input#q").press_sequentially("opatrovat")
    page.locator("[role=option]").first.wait_for()
    page.locator("input#q").press("Enter")
    page.wait_for_url("**/search?*")
    assert "q=opatrovat&" in page.url


def test_a_suggested_situation_leads_to_its_page_with_the_place(visitor: Any) -> None:
    page = visitor().go("/")
    page.locator("input#municipality").fill("Detva")
    page.locator("input#q").press_sequentially("hospital")
    page.locator("[role=option]").filter(has_text="hospital").first.wait_for()
    for _key in range(8):
        page.keyboard.press("ArrowDown")
        if "hospital" in page.locator("[role=option]:focus").inner_text():
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/situations/hospital?municipality=Detva")
    assert page.locator("input#municipality").input_value() == "Detva"


def test_words_become_tags_and_a_tag_is_taken_off(visitor: Any) -> None:
    guest = visitor(width=PHONE)
    page = guest.go("/search?q=opatrovateľka v Detve u nás doma")
    tags = page.locator(".opora-chips a")
    assert "Detva" in tags.first.inner_text()
    count = tags.count()
    page.locator("summary", has_text="Why is this here?").first.click()
    guest.look("reasons")
    tags.first.click()
    page.wait_for_url("**plain=place*")
    assert page.locator(".opora-chips a").count() == count - 1


def test_what_is_ticked_goes_along_in_another_order(visitor: Any) -> None:
    guest = visitor(width=390)
    page = guest.go("/search?q=opatrovanie")
    boxes = page.locator("input[name=id]:visible")
    wanted = boxes.first.get_attribute("value")
    boxes.first.check()
    boxes.nth(1).check()
    boxes.nth(1).uncheck()
    guest.follow("name")
    page.wait_for_url(f"**/search?*id={wanted}*")
    on_list = page.get_by_label("On my list")
    assert on_list.is_checked()
    page.get_by_role("link", name="Your list: 1 service").click()
    page.wait_for_url(f"**/shortlist/?id={wanted}")
