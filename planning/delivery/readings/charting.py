"""An indicator over the years as points and as a chart; what is frozen draws the same picture as what lives."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planning.delivery.readings.models import Reading, ReadingQuerySet
from planning.delivery.readings.words import sign, trimmed
from planning.structure.sheet.models import Indicator
from ui.charts import Chart, course

Points = tuple[tuple[int, Decimal | None, Decimal | None], ...]  # year, value, target
MOST_YEARS = 15


def points_of(indicator: Indicator, by_year: Mapping[int, Decimal]) -> Points:
    """Every year from the beginning to the last target; a year without a value has none."""
    values = dict(by_year)
    if indicator.baseline is not None and indicator.baseline_year is not None:
        values.setdefault(indicator.baseline_year, indicator.baseline)
    aims = {each.year: each.value for each in indicator.targets.all()}
    years = {*values, *aims}
    if not years:
        return ()
    first = max(min(years), max(years) - MOST_YEARS + 1)
    return tuple((year, values.get(year), aims.get(year)) for year in range(first, max(years) + 1))


def values_by_year(
    indicators: Collection[Indicator], readings: ReadingQuerySet
) -> dict[uuid.UUID | None, dict[int, Decimal]]:
    """By indicator, the last value of each year; one question."""
    rows = readings.filter(indicator__in=[each.pk for each in indicators], value__isnull=False)
    return by_indicator(rows.order_by("on", "at", "pk"))


def by_indicator(readings: Iterable[Reading]) -> dict[uuid.UUID | None, dict[int, Decimal]]:
    found: dict[uuid.UUID | None, dict[int, Decimal]] = {}
    for reading in readings:
        if reading.value is not None:
            found.setdefault(reading.indicator_id, {})[reading.on.year] = reading.value
    return found


def chart_of(points: Points, unit: str) -> Chart | None:
    """None where there is nothing to draw."""
    if not points:
        return None
    heads = {"label": pgettext("money", "Year"), "value": _("Value"), "aim": _("Target")}
    return course(((str(year), _short(value), _short(aim)) for year, value, aim in points), unit=sign(unit), **heads)


def _short(value: Decimal | None) -> Decimal | None:
    return None if value is None else trimmed(value)
