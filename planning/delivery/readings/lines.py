"""Indicators of a round or a year as a page or a paper lists them: told, estimated, not measured, late or missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planning.delivery.models import MonitoringRound, Report
from planning.delivery.readings.charting import Points, chart_of, points_of, values_by_year
from planning.delivery.readings.models import Reading
from planning.delivery.readings.words import counted, value_words
from planning.structure.sheet.models import Indicator
from ui.charts import Chart

TOLD, ESTIMATED, UNMEASURED, LATE, MISSING, AWAITED = "told", "estimated", "unmeasured", "late", "missing", "awaited"


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator with what was told of it in words; `state` is one of the words above."""

    id: UUID
    name: str
    title: str  # with the number of its item, so that two of one name differ
    item: str
    report: UUID
    kind: str
    direction: str
    state: str
    value: str
    note: str
    aim: str
    progress: int | None
    points: Points
    unit: str

    @property
    def chart(self) -> Chart | None:
        return chart_of(self.points, self.unit)

    @property
    def state_words(self) -> str:
        return str(words_of_state()[self.state])

    @property
    def progress_words(self) -> str:
        """Where it stands between the beginning and the target; without a value there is nothing to say."""
        if self.progress is None:
            return _("no data")
        return _("reached") if self.progress == 100 else f"{self.progress} %"


def words_of_state() -> dict[str, str]:
    return {
        TOLD: pgettext("reading", "told"),
        ESTIMATED: pgettext("reading", "estimate"),
        UNMEASURED: pgettext("reading", "not measured"),
        LATE: pgettext("reading", "late"),
        MISSING: pgettext("reading", "missing"),
        AWAITED: pgettext("reading", "awaited"),
    }


def lines_of_round(rows: Collection[Any], opened: MonitoringRound, today: date) -> list[Line]:
    """`rows`: of `progress.of_round`. Two questions whatever their number."""
    of_items = Report.objects.filter(round=opened, item__in=[row.item for row in rows]).select_related("item")
    reports = {report.item_id: report for report in of_items}
    of_round = Q(report__round=opened, report__stage__in=Report.TOLD)
    counting = Q(report__isnull=True) | Q(report__stage=Report.Stage.ACCEPTED)
    values = values_by_year(rows, Reading.objects.filter(of_round | counting))
    is_over = opened.closed_at is not None
    is_late = today > opened.due_on
    return [
        _line(row, reports[row.item], _state(row, reports[row.item], is_late, is_over), values.get(row.pk, {}))
        for row in rows
    ]


def _state(row: Any, report: Report, is_late: bool, is_over: bool) -> str:
    if row.now_value is not None:
        return ESTIMATED if row.now_is_estimated else TOLD
    if row.reading is not None:
        return UNMEASURED
    if is_over or report.stage in Report.TOLD:
        return MISSING
    return LATE if is_late else AWAITED


def _line(row: Any, report: Report, state: str, by_year: dict[int, Decimal]) -> Line:
    return Line(
        id=row.pk,
        name=row.name,
        title=f"{report.item.number} {row.name}".strip(),
        item=str(report.item),
        report=report.pk,
        kind=str(capfirst(Indicator.Kind(row.kind).label)),
        direction=str(Indicator.Direction(row.direction).label),
        state=state,
        value=_value(row),
        note=row.now_note or "",
        aim=aim_words(row.aim, row.aim_year, row.unit),
        progress=None if row.progress is None else int(row.progress),
        points=points_of(row, by_year),
        unit=row.unit,
    )


def _value(row: Any) -> str:
    if row.now_value is None:
        return ""
    return value_words(row.now_value, row.unit, row.now_numerator, row.now_denominator)


def aim_words(aim: Decimal | None, year: int | None, unit: str) -> str:
    if aim is None:
        return ""
    return f"{counted(aim, unit)}, {year}" if year else counted(aim, unit)
