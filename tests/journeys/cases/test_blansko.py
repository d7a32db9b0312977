"""A town: risks on the sheet of a measure, three analyses with numbers, four open groups, the plan as DOCX."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
PLAN = "Komunitní plán sociálních služeb města Blansko 2025 – 2028"
MEASURE = "Posílit pečovatelskou službu"


@pytest.fixture(scope="module")
def blansko(case: Any) -> str:
    return str(case("blansko", "cz-blansko", name="Blansko", kind="TOWN", covers=["581283"]))


def words_of(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def test_everybody_reads_the_risks_of_a_measure_and_takes_it_away(visitor: Any, blansko: str) -> None:
    guest = visitor(at=blansko)
    page = guest.go("/")
    page.get_by_role("link", name=PLAN, exact=True).click()
    page.get_by_role("link", name=MEASURE).first.click()
    guest.look()
    assert "Nedostatek pečovatelek na trhu práce" in guest.text
    assert "město Blansko, pečovatelská služba" in guest.text
    with page.expect_download() as download:
        page.locator("main a[href$='sheet.docx']").first.click()
    content = words_of(Path(download.value.path()).read_bytes())
    assert "Nedostatek pečovatelek na trhu práce" in content
    assert "Smlouvy s obcemi o poskytování služby" in content


def test_three_analyses_are_read_with_their_numbers(visitor: Any, blansko: str) -> None:
    coordinator = visitor("coordinator", at=blansko)
    page = coordinator.go("/work/plans/")
    page.locator("main table a", has_text=PLAN).click()
    page.wait_for_load_state()
    analyses = f"{page.url}analyses/"
    for kind, said, figures in (
        ("PEOPLE", "Podíl lidí nad 65 let překročil pětinu.", 2),
        ("RISKS", "Nejrychleji roste zadlužení lidí, kteří pracují", 2),
        ("PROVIDERS", "Dotazník vrátilo 412 uživatelů", 2),
    ):
        page.goto(f"{analyses}{kind}/")
        coordinator.look()
        assert said in coordinator.text
        assert "The steering group accepted this chapter" in coordinator.text
        assert page.locator("main .opora-figure").count() == figures
        assert coordinator.text.count("numbers as of") == figures


def test_groups_are_open_to_providers_users_and_municipalities(visitor: Any, blansko: str) -> None:
    guest = visitor(at=blansko)
    page = guest.go("/groups/")
    for name in ("Senioři a pečující", "Lidé se zdravotním postižením", "Děti, mládež a rodiny"):
        assert page.get_by_role("link", name=name).is_visible()
    guest.follow("Lidé v krizi a sociálně vyloučení")
    assert all(told in guest.text for told in ("Commissioner (2)", "Provider (2)", "User of services (2)"))
    assert page.locator("main a[href$='/join/']").is_visible()


def test_the_plan_has_come_to_force(visitor: Any, blansko: str) -> None:
    coordinator = visitor("coordinator", at=blansko)
    page = coordinator.go("/work/plans/")
    page.locator("main table a", has_text=PLAN).click()
    coordinator.follow("Where the plan stands")
    assert "usnesení zastupitelstva 8/2024" in coordinator.text
    assert page.locator("section[aria-labelledby=way] li").first.inner_text().endswith("in force")
