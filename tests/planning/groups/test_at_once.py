"""Two coordinators at the same moment: one answers, one adds; nobody is taken in twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from support.groups import DAY, asked, found, seat
from support.world import FOUNDED, HOSTS

from planning.groups import applying
from planning.groups.models import Application, GroupMember, Person
from planning.groups.people import Newcomer
from planning.structure.errors import PlanRefused
from tenants.context import in_tenant

NOBODY: dict[str, Any] = {"by": None, "at": FOUNDED}


def key_of_alfa() -> str:
    from tenants.models import Tenant

    return str(Tenant.objects.get(domains__domain=HOSTS["alfa"]).key)


def test_of_two_coordinators_one_answers(own_database: str) -> None:
    key = key_of_alfa()
    with in_tenant(key):
        application = asked(found())

    def answer(take_in: bool) -> str:
        try:
            with in_tenant(key):
                if take_in:
                    who = Newcomer(application.name, application.email)
                    applying.take_application(application, who=who, starts_on=DAY, **NOBODY)
                else:
                    applying.decline_application(application, why="Nie.", **NOBODY)
        except PlanRefused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "first"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(answer, [True, False, True, False]))
    assert outcomes == ["answered", "answered", "answered", "first"]
    with in_tenant(key):
        held = Application.objects.get()
        assert GroupMember.objects.count() == Person.objects.count() == (held.state == "TAKEN")


def test_of_two_coordinators_one_adds_a_person(own_database: str) -> None:
    key = key_of_alfa()
    with in_tenant(key):
        groups = [found(f"Skupina {n}") for n in range(4)]

    def add(number: int) -> str:
        try:
            with in_tenant(key):
                seat(groups[number], Newcomer("Anna Nová", "anna@example.org"))
        except PlanRefused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "first"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(add, range(4)))
    assert outcomes == ["first", "person_known", "person_known", "person_known"]
    with in_tenant(key):
        assert Person.objects.count() == GroupMember.objects.count() == 1
