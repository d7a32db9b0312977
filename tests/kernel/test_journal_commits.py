"""The journal where transactions really commit: waking relays, refused commits, several relays."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from support.happenings import deliveries, entries, happened, heard_by, numbers, undone

from kernel import journal
from kernel.journal import subscribing
from kernel.journal.relaying import deliver_pending
from kernel.journal.subscribing import Event
from kernel.journal.writing import OutsideTransaction


@pytest.fixture(autouse=True)
def _only_subscribers_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribing, "_subscribers", {})


@pytest.fixture
def listening(own_database: str) -> Iterator[Any]:
    from kernel.bell import CHANNEL, own_connection

    with own_connection() as session:
        session.execute(f"LISTEN {CHANNEL}")
        yield session


def rings(session: Any) -> int:
    return len(list(session.notifies(timeout=0.3)))


def test_recording_outside_a_transaction_is_refused(own_database: str) -> None:
    with pytest.raises(OutsideTransaction):
        happened()
    assert not entries().exists()


def test_relays_are_woken_once_after_the_commit(listening: Any) -> None:
    heard_by("trial")
    with transaction.atomic():
        happened(1)
        happened(2)
        assert rings(listening) == 0
    assert rings(listening) == 1


def test_ring_of_an_undone_savepoint_does_not_swallow_that_of_a_kept_one(listening: Any) -> None:
    heard_by("trial")
    with transaction.atomic():
        with undone():
            happened(1)
        happened(2)
    assert rings(listening) == 1


def test_nobody_is_woken_for_nothing(listening: Any) -> None:
    with transaction.atomic():
        happened(1)  # nobody subscribed
    heard_by("trial")
    with undone():
        happened(2)
    assert rings(listening) == 0


def test_commit_that_the_database_refuses_is_blamed_on_the_guilty_event(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on several machines, where a deferred constraint is only looked at by the commit."""
    monkeypatch.setattr(connection, "check_constraints", lambda: None)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE trial_parent (id int PRIMARY KEY)")
        cursor.execute("CREATE TABLE trial_child (id int REFERENCES trial_parent DEFERRABLE INITIALLY DEFERRED)")
        cursor.execute("INSERT INTO trial_parent VALUES (0), (2)")

    @journal.subscribe("trial.*", name="trial")
    def hear(events: list[Event]) -> None:
        with connection.cursor() as cursor:
            for event in events:
                cursor.execute("INSERT INTO trial_child VALUES (%s)", [event.facts["n"]])

    with transaction.atomic():
        for n in range(3):
            happened(n)
    deliver_pending()
    assert dict(deliveries().values_list("entry__facts__n", "state")) == {0: "DONE", 1: "WAITING", 2: "DONE"}
    assert deliveries().waiting().get().attempts == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM trial_child ORDER BY id")
        assert cursor.fetchall() == [(0,), (2,)]


def test_a_batch_in_another_relays_hands_is_left_alone(own_database: str) -> None:
    from kernel.bell import own_connection

    calls = heard_by("trial")
    with transaction.atomic():
        happened(1)
        happened(2)
    with own_connection() as other:
        with other.transaction():
            other.execute("SELECT 1 FROM journal_delivery ORDER BY id LIMIT 1 FOR UPDATE")
            assert deliver_pending() == 1
        assert deliver_pending() == 1
    assert numbers(calls) == [[2], [1]]
