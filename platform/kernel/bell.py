"""Wakes the relays: one PostgreSQL channel rung after commit. A lost ring costs a second, never an event."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction

CHANNEL = "opora_journal"


def ring() -> None:
    """Wake every waiting relay now."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")


def ring_after_commit() -> None:
    """Wake the relays once the running transaction has committed.

    Not inside it: a transaction that is prepared on several machines may not hold a NOTIFY.
    """
    here = set(connection.savepoint_ids)
    # A ring asked for in an enclosing savepoint lives at least as long as this one would.
    if any(each[1] is ring and set(each[0]) <= here for each in connection.run_on_commit):
        return
    transaction.on_commit(ring, robust=True)


@contextmanager
def own_connection() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A session of its own beside Django's, committing by itself; for listening and for signs of life."""
    session = psycopg.connect(**{"connect_timeout": 5, **connection.get_connection_params()}, autocommit=True)
    try:
        yield session
    finally:
        session.close()
