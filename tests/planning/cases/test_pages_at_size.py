"""A plan of 320 items, 250 people in eleven groups, a year of 290 items: every page asks a few questions only."""

from types import SimpleNamespace
from typing import Any

import pytest
from support.counting import questions
from support.plans import here

from tenants.context import in_tenant

MOST = 12  # four of them are asked by the frame of every page: who is here, and with which roles
# Whoever compares two texts reads all of the plan: its items, five parts of their sheets, needs and chapters.
COMPARING = 19


@pytest.fixture(scope="module")
def desk(city: SimpleNamespace) -> Any:
    """The coordinator's browser."""
    from django.test import Client

    from accounts.models import User
    from tenants.commands import give_role
    from tenants.roles import Role

    user = User.objects.create_user("jana@example.org", "quiet river 42", name="Jana")
    give_role(city.tenant, user=user, role=Role.COORDINATOR, by=None, at=city.plan.created_at)
    client = Client(headers={"host": "alfa.localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["site"] = city.tenant.key
    session.save()
    return client


def first(city: SimpleNamespace, rows: str) -> Any:
    """The key of the first of these rows of the plan."""
    with in_tenant(city.tenant.key):
        return getattr(city.plan, rows).order_by("id").values_list("pk", flat=True)[0]


def measure(city: SimpleNamespace) -> Any:
    with in_tenant(city.tenant.key):
        return city.plan.nodes.get(title="Terénní podpora rodin v ohrožení").pk


def test_the_case_stands_at_its_true_size(city: SimpleNamespace) -> None:
    from planning.groups.models import Person

    with in_tenant(city.tenant.key):
        nodes, year = city.plan.nodes, city.plan.action_plans.get(year=2026)
        sizes = {level: nodes.filter(level=level).count() for level in ("PRIORITY", "GOAL", "MEASURE", "ACTIVITY")}
        assert sizes == {"PRIORITY": 10, "GOAL": 20, "MEASURE": 40, "ACTIVITY": 250}
        assert (city.plan.groups.count(), Person.objects.count(), year.items.count()) == (11, 246, 290)


@pytest.mark.parametrize("name", ["work", "plan", "years", "needs", "swots", "chapters", "whole", "orphans", "course",
                                  "facts", "publish", "money", "checklist"])  # fmt: skip
def test_a_page_of_the_plan_asks_few_questions(city: SimpleNamespace, desk: Any, name: str) -> None:
    assert questions(desk, here(name, city.plan.pk)) <= MOST


@pytest.mark.parametrize("name", ["publications", "amend"])
def test_a_comparison_reads_each_part_of_the_plan_once(city: SimpleNamespace, desk: Any, name: str) -> None:
    assert questions(desk, here(name, city.plan.pk)) <= COMPARING


@pytest.mark.parametrize("name", ["node", "node_work", "node_needs", "node_line"])
def test_a_page_of_a_measure_asks_few_questions(city: SimpleNamespace, desk: Any, name: str) -> None:
    assert questions(desk, here(name, city.plan.pk, measure(city))) <= MOST


@pytest.mark.parametrize("name", ["node_work", "node_needs", "node_line"])
def test_a_page_of_an_activity_asks_few_questions(city: SimpleNamespace, desk: Any, name: str) -> None:
    with in_tenant(city.tenant.key):
        activity = city.plan.nodes.filter(level="ACTIVITY").order_by("pk").first()
    assert questions(desk, here(name, city.plan.pk, activity.pk)) <= MOST


@pytest.mark.parametrize("name", ["year", "year_fill", "year_verdicts"])
def test_a_page_of_the_year_asks_few_questions(city: SimpleNamespace, desk: Any, name: str) -> None:
    assert questions(desk, here(name, city.plan.pk, first(city, "action_plans"))) <= MOST


@pytest.mark.parametrize("name", ["plans", "groups", "public_groups", "meetings", "public_meetings"])
def test_a_page_of_the_site_asks_few_questions(city: SimpleNamespace, desk: Any, name: str) -> None:
    assert questions(desk, here(name)) <= MOST


@pytest.mark.parametrize("name", ["group", "public_group", "add_member"])
def test_a_page_of_a_group_asks_few_questions(city: SimpleNamespace, desk: Any, name: str) -> None:
    assert questions(desk, here(name, first(city, "groups"))) <= MOST
