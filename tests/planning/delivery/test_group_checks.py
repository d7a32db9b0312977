"""Groups look at what was reported on the measures they stand for; a check is shown and never holds a report back."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.db import IntegrityError, transaction
from support.counting import questions
from support.plans import here
from support.readings import accept, asked, indicator, opened, send
from support.years import DAY, WHO

from planning.delivery.checking import check_report, guarantor_of, lists_of, unchecked
from planning.delivery.models import ActionItem, Report
from planning.delivery.reporting import return_report
from planning.groups.commands import change_group, end_group, found_group
from planning.structure.commands import change_node
from planning.structure.errors import PlanRefused
from planning.structure.models import Node
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db


def group(plan: Any, name: str = "Seniori") -> Any:
    return found_group(plan=plan, kind="WORKING", name=name, started_on=DAY, **WHO)


def named(title: str, guarantor: str) -> Node:
    """The measure of this title names its group as people do: by words."""
    node = Node.objects.select_related("plan").get(title=title)
    return change_node(node, changes={"guarantor": guarantor}, version=node.version, **WHO)


def of(one: Any, name: str, *more: Any) -> str:
    return here(name, one.action_plan.plan_id, one.action_plan_id, one.pk, *more)


# --- which group stands for a measure -----------------------------------------------------------------------------
def test_a_measure_points_to_the_group_it_names_whichever_was_there_first(running: Any) -> None:
    plan = running.plan
    first = named("A.first", "seniori")
    assert first.guarantor_id is None
    seniors = group(plan)
    first.refresh_from_db()
    assert (first.guarantor_id, first.guarantor) == (seniors.pk, "seniori")
    assert named("A.second", "Seniori").guarantor_id == seniors.pk
    assert named("A.second", "Niekto iný").guarantor_id is None
    change_group(seniors, changes={"name": "Ľudia v staršom veku"}, version=seniors.version, **WHO)
    first.refresh_from_db()
    assert first.guarantor_id == seniors.pk


def test_two_groups_of_one_name_are_not_guessed_between_and_an_ended_one_is_not_chosen(running: Any) -> None:
    group(running.plan), group(None)
    assert named("A.second", "Seniori").guarantor_id is None
    families = group(running.plan, "Rodiny")
    end_group(families, on=DAY, why="Splnila", **WHO)
    assert named("A.first", "Rodiny").guarantor_id is None


def test_the_sheet_offers_the_groups_of_the_municipality(alfa: Any, running: Any, coordinator: Any) -> None:
    with in_tenant(alfa.key):
        group(running.plan)
        node = Node.objects.get(title="A.first")
    assert coordinator.get(here("guarantors"), {"q": "sénio"}).json() == {"results": [{"label": "Seniori"}]}
    assert "/work/guarantors/" in coordinator.get(here("node_work", running.plan_id, node.pk)).content.decode()


def test_an_activity_is_looked_at_by_the_group_of_its_measure(running: Any) -> None:
    seniors = group(running.plan)
    named("A.first", "Seniori")
    names = {report.item.title: guarantor_of(report.item) for report in asked(opened(running))}
    assert names["A.activity"] == names["A.first"] == (seniors.pk, "Seniori")
    assert names["A.second"] == (None, "")


# --- checking -----------------------------------------------------------------------------------------------------
def test_lists_of_groups_hold_every_report_once(running: Any) -> None:
    group(running.plan)
    named("A.first", "Seniori")
    one = opened(running)
    first, _activity, _second = asked(one)
    send(first, {indicator(first.item.node).pk: Decimal(5)})
    lists = lists_of(one)
    assert [(each.name, [check.report.item.title for check in each.reports]) for each in lists] == [
        ("Seniori", ["A.first", "A.activity"]),
        ("", ["A.second"]),
    ]
    assert (lists[0].waiting, lists[0].reports[0].readings[0].words) == (1, "5 (ľudia)")


def test_a_check_is_a_mark_on_a_sent_report_and_goes_when_the_report_is_written_again(running: Any) -> None:
    one = opened(running)
    first, *_rest = asked(one)
    told = {"on": DAY, "group": "Seniori", "note": "V poriadku"}
    with pytest.raises(PlanRefused, match="odoslan"):
        check_report(first, **told, **WHO)
    sent = send(first, {})
    with pytest.raises(PlanRefused):
        check_report(sent, **told | {"on": DAY + timedelta(1)}, **WHO)
    with pytest.raises(PlanRefused):
        check_report(sent, **told | {"group": " "}, **WHO)
    checked = check_report(sent, **told, **WHO)
    assert (checked.checked_on, checked.checked_by_group, checked.check_note) == (DAY, "Seniori", "V poriadku")
    back = return_report(checked, note="Doložte.", **WHO)
    assert back.checked_on == DAY
    assert send(back, {}).checked_on is None


def test_database_refuses_half_a_check(running: Any) -> None:
    first, *_rest = asked(opened(running))
    for change in ({"checked_on": DAY}, {"check_note": "x"}, {"checked_by_group": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=first.pk).update(**change)


def test_a_report_is_accepted_without_a_check_and_it_is_said(running: Any, coordinator: Any) -> None:
    group(running.plan)
    named("A.first", "Seniori")
    one = opened(running)
    first, activity, second = (send(report, {}) for report in asked(one))
    check_report(activity, on=DAY, group="Seniori", note="", **WHO)
    assert unchecked([first.pk, activity.pk, second.pk], one) == 1
    assert "Seniori" in coordinator.get(of(one, "report", first.pk)).content.decode()
    ticked = [str(each.pk) for each in (first, activity, second)]
    page = coordinator.post(of(one, "round_accept"), {"report": ticked}, follow=True).content.decode()
    assert one.reports.filter(stage="ACCEPTED").count() == 3
    assert "bez kontroly" in page


def test_the_leader_of_a_group_reads_the_lists_and_marks_a_check(
    alfa: Any, running: Any, person: Any, browse: Any
) -> None:
    with in_tenant(alfa.key):
        seniors = group(running.plan)
        named("A.first", "Seniori")
        ActionItem.objects.update(owner_email="anna@example.org")
        one = opened(running)
        first, *_rest = asked(one)
        send(first, {indicator(first.item.node).pk: Decimal(5)}, comment="Hotovo do mája")
    leader = browse(alfa, person("GROUP_LEADER", at=alfa))
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    page = leader.get(of(one, "round_groups")).content.decode()
    assert ("Seniori" in page, "Hotovo do mája" in page, "anna@" in page) == (True, True, False)
    assert of(one, "report_check", first.pk) in page
    assert of(one, "report_check", first.pk) not in member.get(of(one, "round_groups")).content.decode()
    assert member.get(of(one, "report_check", first.pk)).status_code == 403
    form = leader.get(of(one, "report_check", first.pk))
    assert (form.context["form"]["group"].value(), "anna@" in form.content.decode()) == ("Seniori", False)
    assert leader.post(of(one, "report_check", first.pk), {"on": "", "group": ""}).status_code == 422
    said = {"on": f"{DAY:%d.%m.%Y}", "group": "Seniori", "note": "Sedí"}
    assert leader.post(of(one, "report_check", first.pk), said).status_code == 302
    with in_tenant(alfa.key):
        assert Report.objects.get(pk=first.pk).check_note == "Sedí"
        accept(Report.objects.get(pk=first.pk))
    assert leader.post(of(one, "report_check", first.pk), said).status_code == 422
    paper = leader.get(of(one, "round_group_paper", seniors.pk, "docx"))
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(paper.content)).paragraphs)
    assert ("A.activity" in text, "A.second" in text) == (True, False)
    assert leader.get(of(one, "round_groups_paper", "pdf")).content.startswith(b"%PDF")
    assert leader.get(of(one, "round_group_paper", one.pk, "pdf")).status_code == 404
    assert leader.get(of(one, "round_groups_paper", "xlsx")).status_code == 404


def test_the_page_of_groups_asks_the_same_whatever_its_size(running: Any, coordinator: Any) -> None:
    one = opened(running)
    small = questions(coordinator, of(one, "round_groups"))
    for name in ("Seniori", "Rodiny"):
        group(running.plan, name)
    named("A.first", "Seniori")
    named("A.second", "Rodiny")
    for report in asked(one):
        send(report, {indicator(report.item.node, f"i{n}").pk: Decimal(n) for n in range(4)})
    assert questions(coordinator, of(one, "round_groups")) <= small + 1 <= 14
    lists = lists_of(one)
    assert [(each.name, len(each.reports)) for each in lists] == [("Rodiny", 1), ("Seniori", 2)]
    assert sum(len(check.readings) for each in lists for check in each.reports) == 12
