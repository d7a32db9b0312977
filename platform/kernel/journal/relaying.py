"""Brings events to their subscribers, each effect in our database exactly once.

A batch belongs to one subscriber and one tenant. Claiming, the subscriber's work and the note "done" are one
transaction: a relay that is killed leaves nothing behind, since its row locks vanish with its session.
"""

import logging
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from kernel.journal.models import Delivery, DeliveryQuerySet, Entry
from kernel.journal.subscribing import Away, Event, Later, known_names, subscriber
from kernel.logs import scrub
from kernel.tenancy import entered

log = logging.getLogger(__name__)

BATCH = 100
MAX_ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 3600.0
SHORT_PAUSE, LONGEST_WAIT = 0.25, 60.0
POSTPONED_FREELY = 60
LOOKING_SECONDS = 20.0


@dataclass(frozen=True)
class Batch:
    """Deliveries of one subscriber in one tenant, locked by the running transaction."""

    subscriber: str
    tenant_key: str
    deliveries: list[Delivery]


def deliver_pending(limit: int = 1000) -> int:
    """Deliver what is due, up to about `limit` deliveries; answers how many were handled, well or not."""
    handled = 0
    while handled < limit and (count := deliver_batch(min(BATCH, limit - handled))):
        handled += count
    return handled


def deliver_batch(size: int = BATCH) -> int:
    """Deliver one batch and answer its size; 0 when nothing is due."""
    claimed: list[Delivery] = []
    try:
        return _deliver(size, claimed)
    except DatabaseError as error:
        if _session_lost() or not claimed:
            raise
        # The commit itself was refused, so nothing of this batch has happened; find the guilty one alone.
        for delivery in claimed:
            _deliver_alone(delivery.pk, error if len(claimed) == 1 else None)
        return len(claimed)


def _deliver(size: int, claimed: list[Delivery]) -> int:
    with transaction.atomic():
        batch = _claim(size)
        if batch is None:
            return 0
        claimed.extend(batch.deliveries)
        with entered(batch.tenant_key):
            _hand_over(batch)
        return len(batch.deliveries)


def _claim(size: int) -> Batch | None:
    """Of whoever has been due longest; so what is postponed again and again never holds up what it waits for."""
    due = Delivery.objects.due().order_by("next_at", "id").select_for_update(skip_locked=True, of=("self",))
    first = due.for_subscribers(known_names()).first()
    if first is None:
        return None
    group = due.filter(subscriber=first.subscriber, tenant_key=first.tenant_key).with_entry()
    return Batch(first.subscriber, first.tenant_key, list(group[:size]))


def _deliver_alone(pk: int, refused: DatabaseError | None) -> None:
    """Deliver a single row in its own transaction; if already that commit was refused, count the failure."""
    try:
        with transaction.atomic():
            row = Delivery.objects.due().filter(pk=pk).select_for_update(skip_locked=True, of=("self",)).with_entry()
            for delivery in row:
                if refused:
                    _failed(delivery, refused)
                    continue
                with entered(delivery.tenant_key):
                    _alone(delivery)
    except DatabaseError as error:
        if refused or _session_lost():
            raise
        _deliver_alone(pk, error)


def _session_lost() -> bool:
    """Whether the server has hung up. Its row locks went with it, so another relay takes the batch."""
    return connection.connection is None or bool(connection.connection.closed)


def _hand_over(batch: Batch) -> None:
    """Let the subscriber hear the whole batch; if it stumbles, find out over which event."""
    if not _heard(batch.deliveries):
        _in_halves(batch.deliveries, time.monotonic() + LOOKING_SECONDS)


def _heard(deliveries: Sequence[Delivery]) -> bool:
    """Whether the subscriber took them all, or is away for all of them; nothing of a stumble is left behind."""
    try:
        _call(deliveries[0].subscriber, deliveries)
    except Away as away:
        _postpone(deliveries, away)
    except Exception:
        if _session_lost():
            raise
        return False
    else:
        _done(deliveries)
    return True


def _in_halves(deliveries: Sequence[Delivery], until: float) -> None:
    """Smaller and smaller parts, each in a savepoint of its own, so that a poisoned event does not hold the others.

    What is not reached in time stays due: a slow failure must not keep locks for minutes.
    """
    if len(deliveries) == 1:
        _alone(deliveries[0])
        return
    middle = len(deliveries) // 2
    for half in (deliveries[:middle], deliveries[middle:]):
        if time.monotonic() > until:
            return
        if len(half) == 1 or not _heard(half):
            _in_halves(half, until)


def _alone(delivery: Delivery) -> None:
    try:
        _call(delivery.subscriber, [delivery])
    except (Later, Away) as later:
        _postpone([delivery], later)
    except Exception as error:
        if _session_lost():
            raise
        _failed(delivery, error)
    else:
        _done([delivery])


def _call(name: str, deliveries: Sequence[Delivery]) -> None:
    with transaction.atomic():
        subscriber(name).hear([_event(delivery.entry) for delivery in deliveries])
        connection.check_constraints()  # what the commit would refuse is refused here, inside the savepoint


def _event(entry: Entry) -> Event:
    return Event(
        id=entry.id,
        number=entry.number,
        verb=entry.verb,
        tenant_key=entry.tenant_key,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        by_id=entry.by_id,
        at=entry.at,
        facts=entry.facts,
    )


def _rows(deliveries: Sequence[Delivery]) -> DeliveryQuerySet:
    return Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries])


def _done(deliveries: Sequence[Delivery]) -> None:
    _rows(deliveries).update(state=Delivery.State.DONE, done_at=Now(), error="")


def _postpone(deliveries: Sequence[Delivery], reason: Exception) -> None:
    """Nobody failed: come back soon. Only an endless "later" begins to count as failing; time away is no part of it."""
    for delivery in deliveries:
        times = delivery.postponed if delivery.error.startswith(type(reason).__name__) else 0
        if times >= POSTPONED_FREELY and isinstance(reason, Later):
            _failed(delivery, reason)
            continue
        pause = _pause(SHORT_PAUSE, times, LONGEST_WAIT)
        _rows([delivery]).update(postponed=times + 1, next_at=Now() + pause, error=_describe(reason))


def _failed(delivery: Delivery, error: Exception) -> None:
    attempts = delivery.attempts + 1
    dead = attempts >= MAX_ATTEMPTS
    level = logging.ERROR if dead else logging.WARNING
    log.log(
        level,
        "%s failed on entry %s (attempt %s)%s",
        delivery.subscriber,
        delivery.entry_id,
        attempts,
        ", laid aside" if dead else "",
        exc_info=error,
    )
    _rows([delivery]).update(
        state=Delivery.State.DEAD if dead else Delivery.State.WAITING,
        attempts=attempts,
        next_at=Now() + _pause(FIRST_PAUSE, delivery.attempts, LONGEST_PAUSE),
        error=_describe(error),
    )


def _pause(first: float, times: int, longest: float) -> timedelta:
    """A pause that doubles, never longer than `longest`, spread so that relays do not march in step."""
    return timedelta(seconds=min(first * 2.0 ** min(times, 30), longest) * random.uniform(0.5, 1.5))  # noqa: S311


def _describe(error: Exception) -> str:
    """The kind of error and its first line, fit for the operator's page: no rows, addresses or secrets."""
    first_line = str(error).strip().split("\n", 1)[0]
    return scrub(f"{type(error).__name__}: {first_line}")[:500]


def retry_dead(deliveries: DeliveryQuerySet) -> int:
    """Give dead letters a fresh start; answers how many."""
    return deliveries.dead().update(state=Delivery.State.WAITING, attempts=0, postponed=0, next_at=Now())


def purge_done(older_than: timedelta, chunk: int = 10_000) -> int:
    """Forget deliveries done long ago. Entries stay for ever."""
    removed = 0
    while True:
        old = Delivery.objects.filter(state=Delivery.State.DONE, done_at__lt=Now() - older_than)
        count, _ = Delivery.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:chunk])).delete()
        removed += count
        if not count:
            return removed
