"""Readings as they are written: with a report while it is being written, or recorded beside reports."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.delivery.models import Report
from planning.delivery.readings.asking import asked_of
from planning.delivery.readings.models import Reading
from planning.structure.errors import PlanRefused
from planning.structure.locking import lock
from planning.structure.sheet.models import Indicator

Parts = tuple[tuple[str, Decimal], ...]
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of an indicator. Without a value and without a note nothing is said; nought is a value."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    parts: Parts = ()
    parts_differ: bool = False
    is_estimated: bool = False
    note: str = ""
    source: str = ""

    @property
    def is_blank(self) -> bool:
        return self.value is None and self.numerator is None and self.denominator is None and not self.note.strip()


def write_readings(report: Report, given: Mapping[uuid.UUID, Given], at: datetime) -> None:
    """Write what is said with a report; what is blank is taken away. Whoever calls holds the report."""
    there = {reading.indicator_id: reading for reading in report.readings.all()}
    for indicator in asked_of(report):
        said = given.get(indicator.pk)
        if said is None:
            continue
        reading = there.get(indicator.pk)
        if said.is_blank:
            if reading is not None:
                reading.delete()
            continue
        reading = reading or Reading(report=report, indicator=indicator)
        reading.on = min(report.round.ends_on, day_of(at))
        _fill(reading, indicator, said, at)
        reading.save()


@transaction.atomic
def record_reading(indicator: Indicator, given: Given, *, on: date, by: Any, at: datetime) -> Reading:
    """Record a value that came outside a monitoring, say from a yearbook. One a day; the later replaces."""
    plan = lock(indicator.node.plan)
    if given.is_blank:
        raise PlanRefused(_("Write a value, or say why there is none."))
    if on > day_of(at):
        raise PlanRefused(_("This day lies ahead; tell only what is done."))
    found = Reading.objects.filter(indicator=indicator, on=on, report__isnull=True).first()
    reading = found or Reading(indicator=indicator, on=on)
    _fill(reading, indicator, given, at)
    reading.version += found is not None
    reading.save()
    facts = {"plan": str(plan.pk), "indicator": str(indicator.pk)}
    record("planning.reading_recorded", subject=reading, by=by, at=at, **facts)
    return reading


def counted(numerator: Decimal, denominator: Decimal) -> Decimal:
    """The share in per cent, as the database counts it too."""
    return (100 * numerator / denominator).quantize(CENT, ROUND_HALF_UP)


def kept_of(report: Report) -> dict[uuid.UUID, Given]:
    """What is written of each indicator in the report now."""
    return {each.indicator_id: given_by(each) for each in report.readings.all() if each.indicator_id}


def given_by(reading: Reading) -> Given:
    parts = tuple((each["group"], Decimal(each["value"])) for each in reading.parts)
    return Given(
        reading.value, reading.numerator, reading.denominator, parts, reading.parts_differ, reading.is_estimated,
        reading.note, reading.source,
    )  # fmt: skip


def refuse_unsound(given: Given) -> None:
    """The same as the form says and the database refuses, for whoever comes without a form."""
    if (given.numerator is None) != (given.denominator is None):
        raise PlanRefused(_("Write both numbers, or none."))
    if given.denominator is not None and given.denominator <= 0:
        raise PlanRefused(_("The second number must be more than nought."))
    whole = given.numerator if given.numerator is not None else given.value
    if given.parts and whole is None:
        raise PlanRefused(_("Write the value of the whole too."))
    if given.parts and not given.parts_differ and sum(value for _group, value in given.parts) != whole:
        raise PlanRefused(_("The groups do not add up to the whole. Mend a number, or tick that they do not add up."))


def _fill(reading: Reading, indicator: Indicator, given: Given, at: datetime) -> None:
    refuse_unsound(given)
    reading.indicator_name, reading.unit = indicator.name, indicator.unit
    reading.numerator, reading.denominator = given.numerator, given.denominator
    reading.value = given.value
    if given.numerator is not None and given.denominator is not None:
        reading.value = counted(given.numerator, given.denominator)
    reading.parts = [{"group": group, "value": f"{value:.2f}"} for group, value in given.parts]
    reading.parts_differ = given.parts_differ and bool(given.parts)
    reading.is_estimated = given.is_estimated and reading.value is not None
    reading.note, reading.source, reading.at = given.note.strip(), given.source.strip(), at
