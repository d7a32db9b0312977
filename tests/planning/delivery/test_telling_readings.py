"""Owners tell values of indicators with their reports; nothing they wrote is lost, and two who write see each other."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from support.counting import questions
from support.plans import here
from support.readings import accept, asked, indicator, opened, send
from support.years import WHO

from kernel.clock import today
from planning.delivery import reporting
from planning.delivery.items import name_owner
from planning.delivery.models import Report
from planning.delivery.readings.models import Reading
from planning.delivery.readings.telling import Given, record_reading
from planning.delivery.reminding import make_link
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.sheet.commands import remove_row
from planning.structure.sheet.models import Indicator
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
D = Decimal
ANNA = "anna@example.org"


def fields(row: Any, **said: Any) -> dict[str, str]:
    """The form of one indicator as it is sent."""
    return {f"r-{row.pk}-{name}": str(value) for name, value in ({"note": ""} | said).items()}


def reading(row: Any) -> Reading:
    return Reading.objects.get(indicator=row)


@pytest.fixture
def hers(alfa: Any, running: Any, browse: Any) -> Any:
    """(Anna's telephone, the address of her report, the report) with one item she reports on."""
    with in_tenant(alfa.key):
        name_owner(running, items=[running.items.standing()[0].pk], email=ANNA, **WHO)
        report = asked(opened(running, due_on=date(2030, 1, 1)))[0]
        secret = make_link(ANNA, date(2030, 1, 1), at=WHO["at"])
    return browse(alfa), here("report_by_link", secret, report.pk), report


# --- the page of an owner -----------------------------------------------------------------------------------------
def test_an_owner_tells_a_value_as_people_write_it(hers: Any) -> None:
    phone, address, report = hers
    row = indicator(report.item.node, "ľudia doma", baseline=41, baseline_year=2025, source="evidencia mesta")
    record_reading(row, Given(value=D("38.5")), on=date(2025, 12, 31), **WHO)
    page = phone.get(address).content.decode()
    for words in ("ľudia doma", "41 (ľudia), 2025", "38,5 (ľudia)", "100 (ľudia)", "evidencia mesta"):
        assert words in page
    told = {"act": "keep", "version": "1"} | fields(row, value="1 250,50", note="odhad z výkazov", is_estimated="on")
    assert phone.post(address, told).status_code == 302
    kept = Reading.objects.get(report=report)
    assert (kept.value, kept.is_estimated, kept.note) == (D("1250.50"), True, "odhad z výkazov")
    assert (kept.indicator_name, kept.unit, kept.on) == ("ľudia doma", "ľudia", min(date(2026, 6, 30), today()))
    again = phone.get(address).context["whole"].readings[0]
    assert again["value"].value() == D("1250.50")
    assert "1250,5" in str(again["value"])


def test_nought_is_a_value_and_blank_is_no_data(hers: Any) -> None:
    phone, address, report = hers
    zero, blank, why = (indicator(report.item.node, name) for name in "abc")
    sent = fields(zero, value="0") | fields(blank) | fields(why, note="Výkaz príde až v auguste")
    answer = phone.post(address, {"act": "send", "state": "RUNNING", "version": "1"} | sent, follow=True)
    assert "1 ukazovateľ zostáva bez hodnoty" in answer.content.decode()
    assert (reading(zero).value, reading(why).value, Reading.objects.count()) == (D(0), None, 2)
    page = phone.get(address).content.decode()
    assert ("nemerané" in page, "bez údajov" in page, "Výkaz príde až v auguste" in page) == (True, True, True)


def test_a_share_is_counted_by_the_server_and_its_groups_must_add_up(hers: Any) -> None:
    phone, address, report = hers
    row = indicator(
        report.item.node,
        is_share=True,
        numerator="udržané byty",
        denominator="všetky byty",
        groups=["seniori", "rodiny"],
    )
    base = {"act": "keep", "version": "1"}
    page = phone.get(address).content.decode()
    assert ("udržané byty" in page, "seniori" in page) == (True, True)
    for wrong, name in (
        ({"numerator": "3"}, "denominator"),
        ({"numerator": "3", "denominator": "0"}, "denominator"),
        ({"numerator": "3", "denominator": "7", "part_0": "1"}, "parts_differ"),
        ({"part_0": "1"}, "numerator"),
        ({"is_estimated": "on"}, "is_estimated"),
        ({"numerator": "tri", "denominator": "7"}, "numerator"),
    ):
        answer = phone.post(address, base | fields(row, **wrong))
        assert (answer.status_code, list(answer.context["whole"].readings[0].errors)) == (422, [name])
        assert "ľudia:" in answer.content.decode()
    assert Reading.objects.count() == 0
    good = {"numerator": "3", "denominator": "7", "part_0": "1", "part_1": "2"}
    assert phone.post(address, base | fields(row, **good)).status_code == 302
    parts = [{"group": "seniori", "value": "1.00"}, {"group": "rodiny", "value": "2.00"}]
    assert (reading(row).value, reading(row).parts, reading(row).parts_differ) == (D("42.86"), parts, False)
    differ = {"part_1": "9", "parts_differ": "on"}
    assert phone.post(address, {"act": "keep", "version": "2"} | fields(row, **good | differ)).status_code == 302
    assert (reading(row).parts_differ, reading(row).version) == (True, 1)


def test_a_wrong_number_leaves_everything_that_was_written_in_the_fields(hers: Any) -> None:
    phone, address, report = hers
    row = indicator(report.item.node)
    told = {"act": "send", "state": "RUNNING", "comment": "Text", "version": "1"} | fields(row, value="veľa", note="x")
    answer = phone.post(address, told)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert ("Text" in page, 'value="veľa"' in page) == (True, True)
    assert (Report.objects.get(pk=report.pk).comment, Reading.objects.count()) == ("", 0)


def test_a_page_that_was_opened_before_the_indicator_was_added_takes_nothing_away(hers: Any) -> None:
    phone, address, report = hers
    row = indicator(report.item.node)
    phone.post(address, {"act": "keep", "version": "1"} | fields(row, value="5"))
    phone.post(address, {"act": "keep", "version": "2", "comment": "bez polí"})
    assert reading(row).value == D(5)
    phone.post(address, {"act": "keep", "version": "3"} | fields(row, value=""))
    assert Reading.objects.count() == 0


def test_two_who_write_see_each_others_values(hers: Any) -> None:
    phone, address, report = hers
    row = indicator(report.item.node)
    phone.post(address, {"act": "keep", "version": "1"} | fields(row, value="5"))
    answer = phone.post(address, {"act": "send", "state": "DONE", "version": "1"} | fields(row, value="7"))
    assert (answer.status_code, reading(row).value) == (409, D(5))
    assert ("ľudia", "5", "7") in answer.context["theirs"]
    version = re.search(r'name="version" value="(\d+)"', answer.content.decode()).group(1)
    again = {"act": "send", "state": "DONE", "version": version} | fields(row, value="7")
    assert phone.post(address, again).status_code == 302
    assert reading(row).value == D(7)


def test_hostile_words_of_an_indicator_are_shown_as_they_are(hers: Any) -> None:
    phone, address, report = hers
    evil = "<script>canary()</script>"
    words = {"unit": evil, "source": evil, "groups": [evil], "numerator": evil, "denominator": evil, "is_share": True}
    indicator(report.item.node, evil, **words)
    assert evil not in phone.get(address).content.decode()
    wrong = phone.post(address, {"act": "keep", "version": "1"} | fields(Indicator.objects.get(), numerator=evil))
    assert (wrong.status_code, evil in wrong.content.decode()) == (422, False)


def test_an_owner_reads_and_writes_only_the_own_report(hers: Any) -> None:
    phone, address, report = hers
    other = asked(report.round)[1]
    indicator(other.item.node)
    foreign = address.replace(str(report.pk), str(other.pk))
    assert phone.get(foreign).status_code == 404
    assert phone.post(foreign, {"act": "send"}).status_code == 404


def test_the_page_of_a_report_asks_the_same_whatever_its_indicators(hers: Any) -> None:
    phone, address, report = hers
    indicator(report.item.node, "prvý")
    small = questions(phone, address)
    for number in range(8):
        indicator(report.item.node, f"ďalší {number}")
    assert questions(phone, address) == small <= 14


# --- the way of a report ------------------------------------------------------------------------------------------
def test_a_returned_report_keeps_its_values_and_acceptance_makes_them_count(running: Any) -> None:
    report = asked(opened(running))[0]
    row = indicator(report.item.node)
    sent = send(report, {row.pk: D(5)})
    assert Reading.objects.counting().count() == 0
    back = reporting.return_report(sent, note="Doložte.", **WHO)
    assert reading(row).value == D(5)
    again = send(back, {})
    assert accept(again) == 1
    assert Reading.objects.counting().get().value == D(5)


def test_a_second_send_of_the_same_report_is_refused_and_changes_nothing(running: Any) -> None:
    report = asked(opened(running))[0]
    row = indicator(report.item.node)
    send(report, {row.pk: D(5)})
    with pytest.raises(PlanRefused):
        send(report, {row.pk: D(9)})
    assert reading(row).value == D(5)
    reporting.return_report(report, note="x", **WHO)
    with pytest.raises(ChangedMeanwhile):
        send(report, {row.pk: D(9)})


def test_a_value_stays_when_its_indicator_leaves_the_sheet(running: Any) -> None:
    report = asked(opened(running))[0]
    row = indicator(report.item.node, "ľudia doma")
    send(report, {row.pk: D(5)})
    remove_row(row, **WHO)
    (left,) = Reading.objects.all()
    assert (left.indicator, left.indicator_name, left.value) == (None, "ľudia doma", D(5))


@pytest.mark.parametrize(
    "wrong",
    [
        Given(),
        Given(numerator=D(1)),
        Given(numerator=D(1), denominator=D(0)),
        Given(value=D(5), parts=(("a", D(1)),)),
        Given(note="x", parts=(("a", D(1)),)),
    ],
)
def test_an_unsound_value_is_refused_in_words(running: Any, wrong: Given) -> None:
    row = indicator(running.items.standing()[0].node)
    with pytest.raises(PlanRefused):
        record_reading(row, wrong, on=date(2025, 12, 31), **WHO)


def test_a_recorded_value_is_one_a_day_and_never_of_a_day_to_come(running: Any) -> None:
    row = indicator(running.items.standing()[0].node)
    record_reading(row, Given(value=D(5)), on=date(2025, 12, 31), **WHO)
    record_reading(row, Given(value=D(6)), on=date(2025, 12, 31), **WHO)
    assert (reading(row).value, reading(row).version) == (D(6), 2)
    with pytest.raises(PlanRefused, match="ešte len príde"):
        record_reading(row, Given(value=D(5)), on=date(2126, 1, 1), **WHO)
    assert Reading.objects.get().on == date(2025, 12, 31)
