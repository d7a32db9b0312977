"""A small district: from a measure to the live service and back; a service that ends is told to the plan."""

from datetime import timedelta
from typing import Any

import pytest

from kernel.clock import today

pytestmark = pytest.mark.browser
PLAN = "Střednědobý plán rozvoje sociálních služeb v území ORP Nepomuk 2025 – 2027"
ENDED = "Measure that speaks of a service which has ended"
MEASURE = "Společná pečovatelská služba pro 26 obcí"


@pytest.fixture(scope="module")
def nepomuk(case: Any) -> str:
    facts = {"name": "ORP Nepomuk", "kind": "MICROREGION", "covers": ["558109", "557862", "540137"]}
    return str(case("nepomuk", "cz-nepomuk", role="MICROREGION_MANAGER", without=(), **facts))


def test_from_a_measure_to_the_service_and_back_and_when_it_ends(visitor: Any, nepomuk: str) -> None:
    guest = visitor(at=nepomuk)
    page = guest.go("/")
    page.get_by_role("link", name=PLAN, exact=True).click()
    page.get_by_role("link", name=MEASURE).first.click()
    measure = page.url
    page.locator("main .opora-cards a[href*='/services/']").first.click()
    page.wait_for_url("**/services/*/")
    service = page.url
    mention = page.get_by_role("link", name=MEASURE)
    for _try in range(40):  # the relay brings the mention
        if mention.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    mention.first.click()
    page.wait_for_url(measure)
    nothing_hangs_in_the_air(visitor, nepomuk)
    end(visitor, service)
    page.goto(service)
    assert "ended" in guest.text
    it_is_told_to_the_plan(visitor, nepomuk)


def missing_page(visitor: Any, nepomuk: str) -> Any:
    manager = visitor("coordinator", at=nepomuk)
    page = manager.go("/work/plans/")
    page.locator("main table a", has_text=PLAN).click()
    page.wait_for_load_state()
    page.goto(f"{page.url}line/missing/")
    manager.look()
    return manager


def nothing_hangs_in_the_air(visitor: Any, nepomuk: str) -> None:
    assert f"{ENDED} (0)" in missing_page(visitor, nepomuk).text


def end(visitor: Any, service: str) -> None:
    """The region's steward writes down that the service is no longer given."""
    steward = visitor("steward")
    page = steward.go(f"/services/{service.rstrip('/').rsplit('/', 1)[-1]}/retire/")
    yesterday = today() - timedelta(days=1)
    page.locator("main form input[type=text]").first.fill(f"{yesterday.day}.{yesterday.month}.{yesterday.year}")
    steward.press("End the service")


def it_is_told_to_the_plan(visitor: Any, nepomuk: str) -> None:
    manager = missing_page(visitor, nepomuk)
    assert f"{ENDED} (1)" in manager.text
    assert MEASURE in manager.page.locator("main section", has=manager.page.get_by_text(ENDED)).inner_text()
    page = manager.page
    page.goto(page.url.replace("line/missing/", ""))
    assert (
        "speaks of a service that has ended" in page.locator(".opora-tree__row").filter(has_text=MEASURE).inner_text()
    )


def test_the_yearly_conference_is_open_to_everybody(visitor: Any, nepomuk: str) -> None:
    guest = visitor(at=nepomuk)
    page = guest.go("/meetings/")
    page.get_by_role("link", name="Výroční konference o sociálních službách v území").first.click()
    guest.look()
    assert "Kulturní dům Nepomuk, velký sál" in guest.text
    assert "Senioři v malých obcích: kdo přijede, když nejede autobus" in guest.text
