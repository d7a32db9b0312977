"""Indicators of a running year and what is told of them, by the commands people use."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from support.years import WHO


def indicator(node: Any, name: str = "ľudia", **facts: Any) -> Any:
    """Should rise from 0 to 100 in 2026, unless it is said otherwise."""
    from planning.structure.sheet.commands import add_row
    from planning.structure.sheet.models import Indicator

    base = {"name": name, "kind": "OUTPUT", "unit": "ľudia", "direction": "UP", "baseline": 0, "targets": {2026: 100}}
    said = base | facts
    if said["baseline"] is not None:
        said.setdefault("baseline_year", 2025)
    return add_row(node, Indicator, said, **WHO)


def opened(year: Any, title: str = "Prvý polrok", due_on: date = date(2027, 1, 15)) -> Any:
    from planning.delivery.rounds import open_round

    facts = {"title": title, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30), "due_on": due_on}
    return open_round(year, **facts, **WHO)


def asked(one: Any) -> list[Any]:
    """The reports of a round in the order of the year."""
    rows = one.reports.select_related("item__node__plan", "round__action_plan__plan")
    return list(rows.order_by("item__position"))


def given(value: Any) -> Any:
    from planning.delivery.readings.telling import Given

    return value if isinstance(value, Given) else Given(value=value)


def send(report: Any, values: Mapping[Any, Any], **facts: Any) -> Any:
    """Send a report in with these values by indicator."""
    from planning.delivery.reporting import send_report

    told = {"state": "RUNNING", "readings": {key: given(value) for key, value in values.items()}} | facts
    return send_report(report, facts=told, version=report.version, **WHO)


def accept(*told: Any) -> int:
    from planning.delivery.reporting import accept_reports

    if not told:
        return 0
    return accept_reports([report.pk for report in told], round_id=told[0].round_id, **WHO)
