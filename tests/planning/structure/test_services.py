"""A measure and the services it speaks of: joined, mentioned, shown as they are today."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from support.plans import begin_plan, small_tree
from support.services import end_service, make_service
from support.world import FOUNDED

from catalogue.models import Mention
from kernel.errors import DomainError
from kernel.journal.relaying import deliver_pending
from planning.structure.commands import join_service, part_service
from planning.structure.models import Plan
from planning.structure.moving import move_node
from planning.structure.publishing import publish_plan, withdraw_plan
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Any:
    return make_service()


@pytest.fixture
def plan(alfa: Any, service: Any) -> Plan:
    with in_tenant(alfa.key):
        begun = begin_plan("Plán mesta Alfa")
        measure = small_tree(begun)["first"]
        join_service(measure, service_id=service.pk, by=None, at=FOUNDED)
        return begun


def publish(alfa: Any, plan: Plan) -> None:
    with in_tenant(alfa.key):
        publish_plan(plan, by=None, at=FOUNDED)
    deliver_pending()


def test_only_a_measure_speaks_of_services(alfa: Any, plan: Plan, service: Any) -> None:
    with in_tenant(alfa.key):
        priority = plan.nodes.get(title="A")
        with pytest.raises(DomainError):
            join_service(priority, service_id=service.pk, by=None, at=FOUNDED)


def test_a_service_that_is_not_in_the_catalogue_is_refused(alfa: Any, plan: Plan) -> None:
    with in_tenant(alfa.key):
        measure = plan.nodes.get(title="A.first")
        with pytest.raises(DomainError):
            join_service(measure, service_id=uuid.uuid4(), by=None, at=FOUNDED)


def test_the_service_learns_of_a_published_measure_and_not_of_a_draft(alfa: Any, plan: Plan, service: Any) -> None:
    deliver_pending()
    assert not Mention.objects.exists()
    publish(alfa, plan)
    mention = Mention.objects.get(service=service)
    assert (mention.tenant_key, mention.tenant_name, mention.measure_title) == (alfa.key, "Mesto Alfa", "1.1.1 A.first")
    assert mention.address.startswith("http://alfa.localhost")


def test_the_service_page_names_the_measure(alfa: Any, plan: Plan, service: Any, browse: Any) -> None:
    publish(alfa, plan)
    page = browse().get(reverse("catalogue:service", args=[service.pk], urlconf="config.urls_region")).content.decode()
    assert "1.1.1 A.first" in page
    assert "Mesto Alfa" in page


def test_the_mention_goes_with_the_publication(alfa: Any, plan: Plan) -> None:
    publish(alfa, plan)
    with in_tenant(alfa.key):
        part_service(plan.nodes.get(title="A.first").services.get(), by=None, at=FOUNDED)
    assert Mention.objects.count() == 1
    publish(alfa, plan)
    assert Mention.objects.count() == 0


def test_a_withdrawn_plan_takes_its_mentions_along(alfa: Any, plan: Plan) -> None:
    publish(alfa, plan)
    with in_tenant(alfa.key):
        withdraw_plan(plan, by=None, at=FOUNDED, why="a mistake")
    deliver_pending()
    assert not Mention.objects.exists()


def test_the_measure_says_when_its_service_has_ended(alfa: Any, plan: Plan, service: Any, browse: Any) -> None:
    publish(alfa, plan)
    with in_tenant(alfa.key):
        measure = plan.nodes.get(title="A.first")
    address = reverse("planning:node", args=[plan.pk, measure.pk], urlconf="config.urls_municipality")
    assert "skončila" not in browse(alfa).get(address).content.decode()
    end_service(service, date(2026, 2, 1))
    page = browse(alfa).get(address).content.decode().replace("\xa0", " ")
    assert "táto služba sa skončila 1. februára 2026" in page


def test_the_tree_flags_the_measure_whose_service_has_ended(
    alfa: Any, plan: Plan, service: Any, browse: Any, person: Any
) -> None:
    tree = reverse("planning:work", args=[plan.pk], urlconf="config.urls_municipality")
    desk = browse(alfa, person("COORDINATOR", at=alfa))
    assert "hovorí o službe, ktorá sa skončila" not in desk.get(tree).content.decode()
    end_service(service, date(2026, 2, 1))
    assert desk.get(tree).content.decode().count("hovorí o službe, ktorá sa skončila") == 1


def test_the_measure_shows_the_name_the_service_has_today(alfa: Any, plan: Plan, service: Any, browse: Any) -> None:
    publish(alfa, plan)
    type(service).objects.filter(pk=service.pk).update(name="Nové meno služby")
    with in_tenant(alfa.key):
        measure = plan.nodes.get(title="A.first")
    address = reverse("planning:node", args=[plan.pk, measure.pk], urlconf="config.urls_municipality")
    assert "Nové meno služby" in browse(alfa).get(address).content.decode()


@pytest.mark.parametrize("way", ["out", "in"])
def test_a_measure_that_speaks_of_services_stays_a_measure(alfa: Any, plan: Plan, way: str) -> None:
    with in_tenant(alfa.key):
        goal = plan.nodes.get(title="A.goal")
        second = plan.nodes.get(title="A.second")
        join_service(second, service_id=make_service("Denný stacionár", kind="SK448-40").pk, by=None, at=FOUNDED)
        with pytest.raises(DomainError):
            move_node(second, way=way, by=None, at=FOUNDED)
        assert plan.nodes.get(title="A.second").parent_id == goal.id
