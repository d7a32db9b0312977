"""Two coordinators at the same moment: one answers, one adds; nobody is taken in twice."""

from collections.abc import Callable
from typing import Any

from support.at_once import at_once, town_alfa
from support.groups import DAY, asked, found, seat
from support.world import FOUNDED

from planning.groups import applying
from planning.groups.models import Application, GroupMember, Person
from planning.groups.people import Newcomer
from planning.structure.errors import PlanRefused
from tenants.context import in_tenant

NOBODY: dict[str, Any] = {"by": None, "at": FOUNDED}


def outcomes(acts: list[Callable[[], Any]], key: str) -> list[str]:
    """Who came first, and by which code the others were refused."""
    answers = at_once(acts, key)
    assert all(isinstance(each, PlanRefused) for each in answers if isinstance(each, Exception)), answers
    return sorted(each.code if isinstance(each, PlanRefused) else "first" for each in answers)


def test_of_two_coordinators_one_answers(own_database: str) -> None:
    key = town_alfa().key
    with in_tenant(key):
        application = asked(found())
    who = Newcomer(application.name, application.email)

    def take() -> Any:
        return applying.take_application(application, who=who, starts_on=DAY, **NOBODY)

    def decline() -> Any:
        return applying.decline_application(application, why="Nie.", **NOBODY)

    assert outcomes([take, decline, take, decline], key) == ["answered", "answered", "answered", "first"]
    with in_tenant(key):
        held = Application.objects.get()
        assert GroupMember.objects.count() == Person.objects.count() == (held.state == "TAKEN")


def test_of_two_coordinators_one_adds_a_person(own_database: str) -> None:
    key = town_alfa().key
    with in_tenant(key):
        groups = [found(f"Skupina {n}") for n in range(4)]
    acts = [lambda group=group: seat(group, Newcomer("Anna Nová", "anna@example.org")) for group in groups]
    assert outcomes(acts, key) == ["first", "person_known", "person_known", "person_known"]
    with in_tenant(key):
        assert Person.objects.count() == GroupMember.objects.count() == 1
