"""Monitoring: asked for a period, told by owners, returned or accepted; what is unknown is never made nought."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from support.counting import questions
from support.plans import here
from support.years import DAY, WHO, items, seen

from planning.delivery import reporting, rounds
from planning.delivery.commands import go_back
from planning.delivery.models import ActionItem, ActionPlan, MonitoringRound, Report, YearPicture
from planning.delivery.picturing import read
from planning.delivery.public import counts, filtered, public_year, years_shown
from planning.delivery.queries import sums_of, sums_of_round
from planning.delivery.states import YearState
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.publishing import publish_plan
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
LATER = date(2027, 1, 15)


def opened(year: Any, title: str = "Prvý polrok") -> MonitoringRound:
    facts = {"title": title, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30), "due_on": LATER}
    return rounds.open_round(year, **facts, **WHO)


def reports(one: MonitoringRound) -> list[Report]:
    return list(one.reports.select_related("item").order_by("item__position"))


def send(report: Report, **facts: Any) -> Report:
    return reporting.send_report(report, facts={"state": "RUNNING"} | facts, version=report.version, **WHO)


def accept(*told: Report) -> int:
    return reporting.accept_reports([report.pk for report in told], round_id=told[0].round_id, **WHO)


# --- opening and closing ----------------------------------------------------------------------------------------------
def test_a_round_asks_about_every_item_and_one_is_open_at_a_time(running: Any) -> None:
    one = opened(running)
    assert [report.item for report in reports(one)] == items(running)
    with pytest.raises(PlanRefused, match="už otvorený"):
        opened(running, "Druhý")
    facts = {"starts_on": DAY, "ends_on": DAY, "due_on": DAY, "opened_at": WHO["at"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        MonitoringRound.objects.create(action_plan=running, title="Mimo", **facts)
    rounds.close_round(one, **WHO)
    rounds.close_round(one, **WHO)
    assert opened(running, "Druhý").pk != one.pk


def test_a_round_is_opened_while_the_year_runs_and_for_a_day_to_come(running: Any) -> None:
    facts = {"title": "x", "starts_on": DAY, "ends_on": DAY}
    with pytest.raises(PlanRefused):
        rounds.open_round(running, **facts, due_on=DAY - timedelta(1), **WHO)
    ActionPlan.objects.update(state=YearState.APPROVED)
    with pytest.raises(PlanRefused, match="kým rok prebieha"):
        rounds.open_round(running, **facts, due_on=DAY, **WHO)


# --- one report -------------------------------------------------------------------------------------------------------
def test_a_report_goes_from_a_draft_over_a_return_to_acceptance(running: Any) -> None:
    first, *_rest = reports(opened(running))
    kept = reporting.save_report(first, facts={"comment": "Rozpísané"}, version=1, **WHO)
    assert (kept.stage, kept.comment) == ("DRAFT", "Rozpísané")
    with pytest.raises(PlanRefused, match="ako ďaleko"):
        reporting.send_report(kept, facts={}, version=2, **WHO)
    sent = send(kept, per_cent=40, spent=Decimal(0))
    with pytest.raises(PlanRefused, match="už je odoslaná"):
        reporting.save_report(sent, facts={"comment": "Ešte"}, version=3, **WHO)
    with pytest.raises(PlanRefused):
        reporting.return_report(sent, note=" ", **WHO)
    back = reporting.return_report(sent, note="Doložte faktúru.", **WHO)
    assert back.stage == "RETURNED"
    again = send(back, comment="Faktúra č. 7")
    assert accept(again) == 1
    assert accept(again) == 0
    first.refresh_from_db()
    assert (first.stage, first.per_cent, first.spent, first.item.state) == ("ACCEPTED", 40, Decimal("0.00"), "RUNNING")


def test_two_who_write_one_report_do_not_overwrite_each_other(running: Any) -> None:
    first, *_rest = reports(opened(running))
    reporting.save_report(first, facts={"comment": "Prvý"}, version=1, **WHO)
    with pytest.raises(ChangedMeanwhile):
        reporting.save_report(first, facts={"comment": "Druhý"}, version=1, **WHO)


def test_a_closed_round_takes_nothing_any_more(running: Any) -> None:
    one = opened(running)
    first, second, _third = reports(one)
    send(first)
    rounds.close_round(one, **WHO)
    with pytest.raises(PlanRefused, match="uzavretý"):
        send(second)
    assert accept(first) == 0


def test_done_and_not_started_say_their_share_by_themselves(running: Any) -> None:
    first, second, third = reports(opened(running))
    told = [send(first, state="DONE"), send(second, state="NOT_STARTED"), send(third, state="PARTLY")]
    assert [report.per_cent for report in told] == [100, 0, None]


def test_the_database_refuses_a_report_that_says_nothing_and_a_return_without_a_note(running: Any) -> None:
    first, *_rest = reports(opened(running))
    for change in ({"stage": "SUBMITTED"}, {"stage": "RETURNED"}, {"per_cent": 101}, {"spent": Decimal(-1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(round=first.round, item=first.item)


# --- sums -------------------------------------------------------------------------------------------------------------
def test_what_is_not_known_is_not_nought(running: Any) -> None:
    one = opened(running)
    assert sums_of_round(one).progress is None
    first, second, third = reports(one)
    ActionItem.objects.filter(pk=first.item_id).update(weight=3)
    send(first, per_cent=80, spent=Decimal("10.50"))
    send(second, state="NOT_STARTED", spent=Decimal(0))
    reporting.save_report(third, facts={"per_cent": 100, "spent": Decimal(999)}, version=1, **WHO)
    sums = sums_of_round(one)
    assert (sums.count, sums.known, sums.progress, sums.unsaid) == (3, 2, 60, 1)
    assert (sums.spent, sums.with_spent) == (Decimal("10.50"), 2)
    assert dict(sums.states) == dict.fromkeys(
        ("DONE", "PARTLY", "NOT_DONE", "CANCELLED"), 0) | {"NOT_STARTED": 1, "RUNNING": 1}  # fmt: skip
    assert sums_of_round(one, only_accepted=True).progress is None


def test_the_year_counts_what_was_accepted_last(running: Any) -> None:
    one = opened(running)
    first, second, _third = reports(one)
    accept(send(first, per_cent=20, spent=Decimal(5)), send(second, per_cent=50))
    rounds.close_round(one, **WHO)
    later = opened(running, "Druhý polrok")
    MonitoringRound.objects.filter(pk=later.pk).update(opened_at=WHO["at"] + timedelta(days=180))
    accept(send(reports(later)[0], per_cent=100, spent=Decimal(30)))
    sums = sums_of(running)
    assert (sums.known, sums.progress, sums.spent, sums.with_spent) == (2, 75, Decimal("30.00"), 1)


# --- for the public ---------------------------------------------------------------------------------------------------
def test_only_what_is_published_leaves_and_it_stays_as_it_was(running: Any) -> None:
    plan = running.plan
    assert years_shown(plan.pk) == []
    assert public_year(plan.pk, 2026, DAY) is None
    one = opened(running)
    first, second, _third = reports(one)
    accept(send(first, state="DONE", comment="Rampa stojí"))
    send(second, comment="Ešte neprijaté")
    with pytest.raises(PlanRefused, match="Najprv zverejnite"):
        rounds.publish_round(one, **WHO)
    rounds.show_year(running, **WHO)
    assert counts(public_year(plan.pk, 2026, DAY).promises) == {"all": 3, "done": 0, "late": 0, "no_data": 3}
    rounds.publish_round(one, **WHO)
    shown = public_year(plan.pk, 2026, date(2027, 1, 1))
    assert counts(shown.promises) == {"all": 3, "done": 1, "late": 2, "no_data": 2}
    assert [each.told.comment for each in shown.promises] == ["Rampa stojí", "", ""]
    assert [each.item.title for each in filtered(shown.promises, "late")] == ["A.activity", "A.second"]
    assert filtered(shown.promises, "iné") == list(shown.promises)
    Report.objects.filter(pk=first.pk).update(comment="podvrh")
    ActionItem.objects.filter(pk=first.item_id).update(title="podvrh")
    assert public_year(plan.pk, 2026, DAY).promises[0] == shown.promises[0]
    rounds.hide_year(running, **WHO)
    assert public_year(plan.pk, 2026, DAY) is None
    assert YearPicture.objects.count() == 2


def test_drafts_of_verdicts_and_addresses_never_leave(running: Any) -> None:
    ActionItem.objects.update(verdict="DROPPED", verdict_why="Len úvaha", owner_email="anna@example.org")
    picture = rounds.show_year(running, **WHO)
    assert {item.verdict for item in read(picture).items} == {""}
    assert "anna" not in str(picture.content)
    assert "Len úvaha" not in str(picture.content)


def test_a_year_is_shown_once_it_is_approved_and_a_round_once_something_is_accepted(running: Any) -> None:
    rounds.show_year(running, **WHO)
    with pytest.raises(PlanRefused, match="nič neprijalo"):
        rounds.publish_round(opened(running), **WHO)
    ActionPlan.objects.update(state=YearState.DISCUSSED)
    with pytest.raises(PlanRefused, match="po schválení"):
        rounds.show_year(running, **WHO)


def test_the_public_page_needs_a_published_plan_and_a_shown_year(alfa: Any, running: Any, browse: Any) -> None:
    stranger, address = browse(alfa), here("public_year", running.plan_id, 2026)
    assert stranger.get(address).status_code == 404
    publish_plan(running.plan, **WHO)
    assert stranger.get(address).status_code == 404
    rounds.show_year(running, **WHO)
    page = stranger.get(address)
    assert page.status_code == 200
    assert "A.first" in page.content.decode()
    assert address in stranger.get(here("plan", running.plan_id)).content.decode()
    assert len(stranger.get(f"{address}?state=done").context["promises"]) == 0


# --- pages ------------------------------------------------------------------------------------------------------------
def test_a_coordinator_leads_a_round_on_its_pages(alfa: Any, running: Any, coordinator: Any) -> None:
    facts = {"title": "Rok", "starts_on": "1.1.2026", "ends_on": "31.12.2026", "due_on": "1.1.2030"}
    assert coordinator.post(here("round_new", running.plan_id, running.pk), facts | {"title": ""}).status_code == 422
    answer = coordinator.post(here("round_new", running.plan_id, running.pk), facts)
    assert answer.status_code == 302
    with in_tenant(alfa.key):
        one = MonitoringRound.objects.get()
        first, second, third = reports(one)
    of = (running.plan_id, running.pk, one.pk)
    pdf = SimpleUploadedFile("faktura.pdf", b"%PDF-1.7\n", content_type="application/pdf")
    told = {"act": "send", "state": "DONE", "spent": "12,5", "comment": "Hotovo", "version": "1", "file": pdf}
    assert coordinator.post(here("report", *of, first.pk), told).status_code == 302
    assert coordinator.post(here("report", *of, second.pk), {"act": "send", "version": "1"}).status_code == 422
    page = coordinator.get(here("round", *of))
    assert "Podané správy: 1 z 3" in page.content.decode()
    assert "12,50\xa0€" in page.content.decode()
    coordinator.post(here("round_accept", *of), {"report": [str(first.pk), str(third.pk), "nie"]})
    with in_tenant(alfa.key):
        assert [report.stage for report in reports(one)] == ["ACCEPTED", "DRAFT", "DRAFT"]
    file = coordinator.get(here("report_file", *of, first.pk))
    assert file["Content-Disposition"] == 'attachment; filename="faktura.pdf"'
    assert b"".join(file.streaming_content) == b"%PDF-1.7\n"
    assert coordinator.get(here("report_file", *of, second.pk)).status_code == 404
    assert coordinator.post(here("report", *of, first.pk), {"act": "return", "note": ""}).status_code == 422
    assert coordinator.post(here("report", *of, first.pk), {"act": "return", "note": "Chýba"}).status_code == 302
    assert "Uzavrieť monitoring" in coordinator.get(here("round_close", *of)).content.decode()
    coordinator.post(here("round_close", *of), {})
    assert coordinator.get(here("round_close", *of)).status_code == 302
    with in_tenant(alfa.key):
        one.refresh_from_db()
        assert one.closed_at is not None
    assert "chýba" in coordinator.get(here("round", *of)).content.decode()


def test_an_officer_accepts_but_does_not_open_close_or_publish(
    alfa: Any, running: Any, person: Any, browse: Any
) -> None:
    one = opened(running)
    officer, member = browse(alfa, person("OFFICER", at=alfa)), browse(alfa, person("GROUP_MEMBER", at=alfa))
    of = (running.plan_id, running.pk, one.pk)
    assert officer.post(here("round_accept", *of), {}).status_code == 302
    for name in ("round_close", "round_publish"):
        assert officer.post(here(name, *of), {}).status_code == 403
    assert officer.post(here("year_show", *of[:2]), {}).status_code == 403
    assert member.get(here("round", *of)).status_code == 200
    for name in ("round_accept", "round_close", "round_publish"):
        assert member.post(here(name, *of), {}).status_code == 403


def test_the_page_of_a_round_asks_the_same_whatever_its_size(alfa: Any, running: Any, coordinator: Any) -> None:
    one = opened(running)
    address = here("round", running.plan_id, running.pk, one.pk)
    small = questions(coordinator, address)
    with in_tenant(alfa.key):
        fresh = [
            ActionItem(action_plan=running, position=9 + n, title=f"Úloha {n}", changed_at=WHO["at"]) for n in range(20)
        ]
        ActionItem.objects.bulk_create(fresh)
        Report.objects.bulk_create(Report(round=one, item=item) for item in fresh)
    assert questions(coordinator, address) == small <= 14


def test_a_file_of_a_report_is_for_those_who_may_open_the_report(
    alfa: Any, running: Any, person: Any, browse: Any, coordinator: Any
) -> None:
    ActionItem.objects.update(owner_email="anna@example.org")
    one = opened(running)
    first, *_rest = reports(one)
    of = (running.plan_id, running.pk, one.pk)
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    assert member.get(here("report_file", *of, first.pk)).status_code == 403
    for address in (here("round", *of), here("year", *of[:2])):
        assert "anna@example.org" not in member.get(address).content.decode()
        assert "anna@example.org" in coordinator.get(address).content.decode()


def test_who_tells_for_the_owner_sees_what_the_owner_wrote_meanwhile_and_can_send(
    running: Any, coordinator: Any
) -> None:
    one = opened(running)
    first, *_rest = reports(one)
    address = here("report", running.plan_id, running.pk, one.pk, first.pk)
    reporting.save_report(first, facts={"comment": "Jej text", "state": "RUNNING"}, version=1, **WHO)
    told = {"act": "send", "state": "DONE", "comment": "Jeho text", "version": "1"}
    answer = coordinator.post(address, told)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Jej text" in page
    assert "Jeho text" in page
    again = {name: answer.context["form"][name].value() or "" for name in ("state", "comment", "version")}
    assert again == {"state": "DONE", "comment": "Jeho text", "version": "2"}
    assert coordinator.post(address, {"act": "send", **again}).status_code == 302
    first.refresh_from_db()
    assert (first.stage, first.comment) == ("SUBMITTED", "Jeho text")


def test_a_year_with_an_open_monitoring_does_not_go_back_before_it_ran(running: Any) -> None:
    one = opened(running)
    facts = {"to": YearState.APPROVED, "why": "Omyl", "seen": seen(running)}
    with pytest.raises(PlanRefused):
        go_back(running, **facts, **WHO)
    rounds.close_round(one, **WHO)
    assert go_back(running, **facts, **WHO).state == YearState.APPROVED
