"""A SWOT is written in a meeting: Enter adds, the field keeps the focus, nothing stands there twice."""

import re
from typing import Any

import pytest
from support.counting import questions
from support.knowing import WHO, here, say

from planning.knowing import swot as commands
from planning.knowing.models import Statement
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.models import Plan, Revision
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db


def order(swot: Any) -> list[str]:
    return list(swot.statements.order_by("position", "pk").values_list("text", flat=True))


# --- commands --------------------------------------------------------------------------------------------------------
def test_statements_stand_in_the_order_in_which_they_were_said(plan: Plan) -> None:
    for text in ("prvé", "druhé", "tretie"):
        swot = say(plan, text).swot
    assert order(swot) == ["prvé", "druhé", "tretie"]


def test_second_press_of_the_button_changes_nothing(plan: Plan) -> None:
    assert say(plan, "Málo  opatrovateliek").pk == say(plan, "Málo opatrovateliek").pk
    assert Revision.objects.filter(subject_kind="statement").count() == 1


def test_an_empty_sentence_and_a_fifth_list_are_refused(plan: Plan) -> None:
    swot = say(plan, "prvé").swot
    for quarter, text in (("WEAKNESS", "  "), ("FIFTH", "text")):
        with pytest.raises(PlanRefused):
            commands.add_statement(swot, quarter=quarter, text=text, **WHO)


def test_a_statement_moves_within_its_list_and_no_further(plan: Plan) -> None:
    first, second, third = (say(plan, text) for text in ("prvé", "druhé", "tretie"))
    commands.move_statement(third, way="up", **WHO)
    commands.move_statement(first, way="up", **WHO)
    assert order(first.swot) == ["prvé", "tretie", "druhé"]
    commands.move_statement(first, way="down", **WHO)
    assert order(first.swot) == ["tretie", "prvé", "druhé"]
    commands.remove_statement(third, **WHO)
    assert [row.position for row in Statement.objects.order_by("position")] == [0, 1]
    assert say(plan, "štvrté").position == 2
    assert second.swot_id == first.swot_id


def test_two_people_who_reword_one_statement_lose_nothing(plan: Plan) -> None:
    said = say(plan, "Málo opatrovateliek")
    commands.change_statement(said, text="Málo opatrovateliek v noci", version=1, **WHO)
    with pytest.raises(ChangedMeanwhile) as refusal:
        commands.change_statement(said, text="Chýbajú opatrovateľky", version=1, **WHO)
    assert refusal.value.facts == {"now": {"text": "Málo opatrovateliek v noci"}, "version": 2}


def test_a_statement_is_not_reworded_into_one_that_stands_there(plan: Plan) -> None:
    say(plan, "prvé")
    with pytest.raises(PlanRefused):
        commands.change_statement(say(plan, "druhé"), text="prvé", version=1, **WHO)


def test_a_removed_statement_stays_in_the_history(plan: Plan) -> None:
    said = say(plan, "Málo opatrovateliek")
    commands.remove_statement(said, **WHO)
    kept = Revision.objects.get(subject_id=said.pk, act="removed")
    assert kept.before == {"text": "Málo opatrovateliek", "quarter": "WEAKNESS"}


# --- the board -------------------------------------------------------------------------------------------------------
def test_without_scripts_the_board_comes_back_with_the_same_field_ready(plan: Plan, coordinator: Any) -> None:
    swot = say(plan, "prvé").swot
    answer = coordinator.post(here("add_statement", plan.pk, swot.pk), {"quarter": "THREAT", "text": "Odchod mladých"})
    address = f"{here('swot', plan.pk, swot.pk)}?in=THREAT"
    assert answer.headers["location"] == address
    page = coordinator.get(address).content.decode()
    assert re.findall(r'<input[^>]*id="([A-Z]+)-text"[^>]*autofocus', page) == ["THREAT"]
    assert "Odchod mladých" in page


def test_with_scripts_only_the_list_is_drawn_again_with_its_field_ready(plan: Plan, coordinator: Any) -> None:
    swot = say(plan, "prvé").swot
    sent = {"quarter": "WEAKNESS", "text": "druhé"}
    answer = coordinator.post(here("add_statement", plan.pk, swot.pk), sent, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert re.findall(r'<input[^>]*id="([A-Z]+)-text"[^>]*data-opora-focus', page) == ["WEAKNESS"]
    assert page.index("prvé") < page.index("druhé")


def test_what_is_too_long_stays_in_the_field(alfa: Any, plan: Plan, coordinator: Any) -> None:
    swot = say(plan, "prvé").swot
    long = "a" * 401
    answer = coordinator.post(here("add_statement", plan.pk, swot.pk), {"quarter": "THREAT", "text": long})
    assert answer.status_code == 422
    assert f'value="{long}"' in answer.content.decode()
    with in_tenant(alfa.key):
        assert Statement.objects.count() == 1


def test_a_coordinator_begins_orders_rewords_and_removes(alfa: Any, plan: Plan, coordinator: Any) -> None:
    answer = coordinator.post(here("begin_swot", plan.pk), {"kind": "GROUP", "name": "Skupina Seniori"})
    with in_tenant(alfa.key):
        swot = plan.swots.get()
        first, second = (
            commands.add_statement(swot, quarter="STRENGTH", text=text, **WHO) for text in ("prvé", "druhé")
        )
    assert answer.headers["location"] == here("swot", plan.pk, swot.pk)
    coordinator.post(here("move_statement", plan.pk, second.pk), {"direction": "up"})
    assert coordinator.post(here("move_statement", plan.pk, second.pk), {"direction": "in"}).status_code == 400
    coordinator.post(here("reword", plan.pk, first.pk), {"text": "inak", "version": "1"})
    with in_tenant(alfa.key):
        assert order(swot) == ["druhé", "inak"]
    answer = coordinator.post(here("reword", plan.pk, first.pk), {"text": "celkom inak", "version": "1"})
    assert answer.status_code == 409
    assert "celkom inak" in answer.content.decode()
    coordinator.post(here("remove_statement", plan.pk, first.pk))
    with in_tenant(alfa.key):
        assert order(swot) == ["druhé"]


@pytest.mark.parametrize(
    ("role", "may_read", "may_add", "may_write"),
    [
        ("COORDINATOR", True, True, True), ("OFFICER", True, True, True), ("GROUP_LEADER", True, True, False),
        ("GROUP_MEMBER", True, True, False), ("COUNCIL_CLERK", True, False, False),
        ("INTAKE_CLERK", True, False, False),
    ],
)  # fmt: skip
def test_groups_add_what_they_say_and_only_writers_change_it(
    alfa: Any, plan: Plan, browse: Any, person: Any, role: str, may_read: bool, may_add: bool, may_write: bool
) -> None:
    said = say(plan, "prvé")
    client = browse(alfa, person(role, at=alfa))
    page = client.get(here("swot", plan.pk, said.swot_id))
    assert (page.status_code == 200) is may_read
    assert ('name="text"' in page.content.decode()) is may_add
    sent = {"quarter": "THREAT", "text": role}
    assert (client.post(here("add_statement", plan.pk, said.swot_id), sent).status_code == 302) is may_add
    assert (client.get(here("reword", plan.pk, said.pk)).status_code == 200) is may_write
    assert (client.get(here("begin_swot", plan.pk)).status_code == 200) is may_write


def test_boards_and_their_list_ask_the_same_whatever_their_size(alfa: Any, plan: Plan, coordinator: Any) -> None:
    swot = say(plan, "prvé").swot
    addresses = {here("swots", plan.pk): 7, here("swot", plan.pk, swot.pk): 7}
    assert {address: questions(coordinator, address) for address in addresses} == addresses
    with in_tenant(alfa.key):
        for name in ("Seniori", "Deti", "Rodiny"):
            for text in ("a", "b", "c"):
                say(plan, text, name=name)
    assert {address: questions(coordinator, address) for address in addresses} == addresses


def test_a_sentence_somebody_else_removed_meanwhile_is_refused(plan: Plan) -> None:
    said = say(plan, "prvé")
    late = Statement.objects.get(pk=said.pk)
    commands.remove_statement(said, **WHO)
    late_acts = (
        lambda: commands.remove_statement(late, **WHO),
        lambda: commands.move_statement(late, way="up", **WHO),
        lambda: commands.change_statement(late, text="Inak", version=1, **WHO),
    )
    for act in late_acts:
        with pytest.raises(PlanRefused):
            act()
