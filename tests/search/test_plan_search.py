"""Published plans are found on their own site and on no other; drafts and what was withdrawn never."""

from typing import Any

import pytest
from django.db import transaction
from support.finding import deliver, refresh
from support.plans import add, begin_plan
from support.world import FOUNDED

from search.models import Document
from tenants.context import in_tenant


def publish(tenant: Any, word: str, node_id: str = "") -> Any:
    """A plan of one priority and one measure that holds the word; two tenants may be given equal ids."""
    from planning.structure.models import Node
    from planning.structure.publishing import publish_plan

    with in_tenant(tenant.key), transaction.atomic():
        plan = begin_plan(f"Plán {word}")
        top = add(plan, "Starnutie doma")
        goal = add(plan, f"Cieľ {word}", top)
        measure = add(plan, "Rozšíriť opatrovateľskú službu", goal, text=f"Značka {word}")
        if node_id:
            Node.objects.filter(pk=measure.pk).update(id=node_id)
        publish_plan(plan, by=None, at=FOUNDED)
    return plan


def titles(answer: Any) -> list[str]:
    return [card["title"] for card in answer.context["nodes"]]


@pytest.fixture
def two_plans(db: None, own_index: str, alfa: Any, beta: Any) -> tuple[Any, Any]:
    """Two look-alike tenants, one measure with the same id in both."""
    from django.core.management import call_command

    call_command("search_update", verbosity=0)
    same = "11111111-1111-4111-8111-111111111111"
    plans = publish(alfa, "alfamarker", same), publish(beta, "betamarker", same)
    deliver()
    refresh()
    return plans


def test_a_plan_is_found_on_its_own_site_only(
    two_plans: Any, backend: str, alfa: Any, beta: Any, region: Any, browse: Any
) -> None:
    found = browse(alfa).get("/plan/search", {"q": "opatrovateľskej službe"})
    assert found["X-Search-Backend"] == backend
    assert titles(found) == ["Rozšíriť opatrovateľskú službu"]
    assert "Cieľ alfamarker" in found.content.decode()
    assert "betamarker" not in found.content.decode()
    assert titles(browse(alfa).get("/plan/search", {"q": "betamarker"})) == []
    assert len(titles(browse(beta).get("/plan/search", {"q": "betamarker"}))) == 3
    assert len(titles(browse(region).get("/plan/search", {"q": "betamarker"}))) == 3


def test_the_regions_site_searches_the_plans_of_all_open_sites(
    two_plans: Any, backend: str, alfa: Any, beta: Any, region: Any, browse: Any
) -> None:
    found = browse(region).get("/plan/search", {"q": "opatrovateľskej službe"})
    assert sorted((card["title"], card["site_name"]) for card in found.context["nodes"]) == [
        ("Rozšíriť opatrovateľskú službu", alfa.name),
        ("Rozšíriť opatrovateľskú službu", beta.name),
    ]
    assert all("localhost" in card["href"] and "/plan/" in card["href"] for card in found.context["nodes"])
    beta.is_open = False
    beta.save(update_fields=["is_open"])
    left = browse(region).get("/plan/search", {"q": "opatrovateľskej službe"})
    assert [card["site_name"] for card in left.context["nodes"]] == [alfa.name]


def test_without_words_only_the_own_plan_is_listed(two_plans: Any, backend: str, alfa: Any, browse: Any) -> None:
    page = browse(alfa).get("/plan/search").content.decode()
    assert "alfamarker" in page
    assert "betamarker" not in page


def test_search_for_services_never_holds_plans(two_plans: Any, backend: str, alfa: Any, browse: Any) -> None:
    answer = browse(alfa).get("/api/v1/search/services", {"q": "alfamarker"}).json()
    assert (answer["backend"], answer["count"]) == (backend, 0)


def test_equal_ids_of_two_tenants_are_two_documents(two_plans: Any, alfa: Any, beta: Any) -> None:
    rows = Document.objects.filter(id__endswith="11111111-1111-4111-8111-111111111111")
    assert sorted(rows.values_list("tenant_key", flat=True)) == sorted([alfa.key, beta.key])


def test_what_is_withdrawn_can_no_longer_be_found(two_plans: Any, backend: str, alfa: Any, browse: Any) -> None:
    from planning.structure.publishing import withdraw_plan

    with in_tenant(alfa.key), transaction.atomic():
        withdraw_plan(two_plans[0], by=None, at=FOUNDED)
    deliver()
    refresh()
    assert titles(browse(alfa).get("/plan/search")) == []


def test_a_draft_is_not_found_and_a_removed_node_goes(two_plans: Any, backend: str, alfa: Any, browse: Any) -> None:
    from planning.structure.commands import remove_node
    from planning.structure.models import Node
    from planning.structure.publishing import publish_plan

    with in_tenant(alfa.key), transaction.atomic():
        begin_plan("Tajný návrh")
        add(two_plans[0], "Nová priorita")
    deliver()
    refresh()
    assert len(titles(browse(alfa).get("/plan/search"))) == 4
    with in_tenant(alfa.key), transaction.atomic():
        remove_node(Node.objects.get(pk="11111111-1111-4111-8111-111111111111"), by=None, at=FOUNDED)
        publish_plan(two_plans[0], by=None, at=FOUNDED)
    deliver()
    refresh()
    assert sorted(titles(browse(alfa).get("/plan/search"))) == [
        "Cieľ alfamarker",
        "Nová priorita",
        "Plán alfamarker",
        "Starnutie doma",
    ]
