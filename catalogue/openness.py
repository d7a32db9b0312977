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

WHOLE_DAY = ("00:00", "24:00")


@dataclass(frozen=True, slots=True)
class Openness:
    is_open: bool
    words: str


def openness(hours: Iterable[Hours], at: datetime, country: str) -> Openness | None:
    """At this moment, in the region's time; nothing where no hours are known."""
    by_day: dict[str, list[tuple[str, str]]] = {}
    for each in hours:
        by_day.setdefault(each.day, []).append((each.opens, each.closes))
    if not by_day:
        return None
    today, clock = day_of(at), localtime(at).strftime("%H:%M")
    spans = sorted(by_day.get(_code(today), ()))
    if WHOLE_DAY in spans and len(by_day) == len(DAYS):
        return Openness(True, _("open now, day and night"))
    if is_holiday(today, country):
        return Openness(False, _("today is a public holiday, please call first"))
    for opens, closes in spans:
        if opens <= clock < closes:
            return Openness(True, _("open now, until %(time)s") % {"time": _plain(closes)})
    later = [opens for opens, _closes in spans if opens > clock]
    if later:
        return Openness(False, _("opens today at %(time)s") % {"time": _plain(later[0])})
    return Openness(False, _next_day(by_day, today, country))


def _next_day(by_day: dict[str, list[tuple[str, str]]], today: date, country: str) -> str:
    for ahead in range(1, 15):
        day = today + timedelta(days=ahead)
        spans = sorted(by_day.get(_code(day), ()))
        if spans and not is_holiday(day, country):
            return _opening_words(ahead, day) % {"time": _plain(spans[0][0])}
    return _("closed now")


def _opening_words(ahead: int, day: date) -> str:
    if ahead == 1:
        return _("opens tomorrow at %(time)s")
    if ahead > 7:
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


def _code(day: date) -> str:
    return DAYS[day.weekday()]


def _plain(time: str) -> str:
    return time.removeprefix("0")
