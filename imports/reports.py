"""What goes back to the sender: rejected rows in its own columns, each with the reasons."""

import json
from collections.abc import Iterator
from typing import Any

import tablib
from django.utils.translation import gettext as _

from imports.findings import Weight
from imports.models import RowProblem, Run
from imports.workbooks import csv_bytes, xlsx_bytes

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def rejected_rows(run: Run) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Row number, what was sent, and every reason of the row in one text."""
    row = 0
    sent: dict[str, Any] = {}
    reasons: list[str] = []
    for problem in run.problems.filter(weight=Weight.REJECTED).order_by("row", "id").iterator():
        if problem.row != row and reasons:
            yield row, sent, "; ".join(reasons)
            sent, reasons = {}, []
        row = problem.row
        sent = dict(problem.sent) if problem.sent else sent
        reasons.append(_told(problem))
    if reasons:
        yield row, sent, "; ".join(reasons)


def _told(problem: RowProblem) -> str:
    return f"{problem.column}: {problem.reason}" if problem.column else problem.reason


def rejected_file(run: Run, ending: str) -> bytes:
    """The rejected rows as a file."""
    if ending == "json":
        items = [{**sent, "row": row, "reason": reason} for row, sent, reason in rejected_rows(run)]
        return json.dumps({"rejected": items}, ensure_ascii=False, indent=1).encode()
    table = _table(run)
    return xlsx_bytes(table) if ending == "xlsx" else csv_bytes(table)


def _table(run: Run) -> tablib.Dataset:
    rows = list(rejected_rows(run))
    heads = list(dict.fromkeys(name for _row, sent, _reason in rows for name in sent))
    table = tablib.Dataset(headers=[_("Row"), *heads, _("Reason")], title=_("Rejected rows"))
    for row, sent, reason in rows:
        table.append([row, *[_cell(sent.get(name)) for name in heads], reason])
    return table


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value
