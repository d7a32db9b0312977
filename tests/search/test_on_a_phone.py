"""On a phone the answer is seen at once, also without scripts."""

from pathlib import Path
from typing import Any

import pytest

from kernel.clock import now
from search import lines

pytestmark = pytest.mark.browser
STYLES = Path(__file__).parents[2] / "platform" / "ui" / "static" / "ui" / "opora.css"


def shown(chromium: Any, html: str, width: int, *, scripts: bool) -> Any:
    """The page as it was answered, with our styles and nothing from anywhere else."""
    page = chromium.new_context(viewport={"width": width, "height": 844}, java_script_enabled=scripts).new_page()
    page.route("**/*", lambda route: route.abort())
    styles = f"<style>{STYLES.read_text('utf-8')}</style></head>"
    page.set_content(html.replace("</head>", styles, 1), wait_until="domcontentloaded")
    return page


def test_first_result_stands_on_the_first_screen_of_a_phone(
    small_region: Any, region: Any, browse: Any, chromium: Any
) -> None:
    html = browse(region).get("/search", {"q": "opatrovatelska sluzba lipka"}).content.decode()
    # What the first script of every page says: scripts run here, so menus and filters fold.
    supported = html.replace('<body class="', '<body class="govuk-frontend-supported js-enabled ')
    page = shown(chromium, supported, 390, scripts=True)
    for part in (".opora-results a >> nth=0", ".opora-results .opora-phone >> nth=0"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 850, (part, box)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    told = page.locator(".opora-results > li").first.inner_text().replace("\xa0", " ")
    assert told.index("048 123 45 67") < told.index("Pomôžeme mame")


def test_the_folded_box_opens_without_scripts(small_region: Any, region: Any, browse: Any, chromium: Any) -> None:
    html = browse(region).get("/search", {"q": "opatrovatelska sluzba"}).content.decode()
    page = shown(chromium, html, 390, scripts=False)
    assert not page.locator("#q").is_visible()
    page.locator(".opora-again > summary").click()
    assert page.locator("#q").is_visible()


def test_a_long_name_of_a_crisis_line_stays_on_the_page(
    small_region: Any, region: Any, browse: Any, chromium: Any
) -> None:
    for line in lines.offered("SK"):
        lines.confirm_line(line.key, country="SK", by=None, at=now())
    html = browse(region).get("/search", {"q": "chcem zomrieť"}).content.decode()
    page = shown(chromium, html, 320, scripts=False)
    listed = page.locator("a[href='tel:0800193193']").locator("xpath=ancestor::ul[1]")
    assert listed.is_visible()
    assert listed.evaluate("list => list.scrollWidth <= list.clientWidth")


def test_where_there_is_room_the_box_stays_open(small_region: Any, region: Any, browse: Any, chromium: Any) -> None:
    html = browse(region).get("/search", {"q": "opatrovatelska sluzba"}).content.decode()
    page = shown(chromium, html, 1280, scripts=True)
    assert page.locator("#q").is_visible()
    assert page.locator("#q").bounding_box()["height"] > 20
    assert not page.locator(".opora-again > summary").is_visible()
