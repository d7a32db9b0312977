"""Help that people looked for and that nothing within reach gave: counted by kind, municipality and month.

A question counts when the kind of help it means was not to be had in or near the place, before the search was widened.
One visitor counts once a day for the same need: that is watched by a keyed digest of the address which changes every
day. What somebody wrote is not kept, and numbers under five are never shown one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Sum

from kernel.limits import spend
from search.models import UnmetNeed
from search.searching import Answer, Widened

LEAST_SHOWN = 5
SURE = 0.6
DAY = timedelta(days=1)
EMPTY = {Widened.PLACE, Widened.NOTHING}


@dataclass(frozen=True, slots=True)
class Need:
    """How often a kind of help was looked for in vain; an empty municipality holds all the small ones together."""

    kind_code: str
    municipality_code: str
    count: int


def count(answer: Answer, place: str, *, visitor: str, day: date) -> None:
    """Count the answer if it shows a need that nothing within reach meets. `place` is the code that was asked for."""
    kinds = [code for code, weight in answer.question.kinds if weight >= SURE]
    if answer.widened not in EMPTY or not place or not kinds:
        return
    if not spend(f"need of {kinds[0]} in {place} on {day} by {visitor}", 1, DAY):
        return
    facts = {"month": day.replace(day=1), "kind_code": kinds[0], "municipality_code": place}
    _row, is_new = UnmetNeed.objects.get_or_create(**facts, defaults={"count": 1})
    if not is_new:
        UnmetNeed.objects.filter(**facts).update(count=F("count") + 1)


def months() -> list[date]:
    """The months that anything was counted in, the newest first."""
    return list(UnmetNeed.objects.values_list("month", flat=True).distinct().order_by("-month"))


def needs(month: date | None) -> list[Need]:
    """The counts of a month, or of all, the greatest first; small ones are put together by kind, or left out."""
    rows = UnmetNeed.objects.filter(month=month) if month else UnmetNeed.objects.all()
    summed = rows.values_list("kind_code", "municipality_code").annotate(all=Sum("count"))
    return sorted(_shown(summed), key=lambda need: (-need.count, need.kind_code, need.municipality_code))


def needs_in(towns: Iterable[str], first: date, last: date) -> list[Need]:
    """The counts of these municipalities together, from the month of one day to that of another, the greatest first;
    small ones are one line without a kind, or left out."""
    rows = UnmetNeed.objects.filter(
        municipality_code__in=list(towns), month__gte=first.replace(day=1), month__lte=last.replace(day=1)
    )
    summed = list(rows.values_list("kind_code").annotate(all=Sum("count")))
    large = [Need(kind, "", number) for kind, number in summed if number >= LEAST_SHOWN]
    small = [number for _kind, number in summed if number < LEAST_SHOWN]
    rest = [Need("", "", sum(small))] if len(small) > 1 and sum(small) >= LEAST_SHOWN else []
    return [*sorted(large, key=lambda need: (-need.count, need.kind_code)), *rest]


def _shown(summed: Iterable[tuple[str, str, int]]) -> Iterable[Need]:
    small: dict[str, int] = {}
    for kind, town, number in summed:
        if number >= LEAST_SHOWN:
            yield Need(kind, town, number)
        else:
            small[kind] = small.get(kind, 0) + number
    yield from (Need(kind, "", number) for kind, number in small.items() if number >= LEAST_SHOWN)
