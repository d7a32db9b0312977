"""When the door is open: seven cells of a week, as people write them."""

from random import Random

from forge.services import Service

Week = list[str | None]
OFFICE = ["8:00-15:30", "7:30-15:30", "8:00-16:00", "8:00-12:00, 12:30-16:00", "7:00-15:00", "9:00-17:00"]


VISITS = [("9:00", "17:00"), ("10:00", "18:00"), ("13:00", "17:00"), ("9:00", "11:30"), ("14:00", "18:00")]
ALWAYS = "0:00-24:00"


def common_span(days: Week) -> tuple[str, str] | None:
    """From when to when it is open on every working day; nothing for a house that never closes."""
    open_days = [day for day in days[:5] if day]
    if len(open_days) < 5 or ALWAYS in open_days:
        return None
    starts, ends = zip(*((day.split("-")[0], day.split("-")[-1]) for day in open_days), strict=True)
    return max(starts, key=_minutes), min(ends, key=_minutes)


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def week(rng: Random, service: Service) -> Week:
    """Monday to Sunday; an empty cell is a closed day."""
    paragraph = service.kind.paragraph
    slovak = service.kind.code.startswith("SK")
    if service.secret:
        return [None] * 7
    if (slovak and paragraph in ("52", "53")) or (not slovak and paragraph in ("41", "55")):
        return _line(rng)
    if (slovak and paragraph == "25") or (not slovak and paragraph == "63"):
        return [rng.choice(["18:00-24:00", "19:00-24:00"])] * 7
    if service.residential:
        return [ALWAYS] * 7
    return _by_day(rng, paragraph, slovak)


def _line(rng: Random) -> Week:
    return [ALWAYS] * 7 if rng.random() < 0.7 else ["8:00-20:00"] * 5 + [None, None]


def _by_day(rng: Random, paragraph: str, slovak: bool) -> Week:
    if slovak and paragraph == "58":
        return [rng.choice(["11:00-13:30", "11:00-13:00", "10:30-13:30"])] * 5 + [None, None]
    if (slovak and paragraph == "24b") or (not slovak and paragraph == "61"):
        return [rng.choice(["8:00-15:00", "8:00-18:00", "7:30-15:30"])] * 5 + [rng.choice(["9:00-13:00", None])] * 2
    if (slovak and paragraph == "28") or (not slovak and paragraph == "62"):
        return [rng.choice(["13:00-18:00", "12:30-17:30", "13:00-19:00"])] * 5 + [None, None]
    if rng.random() < 0.3:
        return _official_days(rng)
    return [rng.choice(OFFICE)] * 5 + [None, None]


def _official_days(rng: Random) -> Week:
    """Shorter on Friday, longer on Wednesday, as offices like it."""
    day = rng.choice(["8:00-12:00, 12:30-15:30", "8:00-15:30", "7:30-15:00"])
    wednesday = rng.choice(["8:00-12:00, 13:00-17:00", "8:00-17:00"])
    return [day, day, wednesday, day, rng.choice(["8:00-12:00", "8:00-13:00"]), None, None]
