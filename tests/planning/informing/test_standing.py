"""Where a plan stands, as everybody reads it: never a draft, a closed meeting or a paper that is not public."""

import io
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader
from support.counting import questions
from support.informing import shown
from support.meetings import empty_group, group_of_five, invited, minuted, moment
from support.plans import begin_plan, here, small_tree
from support.surveys import running

from kernel.clock import now, today
from planning.course import commands
from planning.course.stages import PaperKind, Stage
from planning.informing import posters
from planning.meetings import minuting
from planning.structure.errors import PlanRefused
from planning.structure.models import Plan, Revision
from planning.structure.publishing import publish_plan, withdraw_plan
from planning.surveys.models import Survey
from ui.typography import date_long

pytestmark = pytest.mark.django_db
DAYS = {Stage.INITIATED: date(2026, 1, 10), Stage.ORGANISED: date(2026, 2, 10), Stage.ANALYSING: date(2026, 3, 1)}


def in_process(title: str = "Plán v procese") -> Any:
    plan = begin_plan(title)
    commands.tell_past(plan, days=DAYS, seen=0, by=None, at=now())
    return plan


def paper(plan: Any, kind: PaperKind, number: str, **facts: Any) -> Any:
    return commands.record_paper(plan, kind=kind, on=date(2026, 1, 10), number=number, by=None, at=now(), **facts)


def test_a_draft_nobody_has_begun_is_not_there(alfa: Any, town: Any, browse: Any) -> None:
    plan = begin_plan("Tajný návrh")
    small_tree(plan)
    stranger = browse(alfa)
    for name in ("where_we_are", "plan_feed"):
        assert stranger.get(here(name, plan.pk)).status_code == 404
    assert "Tajný" not in stranger.get("/").content.decode()


def test_a_plan_in_process_shows_its_stages_and_nothing_of_its_draft(alfa: Any, town: Any, browse: Any) -> None:
    plan = in_process()
    small_tree(plan)
    stranger = browse(alfa)
    assert here("where_we_are", plan.pk) in stranger.get("/").content.decode()
    page = stranger.get(here("where_we_are", plan.pk))
    states = [each["state"] for each in page.context["line"]]
    assert states[:4] == ["done", "done", "current", "ahead"]
    assert "10.\N{NO-BREAK SPACE}2.\N{NO-BREAK SPACE}2026" in page.content.decode()
    assert "A.goal" not in page.content.decode()
    assert f'href="{here("plan", plan.pk)}"' not in page.content.decode()


def test_a_published_plan_has_the_way_there_and_back(alfa: Any, town: Any, browse: Any) -> None:
    plan = begin_plan()
    small_tree(plan)
    publish_plan(plan, by=None, at=now())
    stranger = browse(alfa)
    assert here("where_we_are", plan.pk) in stranger.get(here("plan", plan.pk)).content.decode()
    assert here("plan", plan.pk) in stranger.get(here("where_we_are", plan.pk)).content.decode()
    withdraw_plan(plan, by=None, at=now())
    assert stranger.get(here("where_we_are", plan.pk)).status_code == 404


def test_expected_days_stand_on_the_line(alfa: Any, town: Any, coordinator: Any, browse: Any) -> None:
    plan = in_process()
    form = coordinator.get(here("calendar", plan.pk)).context["form"]
    assert "INITIATED" not in form.fields
    said = {"version": form["version"].value(), "FORMULATING": "1.9.2026", "APPROVED": "15.12.2026"}
    assert coordinator.post(here("calendar", plan.pk), said).status_code == 302
    notes = [each["note"] for each in browse(alfa).get(here("where_we_are", plan.pk)).context["line"]]
    assert "1.\N{NO-BREAK SPACE}9.\N{NO-BREAK SPACE}2026" in notes[3]
    assert notes[4] == ""
    assert Revision.objects.filter(act="calendar_changed").count() == 1
    assert coordinator.post(here("calendar", plan.pk), said).status_code == 422
    late = said | {"version": Plan.objects.get(pk=plan.pk).version, "APPROVED": "1.1.2026"}
    assert coordinator.post(here("calendar", plan.pk), late).status_code == 422
    assert coordinator.post(here("calendar", plan.pk), late | {"APPROVED": "soon"}).status_code == 422
    with pytest.raises(PlanRefused):
        commands.expect_stages(plan, days={}, version=99, by=None, at=now())


def test_only_papers_that_are_public_are_told_without_file_and_note(alfa: Any, town: Any, browse: Any) -> None:
    plan = in_process()
    paper(plan, PaperKind.MANDATE, "uzn. 12/2026", note="Vnútorná poznámka")
    paper(plan, PaperKind.MEMBERS, "tajný zoznam")
    commands.withdraw_paper(paper(plan, PaperKind.CHARTER, "omyl 7"), why="Omyl", by=None, at=now())
    page = browse(alfa).get(here("where_we_are", plan.pk)).content.decode()
    assert "uzn. 12/2026" in page
    for hidden in ("Vnútorná poznámka", "tajný zoznam", "omyl 7"):
        assert hidden not in page


def test_resolutions_come_from_published_minutes_only(alfa: Any, town: Any, browse: Any) -> None:
    plan = in_process()
    meeting = minuted(group_of_five(plan=plan))
    item = meeting.items.all()[0]
    minuting.resolve(item, text="Schvaľuje sa návrh.", is_recommendation=True, by=None, at=moment(28, 9))
    stranger = browse(alfa)
    assert "Schvaľuje" not in stranger.get(here("where_we_are", plan.pk)).content.decode()
    minuting.send_minutes_round(meeting, by=None, at=moment(28, 10))
    minuting.approve_minutes(meeting, on=date(2026, 4, 30), by=None, at=moment(30, 10))
    minuting.publish_minutes(meeting, by=None, at=moment(30, 11))
    assert "Schvaľuje" in stranger.get(here("where_we_are", plan.pk)).content.decode()
    assert "Schvaľuje" not in stranger.get(here("where_we_are", in_process("Iný").pk)).content.decode()


def test_meetings_of_another_plan_and_closed_ones_are_not_shown(alfa: Any, town: Any, browse: Any, soon: Any) -> None:
    mine, other = in_process("Môj"), in_process("Iný")
    invited(empty_group("Moja", plan=mine), title="Môj večer", is_open=True, **soon)
    invited(empty_group("Iná", plan=other), title="Iný večer", is_open=True, **soon)
    invited(empty_group("Zatvorená", plan=mine), title="Tajné", **soon)
    invited(title="Pre všetkých", is_open=True, **soon)
    page = browse(alfa).get(here("where_we_are", mine.pk)).content.decode()
    assert "Môj večer" in page
    assert "Pre všetkých" in page
    for hidden in ("Iný večer", "Tajné"):
        assert hidden not in page


def test_groups_that_take_applications_lead_to_the_application(alfa: Any, town: Any, browse: Any) -> None:
    plan = in_process()
    open_one = empty_group("Otvorená", plan=plan)
    empty_group("Skrytá", plan=plan, is_public=False)
    page = browse(alfa).get(here("where_we_are", plan.pk)).content.decode()
    assert here("join", open_one.pk) in page
    assert "Skrytá" not in page


def test_the_feed_of_a_plan_holds_its_changes_and_no_others(alfa: Any, town: Any, browse: Any, soon: Any) -> None:
    mine, other = in_process("Môj"), in_process("Iný")
    for plan in (mine, other):
        small_tree(plan)
        publish_plan(plan, by=None, at=now())
    shown("O mojom", plan_id=mine.pk)
    shown("O inom", plan_id=other.pk)
    invited(empty_group("Moja", plan=mine), title="Môj večer", is_open=True, **soon)
    feed = browse(alfa).get(here("plan_feed", mine.pk)).content.decode()
    titles = [each.text for each in ET.fromstring(feed).iter("{http://www.w3.org/2005/Atom}title")]
    assert "O mojom" in titles
    assert any("Môj večer" in str(each) for each in titles)
    assert any("Plán zverejnený: Môj" in str(each) or "Plan published: Môj" in str(each) for each in titles)
    assert not any("inom" in str(each) or "Iný" in str(each) for each in titles)


def test_the_page_asks_the_same_however_much_there_is(alfa: Any, town: Any, browse: Any, soon: Any) -> None:
    plan = in_process()
    stranger, address = browse(alfa), here("where_we_are", plan.pk)

    def fill(count: int) -> None:
        for number in range(count):
            shown(f"Oznam {number}", plan_id=plan.pk)
            invited(empty_group(f"Skupina {plan.groups.count()}", plan=plan), is_open=True, **soon)
            paper(plan, PaperKind.OPINION, str(number))

    fill(1)
    few = questions(stranger, address)
    fill(4)
    assert questions(stranger, address) == few <= 12


# --- posters ----------------------------------------------------------------------------------------------------------
def test_posters_of_every_sort_size_and_language_fit_a_page(town: Any, coordinator: Any, soon: Any) -> None:
    plan = in_process("Dlhý názov plánu sociálnych služieb mesta a jeho okolia " * 4)
    group = empty_group("Seniori", plan=plan, about="Ľudia, ktorí starnú doma. " * 20)
    meeting = invited(group, title="Ako chceme starnúť", is_open=True, note="Príďte. " * 60, **soon)
    survey = running(plan, title="Čo potrebujete")
    asked = [(f"{kind}:{row.pk}", paper, language)
             for kind, row in (("meeting", meeting), ("survey", survey), ("group", group), ("plan", plan))
             for paper, language in (("a4", "sk"), ("a3", "cs"), ("a4", "en"))]  # fmt: skip
    for of, size, language in asked:
        answer = coordinator.get(here("poster"), {"of": of, "paper": size, "language": language})
        content = answer.content
        document = PdfReader(io.BytesIO(content))
        assert len(document.pages) == 1, (of, size)
        assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert round(float(document.pages[0].mediabox.width)) == {"a4": 595, "a3": 842}[size]


def test_a_poster_is_made_only_of_what_everybody_may_know(town: Any, coordinator: Any, soon: Any) -> None:
    closed = invited(empty_group("A", is_public=False), title="Tajné", **soon)
    hidden = empty_group("Skrytá", is_public=False)
    draft = begin_plan("Tajný")
    group = empty_group("Otvorená")
    meeting = invited(group, title="Pre všetkých", is_open=True, **soon)
    shown = (("meeting", meeting), ("group", group), ("plan", in_process()))
    offered = {of for of, _words in posters.offered(now(), today())}
    assert offered == {f"{kind}:{row.pk}" for kind, row in shown}
    for kind, row in (("meeting", closed), ("group", hidden), ("plan", draft)):
        said = {"of": f"{kind}:{row.pk}", "paper": "a4", "language": "sk"}
        assert coordinator.get(here("poster"), said).status_code == 422
    assert coordinator.get(here("poster"), {"of": "nonsense"}).status_code == 422
    assert coordinator.get(here("posters")).status_code == 200
    assert posters.Subject.of("meeting:x") is None


def test_a_poster_says_who_pays_and_only_an_open_survey_has_one(town: Any, coordinator: Any) -> None:
    plan = in_process("Plán")
    Plan.objects.filter(pk=plan.pk).update(publicity="Podporené z fondu", project_number="312-7")
    survey = running(plan)
    said = posters.Subject("survey", survey.pk)
    made = posters.compose(said, town, language="sk", paper="a4", at=now(), day=today())
    assert made is not None
    assert made.imprint[0] == "Podporené z fondu"
    assert "312-7" in made.imprint[1]
    assert here("answer_survey", survey.pk) in made.address
    assert f"?of=survey:{survey.pk}" in coordinator.get(here("survey", survey.pk)).content.decode()
    soon = today() + timedelta(days=5)
    Survey.objects.filter(pk=survey.pk).update(opens_on=soon)  # hung up before it begins
    assert posters.compose(said, town, language="sk", paper="a4", at=now(), day=today())
    over = {"opens_on": today() - timedelta(days=9), "closes_on": today() - timedelta(days=1)}
    for facts in (over, {"stage": "DRAFT"}, {"stage": "CLOSED"}, {"one_each": True}):
        kept = Survey.objects.filter(pk=survey.pk).values(*facts).get()
        Survey.objects.filter(pk=survey.pk).update(**facts)
        assert posters.compose(said, town, language="sk", paper="a4", at=now(), day=today()) is None, facts
        assert ("?of=survey" in coordinator.get(here("survey", survey.pk)).content.decode()) is False, facts
        Survey.objects.filter(pk=survey.pk).update(**kept)


def test_a_poster_of_an_event_says_that_one_registers_and_until_which_day_it_lasts(town: Any) -> None:
    from support.events import conference

    meeting = conference()
    meeting.ends_at += timedelta(days=1)
    type(meeting).objects.filter(pk=meeting.pk).update(ends_at=meeting.ends_at, note="")
    said = posters.Subject("meeting", meeting.pk)
    with translation.override("en"):
        made = posters.compose(said, town, language="en", paper="a4", at=now(), day=today())
        assert made is not None
        assert made.lead == "It is open to everybody who registers beforehand."
        assert date_long(meeting.ends_at) in dict(made.rows)["When"]
