"""The coordinator founds a group, somebody without an account asks to join, the coordinator takes them in."""

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def fill(page: Any, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"main form.opora-form [name={name}]").first.fill(value)


def choose(page: Any, name: str, value: str) -> None:
    page.locator(f"main form.opora-form [name={name}][value={value}]").check()


def found_group(coordinator: Any, name: str, kind: str) -> Any:
    page = coordinator.go("/work/groups/new/")
    choose(page, "kind", kind)
    fill(page, name=name, about="Čo potrebujú seniori, aby mohli zostať doma.", quorum="51", started_on="1.1.2026")
    coordinator.press("Save")
    page.locator("h1").filter(has_text=name).wait_for()
    return page


def add_member(coordinator: Any, name: str, party: str, office: str = "MEMBER") -> None:
    page = coordinator.page
    coordinator.follow("Add a member")
    fill(page, name=name, starts_on="2.1.2026", represents="Denné centrum")
    choose(page, "party", party)
    choose(page, "office", office)
    coordinator.press("Add")
    page.locator("#members").wait_for()


def test_from_founding_to_a_welcome(visitor: Any) -> None:
    coordinator = visitor("coordinator", at="alfa")
    coordinator.go("/work/groups/")
    found_group(coordinator, "Riadiaca skupina", "STEERING")
    page = found_group(coordinator, "Seniori", "WORKING")
    coordinator.look("empty")
    group = page.url
    add_member(coordinator, "Ing. Ján Predseda", "COMMISSIONER", "CHAIR")
    add_member(coordinator, "Mgr. Petra Poskytovateľová", "PROVIDER")
    coordinator.look("members")
    assert "Users of services are missing." in coordinator.text
    ask_to_join(visitor)
    coordinator.go("/work/groups/")
    assert "1 person asks to join" in coordinator.text
    coordinator.go(group)
    coordinator.follow("Eva Užívateľka")
    fill(page, starts_on="1.2.2026", appointed_by="primátor")
    coordinator.press("Take into the group")
    page.locator("#members").wait_for()
    assert "Users of services are missing." not in coordinator.text
    keep_members(coordinator)
    guest = visitor(at="alfa", width=390)
    guest.go(group.replace("/work", ""))
    assert "Eva Užívateľka" in guest.text
    assert "Petra" not in guest.text


def ask_to_join(visitor: Any) -> None:
    """As somebody would on a telephone, from the first page."""
    guest = visitor(at="alfa", width=390)
    page = guest.go("/")
    guest.follow("Who prepares the plan and how to join")
    guest.follow("Seniori")
    guest.follow("Ask to join")
    guest.press("Send the application")
    guest.look("errors")
    page.wait_for_timeout(3500)  # nobody writes an application in three seconds
    fill(page, name="Eva Užívateľka", email="eva@example.org", why="Starám sa o mamu a viem, čo v meste chýba.")
    choose(page, "party", "USER")
    page.get_by_label("My name may be published in the list of members").check()
    page.get_by_label("I agree that the municipality keeps").check()
    guest.press("Send the application")
    page.locator("h1").filter(has_text="Thank you").wait_for()


def keep_members(coordinator: Any) -> None:
    """Each page of a mandate and of a person is looked at; somebody leaves."""
    page = coordinator.page
    coordinator.follow("Mgr. Petra Poskytovateľová")
    page.go_back()
    coordinator.follow(re.compile("^Change.+Ján Predseda"))
    page.go_back()
    coordinator.follow("Change the group")
    page.go_back()
    coordinator.follow("End the group")
    page.go_back()
    coordinator.follow(re.compile("^End the mandate.+Petra"))
    fill(page, why="Odchádza zo zariadenia.", on="30.6.2026")
    coordinator.press("End the mandate")
    page.locator("#former").wait_for()
    coordinator.look("former")
