"""The report of a round and what the public reads of it: only what was accepted and published, whole and for good."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import pypdf
import pytest
from support.counting import questions
from support.plans import here
from support.readings import accept, asked, indicator, opened, send
from support.years import WHO

from planning.delivery import rounds
from planning.delivery.models import ActionItem, Report, YearPicture
from planning.delivery.picturing import read
from planning.delivery.public import narrowed, public_year
from planning.delivery.readings.models import Reading
from planning.delivery.readings.telling import Given, record_reading
from planning.delivery.round_facts import content_of_round, facts_of_round, read_round
from planning.structure.models import Node
from planning.structure.publishing import publish_plan
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
D = Decimal
ANNA = "anna@example.org"
SHARE = {"is_share": True, "numerator": "udržané byty", "denominator": "všetky byty", "groups": ["seniori", "rodiny"]}


@pytest.fixture
def told(running: Any) -> Any:
    """A round with one accepted report of two values, one sent and one awaited."""
    ActionItem.objects.update(owner_email=ANNA)
    Node.objects.filter(title="A.first").update(target_groups="seniori, rodiny", territory="Sásová")
    Node.objects.filter(title="A.second").update(target_groups="deti")
    one = opened(running)
    first, second, _third = asked(one)
    share = indicator(first.item.node, "podiel bytov", unit="%", **SHARE)
    people = indicator(first.item.node, "ľudia v byte", baseline=41, baseline_year=2024, targets={2026: 10, 2027: 0})
    secret = indicator(second.item.node, "neprijaté")
    record_reading(people, Given(value=D(30)), on=date(2025, 12, 31), **WHO)
    parts = (("seniori", D(1)), ("rodiny", D(2)))
    values = {
        share.pk: Given(numerator=D(3), denominator=D(4), parts=parts, is_estimated=True, note="z výkazov"),
        people.pk: D(0),
    }
    accept(send(first, values, comment="Byty sú obsadené", spent=D("12.50")))
    send(second, {secret.pk: D(7771)}, comment="Ešte neprijaté")
    return one


def of(one: Any, name: str, *more: Any) -> str:
    return here(name, one.action_plan.plan_id, one.action_plan_id, one.pk, *more)


def published(one: Any, summary: str = "Darí sa nám.") -> None:
    publish_plan(one.action_plan.plan, **WHO)
    rounds.show_year(one.action_plan, **WHO)
    rounds.publish_round(one, summary=summary, **WHO)


# --- at work ------------------------------------------------------------------------------------------------------
def test_a_report_of_a_round_is_a_page_a_pdf_and_a_docx_with_the_same_words(told: Any, coordinator: Any) -> None:
    page = coordinator.get(of(told, "round_report")).content.decode()
    pdf = coordinator.get(of(told, "round_paper", "pdf"))
    text = "\n".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    file = docx.Document(io.BytesIO(coordinator.get(of(told, "round_paper", "docx")).content))
    cells = " ".join(cell.text for table in file.tables for row in table.rows for cell in row.cells)
    for words in ("podiel bytov", "75 % (3 / 4)", "z výkazov", "Byty sú obsadené", "12,50"):
        assert words in " ".join(page.replace("\xa0", " ").split())
        assert words in " ".join(text.replace("\xa0", " ").split())
        assert words in " ".join(cells.replace("\xa0", " ").split())
    for secret in ("Ešte neprijaté", ANNA, "7771"):
        assert secret not in text + cells
    assert len(file.inline_shapes) == 4  # states and three indicators
    assert coordinator.get(of(told, "round_paper", "xlsx")).status_code == 404


def test_a_report_of_a_round_where_nothing_came_says_so(running: Any, coordinator: Any) -> None:
    one = opened(running)
    page = coordinator.get(of(one, "round_report"))
    assert (page.context["facts"].told, len(page.context["facts"].untold)) == ([], 3)
    assert coordinator.get(of(one, "round_paper", "pdf")).content.startswith(b"%PDF")


def test_a_picture_of_a_round_is_read_back_as_it_was(told: Any) -> None:
    facts = facts_of_round(told)
    picture = YearPicture(action_plan=told.action_plan, round=told, content=content_of_round(facts), at=WHO["at"])
    again = read_round(picture)
    assert (again.sums, again.complete, again.indicators) == (facts.sums, facts.complete, facts.indicators)
    assert (again.complete.asked, again.complete.told, again.complete.estimated) == (3, 2, 1)
    old = content_of_round(facts)
    old["round"] = {name: old["round"][name] for name in ("title", "starts_on", "ends_on", "due_on")}
    for item in old["items"]:
        del item["indicators"], item["target_groups"], item["territory"]
    first = read_round(YearPicture(action_plan=told.action_plan, round=told, content=old, at=WHO["at"]))
    assert (first.sums, first.complete, first.indicators, len(first.told)) == (None, None, [], 1)


def test_the_report_asks_the_same_whatever_its_size(told: Any, coordinator: Any) -> None:
    address = of(told, "round_report")
    small = questions(coordinator, address)
    report = asked(told)[2]
    send(report, {indicator(report.item.node, f"ďalší {n}").pk: D(n) for n in range(12)})
    accept(Report.objects.get(pk=report.pk))
    assert questions(coordinator, address) == small <= 24


# --- for the public -----------------------------------------------------------------------------------------------
def test_the_public_reads_only_what_is_accepted_and_published(alfa: Any, told: Any, browse: Any) -> None:
    with in_tenant(alfa.key):
        published(told)
    stranger = browse(alfa)
    plan = told.action_plan.plan_id
    page = stranger.get(here("public_year", plan, 2026)).content.decode()
    assert ("Darí sa nám." in page, "2 z 3" in page, "Byty sú obsadené" in page) == (True, True, True)
    with in_tenant(alfa.key):
        first, second, _third = (report.item for report in asked(told))
    item = stranger.get(here("public_item", plan, 2026, first.pk)).content.decode()
    for words in ("podiel bytov", "75 % (3 / 4)", "seniori: 1", "odhad", "Byty sú obsadené", "ľudia v byte"):
        assert words in item.replace("\xa0", " ")
    other = stranger.get(here("public_item", plan, 2026, second.pk)).content.decode()
    paper = stranger.get(here("public_round_paper", plan, 2026, told.pk, "pdf"))
    text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert "podiel bytov" in text
    for secret in (ANNA, "Ešte neprijaté", "7771"):
        assert all(secret not in each for each in (page, item, other, text))


def test_what_was_published_stays_as_it_was_until_it_is_published_again(alfa: Any, told: Any) -> None:
    published(told)
    shown = public_year(told.action_plan.plan_id, 2026, date(2026, 2, 1))
    Reading.objects.update(note="podvrh")
    assert public_year(told.action_plan.plan_id, 2026, date(2026, 2, 1)) == shown
    rounds.publish_round(told, summary="Nové zhrnutie", **WHO)
    again = public_year(told.action_plan.plan_id, 2026, date(2026, 2, 1))
    assert again.rounds[0].summary == "Nové zhrnutie"
    assert again.promises[0].indicators[1].note == "podvrh"


def test_a_chart_for_the_public_holds_no_value_of_a_round_that_is_not_public(running: Any, told: Any) -> None:
    rounds.close_round(told, **WHO)
    later = opened(running, "Druhý polrok")
    type(later).objects.filter(pk=later.pk).update(ends_on=date(2026, 12, 31))
    report = asked(later)[0]
    people = Reading.objects.filter(indicator_name="ľudia v byte", report=None).get().indicator
    accept(send(report, {people.pk: D(5)}))
    publish_plan(running.plan, **WHO)
    rounds.show_year(running, **WHO)
    rounds.publish_round(later, **WHO)
    (_share, shown) = public_year(running.plan_id, 2026, date(2026, 2, 1)).promises[0].indicators
    assert {year: value for year, value, _aim in shown.points} == {
        2024: D(41), 2025: D(30), 2026: D(5), 2027: None,
    }  # fmt: skip
    assert shown.value == D(5)


def test_a_promise_shows_indicators_with_targets_and_without_any_value(running: Any, told: Any) -> None:
    picture = rounds.show_year(running, **WHO)
    (_share, people) = read(picture).items[0].indicators
    assert (people.name, people.value, people.is_told, people.aim) == ("ľudia v byte", None, False, D(10))
    assert [value for _year, value, _aim in people.points] == [D(41), None, None, None]


def test_the_public_narrows_the_year_by_target_group_and_place(alfa: Any, told: Any, browse: Any) -> None:
    with in_tenant(alfa.key):
        published(told)
        year = public_year(told.action_plan.plan_id, 2026, date(2026, 2, 1))
    assert (year.groups, year.places) == (["deti", "seniori, rodiny"], ["Sásová"])
    assert [each.item.title for each in narrowed(year.promises, group="SENIORI")] == ["A.first", "A.activity"]
    stranger, address = browse(alfa), here("public_year", told.action_plan.plan_id, 2026)
    page = stranger.get(address, {"group": "rodiny", "place": "sasova", "state": "no_data"})
    assert [each.item.title for each in page.context["promises"]] == ["A.activity"]
    assert page.context["counts"] == {"all": 2, "done": 0, "late": 0, "no_data": 1}
    assert all("group=rodiny" in href for _key, _label, href, _count in page.context["tabs"])
    assert stranger.get(address, {"group": "<script>"}).context["promises"] == []


def test_what_is_not_shown_is_not_found(alfa: Any, told: Any, browse: Any) -> None:
    stranger = browse(alfa)
    plan, item = told.action_plan.plan_id, asked(told)[0].item_id
    hidden = (
        here("public_item", plan, 2026, item),
        here("public_round_paper", plan, 2026, told.pk, "pdf"),
    )
    assert [stranger.get(address).status_code for address in hidden] == [404, 404]
    with in_tenant(alfa.key):
        published(told)
    assert [stranger.get(address).status_code for address in hidden] == [200, 200]
    assert stranger.get(here("public_item", plan, 2026, told.pk)).status_code == 404
    assert stranger.get(here("public_round_paper", plan, 2025, told.pk, "pdf")).status_code == 404
    assert stranger.get(here("public_round_paper", plan, 2026, told.pk, "xlsx")).status_code == 404
    with in_tenant(alfa.key):
        rounds.hide_year(told.action_plan, **WHO)
    assert [stranger.get(address).status_code for address in hidden] == [404, 404]


def test_a_summary_is_written_when_the_round_is_published(alfa: Any, told: Any, coordinator: Any) -> None:
    with in_tenant(alfa.key):
        rounds.show_year(told.action_plan, **WHO)
    assert coordinator.post(of(told, "round_publish"), {"summary": "Ide to."}).status_code == 302
    with in_tenant(alfa.key):
        told.refresh_from_db()
        assert (told.summary, told.pictures.get().content["round"]["summary"]) == ("Ide to.", "Ide to.")
    coordinator.post(of(told, "round_publish"), {"summary": "x" * 5000})
    with in_tenant(alfa.key):
        told.refresh_from_db()
        assert told.summary == "Ide to."
