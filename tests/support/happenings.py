"""Things that happen in the tests of the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def happened(n: int = 0, verb: str = "trial.happened", **more: Any) -> Any:
    from kernel import journal

    return journal.record(verb, subject=("trial.thing", n), by=None, at=AT, n=n, **more)


def heard_by(name: str, *patterns: str) -> list[list[Any]]:
    """Subscribe and answer the list in which the events of each call will be found."""
    from kernel import journal

    calls: list[list[Any]] = []

    @journal.subscribe(*(patterns or ("trial.*",)), name=name)
    def hear(events: list[journal.Event]) -> None:
        calls.append(events)

    return calls


def numbers(calls: list[list[Any]]) -> list[list[int]]:
    return [[event.facts["n"] for event in call] for call in calls]


class Undo(Exception):
    """Ends a transaction that shall not be."""


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is rolled back."""
    from django.db import transaction

    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def due_again() -> None:
    """As if every pause were over."""
    from kernel.journal.models import Delivery

    Delivery.objects.waiting().update(next_at=LONG_AGO)


def entries() -> Any:
    """Those of the trial; founding the world has left entries of its own."""
    from kernel.journal.models import Entry

    return Entry.objects.filter(verb__startswith="trial.")


def deliveries() -> Any:
    from kernel.journal.models import Delivery

    return Delivery.objects.filter(entry__verb__startswith="trial.")
