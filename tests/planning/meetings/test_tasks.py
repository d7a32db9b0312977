"""Tasks: the list with who is late, the inbox, the next agenda, and what becomes of one in the plan."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.counting import questions
from support.meetings import deliver, empty_group, held, moment, planned, seat
from support.meetings import person as somebody
from support.plans import begin_plan, here, small_tree, text_of
from support.verapdf import broken_rules
from support.years import begin

from kernel.clock import now, today
from planning.meetings import becoming, letters, minuting, papers, task_list
from planning.meetings.inviting import invite
from planning.meetings.models import Meeting, MeetingTask
from planning.meetings.task_list import Which
from planning.structure.commands import remove_node
from planning.structure.errors import PlanRefused
from tenants.duties import duties_of
from ui.documents import docx_of, pdf

pytestmark = pytest.mark.django_db
AT: dict[str, Any] = {"by": None, "at": moment(28, 9)}


def give(meeting: Any, what: str = "Zistiť počet miest v domove", **facts: Any) -> Any:
    facts = {"due_on": date(2026, 5, 31)} | ({} if "person" in facts else {"who": "Mestský úrad"}) | facts
    return minuting.give_task(meeting, what=what, **facts, **AT)


# --- the list ---------------------------------------------------------------------------------------------------------
def test_the_list_shows_what_is_open_late_and_done(alfa: Any, group: Any, coordinator: Any) -> None:
    meeting = held(group)
    late, ahead, done = give(meeting, "Meškajúca"), give(meeting, "Budúca"), give(meeting, "Hotová")
    MeetingTask.objects.filter(pk=ahead.pk).update(due_on=today() + timedelta(days=5))
    minuting.finish_task(done, note="ok", **AT)
    for which, names in (("", [late, ahead]), ("late", [late]), ("done", [done]), ("all", [late, done, ahead])):
        page = coordinator.get(here("tasks"), {"which": which}).context["page"]
        assert set(page.object_list) == set(names), which
    other = empty_group("Rodiny")
    assert not coordinator.get(here("tasks"), {"group": str(other.pk)}).context["page"].object_list
    assert coordinator.get(here("tasks"), {"group": "nie", "which": "'", "page": "x"}).status_code == 200
    assert coordinator.get(here("meetings")).context["late"] == 1


def test_tasks_of_a_closed_meeting_are_seen_by_its_groups_only(alfa: Any, group: Any, person: Any, browse: Any) -> None:
    account = person("GROUP_MEMBER", at=alfa)
    meeting = held(group)
    give(meeting)
    client = browse(alfa, account)
    assert not client.get(here("tasks")).context["page"].object_list
    seat(group, somebody("Filip Nový", account=account.pk))
    assert len(client.get(here("tasks")).context["page"].object_list) == 1


def test_the_list_on_paper_is_what_was_chosen_and_accessible(
    alfa: Any, group: Any, coordinator: Any, tmp_path: Path
) -> None:
    meeting = held(group)
    done = give(meeting, "Hotová")
    give(meeting, "Otvorená")
    minuting.finish_task(done, note="ok", **AT)
    rows = list(MeetingTask.objects.select_related("person", "meeting"))
    made = [
        task_list.tasks_paper(rows, Which.ALL, alfa.name, today(), alfa, now()),
        task_list.tasks_paper([], Which.LATE, alfa.name, today(), alfa, now()),
    ]
    files = [tmp_path / f"{number}.pdf" for number in range(len(made))]
    for file, each in zip(files, made, strict=True):
        file.write_bytes(pdf(each))
    assert broken_rules(*files) == {str(file): {} for file in files}
    assert docx_of(made[0])[:2] == b"PK"
    assert coordinator.get(here("tasks_file", "pdf")).content[:4] == b"%PDF"
    assert coordinator.get(here("tasks_file", "docx") + f"?group={group.pk}").content[:2] == b"PK"
    assert coordinator.get(here("tasks_file", "exe")).status_code == 404
    file = b"".join(coordinator.get(here("tasks_file", "xlsx") + "?which=done").streaming_content)
    sheet = list(load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
    assert [row[0] for row in sheet[1:]] == ["Hotová"]


def test_many_tasks_ask_few_questions(alfa: Any, group: Any, coordinator: Any) -> None:
    meeting = held(group)
    MeetingTask.objects.bulk_create(
        MeetingTask(meeting=meeting, what=f"Úloha {n}", who="Úrad", due_on=date(2026, 5, 1)) for n in range(120)
    )
    assert questions(coordinator, here("tasks")) <= 10
    assert len(coordinator.get(here("tasks")).context["page"].object_list) == 50


# --- the next agenda and the inbox ------------------------------------------------------------------------------------
def test_open_tasks_stand_on_the_next_agenda_in_letters_and_on_the_page_by_themselves(
    alfa: Any, group: Any, coordinator: Any
) -> None:
    give(held(group))
    soon = now() + timedelta(days=30)
    coming = planned(group, starts_at=soon, ends_at=soon + timedelta(hours=2))
    assert "Zistiť počet miest" in text_of(coordinator.get(here("meeting", coming.pk)))
    invite(coming, by=None, at=now())
    assert "Zistiť počet miest" in str(papers.invitations(coming, coming.participants.all(), alfa, now()).blocks)
    letters.tell_invited(str(coming.pk), alfa, now())
    from kernel.mail.models import OutgoingMail

    assert {"Zistiť počet miest" in mail.text for mail in OutgoingMail.objects.filter(kind="planning.meeting")} == {
        True
    }


def test_a_person_finds_tasks_in_the_inbox_and_ticks_them_off(alfa: Any, group: Any, person: Any, browse: Any) -> None:
    account = person("GROUP_MEMBER", at=alfa)
    who = somebody("Filip Nový", account.email)
    meeting = held(group)
    task, other = give(meeting, person=who), give(meeting, "Cudzia úloha")
    deliver()
    (duty,) = [each for each in duties_of(account.email) if each.source == "planning.tasks"]
    assert (duty.count, duty.due_on, duty.path) == (1, task.due_on, here("my_tasks"))
    client = browse(alfa, account)
    page = text_of(client.get(here("my_tasks")))
    assert task.what in page
    assert other.what not in page
    client.post(here("my_tasks"), {"task": str(other.pk)})
    client.post(here("my_tasks"), {"task": "nie"})
    client.post(here("my_tasks"), {"task": str(task.pk), "note": "12 miest"})
    client.post(here("my_tasks"), {"task": str(task.pk), "note": "znova"})
    for row in (task, other):
        row.refresh_from_db()
    assert (task.done_note, task.done_by, other.done_on) == ("12 miest", account.pk, None)
    deliver()
    assert [each for each in duties_of(account.email) if each.source == "planning.tasks"] == []


# --- what becomes of a task -------------------------------------------------------------------------------------------
@pytest.fixture
def tree(group: Any) -> dict[str, Any]:
    plan = begin_plan()
    nodes = small_tree(plan)
    return nodes | {"plan": plan}


def test_a_task_becomes_an_activity_once_and_both_lead_to_each_other(
    alfa: Any, group: Any, tree: dict[str, Any], coordinator: Any
) -> None:
    meeting = held(group)
    task = give(meeting)
    page = coordinator.get(here("become", meeting.pk, task.pk))
    form = page.context["form"]
    assert (form["title"].value(), form["implementer"].value()) == (task.what, "Mestský úrad")
    said = {"what": "ACTIVITY", "measure": str(tree["second"].pk), "title": task.what, "implementer": "Mestský úrad"}
    assert coordinator.post(here("become", meeting.pk, task.pk), said | {"measure": ""}).status_code == 422
    for _press in range(2):
        assert coordinator.post(here("become", meeting.pk, task.pk), said).status_code == 302
    (made,) = tree["second"].children.all()
    assert (made.title, made.level, made.ends_on, made.implementer) == (
        task.what, "ACTIVITY", task.due_on, "Mestský úrad",
    )  # fmt: skip
    task.refresh_from_db()
    assert (task.became, task.became_what) == (made.pk, "ACTIVITY")
    work = here("node_work", tree["plan"].pk, made.pk)
    assert here("become", meeting.pk, task.pk) in text_of(coordinator.get(here("meeting", meeting.pk)))
    assert coordinator.get(here("become", meeting.pk, task.pk)).url == work
    assert here("meeting", meeting.pk) in text_of(coordinator.get(work))
    remove_node(made, by=None, at=now())  # what was removed may be made anew
    assert coordinator.get(here("become", meeting.pk, task.pk)).status_code == 200
    coordinator.post(here("become", meeting.pk, task.pk), said)
    assert tree["second"].children.count() == 1


def test_a_task_becomes_an_item_of_the_year_while_it_is_open(
    alfa: Any, group: Any, tree: dict[str, Any], coordinator: Any
) -> None:
    meeting = held(group)
    task = give(meeting)
    said = {"what": "ITEM", "measure": str(tree["first"].pk), "title": "Zistiť miesta", "implementer": ""}
    refused = coordinator.post(here("become", meeting.pk, task.pk), said)
    assert (refused.status_code, "Zistiť miesta" in text_of(refused)) == (422, True)  # there is no such year yet
    year = begin(tree["plan"])
    for _press in range(2):
        coordinator.post(here("become", meeting.pk, task.pk), said)
    (item,) = year.items.all()
    assert (item.node_id, item.task, item.due_on) == (tree["first"].pk, "Zistiť miesta", task.due_on)
    page = here("year_item", tree["plan"].pk, year.pk, item.pk)
    assert coordinator.get(here("become", meeting.pk, task.pk)).url == page
    assert here("meeting", meeting.pk) in text_of(coordinator.get(page))
    with pytest.raises(PlanRefused):
        becoming.make_activity(task, measure=tree["first"], title="x", implementer="", **AT)


def test_the_measure_of_the_group_is_chosen_first_then_the_one_with_the_same_words(
    alfa: Any, group: Any, tree: dict[str, Any]
) -> None:
    task = give(held(group), "Rozšíriť opatrovateľskú službu")
    places = becoming.places_for(task)
    groups = [group]
    assert becoming.likely_measure(task, places, groups) is None
    tree["second"].title = "Opatrovateľská služba v meste"
    tree["second"].save()
    assert becoming.likely_measure(task, becoming.places_for(task), groups) == tree["second"]
    tree["first"].guarantor = "seniori"
    tree["first"].save()
    assert becoming.likely_measure(task, becoming.places_for(task), groups) == tree["first"]


def test_a_plan_without_measures_offers_nothing(alfa: Any, group: Any, coordinator: Any) -> None:
    meeting = held(group)
    task = give(meeting)
    assert coordinator.get(here("become", meeting.pk, task.pk)).status_code == 404
    other = Meeting.objects.exclude(pk=meeting.pk).first() or planned(group)
    assert coordinator.get(here("become", other.pk, task.pk)).status_code == 404


@pytest.mark.parametrize(("role", "code"), [("OFFICER", 200), ("GROUP_LEADER", 403), ("GROUP_MEMBER", 403)])
def test_who_puts_a_task_into_the_plan(
    alfa: Any, group: Any, tree: dict[str, Any], person: Any, browse: Any, role: str, code: int
) -> None:
    meeting = held(group)
    task = give(meeting)
    client = browse(alfa, person(role, at=alfa))
    assert client.get(here("become", meeting.pk, task.pk)).status_code == code
