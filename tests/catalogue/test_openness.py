"""„Open now“ holds by the region's clock, day by day, and never on a public holiday."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from catalogue.cards import Hours
from catalogue.openness import is_holiday, openness
from catalogue.registry.values import DAYS

WEEK = [Hours(day, "08:00", "12:00") for day in ("MO", "TU", "WE", "TH", "FR")] + [
    Hours(day, "13:00", "16:30") for day in ("MO", "TU", "WE", "TH", "FR")
]
NONSTOP = [Hours(day, "00:00", "24:00") for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")]


def said(day: str, time: str, hours: list[Hours] = WEEK, country: str = "SK") -> tuple[bool, str] | None:
    """What is said at a moment that is given in UTC."""
    with translation.override("en"):
        found = openness(hours, datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC), country)
    return (found.is_open, found.words) if found else None


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        ("2026-11-26", "07:00", (True, "open now, until 12:00")),  # Thursday, eight o'clock in winter
        ("2026-11-26", "06:59", (False, "opens today at 8:00")),
        ("2026-11-26", "11:00", (False, "opens today at 13:00")),
        ("2026-11-26", "15:29", (True, "open now, until 16:30")),
        ("2026-11-26", "15:30", (False, "opens tomorrow at 8:00")),
        ("2026-07-10", "06:00", (True, "open now, until 12:00")),  # eight o'clock in summer
        ("2026-11-27", "20:00", (False, "opens on Monday at 8:00")),
        ("2026-11-29", "23:30", (False, "opens today at 8:00")),  # half past midnight on Monday
    ],
)
def test_hours_are_read_by_the_regions_clock(day: str, time: str, expected: tuple[bool, str]) -> None:
    assert said(day, time) == expected


def test_on_a_holiday_nothing_is_promised() -> None:
    assert said("2026-12-24", "10:00") == (False, "today is a public holiday, please call first")
    assert said("2026-12-23", "18:00") == (False, "opens on Monday at 8:00")
    assert said("2026-12-24", "10:00", NONSTOP) == (True, "open now, day and night")
    assert is_holiday(datetime(2026, 9, 28, tzinfo=UTC).date(), "CZ")
    assert not is_holiday(datetime(2026, 9, 28, tzinfo=UTC).date(), "SK")


def test_without_hours_nothing_is_said() -> None:
    assert said("2026-11-26", "10:00", []) is None
    assert said("2026-11-26", "22:30", [Hours("TH", "00:00", "24:00")]) == (True, "open now, until 0:00")
    assert said("2026-11-26", "10:00", [Hours("WE", "10:00", "11:00")]) == (False, "opens on Wednesday at 10:00")
    assert said("2026-11-25", "20:00", [Hours("WE", "10:00", "11:00")]) == (False, "closed now")


NIGHTS = [Hours(day, "18:00", "24:00") for day in DAYS] + [Hours(day, "00:00", "08:00") for day in DAYS]


@pytest.mark.parametrize("hours", [NIGHTS, [Hours(day, "18:00", "08:00") for day in DAYS]], ids=["in two", "over"])
def test_a_night_is_one_night(hours: list[Hours]) -> None:
    assert said("2026-11-26", "20:00", hours) == (True, "open now, until 8:00")
    assert said("2026-11-26", "23:30", hours) == (True, "open now, until 8:00")
    assert said("2026-11-29", "22:59", hours) == (True, "open now, until 8:00")  # Sunday, the last minute of the week
    assert said("2026-11-29", "23:01", hours) == (True, "open now, until 8:00")  # Monday, one minute after midnight
    assert said("2026-11-26", "07:00", hours) == (False, "opens today at 18:00")


def test_days_on_end_are_open_without_an_hour() -> None:
    whole = [Hours(day, "00:00", "24:00") for day in DAYS[:5]]
    assert said("2026-11-23", "10:00", whole) == (True, "open now")
    assert said("2026-11-28", "10:00", whole) == (False, "opens on Monday at 0:00")
