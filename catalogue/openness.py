"""Whether somebody is there now, by the hours that the provider told; on a public holiday nothing is promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from catalogue.cards import Hours
from catalogue.registry.values import DAYS
from kernel.clock import day_of

DAY, WEEK = 24 * 60, 7 * 24 * 60  # in minutes


@dataclass(frozen=True, slots=True)
class Openness:
    is_open: bool
    words: str


def openness(hours: Iterable[Hours], at: datetime, country: str) -> Openness | None:
    """At this moment, in the region's time; nothing where no hours are known."""
    spans = _week(hours)
    if not spans:
        return None
    if spans[0] == (0, WEEK):
        return Openness(True, _("open now, day and night"))
    today, clock = day_of(at), localtime(at)
    if is_holiday(today, country):
        return Openness(False, _("today is a public holiday, please call first"))
    minute = today.weekday() * DAY + clock.hour * 60 + clock.minute
    closes = next(
        (closes for opens, closes in spans if opens <= minute < closes or opens <= minute + WEEK < closes), None
    )
    if closes is None:
        return Openness(False, _next(spans, minute, today, country))
    if (closes - minute) % WEEK >= DAY:
        return Openness(True, _("open now"))
    return Openness(True, _("open now, until %(time)s") % {"time": _time(closes)})


def _week(hours: Iterable[Hours]) -> list[tuple[int, int]]:
    """Spans of a week in minutes from Monday; what goes on over midnight is one span, and the last may reach into the
    next week."""
    found = sorted(_span(each) for each in hours)
    joined: list[tuple[int, int]] = []
    for opens, closes in found:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    if len(joined) > 1 and joined[-1][1] >= WEEK + joined[0][0]:
        first = joined.pop(0)
        joined[-1] = (joined[-1][0], max(joined[-1][1], WEEK + first[1]))
    if joined and joined[0][1] - joined[0][0] >= WEEK:
        return [(0, WEEK)]
    return joined


def _span(hours: Hours) -> tuple[int, int]:
    begins = DAYS.index(hours.day) * DAY
    opens, closes = _minutes(hours.opens), _minutes(hours.closes)
    return begins + opens, begins + (closes if closes > opens else closes + DAY)


def _minutes(time: str) -> int:
    hour, _colon, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


def _time(minute: int) -> str:
    return f"{minute % DAY // 60}:{minute % 60:02}"


def _next(spans: list[tuple[int, int]], minute: int, today: date, country: str) -> str:
    """When somebody comes next, if that is within a week."""
    begins = sorted((opens - minute) % WEEK for opens, _closes in spans)
    for wait in begins:
        ahead = (minute % DAY + wait) // DAY
        if not is_holiday(today + timedelta(days=ahead), country):
            return _opening_words(ahead, today + timedelta(days=ahead)) % {"time": _time(minute + wait)}
    return _("closed now")


def _opening_words(ahead: int, day: date) -> str:
    if ahead == 0:
        return _("opens today at %(time)s")
    if ahead == 1:
        return _("opens tomorrow at %(time)s")
    if ahead >= 7:
        return _("closed now")
    return (
        _("opens on Monday at %(time)s"),
        _("opens on Tuesday at %(time)s"),
        _("opens on Wednesday at %(time)s"),
        _("opens on Thursday at %(time)s"),
        _("opens on Friday at %(time)s"),
        _("opens on Saturday at %(time)s"),
        _("opens on Sunday at %(time)s"),
    )[day.weekday()]


def is_holiday(day: date, country: str) -> bool:
    return day in _holidays(country, day.year)


@lru_cache(maxsize=16)
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))
