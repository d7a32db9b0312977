"""How old a file is: by the stamp in its name, else by the newest day that its rows tell. An older one than what was
accepted already would turn the catalogue back."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from imports.models import Run
from imports.reasons import BrokenFile

STAMP = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?=\d{6}(?!\d)|(?!\d))")
BY_ROWS_MAY_FALL_BACK = timedelta(days=31)  # the newest row may have been a mistake that was struck out since


@dataclass(frozen=True)
class Age:
    """The day whose state a file shows, and how it is known."""

    on: date
    is_by_name: bool


def stamp_of(name: str) -> date | None:
    """The day in a name like RSS20250116052147.xml or rpss-2026-11-01.json."""
    for year, month, day in STAMP.findall(name):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def age_of(run: Run, newest: str, *, today: date) -> Age | None:
    """What can be told of the age of the run's file; rows tell it only where they are the whole register."""
    stamp = stamp_of(run.original_name)
    if stamp and stamp <= today:
        return Age(stamp, True)
    return Age(date.fromisoformat(newest), False) if newest and run.is_whole else None


def refuse_older(run: Run, age: Age | None) -> None:
    """Refuses a file that shows an older state than the one accepted last; whoever wants it back undoes that one."""
    last = Run.objects.last_accepted(run.source)
    if age is None or last is None or last.dated_on is None:
        return
    certain = age.is_by_name and last.is_dated_by_name
    if age.on < last.dated_on - (timedelta(0) if certain else BY_ROWS_MAY_FALL_BACK):
        raise BrokenFile("OLDER", dated=_written(age.on), last=_written(last.dated_on))


def _written(day: date) -> str:
    return f"{day.day}. {day.month}. {day.year}"
