"""The pages of the open data and of the API in a real browser: axe finds nothing, and they fit a phone."""

import os
from pathlib import Path
from typing import Any

import pytest
from support.registers import AT

from catalogue.models import ListFile

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TESTS = Path(__file__).parents[2]
STYLES = TESTS.parent / "platform" / "ui" / "static" / "ui" / "opora.css"
AXE = TESTS / "browser" / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})"


def shown(chromium: Any, html: str, width: int) -> Any:
    """The page as it was answered, with our styles and nothing from anywhere else."""
    page = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=True).new_page()
    page.route("**/*", lambda route: route.abort())
    styles = f"<style>{STYLES.read_text('utf-8')}</style></head>"
    page.set_content(html.replace("</head>", styles, 1), wait_until="domcontentloaded")
    return page


@pytest.mark.parametrize(
    ("name", "language"), [("open-data", "sk"), ("open-data", "cs"), ("api", "cs"), ("file", "en")]
)
def test_pages_are_accessible_and_fit_a_phone(
    region: Any, browse: Any, chromium: Any, name: str, language: str, tmp_path: Path
) -> None:
    file = ListFile.objects.create(
        list_name="services", ending="xlsx", asked_at=AT, made_at=AT, rows=5, file="public/list.xlsx"
    )
    paths = {"open-data": "/open-data/", "api": "/api/v1/", "file": f"/open-data/files/{file.pk}/"}
    client = browse(region)
    client.cookies["opora_language"] = language
    html = client.get(paths[name]).content.decode()
    pictures = Path(os.environ.get("OPORA_PICTURES") or tmp_path)
    for width in (320, 1280):
        page = shown(chromium, html, width)
        page.screenshot(path=pictures / f"{name}-{language}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate(RUN, RULES)["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
        page.context.close()
