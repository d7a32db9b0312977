"""One round: events are recorded while relays are killed at random; afterwards every row is counted."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from endurance.journal_relays import MAIL_EVERY, SUBSCRIBERS, is_poison
from endurance.letter_box import LetterBox, letter_box

TESTS = Path(__file__).parents[1]
TENANTS = ("faulta", "faultb")
WRITERS = 4
RELAYS = 3


class Undone(Exception):
    """Rolls a writer's transaction back."""


@dataclass
class Round:
    """What was asked for, what was done, and everything that is wrong."""

    seed: int
    events: int
    most_kills: int
    kept: dict[str, set[int]] = field(default_factory=lambda: {tenant: set() for tenant in TENANTS})
    undone: set[int] = field(default_factory=set)
    kills: int = 0
    copies: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def all_kept(self) -> set[int]:
        return set().union(*self.kept.values())


def run_round(
    seed: int, events: int = 2000, *, most_kills: int = 25, sabotage: str = "", patience: float = 120.0
) -> Round:
    """Record, kill, wait until nothing is waiting, count. Needs a database of its own that may be committed to."""
    result = Round(seed, events, most_kills)
    began = time.monotonic()
    _prepare()
    with letter_box() as box, _relays(box, sabotage) as relays:
        killing = threading.Thread(target=_kill_now_and_then, args=(relays, random.Random(seed), result), daemon=True)
        killing.start()
        _record(result)
        _wait_until_quiet(box, result, relays, patience)
        relays.peace.set()
        killing.join()
        relays.end(result)
    result.seconds = time.monotonic() - began
    _count(result, box)
    return result


# --- recording -------------------------------------------------------------------------------------------------------
def _prepare() -> None:
    """A schema for each tenant, with room for effects; without constraints, so that a second effect would stay seen."""
    from django.db import connection
    from endurance.journal_relays import enrol

    enrol()
    with connection.cursor() as cursor:
        for tenant in TENANTS:
            cursor.execute(f"DROP SCHEMA IF EXISTS t_{tenant} CASCADE")
            cursor.execute(f"CREATE SCHEMA t_{tenant}")
            cursor.execute(f"CREATE TABLE t_{tenant}.endure_effect (n int)")
            cursor.execute(f"CREATE TABLE t_{tenant}.endure_stumbled (n int)")
        # Only the owner of the table can pass the guard of the journal, and only like this.
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE journal_delivery, journal_entry, mail_outgoingmail")
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")


def _record(result: Round) -> None:
    lock = threading.Lock()
    share = range(0, result.events, 1)
    threads = [
        threading.Thread(target=_write, args=(list(share)[writer::WRITERS], result.seed * 100 + writer, result, lock))
        for writer in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _write(numbers: list[int], seed: int, result: Round, lock: threading.Lock) -> None:
    from django.db import connection, transaction

    from kernel import clock, journal
    from kernel.tenancy import entered

    luck = random.Random(seed)
    try:
        for n in numbers:
            tenant = TENANTS[luck.randrange(len(TENANTS))]
            undo = luck.random() < 0.05
            try:
                with entered(tenant), transaction.atomic():
                    journal.record("endure.happened", subject=("endure.thing", n), by=None, at=clock.now(), n=n)
                    if undo:
                        raise Undone
            except Undone:
                with lock:
                    result.undone.add(n)
            else:
                with lock:
                    result.kept[tenant].add(n)
            time.sleep(luck.random() * 0.004)
    finally:
        connection.close()


# --- killing ---------------------------------------------------------------------------------------------------------
class Relays:
    """The living relays, and how to get new ones."""

    def __init__(self, nursery: "subprocess.Popen[str]") -> None:
        self.nursery = nursery
        self.pids: list[int] = []
        self.peace = threading.Event()

    def start(self) -> None:
        assert self.nursery.stdin
        assert self.nursery.stdout
        self.nursery.stdin.write("relay\n")
        self.nursery.stdin.flush()
        self.pids.append(int(self.nursery.stdout.readline()))

    def kill(self, luck: random.Random) -> None:
        os.kill(self.pids.pop(luck.randrange(len(self.pids))), signal.SIGKILL)

    def end(self, result: Round) -> None:
        """Ask politely; a relay that does not go is a fault."""
        for pid in self.pids:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + 10
        while (left := [pid for pid in self.pids if _lives(pid)]) and time.monotonic() < until:
            time.sleep(0.02)
        for pid in left:
            result.wrong.append("a relay did not end on SIGTERM")
            os.kill(pid, signal.SIGKILL)
        self.pids = []


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def _relays(box: LetterBox, sabotage: str) -> Iterator[Relays]:
    environment = os.environ | {
        "DATABASE_URL": database_address(),
        "OPORA_MAIL_TRANSPORT": "django.core.mail.backends.smtp.EmailBackend",
        "OPORA_MAIL_HOST": "127.0.0.1",
        "OPORA_MAIL_PORT": str(box.port),
        "OPORA_LOG_LEVEL": "CRITICAL",
        "ENDURE_SABOTAGE": sabotage,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH", "")])),
    }
    command = [sys.executable, "-m", "endurance.journal_relays"]
    with subprocess.Popen(
        command, env=environment, cwd=TESTS.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as nursery:
        assert nursery.stdin
        assert nursery.stdout
        assert nursery.stdout.readline() == "ready\n"
        relays = Relays(nursery)
        for _ in range(RELAYS):
            relays.start()
        try:
            yield relays
        finally:
            for pid in relays.pids:
                os.kill(pid, signal.SIGKILL)
            nursery.stdin.close()


def database_address() -> str:
    """Where this test's database is, for the processes it starts."""
    from urllib.parse import quote

    from django.db import connection

    facts = connection.settings_dict
    secret = f":{quote(facts['PASSWORD'], safe='')}" if facts["PASSWORD"] else ""
    return f"postgresql://{quote(facts['USER'], safe='')}{secret}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def _kill_now_and_then(relays: Relays, luck: random.Random, result: Round) -> None:
    """Each death comes a moment after something was achieved, so that a slow machine is not kept from ever ending."""
    from django.db import connection

    try:
        before = 0
        while result.kills < result.most_kills and not relays.peace.wait(0.02):
            achieved = _achieved()
            if achieved == before:
                continue
            before = achieved
            time.sleep(luck.uniform(0.0, 0.4))
            relays.kill(luck)
            relays.start()
            result.kills += 1
    finally:
        connection.close()


def _achieved() -> int:
    """How many deliveries and letters have ended."""
    from kernel.journal.models import Delivery
    from kernel.mail.models import OutgoingMail

    done = Delivery.objects.exclude(state=Delivery.State.WAITING).count()
    return done + OutgoingMail.objects.filter(state=OutgoingMail.State.SENT).count()


# --- counting --------------------------------------------------------------------------------------------------------
def _wait_until_quiet(box: LetterBox, result: Round, relays: Relays, patience: float) -> None:
    """Killing goes on until all is delivered; half of the patience later the relays are left in peace."""
    from kernel.journal.models import Delivery
    from kernel.mail.models import OutgoingMail

    began = time.monotonic()
    while time.monotonic() < began + patience:
        if time.monotonic() > began + patience / 2:
            relays.peace.set()
        open_letters = OutgoingMail.objects.exclude(state=OutgoingMail.State.SENT).exists()
        if not Delivery.objects.waiting().exists() and not open_letters:
            return
        time.sleep(0.1)
    result.wrong.append(f"after {patience} seconds something still waits")


def _count(result: Round, box: LetterBox) -> None:
    from kernel.journal.models import Delivery, Entry

    kept = result.all_kept
    written = [entry.facts["n"] for entry in Entry.objects.all()]
    _compare(result, "entries", Counter(written), kept)
    for tenant in TENANTS:
        _compare(result, f"effects in {tenant}", _numbers(tenant, "endure_effect"), result.kept[tenant])
        healthy = {n for n in result.kept[tenant] if not is_poison(n)}
        _compare(result, f"stumbling effects in {tenant}", _numbers(tenant, "endure_stumbled"), healthy)
    _count_letters(result, box, {n for n in kept if n % MAIL_EVERY == 0})
    dead = {(delivery.subscriber, delivery.entry.facts["n"]) for delivery in Delivery.objects.dead().with_entry()}
    if dead != {("endure.stumbles", n) for n in kept if is_poison(n)}:
        result.wrong.append(f"dead letters: {sorted(dead)}")
    expected = len(kept) * len(SUBSCRIBERS)
    if Delivery.objects.count() != expected:
        result.wrong.append(f"{Delivery.objects.count()} deliveries instead of {expected}")


def _count_letters(result: Round, box: LetterBox, expected: set[int]) -> None:
    from kernel.mail.models import OutgoingMail

    rows = {int(mail.to[1:].split("@")[0]): mail.message_id for mail in OutgoingMail.objects.all()}
    _compare(result, "letters recorded", Counter(_letter_numbers()), expected)
    for n in sorted(expected):
        copies = box.arrived.get(f"n{n}@example.org", [])
        result.copies += max(0, len(copies) - 1)
        if not copies:
            result.wrong.append(f"letter {n} never arrived")
        elif set(copies) != {rows.get(n)}:
            result.wrong.append(f"letter {n} arrived under other Message-IDs")


def _letter_numbers() -> list[int]:
    from kernel.mail.models import OutgoingMail

    return [int(to[1:].split("@")[0]) for to in OutgoingMail.objects.values_list("to", flat=True)]


def _numbers(tenant: str, table: str) -> Counter[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT n FROM t_{tenant}.{table}")
        return Counter(n for (n,) in cursor.fetchall())


def _compare(result: Round, what: str, found: Counter[int], expected: set[int]) -> None:
    lost = expected - set(found)
    twice = {n for n, times in found.items() if times > 1}
    strange = set(found) - expected
    for word, numbers in (("lost", lost), ("twice", twice), ("never happened", strange)):
        if numbers:
            result.wrong.append(f"{what}: {len(numbers)} {word}, for example {sorted(numbers)[:5]}")
