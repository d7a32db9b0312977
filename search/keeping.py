"""Keeps the table of documents equal to what the feeds say.

Describing is slow and done without a lock; before anything is written, one lock is taken and the versions are looked at
again, so that what was read before somebody else's change never stands over what was read after it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction

from catalogue import feed as catalogue
from kernel.clock import today
from kernel.tenancy import current_key
from planning import feed as planning
from search import writing
from search.documents import Described, service_id
from search.models import Document
from search.of_announced import describe_announced
from search.of_plans import describe_plan
from search.of_services import describe_services
from search.speaking import manner

CHUNK = 500
LOCK_DOCUMENTS = 7_305_001

Row = TypeVar("Row")


@dataclass
class Difference:
    """What must be written so that the table says what the feed says."""

    described: list[Described] = field(default_factory=list)
    hidden: dict[str, int] = field(default_factory=dict)

    def add(self, other: "Difference") -> None:
        self.described += other.described
        self.hidden |= other.hidden

    def without(self, names: frozenset[str]) -> "Difference":
        return Difference(
            [each for each in self.described if each.id not in names],
            {name: version for name, version in self.hidden.items() if name not in names},
        )

    @property
    def versions(self) -> dict[str, int]:
        return {each.id: each.source_version for each in self.described} | self.hidden

    @property
    def size(self) -> int:
        return len(self.described) + len(self.hidden)


@transaction.atomic
def keep_services(ids: Iterable[UUID]) -> int:
    """Bring the documents of these services up to date; answers how many had to be written."""
    difference = _difference(sorted(set(ids)))
    if not difference.size:
        return 0
    _lock()
    return _write(_as_it_is_now(difference))


def _difference(ids: Sequence[UUID]) -> Difference:
    found = Difference()
    for chunk in _chunks(ids):
        described, hidden = describe_services(chunk, today())
        found.add(Difference(_changed(described), _hidden_now(hidden)))
    return found


def _as_it_is_now(difference: Difference) -> Difference:
    """What was described before the lock, with those described again that have changed meanwhile."""
    seen = difference.versions
    ids = {name: UUID(name.removeprefix("service:")) for name in seen}
    now = {service_id(each): version for each, version in catalogue.versions_of(ids.values()).items()}
    stale = [name for name, version in seen.items() if now.get(name) != version]
    fresh = difference.without(frozenset(stale))
    fresh.add(_difference([ids[name] for name in stale]))
    return Difference(_changed(fresh.described), _hidden_now(fresh.hidden))


def _write(difference: Difference) -> int:
    for chunk in _chunks(difference.described):
        writing.write(chunk)
    writing.bury(difference.hidden)
    return difference.size


def are_services_behind(ids: Iterable[UUID]) -> bool:
    """Whether the table does not yet say of these services what the feed says; nothing is described for it.

    What ended by the calendar, without a change, is taken away at night and holds nobody up.
    """
    wanted = list(ids)
    known = _known(service_id(each) for each in wanted)
    now, offered, made_by = catalogue.versions_of(wanted), catalogue.offered_versions(wanted), manner()
    rows = [(each, known.get(service_id(each))) for each in wanted]
    return any(
        row != (now.get(each), made_by, True)
        if each in offered
        else row is not None and row[2] and row[0] != now.get(each)
        for each, row in rows
    )


@transaction.atomic
def keep_plan(plan_id: str) -> int:
    """Bring the documents of a plan of the tenant we stand in up to date; answers how many had to be written."""
    _lock()
    return _write(_difference_of_plan(plan_id))


def is_plan_behind(plan_id: str) -> bool:
    return _difference_of_plan(plan_id).size > 0


def _difference_of_plan(plan_id: str) -> Difference:
    plan = planning.published_plan(plan_id)
    described = describe_plan(plan) if plan else []
    rows = Document.objects.of_plan(current_key(), plan_id).findable()
    gone = rows.exclude(id__in=[each.id for each in described]).values_list("id", flat=True)
    return Difference(_changed(described), dict.fromkeys(gone, planning.plan_version(plan_id)))


@transaction.atomic
def keep_announced(ids: Iterable[str]) -> int:
    """Bring the documents of these meetings and notices of the tenant we stand in up to date."""
    _lock()
    return _write(_difference_of_announced(ids))


def is_announced_behind(ids: Iterable[str]) -> bool:
    return _difference_of_announced(ids).size > 0


def _difference_of_announced(ids: Iterable[str]) -> Difference:
    """What is no longer public goes; as nothing says since when, its stone bears the mark it had."""
    wanted = sorted(set(ids))
    described = describe_announced(planning.announced(wanted).values())
    rows = Document.objects.announced(current_key(), wanted).findable()
    gone = rows.exclude(id__in=[each.id for each in described]).values_list("id", "source_version")
    return Difference(_changed(described), dict(gone))


def _changed(described: Sequence[Described]) -> list[Described]:
    """Those that are not yet written as they are described."""
    known, made_by = _known(each.id for each in described), manner()
    return [each for each in described if known.get(each.id) != (each.source_version, made_by, True)]


def _hidden_now(hidden: dict[str, int]) -> dict[str, int]:
    """Those that can still be found; what never stood in the index needs no stone."""
    return {name: hidden[name] for name, (_version, _made_by, is_findable) in _known(hidden).items() if is_findable}


def _known(names: Iterable[str]) -> dict[str, tuple[int, str, bool]]:
    rows = Document.objects.filter(id__in=list(names))
    return {row[0]: row[1:] for row in rows.values_list("id", "source_version", "made_by", "is_findable")}


def _chunks(rows: Iterable[Row]) -> Iterable[list[Row]]:
    ahead = iter(rows)
    while chunk := list(islice(ahead, CHUNK)):
        yield chunk


def _lock() -> None:
    """One writer of documents at a time, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK_DOCUMENTS])
