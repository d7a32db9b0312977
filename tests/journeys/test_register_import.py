"""The data steward brings a register in: upload, progress, preview, consent; soon after the public finds it."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

KIND = "Druh_poskytovanej_sociálnej_slu"
PROVIDER, ICO, CAPACITY = "Obchodné_meno", "IČO", "Kapacita"


def part_of_the_register(site: Any, file: Path, *, name: str, ico: str) -> Path:
    """One service that is new, one that has another capacity, one that nobody can know."""
    known = json.loads((site.registers / "bbsk.geojson").read_text("utf-8"))["features"]
    rows = [dict(each["properties"]) for each in known if each["properties"][KIND] == "opatrovateľská služba"]
    new = rows[0] | {PROVIDER: name, ICO: ico}
    changed = rows[1] | {CAPACITY: int(ico[-3:])}
    broken = rows[0] | {ICO: "12345"}
    features = [{"type": "Feature", "geometry": None, "properties": row} for row in (new, changed, broken)]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8")
    return file


def upload(steward: Any, file: Path) -> Any:
    """Bring a part of the region's layer in."""
    page = steward.go("/imports/new/")
    page.locator("input[name=source][value=bbsk]").check()
    page.locator("input[type=file]").set_input_files(file)
    page.locator("input[name=extent][value=part]").check()
    page.get_by_role("button", name="Upload and compare").click()
    page.wait_for_url("**/imports/*-*/")
    return page


def test_register_is_seen_agreed_to_and_found(visitor: Any, site: Any, tmp_path: Path) -> None:
    file = part_of_the_register(site, tmp_path / "cast.geojson", name="Zlatý dážď", ico="99999706")
    steward, guest = visitor("steward"), visitor()
    page = upload(steward, file)
    page.get_by_role("button", name="Accept and write").wait_for()
    steward.look("preview")
    preview = page.locator("main").inner_text()
    assert "Accepting this run writes 2 services." in preview
    page.get_by_role("link", name="Changed").first.click()
    steward.look("changed")
    page.get_by_role("link", name="Rejected").first.click()
    steward.look("rejected")
    assert "12345" in page.locator("main").inner_text()
    page.get_by_role("button", name="Accept and write").click()
    page.get_by_text("The changes are in the catalogue").wait_for()
    steward.look("accepted")
    assert "2 services were written." in page.locator("main").inner_text()
    assert_found_soon(guest, "Zlatý dážď")
    page = upload(steward, file)
    page.get_by_text("There is nothing new in this file").wait_for()
    steward.look("nothing-new")


def assert_found_soon(guest: Any, words: str) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        guest.page.goto(guest.site.address(f"/search?q={words}"))
        if words in guest.page.locator(".opora-results > li").first.inner_text():
            return
        time.sleep(0.3)
    raise AssertionError(guest.page.locator("main").inner_text())


def test_broken_file_is_refused_in_a_sentence_and_changes_nothing(visitor: Any, tmp_path: Path) -> None:
    guest, steward = visitor(), visitor("steward")
    before = guest.go("/search").locator("#results").inner_text()
    broken = tmp_path / "torn.geojson"
    broken.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "prop')
    page = upload(steward, broken)
    page.get_by_text("The file cannot be brought in").wait_for()
    steward.look("broken")
    said = page.locator("main").inner_text()
    assert "The catalogue has stayed as it was." in said
    assert "Traceback" not in said
    assert guest.go("/search").locator("#results").inner_text() == before


def test_upload_without_a_file_says_what_is_missing(visitor: Any) -> None:
    steward = visitor("steward")
    page = steward.go("/imports/new/")
    page.get_by_role("button", name="Upload and compare").click()
    page.locator(".govuk-error-summary").wait_for()
    steward.look("errors")
    assert page.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    page.locator(".govuk-error-summary a").first.click()
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
