"""Indicators of items as plain values, for pictures that never change and for papers. They name nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from planning.delivery.models import ActionPlan, MonitoringRound, Report
from planning.delivery.readings import progress
from planning.delivery.readings.asking import asked_in
from planning.delivery.readings.charting import Points, chart_of, points_of, values_by_year
from planning.delivery.readings.lines import ESTIMATED, MISSING, TOLD, UNMEASURED, aim_words, words_of_state
from planning.delivery.readings.models import Reading
from planning.delivery.readings.words import plain, value_words
from planning.structure.sheet.models import Indicator
from ui.charts import Chart


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator of an item with the value that was told of it; None is not known, nought is nought.

    `is_told` without a value: it was not measured, the note says why. `parts`: what each group makes of it; `points`:
    year, value and target, as `charting` draws them.
    """

    id: str
    name: str
    unit: str
    kind: str
    direction: str
    is_told: bool = False
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    parts: tuple[tuple[str, Decimal], ...] = ()
    parts_differ: bool = False
    is_estimated: bool = False
    note: str = ""
    source: str = ""
    on: date | None = None
    aim: Decimal | None = None
    aim_year: int | None = None
    progress: int | None = None
    points: Points = ()

    @property
    def state(self) -> str:
        if self.value is not None:
            return ESTIMATED if self.is_estimated else TOLD
        return UNMEASURED if self.is_told else MISSING

    @property
    def state_words(self) -> str:
        return words_of_state()[self.state]

    @property
    def words(self) -> str:
        """The value with its unit; of a share both numbers as well; "" where there is none."""
        return "" if self.value is None else value_words(self.value, self.unit, self.numerator, self.denominator)

    @property
    def aim_words(self) -> str:
        return aim_words(self.aim, self.aim_year, self.unit)

    @property
    def part_words(self) -> list[str]:
        told = [f"{group}: {plain(value)}" for group, value in self.parts]
        return [*told, _("the groups do not add up")] if self.parts_differ else told

    @property
    def kind_words(self) -> str:
        return f"{capfirst(Indicator.Kind(self.kind).label)}, {Indicator.Direction(self.direction).label}"

    @property
    def progress_words(self) -> str:
        if self.progress is None:
            return _("no data")
        return _("reached") if self.progress == 100 else f"{self.progress} %"

    @property
    def chart(self) -> Chart | None:
        return chart_of(self.points, self.unit)


OfItems = Mapping[UUID, tuple[IndicatorFacts, ...]]


def promised(year: ActionPlan) -> OfItems:
    """What the year is to be judged by, with the targets and without any value that was told."""
    return _by_item(progress.judged(asked_in(year), Reading.objects.none(), year.year), {})


def accepted_in(opened: MonitoringRound) -> OfItems:
    """What was accepted in the round. The years before show what was recorded, and told in rounds that are public."""
    rows = progress.of_round(opened, (Report.Stage.ACCEPTED,))
    shown = Q(report__round__pictures__withdrawn_at__isnull=True, report__round__pictures__isnull=False)
    public = Reading.objects.counting().filter(Q(report__isnull=True) | Q(report__round=opened) | shown)
    return _by_item(rows, values_by_year(list(rows), Reading.objects.filter(pk__in=public.values("pk"))))


def counting_in(year: ActionPlan) -> OfItems:
    """What counts at the end of the year: the last accepted or recorded value of each."""
    rows = progress.of_year(year)
    return _by_item(rows, values_by_year(list(rows), Reading.objects.counting()))


def _by_item(rows: Any, values: Mapping[Any, dict[int, Decimal]]) -> OfItems:
    found: dict[UUID, list[IndicatorFacts]] = {}
    judged = list(progress.in_pages(rows))
    parts = {each.pk: each for each in Reading.objects.filter(pk__in=[row.reading for row in judged if row.reading])}
    for row in judged:
        found.setdefault(row.item, []).append(_facts(row, values.get(row.pk, {}), parts.get(row.reading)))
    return {item: tuple(told) for item, told in found.items()}


def _facts(row: Any, by_year: dict[int, Decimal], reading: Reading | None) -> IndicatorFacts:
    told: dict[str, Any] = {}
    if reading is not None:
        names = ("value", "numerator", "denominator", "parts_differ", "is_estimated", "note", "source", "on")
        told = {name: getattr(reading, name) for name in names}
        told["parts"] = parts_again(each.values() for each in reading.parts)
    return IndicatorFacts(
        id=str(row.pk),
        name=row.name,
        unit=row.unit,
        kind=row.kind,
        direction=row.direction,
        is_told=reading is not None,
        aim=row.aim,
        aim_year=row.aim_year,
        progress=None if row.progress is None else int(row.progress),
        points=points_of(row, by_year),
        **told,
    )


def parts_again(pairs: Iterable[Iterable[Any]]) -> tuple[tuple[str, Decimal], ...]:
    return tuple((str(group), Decimal(value)) for group, value in pairs)


def again(kept: Mapping[str, Any]) -> IndicatorFacts:
    """From what a picture keeps as JSON."""
    amounts = {name: _amount(kept[name]) for name in ("value", "numerator", "denominator", "aim")}
    points = tuple((year, _amount(value), _amount(aim)) for year, value, aim in kept["points"])
    on = date.fromisoformat(kept["on"]) if kept["on"] else None
    return IndicatorFacts(**{**kept, **amounts, "points": points, "on": on, "parts": parts_again(kept["parts"])})


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
