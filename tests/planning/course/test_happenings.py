"""A plan in force is extended and amended: by resolution, with what changed told in plain words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from support.counting import questions
from support.plans import begin_plan, here, small_tree
from support.world import FOUNDED

from kernel.clock import now
from planning.course import commands
from planning.course.happenings import amend_plan, extend_plan
from planning.course.models import Paper, Step
from planning.course.stages import ORDER, Stage
from planning.structure.commands import add_node, change_node, remove_node
from planning.structure.differing import differ
from planning.structure.errors import PlanRefused
from planning.structure.models import Node, Plan, Publication, Revision
from planning.structure.pages.publications import as_published
from planning.structure.published import published_plan
from planning.structure.publishing import publish_plan, withdraw_plan
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
DAY = FOUNDED.date()
AT = FOUNDED + timedelta(days=3)
RESOLVED = {"on": DAY, "number": "12/2026", "note": "mestské zastupiteľstvo"}
OWNED = {"implementer": "Mesto", "ends_on": date(2028, 1, 1)}


@pytest.fixture
def plan(alfa: Any) -> Any:
    with in_tenant(alfa.key):
        begun = begin_plan("Plán mesta Alfa")
        small_tree(begun)
        for node in begun.nodes.filter(level="MEASURE"):
            change_node(node, changes=OWNED, version=1, by=None, at=FOUNDED)
        publish_plan(begun, by=None, at=FOUNDED)
        days = dict.fromkeys(ORDER[: ORDER.index(Stage.IN_FORCE) + 1], DAY)
        commands.tell_past(begun, days=days, seen=0, by=None, at=FOUNDED)
        yield Plan.objects.get(pk=begun.pk)


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


def seen(plan: Plan) -> int:
    step = commands.standing(plan)
    return step.number if step else 0


def extend(plan: Plan, until: date = date(2031, 12, 31), **facts: Any) -> Step:
    return extend_plan(plan, until=until, seen=seen(plan), by=None, at=AT, **RESOLVED | facts)


def amend(plan: Plan, **facts: Any) -> Step:
    told = {"what": "Pribudlo denné centrum.", "seen": seen(plan), **RESOLVED, "at": AT}
    return amend_plan(plan, by=None, **told | facts)


def change(plan: Plan, **changes: Any) -> Node:
    node = plan.nodes.get(title="A.first")
    return change_node(node, changes=changes, version=node.version, by=None, at=AT)


# --- extension --------------------------------------------------------------------------------------------------------
def test_the_period_follows_the_extension_also_in_public(plan: Plan) -> None:
    change(plan, text="secret draft")
    step = extend(plan)
    assert Plan.objects.get(pk=plan.pk).ends_on == date(2031, 12, 31)
    public = published_plan(plan.pk)
    assert public is not None
    assert public.ends_on == date(2031, 12, 31)
    assert "secret draft" not in str(public)
    assert (step.ended_on, step.until, step.stage) == (date(2030, 12, 31), date(2031, 12, 31), Stage.IN_FORCE)
    assert step.publication.number == 2
    assert Paper.objects.get(step=step).number == "12/2026"
    assert Revision.objects.get(act="extended").after == {"ends_on": "2031-12-31"}


def test_only_a_plan_in_force_is_extended_and_only_to_a_later_day(plan: Plan) -> None:
    with pytest.raises(PlanRefused):
        extend(plan, until=plan.ends_on)
    commands.go_back(plan, to=Stage.FORMULATING, seen=seen(plan), why="znova", by=None, at=AT)
    with pytest.raises(PlanRefused):
        extend(plan)
    with pytest.raises(PlanRefused):
        amend(plan)
    with pytest.raises(PlanRefused):
        extend(begin_plan("Iný plán"))


def test_two_people_extend_it_once(plan: Plan) -> None:
    before = seen(plan)
    extend(plan)
    with pytest.raises(PlanRefused):
        extend_plan(plan, until=date(2032, 12, 31), seen=before, by=None, at=AT, **RESOLVED)


def test_a_happening_follows_what_happened_before_and_not_tomorrow(plan: Plan) -> None:
    for on in (DAY - timedelta(1), AT.date() + timedelta(2)):
        with pytest.raises(PlanRefused):
            extend(plan, on=on)
    assert Plan.objects.get(pk=plan.pk).ends_on == plan.ends_on


def test_an_unpublished_plan_is_extended_without_a_publication(plan: Plan) -> None:
    withdraw_plan(plan, by=None, at=FOUNDED)
    assert extend(plan).publication is None


def test_the_database_refuses_a_happening_that_says_nothing(plan: Plan) -> None:
    base = {"plan": plan, "stage": Stage.IN_FORCE, "on": DAY, "at": AT}
    wrong: list[dict[str, Any]] = [
        {"happening": "AMENDED"},
        {"happening": "AMENDED", "amendment": 1},
        {"happening": "EXTENDED", "ended_on": DAY, "until": DAY},
        {"happening": "", "amendment": 2},
        {"happening": "AMENDED", "what": "x"},
        {"happening": "EXTENDED", "ended_on": DAY},
        {"happening": "AMENDED", "amendment": 1, "what": "x", "stage": Stage.APPROVED},
    ]
    for facts in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.create(number=99, **base | facts)


# --- amendment --------------------------------------------------------------------------------------------------------
def test_an_amendment_makes_the_working_version_public_and_is_linked_with_it(plan: Plan) -> None:
    change(plan, text="Nové denné centrum")
    first = amend(plan)
    assert (first.amendment, first.publication.number) == (1, 2)
    assert "Nové denné centrum" in str(published_plan(plan.pk))
    change(plan, text="Ešte jedno")
    assert amend(plan, at=AT + timedelta(1)).amendment == 2


def test_an_amendment_that_changes_nothing_or_lacks_an_owner_is_refused(plan: Plan) -> None:
    with pytest.raises(PlanRefused):
        amend(plan)
    change(plan, implementer="")
    with pytest.raises(PlanRefused, match=r"1\.1\.1"):
        amend(plan)
    with pytest.raises(PlanRefused):
        amend(plan, what=" ")
    assert Publication.objects.filter(plan=plan).count() == 1


def test_an_amendment_made_outside_is_only_told(plan: Plan) -> None:
    step = amend(plan, is_outside=True)
    assert (step.publication, step.is_outside) == (None, True)


# --- two texts --------------------------------------------------------------------------------------------------------
def test_what_changed_between_two_texts(plan: Plan) -> None:
    change(plan, text="Iný text", starts_on=date(2027, 1, 1))
    goal = plan.nodes.get(title="A.goal")
    add_node(plan, parent=goal, title="A.third", by=None, at=AT, **OWNED)
    remove_node(plan.nodes.get(title="A.second"), by=None, at=AT)
    publish_plan(plan, by=None, at=AT)
    older, newer = (as_published(row) for row in plan.publications.order_by("number"))
    difference = differ(older, newer, "EUR")
    assert [each.title for each in difference.added] == ["A.third"]
    assert [each.title for each in difference.removed] == ["A.second"]
    assert [(each.title, len(each.changes)) for each in difference.changed] == [("A.first", 2)]
    assert not differ(older, older, "EUR")


# --- pages ------------------------------------------------------------------------------------------------------------
def test_the_pages_of_extension_and_amendment(plan: Plan, alfa: Any, coordinator: Any, browse: Any) -> None:
    today = now().date()
    on = f"{today.day}.{today.month}.{today.year}"
    sent = {"on": on, "number": "7/2026", "seen": seen(plan), "until": "31.12.2029"}
    assert coordinator.post(here("extend", plan.pk), sent).status_code == 422
    file = SimpleUploadedFile("uznesenie.pdf", b"%PDF-1.4 x")
    assert coordinator.post(here("extend", plan.pk), {**sent, "until": "31.12.2031", "file": file}).status_code == 302
    change(plan, text="Nové denné centrum")
    page = coordinator.get(here("amend", plan.pk)).content.decode()
    assert "Nové denné centrum" in page
    sent = {"on": on, "number": "8/2026", "seen": seen(plan), "what": "Pribudlo denné centrum."}
    assert coordinator.post(here("amend", plan.pk), sent).status_code == 302
    step = Step.objects.get(amendment=1)
    extra = here("add_paper", plan.pk) + f"?kind=RESOLUTION&step={step.pk}"
    coordinator.post(extra, {"kind": "RESOLUTION", "on": on, "number": "9/2026", "note": "Obec Beta"})
    assert step.papers.count() == 2
    course = coordinator.get(here("course", plan.pk)).content.decode()
    assert "9/2026" in course
    stranger = browse(alfa)
    public = stranger.get(here("plan", plan.pk)).content.decode()
    assert "Pribudlo denné centrum." in public
    assert here("plan_changes", plan.pk, step.number) in public
    changes = stranger.get(here("plan_changes", plan.pk, step.number)).content.decode()
    assert "Nové denné centrum" in changes
    assert "Obec Beta" in changes
    assert stranger.get(here("plan_changes", plan.pk, 1)).status_code == 404
    assert questions(stranger, here("plan", plan.pk)) <= 12
    assert coordinator.get(here("publications", plan.pk)).status_code == 200
    compared = coordinator.get(here("publications", plan.pk), {"one": "1", "other": "3"}).content.decode()
    assert "Nové denné centrum" in compared


def test_a_text_that_was_taken_back_is_never_compared_in_public(plan: Plan, alfa: Any, browse: Any) -> None:
    withdraw_plan(plan, by=None, at=FOUNDED + timedelta(hours=1))
    publish_plan(plan, by=None, at=FOUNDED + timedelta(hours=2))
    withdraw_plan(plan, by=None, at=FOUNDED + timedelta(hours=3))
    change(plan, text="Nové denné centrum")
    step = amend(plan)
    stranger = browse(alfa)
    assert stranger.get(here("plan_changes", plan.pk, step.number)).status_code == 404
    assert here("plan_changes", plan.pk, step.number) not in stranger.get(here("plan", plan.pk)).content.decode()


def test_who_only_reads_cannot_extend(plan: Plan, alfa: Any, person: Any, browse: Any) -> None:
    reader = browse(alfa, person("GROUP_MEMBER", at=alfa))
    assert reader.get(here("extend", plan.pk)).status_code == 403
    assert reader.get(here("course", plan.pk)).status_code == 200
