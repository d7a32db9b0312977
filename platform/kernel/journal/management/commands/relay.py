"""`opora relay`: brings what happened to those who must hear of it, and hands over mail."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection

from kernel import rounds
from kernel.bell import CHANNEL, own_connection

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
AFTER_TROUBLE_SECONDS = 3.0
FINISH_SECONDS = 60.0


class Command(BaseCommand):
    """Works through the queues of journal and mail until told to stop; several may run beside each other."""

    help = "Deliver journal entries to their subscribers and hand over mail, until SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", action="append", metavar="ROUND", help="journal or mail; may be repeated")
        parser.add_argument("--once", action="store_true", help="work until nothing is due, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = _chosen(options["only"])
        if options["once"]:
            while sum(work() for work in chosen.values()):
                pass
            return
        self.stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        workers = [Worker(name, work, self.stopping) for name, work in chosen.items()]
        for worker in workers:
            worker.start()
        log.info("Relay at work: %s", ", ".join(chosen))
        self._listen(workers)
        for worker in workers:
            worker.join(FINISH_SECONDS)
        log.info("Relay ended")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _listen(self, workers: list["Worker"]) -> None:
        """Wake the workers at each ring; without the listening session they still look once a second."""
        while not self.stopping.is_set():
            try:
                with own_connection() as session:
                    session.execute(f"LISTEN {CHANNEL}")
                    while not self.stopping.is_set():
                        for _ring in session.notifies(timeout=POLL_SECONDS, stop_after=1):
                            for worker in workers:
                                worker.bell.set()
            except psycopg.OperationalError as error:
                log.warning("Not listening: %s", type(error).__name__)
                self.stopping.wait(AFTER_TROUBLE_SECONDS)


class Worker(threading.Thread):
    """Does one round of work again and again, in a thread and a database session of its own."""

    def __init__(self, name: str, work: rounds.Round, stopping: threading.Event) -> None:
        super().__init__(name=f"relay-{name}", daemon=True)
        self.work = work
        self.stopping = stopping
        self.bell = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            self.bell.clear()
            if not self._one_round():
                connection.close()  # back to the pool, so that sessions grown fat with tenants are renewed
                self.bell.wait(POLL_SECONDS)
        connection.close()

    def _one_round(self) -> int:
        try:
            return self.work()
        except (OperationalError, InterfaceError) as error:
            log.warning("%s: the database does not answer (%s)", self.name, type(error).__name__)
        except Exception:
            log.exception("%s stumbled", self.name)
        connection.close()
        self.stopping.wait(AFTER_TROUBLE_SECONDS)
        return 0


def _chosen(names: list[str] | None) -> dict[str, rounds.Round]:
    known = rounds.registered()
    unknown = set(names or []) - set(known)
    if unknown:
        raise CommandError(f"There is no round called {', '.join(sorted(unknown))}; known: {', '.join(known)}.")
    return {name: work for name, work in known.items() if not names or name in names}
