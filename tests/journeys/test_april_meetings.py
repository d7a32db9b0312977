"""The April of a city: two groups in two rooms on each of two days, what was agreed follows to the next day; and a
conference for everybody, from the programme to the list at the door."""

from datetime import timedelta
from typing import Any

import pytest

from kernel.clock import today

pytestmark = pytest.mark.browser
ROOMS = (("Seniori", "č. dv. 290", "12:30", "14:45"), ("Rodiny", "č. dv. 250", "12:00", "15:15"))


def fill(page: Any, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"main form.opora-form [name={name}]").first.fill(value)


def found_group(coordinator: Any, name: str, *people: str) -> None:
    page = coordinator.go("/work/groups/new/")
    page.locator("main form.opora-form [name=kind][value=WORKING]").check()
    fill(page, name=name, about="Čo treba v meste.", quorum="50", started_on="1.1.2021")
    coordinator.press("Save")
    for who, party in zip(people, ("COMMISSIONER", "PROVIDER", "USER"), strict=False):
        coordinator.follow("Add a member")
        fill(page, name=who, starts_on="1.1.2021", represents="Mesto")
        page.locator(f"[name=party][value={party}]").check()
        coordinator.press("Add")
        page.locator("#members").wait_for()


def plan(coordinator: Any, group: str, day: str, room: str, starts: str, ends: str) -> str:
    page = coordinator.go("/work/meetings/new/")
    fill(page, title=f"{group} {day}", day=day, starts=starts, ends=ends, place=room)
    page.get_by_label(group, exact=True).check()
    page.get_by_label("The public may come").check()
    coordinator.press("Plan it")
    for point in ("Vyhodnotenie minulého roka", "Akčný plán na tento rok"):
        coordinator.follow("Add a point")
        fill(page, title=point)
        coordinator.press("Add")
    return str(page.url.split("#")[0])


def hold(coordinator: Any, meeting: str, *names: str) -> None:
    page = coordinator.go(meeting)
    coordinator.follow("Tick who came")
    for name in names:
        page.get_by_role("group", name=name).get_by_label("present", exact=True).check()
    coordinator.press("Save who came")
    assert "There is a quorum" in coordinator.text
    coordinator.go(meeting)
    coordinator.press("The meeting was held")


def test_two_groups_in_two_rooms_on_two_days_of_april(visitor: Any) -> None:
    coordinator = visitor("coordinator", at="alfa")
    found_group(coordinator, "Seniori", "Anna Kováčová", "Peter Lúčny")
    found_group(coordinator, "Rodiny", "Iveta Balážová", "Eva Tichá")
    first, second = (
        [plan(coordinator, group, day, *when) for group, *when in ROOMS] for day in ("25.4.2022", "26.4.2022")
    )
    page = coordinator.go("/work/meetings/")
    for room in ("290", "250"):
        assert room in coordinator.text
    hold(coordinator, first[0], "Anna Kováčová", "Peter Lúčny")
    coordinator.follow("Write the minutes")
    coordinator.follow("Add a task")
    fill(page, what="Zistiť počet miest v domovoch", who="odbor sociálnych vecí", due_on="31.5.2022")
    coordinator.press("Add the task")
    assert "Zistiť počet miest" in coordinator.text
    coordinator.go(second[0])  # the same group meets on the next day: the task stands there by itself, and it is late
    assert "Zistiť počet miest" in coordinator.text
    assert "late" in coordinator.text
    coordinator.go(second[1])  # another group has nothing of it
    assert "Zistiť počet miest" not in coordinator.text
    coordinator.go("/work/tasks/?which=late")
    assert "Zistiť počet miest" in coordinator.text
    hold(coordinator, second[1], "Iveta Balážová", "Eva Tichá")


def test_a_conference_from_the_programme_to_the_door(visitor: Any) -> None:
    coordinator = visitor("coordinator", at="alfa")
    event = prepare(coordinator)
    guest = register(visitor, event, "Eva Novotná", "eva@example.org")
    assert "You have a place" in guest.text
    own = guest.page.url
    waiting = register(visitor, event, "Ján Malý", "jan@example.org")
    assert "You are on the waiting list" in waiting.text
    guest.go(own)
    guest.press("Cancel my registration")
    assert "Your registration is cancelled" in guest.text
    waiting.go(waiting.page.url)
    assert "You have a place" in waiting.text
    coordinator.go(event)
    coordinator.follow("Who is registered")
    assert "Ján Malý" in coordinator.text
    coordinator.follow("Ján Malý")
    coordinator.page.go_back()
    coordinator.follow("Who needs what")
    coordinator.page.go_back()
    coordinator.follow("At the door")
    coordinator.go(event)
    coordinator.follow("How it went")
    coordinator.go("/tasks/")


def prepare(coordinator: Any) -> str:
    """A conference in forty days with one place, announced to everybody."""
    day = today() + timedelta(days=40)
    on = f"{day.day}.{day.month}.{day.year}"
    coordinator.go("/work/meetings/")
    page = coordinator.follow("Plan an open event")
    fill(page, title="Konferencia o službách", day=on, starts="9:00", ends="15:00", place="Kultúrny dom")
    coordinator.press("Plan it")
    event = str(page.url.split("#")[0])
    for title, room in (("Otvorenie", "Sála"), ("Dielňa", "Klub")):
        coordinator.go(event)
        coordinator.follow("Add a block")
        fill(page, title=title, starts="9:00", ends="10:00", room=room, speakers="Jana Nová – Charita")
        coordinator.press("Add")
    assert "would speak at the same time" in coordinator.text
    coordinator.follow("Dielňa")
    fill(page, starts="10:00", ends="11:30")
    coordinator.press("Save")
    coordinator.follow("Set the registration")
    page.get_by_label("People register").check()
    fill(page, capacity="1")
    coordinator.press("Save")
    coordinator.follow("Announce the event")
    coordinator.press("Announce the event")
    assert "open to the public" in coordinator.text
    return event


def register(visitor: Any, event: str, name: str, email: str) -> Any:
    """As somebody would on a telephone, from the list of meetings."""
    guest = visitor(at="alfa", width=390)
    page = guest.go("/meetings/")
    guest.follow("Konferencia o službách")
    guest.follow("Register")
    page.wait_for_timeout(3500)  # nobody fills a form in three seconds
    fill(page, name=name, email=email)
    page.get_by_label("Access with a wheelchair").check()
    page.get_by_label("I agree that the municipality keeps").check()
    guest.press("Register")
    page.locator("h1").filter(has_text="Your registration").wait_for()
    return guest
