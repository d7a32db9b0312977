"""The register of needs: numbered, changed without loss, set aside with a reason, never deleted."""

import io
import re
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook
from support.counting import questions
from support.knowing import WHO, add_need, here, link, node

from planning.knowing import commands
from planning.knowing.models import Need
from planning.knowing.queries import AsideOrNot, read_register
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.models import Plan, Revision
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
FORM = {"title": "Nemá kto postrážiť mamu", "source": "SURVEY", "weight": "4", "target_group": "seniori"}


def titles(plan: Plan, **asked: Any) -> list[str]:
    return [line.need.title for line in read_register(plan, **asked).lines]


# --- commands --------------------------------------------------------------------------------------------------------
def test_needs_are_numbered_in_each_plan(plan: Plan) -> None:
    assert [add_need(plan, title).number for title in ("A", "B")] == [1, 2]


def test_a_change_made_over_an_older_version_is_refused_and_nothing_lost(plan: Plan) -> None:
    need = add_need(plan, "Doprava", weight=2)
    commands.change_need(need, changes={"weight": 5}, version=1, **WHO)
    with pytest.raises(ChangedMeanwhile) as refusal:
        commands.change_need(need, changes={"title": "Doprava k lekárovi"}, version=1, **WHO)
    assert (refusal.value.facts["now"]["weight"], refusal.value.facts["version"]) == (5, 2)
    need.refresh_from_db()
    assert (need.title, need.weight) == ("Doprava", 5)


def test_saving_what_stands_there_already_leaves_no_trace(plan: Plan) -> None:
    need = add_need(plan, "Doprava")
    commands.change_need(need, changes={"title": "Doprava"}, version=1, **WHO)
    assert [each.act for each in Revision.objects.filter(subject_id=need.pk)] == ["added"]


def test_a_need_is_set_aside_only_with_a_reason_and_can_be_taken_up_again(plan: Plan) -> None:
    need = add_need(plan, "Bazén")
    with pytest.raises(PlanRefused):
        commands.set_need_aside(need, why="  ", **WHO)
    commands.set_need_aside(need, why="Nepatrí do plánu.", **WHO)
    assert (titles(plan), titles(plan, state="aside")) == ([], ["Bazén"])
    commands.take_need_up(need, **WHO)
    assert (titles(plan), titles(plan, state="aside")) == (["Bazén"], [])
    acts = Revision.objects.filter(subject_id=need.pk).order_by("at", "act").values_list("act", flat=True)
    assert sorted(acts) == ["added", "set_aside", "taken_up"]


def test_setting_aside_twice_keeps_the_first_reason(plan: Plan) -> None:
    need = add_need(plan, "Bazén")
    commands.set_need_aside(need, why="prvý", **WHO)
    commands.set_need_aside(need, why="druhý", **WHO)
    need.refresh_from_db()
    assert need.set_aside_why == "prvý"


@pytest.mark.parametrize("wrong", [{"weight": 0}, {"weight": 6}, {"title": ""}, {"set_aside_at": WHO["at"]}])
def test_the_database_refuses_what_is_never_true(plan: Plan, wrong: dict[str, Any]) -> None:
    add_need(plan, "Doprava")
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.update(**wrong)


# --- the list --------------------------------------------------------------------------------------------------------
def test_the_heaviest_need_stands_first(plan: Plan) -> None:
    for title, weight in (("ľahká", 1), ("ťažká", 5), ("stredná", 3)):
        add_need(plan, title, weight=weight)
    assert titles(plan) == ["ťažká", "stredná", "ľahká"]


def test_the_list_is_narrowed_by_group_source_and_words(plan: Plan) -> None:
    add_need(plan, "Opatrovanie doma", target_group="seniori", source="SURVEY")
    add_need(plan, "Asistent v škole", target_group="deti", source="GROUP")
    assert titles(plan, groups=frozenset({"deti"})) == ["Asistent v škole"]
    assert titles(plan, sources=frozenset({"SURVEY"})) == ["Opatrovanie doma"]
    assert titles(plan, words="skole asistent") == ["Asistent v škole"]


def test_a_need_is_unanswered_until_a_measure_is_linked(plan: Plan) -> None:
    need = add_need(plan, "Opatrovanie doma")
    link(plan, need=need, node=node(plan, "B"))
    assert titles(plan, state="unanswered") == ["Opatrovanie doma"]
    link(plan, need=need, node=node(plan, "A.first"))
    register = read_register(plan, state="unanswered")
    assert register.lines == []
    assert register.counts == {AsideOrNot.STANDING: 1, AsideOrNot.UNANSWERED: 0, AsideOrNot.ASIDE: 0}


# --- pages -----------------------------------------------------------------------------------------------------------
def test_a_coordinator_writes_a_need_and_changes_it(alfa: Any, plan: Plan, coordinator: Any) -> None:
    town = alfa.covers.order_by("name_folded").first()
    place = {"municipality": town.code, "part": "Fončorda"} if town else {}
    answer = coordinator.post(here("add_need", plan.pk), FORM | place)
    with in_tenant(alfa.key):
        need = Need.objects.get()
    assert answer.headers["location"] == here("need_links", plan.pk, need.pk)
    assert (need.title, need.weight, need.municipality_name) == (FORM["title"], 4, town.name if town else "")
    form = hidden(coordinator.get(here("need", plan.pk, need.pk)).content.decode())
    coordinator.post(here("need", plan.pk, need.pk), FORM | place | form | {"weight": "5"})
    with in_tenant(alfa.key):
        assert Need.objects.get().weight == 5


def test_what_the_other_one_changed_stays_when_i_save_once_more(alfa: Any, plan: Plan, coordinator: Any) -> None:
    need = add_need(plan, FORM["title"], weight=4, target_group="seniori")
    address = here("need", plan.pk, need.pk)
    form = hidden(coordinator.get(address).content.decode())
    coordinator.post(address, FORM | form | {"weight": "5"})
    answer = coordinator.post(address, FORM | form | {"text": "Moja dlhá poznámka"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Moja dlhá poznámka" in page
    assert re.search(r'value="5"[^>]*checked', page)
    coordinator.post(address, FORM | hidden(page) | {"text": "Moja dlhá poznámka", "weight": "5"})
    with in_tenant(alfa.key):
        now = Need.objects.get()
    assert (now.weight, now.text) == (5, "Moja dlhá poznámka")


def test_a_need_without_a_sentence_or_source_is_shown_again(alfa: Any, plan: Plan, coordinator: Any) -> None:
    answer = coordinator.post(here("add_need", plan.pk), {"weight": "3"})
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["source", "title"]
    with in_tenant(alfa.key):
        assert not Need.objects.exists()


def test_the_list_is_downloaded_as_it_is_narrowed(plan: Plan, coordinator: Any) -> None:
    need = add_need(plan, "=1+1", target_group="seniori")
    add_need(plan, "Asistent v škole", target_group="deti")
    link(plan, need=need, node=node(plan, "A.first"))
    file = coordinator.get(f"{here('needs_file', plan.pk)}?group=seniori")
    sheet = load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == ["=1+1"]
    assert sheet["B2"].data_type == "s"
    assert rows[1][9] == "1.1.1 A.first"


@pytest.mark.parametrize(
    ("role", "may_read", "may_write"),
    [
        ("COORDINATOR", True, True), ("OFFICER", True, True), ("GROUP_LEADER", True, False),
        ("GROUP_MEMBER", True, False), ("COUNCIL_CLERK", True, False), ("INTAKE_CLERK", True, False),
    ],
)  # fmt: skip
def test_roles_read_and_write_needs(
    alfa: Any, plan: Plan, browse: Any, person: Any, role: str, may_read: bool, may_write: bool
) -> None:
    client = browse(alfa, person(role, at=alfa))
    assert (client.get(here("needs", plan.pk)).status_code == 200) is may_read
    assert (client.get(here("add_need", plan.pk)).status_code == 200) is may_write
    assert browse(alfa).get(here("needs", plan.pk)).status_code == 302


def test_needs_of_one_town_are_not_known_in_the_other(beta: Any, plan: Plan, browse: Any, person: Any) -> None:
    need = add_need(plan, "Tajná potreba")
    stranger = browse(beta, person("COORDINATOR", at=beta))
    assert stranger.get(here("need_line", plan.pk, need.pk)).status_code == 404


def test_the_list_asks_the_same_whatever_its_size(alfa: Any, plan: Plan, coordinator: Any) -> None:
    add_need(plan, "prvá")
    assert questions(coordinator, here("needs", plan.pk)) == 8
    with in_tenant(alfa.key):
        for title in ("druhá", "tretia"):
            link(plan, need=add_need(plan, title), node=node(plan, "A.first"))
    assert questions(coordinator, here("needs", plan.pk)) == 8


def hidden(page: str) -> dict[str, str]:
    """The version and the values a form was shown with."""
    fields = re.findall(r'<input type="hidden" name="(version|base)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields}
