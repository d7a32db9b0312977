"""The year of a plan from a file: `year` is begun with everything that runs in it.

`[[reading]]` with `measure indicator on` and a value is recorded of a day; `[[round]]` with `title starts_on ends_on
answer_in_days summary` is the monitoring that is opened in the running year, its `[[round.report]]` with `item state
per_cent spent comment is_accepted` and their `[[round.report.reading]]`, like those above but of the item. A value is
`value` or `numerator` and `denominator`, with `parts` (by group), `is_estimated note source`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kernel.clock import day_of
from planning.delivery.commands import begin_year, go_on
from planning.delivery.items import fill_year, offered
from planning.delivery.models import ActionPlan
from planning.delivery.readings.telling import Given, record_reading
from planning.delivery.reporting import accept_reports, send_report
from planning.delivery.rounds import open_round, publish_round, show_year
from planning.delivery.states import YearState
from planning.structure.models import Plan
from planning.structure.sheet.models import Indicator


def load_year(plan: Plan, content: Mapping[str, Any], *, currency: str, by: Any, at: datetime) -> None:
    """Begin the year, record values and open its rounds."""
    if "year" not in content:
        return
    who = {"by": by, "at": at}
    year = begin_year(plan, year=content["year"], currency=currency, **who)
    fill_year(year, nodes=[branch.node.pk for branch in offered(year)], **who)
    for row in content.get("reading", []):
        indicator = _indicator(plan, row["measure"], row["indicator"])
        record_reading(indicator, _given(row), on=row["on"], **who)
    for row in content.get("round", []):
        _round(year, row, who)


def _round(year: ActionPlan, row: Mapping[str, Any], who: dict[str, Any]) -> None:
    """The year runs, some have reported, and the public reads what was accepted."""
    _lead_to_running(year, who)
    days = {name: row[name] for name in ("starts_on", "ends_on")}
    due_on = day_of(who["at"]) + timedelta(days=row["answer_in_days"])
    opened = open_round(year, title=row["title"], **days, due_on=due_on, **who)
    accepted = []
    for told in row.get("report", []):
        report = opened.reports.select_related("round__action_plan", "item").get(item__title=told["item"])
        facts: dict[str, Any] = {name: told[name] for name in ("state", "per_cent", "comment") if name in told}
        facts |= {"spent": Decimal(told["spent"])} if "spent" in told else {}
        readings = {_indicator(year.plan, told["item"], each["indicator"]).pk: _given(each) for each in told["reading"]}
        send_report(report, facts=facts | {"readings": readings}, version=report.version, **who)
        accepted += [report.pk] if told.get("is_accepted") else []
    accept_reports(accepted, round_id=opened.pk, **who)
    if accepted and year.plan.published():
        show_year(year, **who)
        publish_round(opened, summary=row.get("summary", ""), **who)


def _lead_to_running(year: ActionPlan, who: dict[str, Any]) -> None:
    while year.state != YearState.RUNNING:
        go_on(year, seen=year.steps.count(), on=day_of(who["at"]), **who)
        year.refresh_from_db()


def _indicator(plan: Plan, node: str, name: str) -> Indicator:
    return Indicator.objects.select_related("node__plan").get(node__plan=plan, node__title=node, name=name)


def _given(row: Mapping[str, Any]) -> Given:
    numbers: dict[str, Any] = {
        name: Decimal(str(row[name])) for name in ("value", "numerator", "denominator") if name in row
    }
    parts = tuple((group, Decimal(str(value))) for group, value in row.get("parts", {}).items())
    words = {name: row[name] for name in ("is_estimated", "note", "source") if name in row}
    return Given(**numbers, parts=parts, **words)
