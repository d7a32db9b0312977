"""Pages of indicators: what came, what is missing, late or estimated, and how far each is towards its target."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from support.counting import questions
from support.plans import here
from support.readings import accept, asked, indicator, opened, send
from support.years import WHO

from kernel.clock import today
from planning.delivery import rounds
from planning.delivery.readings.models import Reading
from planning.delivery.readings.telling import Given, record_reading
from planning.delivery.whole_report import WholeReport
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
D = Decimal


def of(one: Any, name: str = "round_indicators") -> str:
    return here(name, one.action_plan.plan_id, one.action_plan_id, one.pk)


def test_a_round_says_what_came_what_is_missing_and_what_is_estimated(running: Any, coordinator: Any) -> None:
    one = opened(running)
    first, second, third = asked(one)
    told, why, blank = (indicator(first.item.node, name, baseline=10) for name in ("povedané", "nemerané", "prázdne"))
    guess = indicator(second.item.node, "odhadnuté")
    indicator(third.item.node, "čaká")
    send(first, {told.pk: D(55), why.pk: Given(note="výkaz nie je")})
    send(second, {guess.pk: Given(value=D(0), is_estimated=True)})
    page = coordinator.get(of(one))
    complete = page.context["told"]
    assert (complete.asked, complete.told, complete.unmeasured, complete.missing) == (5, 2, 1, 2)
    assert (complete.estimated, complete.judged, complete.mean) == (1, 2, 25)
    states = {line.name: (line.state, line.progress) for line in page.context["lines"]}
    assert states == {
        "nemerané": ("unmeasured", None),
        "povedané": ("told", 50),
        "prázdne": ("missing", None),
        "odhadnuté": ("estimated", 0),
        "čaká": ("awaited", None),
    }
    assert "výkaz nie je" in page.content.decode()
    missing = coordinator.get(of(one), {"show": "missing"}).context["lines"]
    assert [line.name for line in missing] == ["prázdne", "čaká"]
    assert blank.readings.count() == 0
    assert "2 z 5" in coordinator.get(of(one, "round")).content.decode()
    type(one).objects.filter(pk=one.pk).update(due_on=date(2026, 1, 1))
    assert {line.name: line.state for line in coordinator.get(of(one)).context["lines"]}["čaká"] == "late"
    rounds.close_round(one, **WHO)
    assert {line.name: line.state for line in coordinator.get(of(one)).context["lines"]}["čaká"] == "missing"


def test_a_chart_shows_years_targets_and_the_beginning_beside_a_table(running: Any, coordinator: Any) -> None:
    one = opened(running)
    first, *_rest = asked(one)
    row = indicator(first.item.node, baseline=40, baseline_year=2023, direction="DOWN", targets={2026: 10, 2027: 0})
    record_reading(row, Given(value=D("31.5")), on=date(2025, 12, 31), **WHO)
    accept(send(first, {row.pk: D(20)}))
    address = here("indicator", running.plan_id, running.pk, row.pk)
    chart = coordinator.get(address).context["chart"]
    assert chart.rows == (
        ("2023", "40", "–"), ("2024", "nezistené", "–"), ("2025", "31,5", "–"), ("2026", "20", "10"),
        ("2027", "nezistené", "0"),
    )  # fmt: skip
    page = coordinator.get(address).content.decode()
    assert ("stroke-dasharray" in page, "31,5 (ľudia)" in page) == (True, True)


def test_a_coordinator_records_a_value_of_a_year_before(alfa: Any, running: Any, coordinator: Any) -> None:
    row = indicator(running.items.standing()[0].node)
    address = here("indicator_record", running.plan_id, running.pk, row.pk)
    base = {f"r-{row.pk}-note": ""}
    assert coordinator.post(address, base | {f"r-{row.pk}-on": "31.12.2025"}).status_code == 422
    assert coordinator.post(address, base | {f"r-{row.pk}-value": "7"}).status_code == 422
    told = base | {f"r-{row.pk}-value": "7", f"r-{row.pk}-on": "31.12.2025"}
    assert coordinator.post(address, told).status_code == 302
    with in_tenant(alfa.key):
        assert [(each.value, each.on, each.report) for each in Reading.objects.all()] == [
            (D(7), date(2025, 12, 31), None)
        ]
    late = told | {f"r-{row.pk}-on": f"{today().day}.{today().month}.{today().year + 2}"}
    assert coordinator.post(address, late).status_code == 422


def test_a_member_of_a_group_looks_and_records_nothing(alfa: Any, running: Any, person: Any, browse: Any) -> None:
    one = opened(running)
    row = indicator(running.items.standing()[0].node)
    member = browse(alfa, person("GROUP_MEMBER", at=alfa))
    assert member.get(of(one)).status_code == 200
    place = (running.plan_id, running.pk, row.pk)
    assert member.get(here("indicator", *place)).status_code == 200
    assert member.post(here("indicator_record", *place), {}).status_code == 403
    assert browse(alfa).get(of(one)).status_code == 302


def test_pages_of_indicators_ask_the_same_whatever_their_number(running: Any, coordinator: Any) -> None:
    one = opened(running)
    first, *_rest = asked(one)
    rows = [indicator(first.item.node, "prvý")]
    small = [questions(coordinator, address) for address in (of(one), of(one, "round"))]
    rows += [indicator(first.item.node, f"ďalší {number}") for number in range(20)]
    send(first, {row.pk: D(5) for row in rows})
    large = [questions(coordinator, address) for address in (of(one), of(one, "round"))]
    assert len(coordinator.get(of(one)).context["lines"]) == 15
    assert (large[0] - small[0], large[1] - small[1]) == (0, 0)
    assert max(large) <= 14


def test_a_whole_report_asks_nothing_where_no_indicator_is_on_the_sheet(running: Any) -> None:
    assert WholeReport(asked(opened(running))[0]).readings == []
