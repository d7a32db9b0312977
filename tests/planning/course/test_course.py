"""The course of a plan: one step after another, nothing missing, back with a reason, the past told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from support.counting import questions
from support.groups import found, full, seat
from support.plans import add, begin_plan, here, small_tree
from support.world import FOUNDED

from planning.course import commands
from planning.course.guards import missing_for
from planning.course.models import Paper, Step
from planning.course.stages import ORDER, PROCESS, Guard, PaperKind, Stage, after, before
from planning.groups.commands import end_group
from planning.groups.models import Party
from planning.structure.commands import change_node
from planning.structure.errors import PlanRefused
from planning.structure.models import Level, Plan
from planning.structure.publishing import publish_plan
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
DAY = FOUNDED.date()


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        begun = begin_plan("Plán mesta Alfa")
        small_tree(begun)
        yield begun


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


def lay(plan: Plan, *kinds: PaperKind) -> None:
    for kind in kinds:
        commands.record_paper(plan, kind=kind, on=DAY, by=None, at=FOUNDED)


def go_on(plan: Plan) -> Step:
    now = commands.standing(plan)
    return commands.go_on(plan, seen=now.number if now else 0, on=DAY, by=None, at=FOUNDED)


def stood(plan: Plan, stage: Stage) -> None:
    """The plan stands at this stage, as told from outside."""
    days = dict.fromkeys(ORDER[: ORDER.index(stage) + 1], DAY)
    commands.tell_past(plan, days=days, seen=0, by=None, at=FOUNDED)


# --- the table -------------------------------------------------------------------------------------------------------
def test_every_stage_has_its_rule_and_every_guard_a_check() -> None:
    from planning.course.guards import CHECKS

    assert [rule.stage for rule in PROCESS] == list(Stage)
    assert set(CHECKS) == set(Guard)
    asked = {kind for rule in PROCESS for kind in (*rule.papers, *rule.leaves)}
    assert asked == set(PaperKind)


def test_stages_follow_one_another() -> None:
    assert after(None) == Stage.INITIATED
    assert after(Stage.EVALUATED) is None
    assert before(Stage.ANALYSING) == [Stage.ORGANISED, Stage.INITIATED]


# --- forward ---------------------------------------------------------------------------------------------------------
def test_nothing_begins_without_the_papers_it_asks_for(plan: Plan) -> None:
    with pytest.raises(PlanRefused, match="chýba"):
        go_on(plan)
    lay(plan, PaperKind.MANDATE)
    assert go_on(plan).stage == Stage.INITIATED
    lay(plan, PaperKind.CHARTER)
    with pytest.raises(PlanRefused):
        go_on(plan)
    lay(plan, PaperKind.MEMBERS)
    assert go_on(plan).stage == Stage.ORGANISED


def test_groups_of_the_whole_triad_let_the_plan_go_on(plan: Plan) -> None:
    lay(plan, PaperKind.MANDATE, PaperKind.CHARTER)
    go_on(plan)
    new = f"{here('new_group')}?kind={{}}&plan={plan.pk}"
    assert [each.href for each in missing_for(plan, Stage.ORGANISED, DAY)] == [
        new.format("STEERING"),
        new.format("WORKING"),
    ]
    full("Riadiaca", kind="STEERING")
    working = found("Seniori", plan=plan)
    seat(working, "Anna", "PROVIDER")
    (missing,) = missing_for(plan, Stage.ORGANISED, DAY)
    assert missing.href == here("group", working.pk)
    assert {word for word in (*map(str, Party.labels), "Seniori") if word in missing.text} == {
        "Seniori",
        str(Party.COMMISSIONER.label),
        str(Party.USER.label),
    }
    seat(working, "Beáta", "USER")
    seat(working, "Cyril", "COMMISSIONER")
    found("Skupina iného plánu", plan=begin_plan("Iný plán"))
    assert go_on(plan).stage == Stage.ORGANISED


def test_a_group_that_has_ended_organises_nothing(plan: Plan) -> None:
    for group in (full("Riadiaca", kind="STEERING"), full("Seniori")):
        end_group(group, on=DAY, why="Hotovo.", by=None, at=FOUNDED)
    assert missing_for(plan, Stage.ORGANISED, DAY)[1:] == []
    assert len(missing_for(plan, Stage.ORGANISED, DAY + timedelta(1))) == 3


def test_measures_say_what_they_lack_and_where_it_is_mended(plan: Plan) -> None:
    measures = list(plan.nodes.filter(level=Level.MEASURE))
    told = missing_for(plan, Stage.DRAFT_REVIEW, DAY)
    assert len(told) == 2 * len(measures)
    assert {each.href for each in told} == {here("node_work", plan.pk, node.pk) for node in measures}
    for node in measures:
        facts = {"implementer": "Mesto", "ends_on": date(2027, 12, 31)}
        change_node(node, changes=facts, version=node.version, by=None, at=FOUNDED)
    assert missing_for(plan, Stage.DRAFT_REVIEW, DAY) == []


def test_a_plan_without_measures_is_no_draft(alfa: Any) -> None:
    with in_tenant(alfa.key):
        empty = begin_plan("Prázdny plán")
        assert [each.href for each in missing_for(empty, Stage.DRAFT_REVIEW, DAY)] == [here("work", empty.pk)]


def test_in_force_only_when_published_and_begun(plan: Plan) -> None:
    assert len(missing_for(plan, Stage.IN_FORCE, plan.starts_on - timedelta(1))) == 2
    publish_plan(plan, by=None, at=FOUNDED)
    assert len(missing_for(plan, Stage.IN_FORCE, plan.starts_on - timedelta(1))) == 1
    assert missing_for(plan, Stage.IN_FORCE, plan.starts_on) == []
    lay(plan, PaperKind.EVALUATION)
    assert len(missing_for(plan, Stage.EVALUATED, plan.ends_on)) == 1
    assert missing_for(plan, Stage.EVALUATED, plan.ends_on + timedelta(1)) == []


def test_two_people_who_press_the_same_button_move_the_plan_once(plan: Plan) -> None:
    stood(plan, Stage.ORGANISED)
    seen = commands.standing(plan).number
    commands.go_on(plan, seen=seen, on=DAY, by=None, at=FOUNDED)
    with pytest.raises(PlanRefused, match="niekto iný"):
        commands.go_on(plan, seen=seen, on=DAY, by=None, at=FOUNDED)
    assert commands.standing(plan).stage == Stage.ANALYSING


def test_a_stage_begins_on_no_day_that_lies_ahead_or_before_the_last_one(plan: Plan) -> None:
    stood(plan, Stage.ORGANISED)
    for day in (DAY + timedelta(1), DAY - timedelta(1)):
        with pytest.raises(PlanRefused):
            commands.go_on(plan, seen=2, on=day, by=None, at=FOUNDED)
    assert commands.standing(plan).stage == Stage.ORGANISED


# --- back ------------------------------------------------------------------------------------------------------------
def test_going_back_asks_for_a_reason_and_keeps_the_way(plan: Plan) -> None:
    stood(plan, Stage.FORMULATING)
    seen = commands.standing(plan).number
    with pytest.raises(PlanRefused):
        commands.go_back(plan, to=Stage.ANALYSING, seen=seen, why=" ", by=None, at=FOUNDED)
    with pytest.raises(PlanRefused):
        commands.go_back(plan, to=Stage.APPROVED, seen=seen, why="skok", by=None, at=FOUNDED)
    commands.go_back(plan, to=Stage.ANALYSING, seen=seen, why="Chýbajú údaje.", by=None, at=FOUNDED)
    assert [step.stage for step in plan.steps.order_by("number")][-2:] == [Stage.FORMULATING, Stage.ANALYSING]
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.filter(is_back=True).update(why="")


# --- the past --------------------------------------------------------------------------------------------------------
def test_a_plan_in_force_is_entered_with_its_past(plan: Plan) -> None:
    stood(plan, Stage.IN_FORCE)
    assert commands.standing(plan).stage == Stage.IN_FORCE
    assert all(step.is_outside for step in plan.steps.all())


@pytest.mark.parametrize(
    "days",
    [
        {Stage.ORGANISED: DAY},
        {Stage.INITIATED: DAY, Stage.ANALYSING: DAY},
        {Stage.INITIATED: DAY, Stage.ORGANISED: DAY - timedelta(1)},
        {Stage.INITIATED: DAY + timedelta(1)},
    ],
)
def test_a_past_with_gaps_or_in_another_order_is_refused_whole(plan: Plan, days: dict[Stage, date]) -> None:
    with pytest.raises(PlanRefused):
        commands.tell_past(plan, days=days, seen=0, by=None, at=FOUNDED)
    assert not plan.steps.exists()


# --- papers ----------------------------------------------------------------------------------------------------------
def test_a_withdrawn_paper_counts_no_longer_and_stays(plan: Plan) -> None:
    lay(plan, PaperKind.MANDATE)
    paper = Paper.objects.get()
    with pytest.raises(PlanRefused):
        commands.withdraw_paper(paper, why="", by=None, at=FOUNDED)
    commands.withdraw_paper(paper, why="Iné uznesenie.", by=None, at=FOUNDED)
    assert Paper.objects.count() == 1
    assert len(missing_for(plan, Stage.INITIATED, DAY)) == 1


# --- pages -----------------------------------------------------------------------------------------------------------
def test_a_coordinator_leads_the_first_steps(alfa: Any, plan: Plan, coordinator: Any) -> None:
    page = coordinator.get(here("course", plan.pk)).content.decode()
    address = f"{here('add_paper', plan.pk)}?kind=MANDATE"
    assert f'href="{address}"' in page
    assert coordinator.get(address).context["form"]["kind"].value() == "MANDATE"
    pdf = SimpleUploadedFile("uznesenie.pdf", b"%PDF-1.7\n", content_type="application/pdf")
    facts = {"kind": "MANDATE", "on": "5. 1. 2026", "number": "12/2026", "file": pdf}
    assert coordinator.post(here("add_paper", plan.pk), facts).status_code == 302
    page = coordinator.get(here("course", plan.pk)).content.decode()
    assert "12/2026" in page
    assert "uznesenie.pdf" in page
    coordinator.post(here("go_on", plan.pk), {"on": "5. 1. 2026", "seen": "0"})
    with in_tenant(alfa.key):
        assert commands.standing(plan).stage == Stage.INITIATED
        paper = Paper.objects.get()
    file = coordinator.get(here("paper_file", plan.pk, paper.pk))
    assert file["Content-Disposition"] == 'attachment; filename="uznesenie.pdf"'
    assert b"".join(file.streaming_content) == b"%PDF-1.7\n"


def test_a_file_that_is_something_else_is_refused_and_nothing_recorded(alfa: Any, plan: Plan, coordinator: Any) -> None:
    program = SimpleUploadedFile("uznesenie.pdf", b"MZ\x00\x01", content_type="application/pdf")
    answer = coordinator.post(here("add_paper", plan.pk), {"kind": "MANDATE", "on": "5. 1. 2026", "file": program})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    with in_tenant(alfa.key):
        assert not Paper.objects.exists()


def test_the_past_is_told_on_one_page(alfa: Any, plan: Plan, coordinator: Any) -> None:
    days = {"INITIATED": "1. 2. 2025", "ORGANISED": "1. 3. 2025", "ANALYSING": "1. 4. 2025", "seen": "0"}
    assert coordinator.post(here("past", plan.pk), days).status_code == 302
    page = coordinator.get(here("course", plan.pk)).content.decode()
    assert page.count("urobené mimo Opory") == 3
    back = {"to": "ORGANISED", "why": "Nová skupina.", "seen": "3"}
    assert coordinator.post(here("go_back", plan.pk), back).status_code == 302
    with in_tenant(alfa.key):
        assert commands.standing(plan).stage == Stage.ORGANISED


def test_others_read_but_do_not_move(alfa: Any, plan: Plan, person: Any, browse: Any) -> None:
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    assert member.get(here("course", plan.pk)).status_code == 200
    for name in ("go_on", "go_back", "past", "add_paper"):
        assert member.post(here(name, plan.pk), {}).status_code == 403
    assert browse(alfa).get(here("course", plan.pk)).status_code == 302


def test_the_page_asks_little_whatever_the_size(alfa: Any, plan: Plan, coordinator: Any) -> None:
    small = questions(coordinator, here("course", plan.pk))
    with in_tenant(alfa.key):
        goal = plan.nodes.filter(level=Level.GOAL).first()
        for n in range(30):
            add(plan, f"Opatrenie {n}", goal)
    assert questions(coordinator, here("course", plan.pk)) == small <= 12
