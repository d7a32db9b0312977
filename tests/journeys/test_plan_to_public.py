"""The coordinator builds a plan from nothing to the public; the town next door never has it."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def add(coordinator: Any, below: str, title: str, **fields: str) -> Any:
    """Add what comes next below an item; "" adds a priority."""
    page = coordinator.page
    if below:
        row = page.locator(".opora-tree__row").filter(has_text=below)
        row.locator(".opora-tree__add").click()
    else:
        page.locator("main .govuk-button").filter(has_text="Add:").click()
    page.wait_for_url("**/add/**")
    coordinator.look()
    page.locator("input[name=title]").fill(title)
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator(".opora-tree").first.wait_for()
    return page


SETTLED = """told => document.querySelector('#tree').innerHTML !== told
    && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"""


def titles(page: Any) -> list[str]:
    """The tree from top to bottom."""
    return [each.strip() for each in page.locator(".opora-tree__name a").all_inner_texts()]


def begin(coordinator: Any, title: str) -> Any:
    page = coordinator.go("/work/plans/")
    page.get_by_role("link", name="Begin a plan").click()
    coordinator.look()
    page.locator("input[name=title]").fill(title)
    page.locator("input[name=kind]").first.check()
    page.locator("[name=starts_on]").fill("1.1.2027")
    page.locator("[name=ends_on]").fill("31. 12. 2031")
    page.locator("[name=summary]").fill("O čom plán je.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("h1").filter(has_text=title).wait_for()
    coordinator.look("empty")
    return page


def press_by_keyboard(page: Any, title: str, way: str) -> None:
    """Reach a button of the tree with the tab key and press it; the focus stays on it afterwards."""
    button = page.locator(".opora-tree__row").filter(has_text=title).locator(f"button[value={way}]").first
    name = button.get_attribute("id")
    page.locator(".opora-tree a").first.focus()
    for _step in range(60):
        if page.evaluate("document.activeElement.id") == name:
            break
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == name
    before = page.locator("#tree").inner_html()
    with page.expect_response("**/move/"):
        page.keyboard.press("Enter")
    page.wait_for_function(SETTLED, arg=before)
    page.wait_for_function("id => document.activeElement.id === id", arg=name)


def test_from_the_region_to_a_published_plan(visitor: Any) -> None:
    coordinator = visitor("coordinator", width=1280)
    page = coordinator.go("/my/")
    page.locator("main").get_by_role("link", name="Mesto Alfa").click()
    page.wait_for_url("**alfa.localhost*/**")
    coordinator.at = "alfa"
    if page.locator("header").get_by_role("link", name="Sign in").count():
        page.locator("header").get_by_role("link", name="Sign in").click()
        page.wait_for_url("**alfa.localhost*/**")
    assert page.locator(".opora-account__name").inner_text() == "Jana Koordinátorka"
    begin(coordinator, "Plán cesty 2027")
    add(coordinator, "", "Priorita prvá")
    add(coordinator, "", "Priorita druhá")
    add(coordinator, "Priorita druhá", "Cieľ")
    add(coordinator, "Cieľ", "Opatrenie ranné", text="Opatrovanie ráno.")
    add(coordinator, "Cieľ", "Opatrenie večerné", text="Opatrovanie večer.")
    add(coordinator, "Opatrenie ranné", "Prijať dve opatrovateľky")
    coordinator.look("tree")
    first = titles(page)
    press_by_keyboard(page, "Opatrenie večerné", "up")
    assert titles(page) != first
    press_by_keyboard(page, "Opatrenie večerné", "down")
    assert titles(page) == first
    press_by_keyboard(page, "Priorita druhá", "up")
    assert titles(page)[0].endswith("Priorita druhá")
    join_and_publish(coordinator)
    read_as_the_public(visitor, page.url.split("/plans/")[1].split("/")[0])


def join_and_publish(coordinator: Any) -> None:
    page = coordinator.page
    plan = page.url
    page.locator(".opora-tree__name a").filter(has_text="Opatrenie ranné").click()
    page.locator("h1").filter(has_text="Opatrenie ranné").wait_for()
    coordinator.look()
    page.get_by_role("link", name="Join a service").click()
    page.locator("#q").fill("opatrovateľská Banská Bystrica")
    page.get_by_role("button", name="Find", exact=True).click()
    page.locator(".opora-results").wait_for()
    coordinator.look("offers")
    page.locator(".opora-results form button").first.click()
    page.locator("main .opora-cards").wait_for()
    coordinator.look("joined")
    page.goto(plan)
    page.get_by_role("link", name="Publish or take back").click()
    coordinator.look()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="What the public reads").wait_for()


def read_as_the_public(visitor: Any, plan: str) -> None:
    guest = visitor(at="alfa")
    page = guest.go("/")
    page.get_by_role("link", name="Plán cesty 2027", exact=True).click()
    guest.look()
    page.get_by_role("link", name="Read from the beginning").click()
    read = [page.locator("h1").inner_text()]
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        page.wait_for_load_state()
        read.append(page.locator("h1").inner_text())
    assert read == ["Priorita druhá", "Cieľ", "Opatrenie ranné", "Opatrenie večerné", "Priorita prvá"]
    page.goto(address := guest.site.address(f"/plan/{plan}/", "alfa"))
    page.get_by_role("link", name="Opatrenie ranné").click()
    assert "Prijať dve opatrovateľky" in guest.text
    page.locator("main .opora-cards a[href*='/services/']").first.click()
    page.wait_for_url("**/services/*/")
    mention = page.get_by_role("link", name="Opatrenie ranné")
    for _try in range(20):  # the relay brings the mention
        if mention.count():
            break
        page.wait_for_timeout(300)
        page.reload()
    assert mention.is_visible()
    site = guest.site
    assert site.ask(address)[0] == 200
    assert site.ask(site.address(f"/plan/{plan}/", "beta"))[0] == 404
    assert "Plán cesty" not in site.ask(site.address("/", "beta"))[1]


def test_draft_is_never_seen_from_outside(visitor: Any) -> None:
    coordinator = visitor("coordinator", at="alfa")
    page = begin(coordinator, "Tajný koncept")
    add(coordinator, "", "Tajná priorita")
    plan = page.url.split("/plans/")[1].split("/")[0]
    guest = visitor(at="alfa")
    assert "Tajn" not in guest.go("/").content()
    assert guest.site.ask(guest.site.address(f"/plan/{plan}/", "alfa"))[0] == 404
    guest.page.goto(guest.site.address(f"/work/plans/{plan}/", "alfa"))
    assert "/accounts/login/" in guest.page.url


def test_taking_a_plan_back_closes_its_pages(visitor: Any) -> None:
    coordinator = visitor("coordinator", at="alfa")
    page = begin(coordinator, "Plán na skúšku")
    add(coordinator, "", "Priorita")
    page.get_by_role("link", name="Publish or take back").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="What the public reads").click()
    public = page.url
    assert coordinator.site.ask(public)[0] == 200
    page.go_back()
    page.get_by_role("link", name="Publish or take back").click()
    page.locator("[name=why]").fill("Chyba v názve")
    page.get_by_role("button", name="Take the plan back").click()
    page.wait_for_load_state()
    assert coordinator.site.ask(public)[0] == 404
