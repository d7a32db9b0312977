"""The operator's commands over the journal, and the relay as a process."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models.functions import Now
from endurance.journal_faults import database_address
from support.happenings import deliveries, happened, heard_by

from kernel import journal, mail, rounds
from kernel.journal import subscribing
from kernel.journal.models import Entry
from kernel.mail.models import OutgoingMail

CHECKOUT = Path(__file__).resolve().parents[2]


def told(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def own_subscribers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribing, "_subscribers", {})


@pytest.mark.django_db
def test_relay_can_work_once_and_end(own_subscribers: None) -> None:
    calls = heard_by("trial")
    happened()
    call_command("relay", "--once")
    assert len(calls) == 1


@pytest.mark.django_db
def test_relay_can_be_told_to_do_one_thing_only(own_subscribers: None, settings: object) -> None:
    calls = heard_by("trial")
    happened()
    mail.send("a@example.org", "Vec", "Text", kind="trial")
    call_command("relay", "--once", "--only", "journal")
    assert len(calls) == 1
    assert OutgoingMail.objects.get().state == "WAITING"


def test_relay_refuses_a_round_it_does_not_know() -> None:
    with pytest.raises(CommandError, match="post"):
        call_command("relay", "--once", "--only", "post")


def test_journal_and_mail_are_the_rounds_of_the_kernel() -> None:
    assert {"journal", "mail"} <= set(rounds.registered())


@pytest.mark.django_db
def test_dead_letters_are_listed_and_tried_again(own_subscribers: None) -> None:
    @journal.subscribe("trial.*", name="trial.broken")
    def hear(events: list[journal.Event]) -> None:
        raise ValueError("broken for jana@example.org")

    happened(7, tenant="alfa")
    call_command("relay", "--once", "--only", "journal")
    assert told("journal_dead") == "0 laid aside.\n"
    deliveries().update(state="DEAD")
    listed = told("journal_dead")
    assert "trial.broken  trial.happened  trial.thing 7  alfa" in listed
    assert "ValueError: broken for [e-mail]" in listed
    assert "1 laid aside." in listed
    assert told("journal_dead", "--subscriber", "other") == "0 laid aside.\n"
    assert told("journal_dead", "--retry") == "1 deliveries will be tried again.\n"
    assert told("journal_dead") == "0 laid aside.\n"


@pytest.mark.django_db
def test_operator_is_told_of_deliveries_nobody_knows(own_subscribers: None) -> None:
    heard_by("trial.of_tomorrow")
    happened()
    subscribing._subscribers.clear()
    assert "1 wait for subscribers that this release does not know." in told("journal_dead")


@pytest.mark.django_db
def test_deliveries_done_long_ago_are_forgotten(own_subscribers: None) -> None:
    heard_by("trial")
    happened()
    call_command("relay", "--once", "--only", "journal")
    before = Entry.objects.count()
    assert told("journal_purge") == "0 deliveries forgotten.\n"
    deliveries().update(done_at=Now() - timedelta(days=31))
    assert told("journal_purge") == "1 deliveries forgotten.\n"
    assert Entry.objects.count() == before


# --- as a process ----------------------------------------------------------------------------------------------------
@pytest.fixture
def relay(own_database: str) -> Iterator["subprocess.Popen[str]"]:
    """`opora relay` on the database of the test; letters are kept."""
    environment = os.environ | {
        "DATABASE_URL": database_address(),
        "OPORA_MAIL_TRANSPORT": "kernel.mail.transport.Kept",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "config", "relay"], env=environment, cwd=CHECKOUT, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    while "Relay at work: journal, mail" not in process.stderr.readline():
        assert process.poll() is None
    yield process
    process.kill()
    process.wait()
    process.stderr.close()


def test_relay_hands_over_what_is_written_and_ends_cleanly(relay: "subprocess.Popen[str]") -> None:
    with transaction.atomic():
        row = mail.send("a@example.org", "Vec", "Text", kind="trial")
    until = time.monotonic() + 15
    while OutgoingMail.objects.get(pk=row.pk).state != "SENT":
        assert time.monotonic() < until
        time.sleep(0.02)
    relay.send_signal(signal.SIGTERM)
    _, rest = relay.communicate(timeout=10)
    assert relay.returncode == 0
    assert "Relay ended" in rest


def test_relay_outlives_a_database_that_hangs_up(relay: "subprocess.Popen[str]") -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    with transaction.atomic():
        row = mail.send("a@example.org", "Vec", "Text", kind="trial")
    until = time.monotonic() + 20
    while OutgoingMail.objects.get(pk=row.pk).state != "SENT":
        assert relay.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
