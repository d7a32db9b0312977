"""The region plans on a site of its own, and what it offers is the template of its municipalities."""

from datetime import date
from typing import Any

import pytest
from support.plans import begin_plan, here, small_tree
from support.world import FOUNDED

from planning.standards.queries import checklist_of
from planning.structure.models import Plan
from planning.structure.publishing import publish_plan
from planning.structure.templates import offer_plan
from tenants.context import in_tenant
from tenants.models import Municipality, Tenant

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "at": FOUNDED}


@pytest.fixture
def office(beta: Any) -> Any:
    """The site of the region's plan."""
    Tenant.objects.filter(key=beta.key).update(kind="REGIONAL", name="Krajský plán")
    beta.covers.set(Municipality.objects.filter(region_code="SK032"))
    beta.refresh_from_db()
    return beta


@pytest.fixture
def planner(office: Any, person: Any, browse: Any) -> Any:
    return browse(office, person("COORDINATOR", at=office))


def test_the_region_makes_a_regional_plan_and_its_checklist_fits(office: Any, planner: Any) -> None:
    said = {"title": "Plán kraja", "summary": "Pre všetkých.", "starts_on": "1.1.2027", "ends_on": "31.12.2030"}
    assert planner.post(here("new"), said | {"kind": "MUNICIPAL"}).context["form"].errors
    assert planner.post(here("new"), said | {"kind": "REGIONAL"}).status_code == 302
    with in_tenant(office.key):
        plan = Plan.objects.get()
        ours = {line.item.code for line in checklist_of(plan, "SK", date(2026, 5, 1))}
        plan.kind = Plan.Kind.MUNICIPAL
        theirs = {line.item.code for line in checklist_of(plan, "SK", date(2026, 5, 1))}
    assert ours - theirs
    assert planner.get(here("work", plan.pk)).status_code == 200


def test_what_the_region_offers_is_recommended_to_municipalities(
    office: Any, alfa: Any, person: Any, browse: Any
) -> None:
    with in_tenant(office.key):
        plan = begin_plan("Vzor")
        small_tree(plan)
        publish_plan(plan, **WHO)
        offer_plan(plan, is_offered=True, **WHO)
    coordinator = browse(alfa, person("COORDINATOR", at=alfa))
    page = coordinator.get(here("copy"))
    assert [(offer.title, offer.tenant_name) for offer in page.context["templates"]] == [("Vzor", "Krajský plán")]
    assert page.context["offers"] == []
    sent = {"title": "Náš plán", "starts_on": "1.1.2027", "ends_on": "31.12.2031"}
    assert coordinator.post(f"{here('copy')}?from=offer:{office.key}:{plan.pk}", sent).status_code == 302
    with in_tenant(alfa.key):
        begun = Plan.objects.get(title="Náš plán")
        assert (begun.kind, begun.nodes.count()) == ("MUNICIPAL", 6)
        assert "Krajský plán" in begun.came_from


def test_search_on_the_site_of_the_region_asks_in_the_whole_region(office: Any) -> None:
    from search import places

    assert places.of_tenant(office) is None
    assert places.named("Krajský plán", office).where is None
