"""Relay processes to be killed. Run as a program it prepares Django once and forks a relay for each line it reads.

Forking before the first database session makes a new relay in milliseconds, so that a round can afford many deaths.
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kernel.journal import Event

MAIL_EVERY = 5
POISON = 7  # of each four hundred
POISON_OF = 400
SUBSCRIBERS = ("endure.effects", "endure.letters", "endure.stumbles")


def is_poison(n: int) -> bool:
    return n % POISON_OF == POISON


def enrol() -> None:
    """The subscribers of the trial: one writes rows, one writes letters, one stumbles."""
    from kernel.journal import subscribe

    outside = os.environ.get("ENDURE_SABOTAGE") == "effects outside the transaction"
    subscribe("endure.happened", name="endure.effects")(write_effects_outside if outside else write_effects)
    subscribe("endure.*", name="endure.letters")(write_letters)
    subscribe("endure.happened", name="endure.stumbles")(stumble)


def write_effects(events: "list[Event]") -> None:
    """The table is not qualified, so each row lands in the tenant we stand in."""
    for event in events:
        _note("endure_effect", event)
        time.sleep(random.random() * 0.002)


def write_effects_outside(events: "list[Event]") -> None:
    """What no subscriber may do: write by another session, which a killed relay does not undo."""
    from kernel.bell import own_connection

    with own_connection() as session:
        for event in events:
            session.execute(f"INSERT INTO t_{event.tenant_key}.endure_effect VALUES (%s)", [event.facts["n"]])
            time.sleep(random.random() * 0.002)


def write_letters(events: "list[Event]") -> None:
    from kernel import mail

    for event in events:
        if event.facts["n"] % MAIL_EVERY == 0:
            mail.send(f"n{event.facts['n']}@example.org", "Trial", "Text", kind="endure.trial")


def stumble(events: "list[Event]") -> None:
    """Fails for ever over some events, by chance over others, and always after its effect."""
    from kernel.journal import Later

    for event in events:
        _note("endure_stumbled", event)
        if is_poison(event.facts["n"]):
            raise ValueError("poison")
        if random.random() < 0.003:
            raise random.choice([RuntimeError("by chance"), Later("not yet")])


def _note(table: str, event: "Event") -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} VALUES (%s)", [event.facts["n"]])


def hurry() -> None:
    """Pauses of seconds and hours become pauses of milliseconds."""
    from kernel import rounds
    from kernel.journal import relaying
    from kernel.journal.management.commands import relay
    from kernel.mail import handing_over

    quick: dict[ModuleType, dict[str, Any]] = {
        relaying: {
            "FIRST_PAUSE": 0.05,
            "LONGEST_PAUSE": 0.1,
            "SHORT_PAUSE": 0.02,
            "LONGEST_WAIT": 0.1,
            "MAX_ATTEMPTS": 6,
        },
        handing_over: {"FIRST_PAUSE": 0.05, "LONGEST_PAUSE": 0.2},
        relay: {"POLL_SECONDS": 0.2, "AFTER_TROUBLE_SECONDS": 0.2},
    }
    for module, values in quick.items():
        for name, value in values.items():
            assert hasattr(module, name), name
            setattr(module, name, value)
    rounds.register("mail", partial(handing_over.hand_over_batch, in_doubt_after=timedelta(seconds=1)))


def work() -> None:
    """A relay's whole life."""
    from django.core.management import call_command

    random.seed()
    call_command("relay")


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    enrol()
    hurry()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                work()
            finally:
                os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
