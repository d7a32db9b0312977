"""Readings in words, as pages and papers show them."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.delivery.models import Report
from planning.delivery.readings.asking import asked_of
from planning.delivery.readings.models import Reading
from planning.delivery.readings.words import plain, value_words


@dataclass(frozen=True, slots=True)
class Shown:
    """One indicator of a report in words. What was not measured says so; what is missing has no data."""

    name: str
    words: str
    is_estimated: bool = False
    note: str = ""
    source: str = ""
    parts: tuple[str, ...] = ()


def shown_of(report: Report) -> list[Shown]:
    """Everything the report was asked for, and what it tells of indicators that left the sheet since."""
    told = {reading.indicator_id or reading.pk: reading for reading in report.readings.order_by("indicator_name")}
    asked = [(row.pk, row.name) for row in asked_of(report)]
    found = [shown(told.pop(pk)) if pk in told else Shown(name, _("no data")) for pk, name in asked]
    return [*found, *map(shown, told.values())]


def shown(reading: Reading) -> Shown:
    parts = tuple(f"{each['group']}: {plain_text(each['value'])}" for each in reading.parts)
    if reading.parts_differ:
        parts = (*parts, _("the groups do not add up"))
    return Shown(reading.indicator_name, value_of(reading), reading.is_estimated, reading.note, reading.source, parts)


def value_of(reading: Reading) -> str:
    """With its unit; of a share both numbers as well."""
    if reading.value is None:
        return _("not measured")
    return value_words(reading.value, reading.unit, reading.numerator, reading.denominator)


def plain_text(value: str) -> str:
    return plain(Decimal(value))


def without_value(count: int) -> str:
    return ngettext(
        "%(n)s indicator stays without a value; it is shown as no data.",
        "%(n)s indicators stay without a value; they are shown as no data.",
        count,
    ) % {"n": count}
