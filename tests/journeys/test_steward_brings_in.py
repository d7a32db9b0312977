"""The data steward leaves one row out, accepts the others, and undoes the run; all of it works without scripts."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as TooLate

pytestmark = pytest.mark.browser

KIND = "Druh_poskytovanej_sociálnej_slu"
PROVIDER, ICO = "Obchodné_meno", "IČO"
PATIENCE = 180_000  # milliseconds
# Each run brings services of its own: what the other one has undone would return instead of being new.
NEW = {
    1280: (("Strieborný vánok", "99999749"), ("Medený potok", "99999757")),
    390: (("Cínový lístok", "99999765"), ("Oceľový klas", "99999773")),
}


def two_new_services(site: Any, file: Path, width: int) -> Path:
    known = json.loads((site.registers / "bbsk.geojson").read_text("utf-8"))["features"]
    row = next(each["properties"] for each in known if each["properties"][KIND] == "opatrovateľská služba")
    rows = [row | {PROVIDER: name, ICO: ico} for name, ico in NEW[width]]
    features = [{"type": "Feature", "geometry": None, "properties": each} for each in rows]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8")
    return file


def wait_for(page: Any, what: Any) -> None:
    """What a job brings, however busy the worker is; without it the page says where it stands."""
    try:
        what.first.wait_for(timeout=PATIENCE)
    except TooLate as late:
        raise AssertionError(page.locator("main").inner_text()) from late


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)], ids=["desktop", "phone without scripts"])
def test_steward_leaves_a_row_out_accepts_and_undoes(
    visitor: Any, site: Any, tmp_path: Path, width: int, scripts: bool
) -> None:
    steward = visitor("steward", width=width, scripts=scripts)
    page = steward.go("/imports/new/")
    page.locator("input[name=source][value=bbsk]").check()
    page.locator("input[type=file]").set_input_files(two_new_services(site, tmp_path / "dve.geojson", width))
    page.locator("input[name=extent][value=part]").check()
    page.get_by_role("button", name="Upload and compare").click()
    wait_for(page, page.get_by_role("button", name="Accept and write 2 services"))

    page.locator("input[name=taken]").nth(1).uncheck()
    page.get_by_role("button", name="Save the choice on this page").click()
    page.get_by_role("button", name="Accept and write 1 service").wait_for()
    steward.look(f"choice-{width}")
    assert "1 change is left out." in page.locator("main").inner_text()
    assert page.locator("input[name=taken]:checked").count() == 1

    page.get_by_role("button", name="Accept and write 1 service").click()
    wait_for(page, page.get_by_text("The changes are in the catalogue"))
    page.locator("main a[href$='/undo/']").click()
    page.get_by_role("heading", name="Undo this run?").wait_for()
    steward.look(f"undo-{width}")
    assert "1 entry that came with this run leaves the catalogue" in page.locator("main").inner_text()

    page.get_by_role("button", name="Undo the run").click()
    wait_for(page, page.get_by_role("heading", name="The run was undone"))
    steward.look(f"undone-{width}")
    assert "1 entry that only this run knew was taken out" in page.locator("main").inner_text()


def test_limits_and_schedules_can_be_looked_at(visitor: Any) -> None:
    for width in (1280, 390):
        steward = visitor("steward", width=width)
        for address, name in (
            ("/imports/", "runs"),
            ("/imports/settings/", "limits"),
            ("/imports/settings/bbsk/", "limit"),
            ("/imports/schedules/", "schedules"),
            ("/imports/schedules/new/", "schedule"),
        ):
            steward.go(address)
            steward.look(f"{name}-{width}")
