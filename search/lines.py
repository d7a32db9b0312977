"""Crisis lines: each is offered by a committed list and shown to the public only while the region stands behind it.

A line that somebody of the region has called and found right is shown for half a year; then it has to be called again.
If a new release brings another number, the old word no longer counts.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.errors import DomainError
from kernel.journal import record
from search.danger import Banner, Call, Danger, warning
from search.models import ConfirmedLine
from search.words import FOLDER

HOLDS = timedelta(days=183)
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the list offers it, with the place it was found in."""

    country: str
    number: str
    name: str
    dangers: tuple[str, ...]
    hours: str
    source: str
    source_date: str

    @property
    def when(self) -> str:
        """In words; empty where it is not known."""
        return _("day and night") if self.hours == "nonstop" else self.hours

    @property
    def key(self) -> str:
        return f"{self.country}-{self.call.dialled}"

    @property
    def call(self) -> Call:
        """As it stands in a banner."""
        return Call(self.number, self.name, self.when)


@dataclass(frozen=True, slots=True)
class Standing:
    """A line and whether the region stands behind it today."""

    line: Line
    confirmed_on: date | None
    until: date | None
    is_shown: bool
    is_due: bool
    reminded_on: date | None = None

    @property
    def is_to_be_reminded(self) -> bool:
        """Once when it is due, and once more when it is no longer shown."""
        if self.reminded_on is None or self.until is None:
            return self.is_due
        return not self.is_shown and self.reminded_on <= self.until


@cache
def offered(country: str) -> tuple[Line, ...]:
    with (FOLDER / "crisis_lines.csv").open(encoding="utf-8", newline="") as file:
        rows = [row | {"dangers": tuple(row["dangers"].split())} for row in csv.DictReader(file)]
    return tuple(Line(**row) for row in rows if row["country"] == country)


def standing(country: str, day: date) -> list[Standing]:
    """Every line of the country, in the order of the list."""
    lines = offered(country)
    said = {row.key: row for row in ConfirmedLine.objects.filter(key__in=[line.key for line in lines])}
    return [_standing(line, said.get(line.key), day) for line in lines]


def _standing(line: Line, said: ConfirmedLine | None, day: date) -> Standing:
    if said is None:
        return Standing(line, None, None, is_shown=False, is_due=False)
    until = said.confirmed_on + HOLDS
    return Standing(line, said.confirmed_on, until, day <= until, day > until - SOON, said.reminded_on)


def dangers_without_line(country: str, day: date) -> list[Danger]:
    """Dangers for which a line is offered and none is shown: people see the emergency numbers only."""
    standings = standing(country, day)
    return [
        danger
        for danger in Danger
        if any(danger in each.line.dangers for each in standings)
        and not any(each.is_shown and danger in each.line.dangers for each in standings)
    ]


def shown(country: str, danger: str, day: date) -> list[Line]:
    """The lines for this sort of danger that the region stands behind today."""
    return [each.line for each in standing(country, day) if each.is_shown and danger in each.line.dangers]


def banner(country: str, danger: Danger | None, day: date) -> Banner | None:
    """What stands above everything where there is danger: the emergency numbers, then the lines of the region."""
    return warning(danger, [line.call for line in shown(country, danger, day)]) if danger else None


@transaction.atomic
def confirm_line(key: str, *, country: str, by: Any, at: datetime) -> None:
    """Somebody of the region has called the line and found everything right."""
    if key not in {line.key for line in offered(country)}:
        raise DomainError(_("There is no such line."), "unknown_line")
    facts = {"confirmed_on": day_of(at), "confirmed_by": getattr(by, "pk", by), "reminded_on": None}
    row, _made = ConfirmedLine.objects.update_or_create(key=key, defaults=facts)
    record("search.line_confirmed", subject=("search.confirmedline", row.pk), by=by, at=at, line=key)


@transaction.atomic
def withdraw_line(key: str, *, by: Any, at: datetime) -> None:
    """The line is not shown any more."""
    row = ConfirmedLine.objects.filter(key=key).first()
    if row is not None:
        record("search.line_withdrawn", subject=("search.confirmedline", row.pk), by=by, at=at, line=key)
        row.delete()
