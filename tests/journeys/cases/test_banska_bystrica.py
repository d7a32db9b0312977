"""A city: the working groups met on 25 and 26 April 2022, looked back at a year and talked over the next one; from the
attendance to the published minutes. The next spring's meetings are called, and everybody finds them."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser
APRIL = (
    ("Seniori", "25.4.2022", "12:30", "14:45", "Mestský úrad, miestnosť 290"),
    ("Ľudia so zdravotným postihnutím", "26.4.2022", "12:00", "15:15", "Mestský úrad, miestnosť 250"),
)
POINTS = ("Vyhodnotenie aktivít za rok 2021", "Akčný plán na rok 2022")
AHEAD = "Jarné stretnutie: seniori"


@pytest.fixture(scope="module")
def city(case: Any) -> str:
    return str(case("bystrica", "sk-banska-bystrica", name="Banská Bystrica", kind="CITY", covers=["508438"]))


def plan_meeting(coordinator: Any, group: str, day: str, starts: str, ends: str, place: str) -> str:
    """Answers the address of the meeting."""
    page = coordinator.go("/work/meetings/new/")
    page.locator("input[name=title]").fill(f"{group}, {day}")
    page.get_by_label(group, exact=True).check()
    for name, told in (("day", day), ("starts", starts), ("ends", ends), ("place", place)):
        page.locator(f"input[name={name}]").fill(told)
    page.locator("input[name=is_open]").check()
    coordinator.press("Plan it")
    meeting = str(page.url)
    for title in POINTS:
        page.goto(f"{meeting}items/add/")
        page.locator("input[name=title]").fill(title)
        page.locator("input[name=kind]").first.check()
        page.locator("input[name=minutes]").fill("60")
        coordinator.press("Add")
    return meeting


def tick_who_came(coordinator: Any, meeting: str) -> None:
    page = coordinator.go(f"{meeting}attendance/")
    for line in page.locator("input[value=PRESENT]").all()[:-1]:
        line.check()
    page.locator("input[value=EXCUSED]").last.check()
    coordinator.press("Save who came")
    page.goto(meeting)
    coordinator.press("The meeting was held")


def write_minutes(coordinator: Any, meeting: str) -> None:
    page = coordinator.go(f"{meeting}minutes/")
    page.locator("input[name=written_by]").fill("Anna Kováčová")
    page.locator("main form textarea").nth(0).fill("Z dvanástich aktivít sa splnilo deväť, tri pokračujú.")
    page.locator("main form textarea").nth(1).fill("Skupina prešla návrh a doplnila termíny.")
    coordinator.press("Save the minutes")
    page.locator("a", has_text="Add a resolution").last.click()
    page.locator("textarea[name=text]").fill("Skupina odporúča akčný plán na rok 2022 schváliť.")
    for name, votes in (("votes_for", "3"), ("votes_against", "0"), ("abstained", "0")):
        page.locator(f"input[name={name}]").fill(votes)
    coordinator.press("Add the resolution")


def publish(coordinator: Any, meeting: str) -> None:
    page = coordinator.page
    page.goto(meeting)
    coordinator.press("Send the minutes round")
    page.locator("input[name=on]").fill("10.5.2022")
    coordinator.press("The minutes are approved")
    coordinator.follow("Publish the minutes")
    coordinator.press("Publish the minutes")


@pytest.mark.parametrize("held", APRIL, ids=["room 290", "room 250"])
def test_an_april_meeting_from_the_list_of_those_present_to_the_public(
    visitor: Any, city: str, held: tuple[str, ...]
) -> None:
    group, day, starts, ends, place = held
    coordinator = visitor("coordinator", at=city)
    meeting = plan_meeting(coordinator, group, day, starts, ends, place)
    tick_who_came(coordinator, meeting)
    write_minutes(coordinator, meeting)
    publish(coordinator, meeting)
    reader = visitor(at=city)
    page = reader.go("/meetings/")
    page.locator("section[aria-labelledby=past] a", has_text=f"{group}, {day}").click()
    page.wait_for_load_state()
    reader.look()
    said = (place, starts, ends, *POINTS, "splnilo deväť, tri pokračujú", "odporúča akčný plán na rok 2022")
    assert [each for each in said if each not in reader.text] == []


def test_the_next_spring_is_called_and_everybody_finds_it(visitor: Any, city: str) -> None:
    coordinator = visitor("coordinator", at=city)
    page = coordinator.go("/work/meetings/")
    page.locator("main a", has_text=AHEAD).first.click()
    page.wait_for_load_state()
    coordinator.follow("Look whom you invite")
    assert "On paper: 5 persons" in coordinator.text
    coordinator.press("Send the invitations")
    reader = visitor(at=city)
    page = reader.go("/meetings/")
    assert page.get_by_role("link", name=AHEAD).is_visible()
    _status, calendar = reader.site.ask(reader.site.address("/meetings/calendar.ics", city))
    lines = calendar.replace("\r\n ", "")
    assert f"SUMMARY:{AHEAD}" in lines
    assert "miestnosť 290" in lines
