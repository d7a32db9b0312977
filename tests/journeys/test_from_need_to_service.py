"""From a need to the service: needs and a SWOT are written in a meeting, linked, and what is missing is seen."""

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser
NEED = "Nobody to look after mother while I am at work"


def work_of_plan(page: Any) -> str:
    """The address of the plan that stands on the list of plans at work."""
    address: str = page.locator("main table a", has_text="mesta Banská Bystrica").first.get_attribute("href")
    return address


def test_a_need_is_written_linked_and_its_line_walked(visitor: Any) -> None:
    coordinator = visitor("coordinator", at="alfa")
    plan = work_of_plan(coordinator.go("/work/plans/"))
    page = coordinator.go(f"{plan}needs/")
    coordinator.follow("Add a need")
    page.locator("#id_title").fill(NEED)
    page.locator("#id_target_group").fill("seniors")
    page.locator("#id_source").select_option("SURVEY")
    coordinator.press("Save")
    assert "/links/" in page.url
    page.get_by_label(re.compile(r"^1\.1\.1 ")).first.check()
    coordinator.press("Link what is ticked")
    page.get_by_role("link", name="Show the whole line").click()
    page.wait_for_load_state()
    coordinator.look()
    assert "linked here" in coordinator.text
    page.locator(".opora-shoot--here a").last.click()
    page.wait_for_load_state()
    coordinator.look()
    assert NEED in coordinator.text
    coordinator.go(f"{plan}line/")
    coordinator.go(f"{plan}line/?from=measures")
    coordinator.go(f"{plan}line/missing/")
    assert "Measure that answers no need" in coordinator.text
    page.get_by_role("link", name=re.compile("^Mend")).first.click()
    page.wait_for_load_state()
    coordinator.look()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_swot_is_written_by_keyboard_alone(visitor: Any, scripts: bool) -> None:
    coordinator = visitor("coordinator", at="alfa", scripts=scripts)
    plan = work_of_plan(coordinator.go("/work/plans/"))
    page = coordinator.go(f"{plan}swot/new/")
    page.locator("input[name=kind][value=GROUP]").check()
    page.locator("#id_name").fill(f"Group with{'' if scripts else 'out'} scripts")
    coordinator.press("Begin")
    page.locator("#WEAKNESS-text").focus()
    said = ["Care only until half past three", "Nobody answers at the weekend", "Too few carers"]
    for number, text in enumerate(said, 1):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.locator(f"#WEAKNESS li:nth-child({number})").wait_for()
        page.locator("#WEAKNESS-text:focus").wait_for()
        assert page.locator("#WEAKNESS-text").input_value() == ""
    assert [each.strip() for each in page.locator("#WEAKNESS li > span").all_inner_texts()] == said
    coordinator.look()
    page.get_by_text(said[0]).first.click()
    page.wait_for_load_state()
    coordinator.look()


def test_a_chapter_gets_numbers_and_is_accepted(visitor: Any) -> None:
    coordinator = visitor("coordinator", at="alfa")
    plan = work_of_plan(coordinator.go("/work/plans/"))
    page = coordinator.go(f"{plan}analyses/")
    coordinator.follow("Social risks")
    coordinator.follow("Add a table")
    page.locator("#id_title").fill("Debts")
    page.locator("#id_source").fill("Chamber of bailiffs")
    page.locator("#id_as_of").fill("31.12.2025")
    page.locator("#id_pasted").fill("Year;People\n2023;1 250\n2024;1 301\n2025;–")
    coordinator.press("Add")
    assert page.locator("main svg[role=img]").count() == 1
    coordinator.follow("Write the text")
    page.locator("#id_text").fill("Debts grow.")
    coordinator.press("Save")
    coordinator.follow("Record that it was accepted")
    coordinator.press("Record")
    assert "The steering group accepted this chapter" in coordinator.text
    coordinator.follow("Reopen it")
    coordinator.go(f"{plan}analyses/PROVIDERS/")
