"""The pages of plans: what the public sees and what those who write can do."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from support.counting import questions
from support.plans import add, begin_plan, here, small_tree
from support.world import FOUNDED

from planning.structure.models import Node, Plan
from planning.structure.publishing import publish_plan, withdraw_plan
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(alfa: Any) -> Plan:
    with in_tenant(alfa.key):
        begun = begin_plan("Plán mesta Alfa")
        small_tree(begun)
        return begun


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


def publish(alfa: Any, plan: Plan) -> None:
    with in_tenant(alfa.key):
        publish_plan(plan, by=None, at=FOUNDED)


def test_draft_is_never_seen_from_outside(alfa: Any, plan: Plan, browse: Any) -> None:
    stranger = browse(alfa)
    with in_tenant(alfa.key):
        node = Node.objects.first()
    assert stranger.get(here("plan", plan.id)).status_code == 404
    assert stranger.get(here("node", plan.id, node.id)).status_code == 404
    assert "Plán mesta Alfa" not in stranger.get("/").content.decode()
    assert stranger.get(here("work", plan.id)).status_code == 302


def test_published_plan_is_read_page_by_page(alfa: Any, plan: Plan, browse: Any) -> None:
    publish(alfa, plan)
    stranger = browse(alfa)
    assert "Plán mesta Alfa" in stranger.get("/").content.decode()
    address = re.search(r'href="(/plan/[^"]+/[^"]+/)"', stranger.get(here("plan", plan.id)).content.decode()).group(1)
    titles = []
    while address:
        page = stranger.get(address).content.decode()
        titles.append(re.search(r"<h1[^>]*>([^<]+)<", page).group(1))
        follow = re.search(r'href="([^"]+)" rel="next"', page)
        address = follow.group(1) if follow else ""
    assert titles == ["A", "A.goal", "A.first", "A.second", "B"]


def test_later_changes_stay_inside_until_published_again(alfa: Any, plan: Plan, browse: Any) -> None:
    publish(alfa, plan)
    with in_tenant(alfa.key):
        secret = add(plan, "Not yet decided")
    stranger = browse(alfa)
    assert "Not yet decided" not in stranger.get(here("plan", plan.id)).content.decode()
    assert stranger.get(here("node", plan.id, secret.id)).status_code == 404
    publish(alfa, plan)
    assert "Not yet decided" in stranger.get(here("plan", plan.id)).content.decode()


def test_withdrawn_plan_disappears(alfa: Any, plan: Plan, browse: Any) -> None:
    publish(alfa, plan)
    with in_tenant(alfa.key):
        withdraw_plan(plan, by=None, at=FOUNDED, why="mistake")
    assert browse(alfa).get(here("plan", plan.id)).status_code == 404


def test_plan_of_one_town_is_not_known_in_the_other(alfa: Any, beta: Any, plan: Plan, browse: Any, person: Any) -> None:
    publish(alfa, plan)
    assert browse(beta).get(here("plan", plan.id)).status_code == 404
    assert browse(beta, person("COORDINATOR", at=beta)).get(here("work", plan.id)).status_code == 404


def test_coordinator_builds_and_publishes_a_plan(alfa: Any, coordinator: Any, browse: Any) -> None:
    facts = {
        "title": "Nový plán",
        "kind": "MUNICIPAL",
        "starts_on": "1. 1. 2026",
        "ends_on": "31.12.2030",
        "summary": "",
    }
    answer = coordinator.post(here("new"), facts)
    with in_tenant(alfa.key):
        plan = Plan.objects.get(title="Nový plán")
        assert (plan.starts_on, plan.ends_on) == (date(2026, 1, 1), date(2030, 12, 31))
    assert answer.headers["location"] == here("work", plan.id)
    coordinator.post(here("add", plan.id), {"title": "Dôstojná staroba"})
    with in_tenant(alfa.key):
        priority = plan.nodes.get()
    coordinator.post(f"{here('add', plan.id)}?parent={priority.id}", {"title": "Pomoc doma"})
    assert coordinator.post(here("publish", plan.id)).status_code == 302
    page = browse(alfa).get(here("plan", plan.id)).content.decode()
    assert "Dôstojná staroba" in page
    assert "Pomoc doma" in page


def test_an_empty_plan_is_not_published(alfa: Any, coordinator: Any) -> None:
    with in_tenant(alfa.key):
        plan = begin_plan()
    coordinator.post(here("publish", plan.id))
    with in_tenant(alfa.key):
        assert plan.published() is None


def test_buttons_move_a_node_with_and_without_htmx(alfa: Any, plan: Plan, coordinator: Any) -> None:
    with in_tenant(alfa.key):
        node = plan.nodes.get(title="B")
    whole = coordinator.post(here("move", plan.id, node.id), {"direction": "up"})
    assert whole.status_code == 302
    part = coordinator.post(here("move", plan.id, node.id), {"direction": "down"}, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert coordinator.post(here("move", plan.id, node.id), {"direction": "sideways"}).status_code == 400


def test_nothing_is_added_below_an_activity(alfa: Any, plan: Plan, coordinator: Any) -> None:
    with in_tenant(alfa.key):
        activity = plan.nodes.get(title="A.activity")
    address = f"{here('add', plan.id)}?parent={activity.id}"
    assert coordinator.get(address).headers["location"] == here("work", plan.id)
    assert coordinator.post(address, {"title": "too deep"}).headers["location"] == here("work", plan.id)


def test_what_the_other_one_changed_stays_when_i_save_once_more(alfa: Any, plan: Plan, coordinator: Any) -> None:
    with in_tenant(alfa.key):
        node = plan.nodes.get(title="A.first")
    address = here("node_work", plan.id, node.id)
    form = hidden(coordinator.get(address).content.decode()) | {"title": "A.first", "text": ""}
    coordinator.post(address, form | {"implementer": "Mesto"})
    answer = coordinator.post(address, form | {"target_groups": "seniori"})
    assert answer.status_code == 409
    again = hidden(answer.content.decode()) | {"title": "A.first", "target_groups": "seniori"}
    assert 'value="Mesto"' in answer.content.decode()
    coordinator.post(address, again | {"implementer": "Mesto"})
    with in_tenant(alfa.key):
        node.refresh_from_db()
    assert (node.implementer, node.target_groups) == ("Mesto", "seniori")


def hidden(page: str) -> dict[str, str]:
    """The version and the values a form was shown with."""
    fields = re.findall(r'<input type="hidden" name="(version|base)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields}


def test_two_people_on_one_node_lose_nothing(alfa: Any, plan: Plan, coordinator: Any) -> None:
    with in_tenant(alfa.key):
        node = plan.nodes.get(title="B")
    mine = {"title": "B mine", "text": "my long text", "version": node.version}
    coordinator.post(here("node_work", plan.id, node.id), {"title": "B theirs", "version": node.version})
    answer = coordinator.post(here("node_work", plan.id, node.id), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "my long text" in page
    assert "B theirs" in page
    with in_tenant(alfa.key):
        version = Node.objects.get(pk=node.pk).version
    assert f'name="version" value="{version}"' in page
    coordinator.post(here("node_work", plan.id, node.id), {**mine, "version": version})
    with in_tenant(alfa.key):
        assert Node.objects.get(pk=node.pk).text == "my long text"


@pytest.mark.parametrize(
    ("role", "may_read", "may_write", "may_publish"),
    [
        ("COORDINATOR", True, True, True),
        ("OFFICER", True, True, False),
        ("GROUP_LEADER", True, False, False),
        ("GROUP_MEMBER", True, False, False),
        ("COUNCIL_CLERK", True, False, False),
        ("INTAKE_CLERK", True, False, False),
    ],
)
def test_roles_read_write_and_publish(
    alfa: Any, plan: Plan, browse: Any, person: Any, role: str, may_read: bool, may_write: bool, may_publish: bool
) -> None:
    client = browse(alfa, person(role, at=alfa))
    assert (client.get(here("work", plan.id)).status_code == 200) is may_read
    assert (client.get(here("facts", plan.id)).status_code == 200) is may_write
    assert (client.get(here("publish", plan.id)).status_code == 200) is may_publish


def test_pages_of_a_plan_ask_the_same_whatever_its_size(alfa: Any, plan: Plan, coordinator: Any) -> None:
    with in_tenant(alfa.key):
        parent = plan.nodes.get(title="A.goal")
    addresses = [here("work", plan.id), here("plan", plan.id), here("node", plan.id, parent.id), here("plans"), "/"]
    publish(alfa, plan)
    before = [questions(coordinator, address) for address in addresses]
    with in_tenant(alfa.key):
        for number in range(30):
            add(plan, f"Opatrenie {number}", parent)
    publish(alfa, plan)
    assert [questions(coordinator, address) for address in addresses] == before
    assert max(before) <= 12


def test_an_empty_plan_offers_no_publishing(alfa: Any, coordinator: Any) -> None:
    with in_tenant(alfa.key):
        empty = begin_plan("Prázdny plán")
    button = f'action="{here("publish", empty.pk)}"'
    page = coordinator.get(here("publish", empty.pk)).content.decode()
    assert button not in page
    assert f'href="{here("work", empty.pk)}"' in page.split("<h1")[1]
    with in_tenant(alfa.key):
        add(empty, "Priorita")
    assert button in coordinator.get(here("publish", empty.pk)).content.decode()


def test_the_only_kind_of_plan_is_chosen_already(coordinator: Any) -> None:
    form = coordinator.get(here("new")).context["form"]
    assert (len(form.fields["kind"].choices), form["kind"].value()) == (1, "MUNICIPAL")


def test_plans_to_choose_from_carry_their_years(plan: Plan, coordinator: Any) -> None:
    for page in ("new_group", "new_survey", "log", "new_entry"):
        assert "Plán mesta Alfa (2026–2030)" in coordinator.get(here(page)).content.decode(), page
