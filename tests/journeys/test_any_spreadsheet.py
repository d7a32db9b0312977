"""The data steward teaches the catalogue a new spreadsheet by keyboard alone; and on a phone without scripts."""

from pathlib import Path
from typing import Any

import pytest
from support.tables import csv_file, xlsx_merged

pytestmark = pytest.mark.browser
UPPER = ["Organizácia", "", "Aktivita", "", "", "Poznámka"]
LOWER = ["Názov", "IČO", "Názov aktivity", "Cieľová skupina", "Obec", ""]
CLUB = ["Spolok Svetielko", "", "Klub pri čaji", "dôchodcovia", "Zvolen", "x"]
BANK = ["Spolok Svetielko", "", "Výdaj šatstva", "ľudia v ťažkej životnej situácii", "Zvolen", ""]


def press_until(page: Any, name: str, key: str = "Tab", most: int = 120) -> None:
    """Go on with the keyboard until the focus stands on what is called so."""
    for _step in range(most):
        page.keyboard.press(key)
        said = page.evaluate(
            "(() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return ((l ? l.innerText : '') || e.innerText || '').trim() })()"
        )
        if said.startswith(name):
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def test_mapping_is_built_by_keyboard_and_reads_the_file(visitor: Any, tmp_path: Path) -> None:
    file = tmp_path / "aktivity-mesta.xlsx"
    file.write_bytes(
        xlsx_merged(["Aktivity mesta"], UPPER, LOWER, CLUB, BANK, merged=("A1:F1", "A2:B2", "C2:E2", "F2:F3"))
    )
    steward = visitor("steward")
    page = steward.go("/imports/mapping/")
    press_until(page, "Begin with a file")
    page.keyboard.press("Enter")
    page.wait_for_url("**/imports/mapping/new/")
    steward.look()
    press_until(page, "Services: each row")
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    assert page.locator("input[name=rows][value=ACTIVITIES]").is_checked()
    page.locator("input[type=file]").set_input_files(file)
    press_until(page, "Upload and look")
    page.keyboard.press("Enter")
    page.wait_for_url("**/table/")
    steward.look()
    assert page.locator("#id_head").input_value() == "2"
    press_until(page, "Continue to the columns")
    page.keyboard.press("Enter")
    page.wait_for_url("**/columns/")
    steward.look()
    press_until(page, "Poznámka")
    page.keyboard.type("Desc")
    assert page.evaluate("document.activeElement.value") == "description"
    press_until(page, "Continue to the words")
    page.keyboard.press("Enter")
    page.wait_for_url("**/words/")
    steward.look()
    press_until(page, "Continue to the preview")
    page.keyboard.press("Enter")
    page.locator(".govuk-error-summary").wait_for()
    steward.look("errors")
    assert page.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    press_until(page, "dôchodcovia")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    page.keyboard.type("seni")
    press_until(page, "Continue to the preview")
    page.keyboard.press("Enter")
    page.wait_for_url("**/preview/")
    steward.look()
    assert "Klub pri čaji" in page.locator("main").inner_text()
    press_until(page, "Save and read the file")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Accept and write 2 activities").wait_for()
    steward.look("activities")
    page.get_by_role("button", name="Accept and write 2 activities").click()
    page.get_by_text("2 activities were written.").wait_for()
    steward.go("/imports/mapping/")
    steward.follow("aktivity-mesta")
    assert "dôchodcovia" in page.locator("main").inner_text()


def test_mapping_is_begun_on_a_phone_without_scripts(visitor: Any, tmp_path: Path) -> None:
    file = tmp_path / "kluby.csv"
    file.write_bytes(csv_file(["Organizácia", *LOWER[1:5]], CLUB[:5], BANK[:5], encoding="cp1250"))
    steward = visitor("steward", width=390, scripts=False)
    page = steward.go("/imports/mapping/new/")
    page.locator("input[name=rows][value=ACTIVITIES]").check()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("button", name="Continue to the columns").click()
    page.screenshot(path=steward.pictures / "mapping-columns-390.png", full_page=True)
    page.get_by_role("button", name="Continue to the words").click()
    page.locator("select").first.select_option("SK-SENIORS")
    page.screenshot(path=steward.pictures / "mapping-words-390.png", full_page=True)
    page.get_by_role("button", name="Continue to the preview").click()
    page.screenshot(path=steward.pictures / "mapping-preview-390.png", full_page=True)
    assert "Klub pri čaji" in page.locator("main").inner_text()
    page.goto(steward.site.address("/imports/mapping/"))
    page.get_by_role("button", name="Put aside").first.click()
    assert "The unfinished mapping was put aside." in page.locator("body").inner_text()
