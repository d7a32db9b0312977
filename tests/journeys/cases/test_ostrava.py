"""A large city: a plan of 320 items and eleven groups with almost 250 people, opened, rearranged, led and printed."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

pytestmark = pytest.mark.browser
PLAN = "Komunitní plán sociálních služeb a souvisejících aktivit města Ostravy 2023 – 2026"
MOVED = "Terénní podpora rodin v ohrožení"


@pytest.fixture(scope="module")
def ostrava(case: Any) -> str:
    facts = {"name": "Ostrava", "kind": "CITY", "covers": ["554821"]}
    return str(case("ostrava", "cz-ostrava", **facts))


def plan_of(coordinator: Any) -> Any:
    page = coordinator.go("/work/plans/")
    page.locator("main table a", has_text=PLAN).first.click()
    page.wait_for_load_state()
    page.locator(".opora-tree").first.wait_for()
    return page


def numbers(page: Any, title: str) -> str:
    """The number an item bears in the tree."""
    row = page.locator(".opora-tree__row").filter(has_text=title).first.inner_text()
    return str(re.search(r"\d+(?:\.\d+)+", row).group())  # type: ignore[union-attr]


def taken(page: Any, link: str) -> io.BytesIO:
    """The file behind a link, as the browser keeps it."""
    with page.expect_download() as download:
        page.locator(link).first.click()
    return io.BytesIO(Path(download.value.path()).read_bytes())


def move(page: Any, way: str) -> None:
    """One step with the whole branch; htmx draws the tree again."""
    row = page.locator(".opora-tree__row").filter(has_text=MOVED).first
    with page.expect_response("**/move/"):
        row.locator(f"button[value={way}]").first.click()
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")


def test_the_whole_plan_opens_and_a_branch_moves(visitor: Any, ostrava: str) -> None:
    coordinator = visitor("coordinator", at=ostrava)
    page = plan_of(coordinator)
    assert page.locator(".opora-tree__row").count() == 320
    assert numbers(page, MOVED) == "1.1.1"
    move(page, "down")
    assert numbers(page, MOVED) == "1.1.2"
    assert numbers(page, "Předškolní klub pro děti z ubytoven") == "1.1.2.2"
    assert page.locator(".opora-tree__row").count() == 320
    move(page, "up")
    assert numbers(page, MOVED) == "1.1.1"


def test_almost_250_people_sit_in_ten_working_groups(visitor: Any, ostrava: str) -> None:
    coordinator = visitor("coordinator", at=ostrava)
    page = coordinator.go("/work/groups/")
    assert page.locator("main a[href*='/work/groups/']", has_text=re.compile("Senioři a pečující")).count() == 1
    coordinator.follow("Senioři a pečující")
    assert page.locator("main tbody tr").count() == 24
    coordinator.go("/work/groups/")
    sheet = load_workbook(taken(page, "a[href$='members.xlsx']")).active
    names = {row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert len(names) == 246
    guest = visitor(at=ostrava)
    public = guest.go("/groups/")
    assert public.get_by_role("link", name="Krizová pomoc a poradenství").is_visible()
    guest.follow("Krizová pomoc a poradenství")
    assert all(told in guest.text for told in ("Commissioner (6)", "Provider (8)", "User of services (7)"))


def test_the_year_of_290_items_is_opened_and_led_on(visitor: Any, ostrava: str) -> None:
    coordinator = visitor("coordinator", at=ostrava)
    page = plan_of(coordinator)
    coordinator.follow("Action plans")
    page.locator("main a", has_text="2026").first.click()
    page.wait_for_load_state()
    assert page.locator("tr[id^=item-]").count() == 290
    coordinator.press("Go on to this state")
    assert "The action plan is now: discussed." in coordinator.text
    coordinator.press("Go on to this state")
    assert "The action plan is now: approved." in coordinator.text
    coordinator.press("Show it as it stands now")
    guest = visitor(at=ostrava)
    page = guest.go("/")
    page.get_by_role("link", name=PLAN, exact=True).click()
    page.get_by_role("link", name="2026", exact=True).click()
    guest.look()
    assert "Setkání rodin, které odešly z ubytovny" in guest.text


def test_the_plan_is_printed(visitor: Any, ostrava: str) -> None:
    guest = visitor(at=ostrava)
    page = guest.go("/")
    page.get_by_role("link", name=PLAN, exact=True).click()
    link = page.locator("main a[href$='document.pdf']")
    for _try in range(60):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    paper = PdfReader(taken(page, "main a[href$='document.pdf']"))
    assert len(paper.pages) > 40
    assert PLAN in " ".join(paper.pages[0].extract_text().split())
