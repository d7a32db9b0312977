"""A microregion of fifteen municipalities walks from the first resolution to the draft; what is missing is named on the
way and mended where the name leads."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser
COVERS = ["511510", "511731", "518263", "518271", "518379", "518450", "518468", "518492", "518549", "518794", "518816",
          "518824", "518921", "518930", "580520"]  # fmt: skip


@pytest.fixture(scope="module")
def microregion(case: Any) -> str:
    facts = {"name": "Mikroregión Podpoľanie", "kind": "MICROREGION", "covers": COVERS}
    return str(
        case("podpolanie", "sk-podpolanie", role="MICROREGION_MANAGER", without=("services", "paper", "step"), **facts)
    )


def missing(page: Any) -> list[str]:
    return [each.strip() for each in page.locator("section[aria-labelledby=next] ul a").all_inner_texts()]


def record_paper(manager: Any, on: str, number: str) -> None:
    """From the sentence that names the paper to the paper, and back to the course."""
    page = manager.page
    page.locator("section[aria-labelledby=next] ul a").first.click()
    page.locator("input[name=on]").fill(on)
    page.locator("input[name=number]").fill(number)
    manager.press("Record")


def go_on(manager: Any, on: str, stage: str) -> None:
    manager.page.locator("section[aria-labelledby=next] input[name=on]").fill(on)
    manager.press("Go on to this stage")
    assert f"The plan stands here now: {stage}." in manager.text


def reopen_resources(manager: Any, course: str) -> None:
    """Numbers of a municipality came late: the chapter is taken up again and waits for the steering group."""
    manager.go(course.replace("/course/", "/analyses/RESOURCES/"))
    manager.follow("Reopen it")
    manager.page.locator("[name=why]").fill("Chýbajú čísla Vígľaša.")
    manager.page.locator("main form.opora-form button[type=submit], main form button.govuk-button").first.click()
    manager.page.wait_for_load_state()


def accept_resources(manager: Any) -> None:
    page = manager.page
    page.locator("section[aria-labelledby=next] ul a").first.click()
    page.wait_for_load_state()
    manager.follow("Record that it was accepted")
    page.locator("input[name=on]").fill("11.10.2023")
    manager.press("Record")
    assert "The steering group accepted this chapter" in manager.text


def test_from_stage_to_stage_to_the_draft(visitor: Any, microregion: str) -> None:
    manager = visitor("coordinator", at=microregion)
    page = manager.go("/work/plans/")
    page.locator("main table a").first.click()
    manager.follow("Where the plan stands")
    course = page.url
    reopen_resources(manager, course)
    page.goto(course)
    assert missing(page) == ["Resolution to begin is missing: tell its day and number."]
    record_paper(manager, "15.2.2023", "uznesenie 4/2023")
    go_on(manager, "15.2.2023", "beginning")
    assert missing(page) == ["Founding paper and appointments is missing: tell its day and number."]
    record_paper(manager, "20.3.2023", "7/2023")
    go_on(manager, "14.4.2023", "groups")
    go_on(manager, "2.5.2023", "analyses")
    assert [each.split(" is missing")[0] for each in missing(page)] == ["Analysis of resources"]
    accept_resources(manager)
    page.goto(course)
    go_on(manager, "18.10.2023", "goals and measures")
    go_on(manager, "6.12.2023", "draft before the steering group")
    assert page.locator("section[aria-labelledby=way] li").count() == 5


def test_what_came_of_the_former_plans_is_told_in_numbers(visitor: Any, microregion: str) -> None:
    manager = visitor("coordinator", at=microregion)
    page = manager.go("/work/plans/")
    page.locator("main table a").first.click()
    page.goto(f"{page.url}analyses/FORMER_PLAN/")
    manager.look()
    assert "Zo 61 opatrení sa splnila tretina." in manager.text
    assert page.locator("main svg[role=img]").count() == 1
    assert "vyhodnotenie plánov obcí, mikroregión Podpoľanie" in manager.text
