"""A house of its own in which an import is killed in the middle, again and again: worker, PostgreSQL and broker."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import embedded

TESTS = Path(__file__).parents[1]
CHECKOUT = TESTS.parent
ACTS = ("receive", "compare", "accept", "undo")
VICTIMS = ("worker", "postgres", "broker")
ENDS = {"compare": "COMPARED", "accept": "ACCEPTED", "undo": "UNDONE"}
PATIENCE = 120.0


@dataclass
class Round:
    number: int
    act: str
    victim: str
    after: float
    asked_again: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Silent(Exception):
    """The steward's process does not answer."""


class House:
    """Two parts, one worker, one steward."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.worker: subprocess.Popen[bytes] | None = None
        self.steward: subprocess.Popen[str] | None = None

    def parts(self) -> None:
        """A PostgreSQL that was killed begins again only after the last of its sessions has noticed."""
        until = time.monotonic() + PATIENCE
        statuses = embedded.start(self.home, ["postgres", "broker"])
        while not all(status.is_usable for status in statuses):
            assert time.monotonic() < until, statuses
            time.sleep(0.5)
            statuses = embedded.start(self.home, ["postgres", "broker"])

    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "platform"), str(TESTS)])
        return (
            os.environ
            | embedded.addresses(self.home)
            | {
                "OPORA_HOME": str(self.home),
                "OPORA_DATA": str(self.home / "data"),
                "OPORA_ENV": "test",
                "OPORA_LOG_LEVEL": "CRITICAL",
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "PYTHONPATH": path,
                "PYTHONWARNINGS": "ignore",
            }
        )

    def hire(self) -> None:
        """A new worker; the old one is gone."""
        words = ["-m", "celery", "--app", "config.celery", "worker", "--pool", "solo", "--loglevel", "critical"]
        self.worker = subprocess.Popen(
            [sys.executable, *words, "--without-gossip", "--without-mingle"],
            env=self.environment(),
            cwd=CHECKOUT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, line: str) -> Any:
        """One line to the steward; a process that died is begun anew, and its line counts as not done."""
        if self.steward is None or self.steward.poll() is not None:
            self.dismiss()
            self.steward = subprocess.Popen(
                [sys.executable, str(TESTS / "endurance" / "steward.py")],
                env=self.environment(),
                cwd=CHECKOUT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        assert self.steward.stdin
        assert self.steward.stdout
        try:
            self.steward.stdin.write(line + "\n")
            self.steward.stdin.flush()
            answer = self.steward.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.dismiss()
            raise Silent(line)
        return json.loads(answer)

    def insist(self, line: str) -> Any:
        """Ask until an answer comes, as a person would who reloads the page."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.ask(line)
            except Silent:
                answer = {"error": "silent"}
            if not (isinstance(answer, dict) and "error" in answer):
                return answer
            if time.monotonic() > until:
                raise AssertionError(f"{line}: {answer}")
            self.parts()
            time.sleep(0.2)

    def kill(self, victim: str) -> None:
        if victim == "worker":
            assert self.worker
            self.worker.kill()
            self.worker.wait()
        elif victim == "steward":
            self.dismiss()
        else:
            file = next(self.home.rglob("postmaster.pid")) if victim == "postgres" else None
            pid = int(file.read_text().split()[0]) if file else _pid_of_broker(self.home)
            os.kill(pid, signal.SIGKILL)

    def dismiss(self) -> None:
        """The steward's process ends now, whatever it was doing."""
        if self.steward:
            self.steward.kill()
            self.steward.wait()
            for pipe in (self.steward.stdin, self.steward.stdout):
                if pipe:
                    with suppress(BrokenPipeError):
                        pipe.close()
        self.steward = None

    def mend(self, victim: str) -> None:
        self.parts()
        if victim in {"worker", "postgres", "broker"}:
            if self.worker and self.worker.poll() is None and victim != "worker":
                self.worker.kill()  # a worker that lost its house is begun anew by whatever watches over it
                self.worker.wait()
            self.hire()

    def close(self) -> None:
        if self.worker:
            self.worker.kill()
            self.worker.wait()
        self.dismiss()
        embedded.reset(self.home)


def _pid_of_broker(home: Path) -> int:
    found = subprocess.run(
        ["pgrep", "-f", f"valkey.*{home}|{home}.*valkey"], capture_output=True, text=True, check=False
    )
    pids = [int(word) for word in found.stdout.split()]
    if pids:
        return pids[0]
    port = embedded.addresses(home)["OPORA_BROKER_URL"].rpartition(":")[2].partition("/")[0]
    found = subprocess.run(["pgrep", "-f", f"valkey-server.*:{port}"], capture_output=True, text=True, check=False)
    return int(found.stdout.split()[0])


@contextmanager
def house(home: Path) -> Iterator[House]:
    here = House(home)
    here.parts()
    try:
        here.insist("found")
        here.hire()
        yield here
    finally:
        here.close()


def two_files(folder: Path, services: int) -> tuple[Path, Path]:
    """A register and its next state: a fifth of it changed, a few services ended, a few new."""
    generator = CHECKOUT / "deploy" / "demo" / "generate.py"
    words = ["--region", "sk", "--out", str(folder), "--services", str(services), "--without-sheet"]
    subprocess.run([sys.executable, str(generator), *words], check=True, capture_output=True)
    with (folder / "bbsk.csv").open(encoding="utf-8-sig", newline="") as file:
        dialect = csv.Sniffer().sniff(file.readline())
        file.seek(0)
        table = list(csv.DictReader(file, dialect=dialect))
    capacity = next(name for name in table[0] if name.startswith("Kapacita"))
    few = max(2, services // 50)
    after = [dict(row) for row in table[few:]]
    for row in after[: services // 5]:
        row[capacity] = str(int(row[capacity] or 0) + 3)
    before, later = folder / "before.csv", folder / "after.csv"
    for path, rows in ((before, table[:-few]), (later, after)):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(table[0]), dialect=dialect)
            writer.writeheader()
            writer.writerows(rows)
    return before, later


class Campaign:
    """Receive, compare, accept and undo the same file over and over, each act killed once in its middle."""

    def __init__(self, here: House, folder: Path, *, services: int = 400, seed: int = 1) -> None:
        self.here, self.draw = here, random.Random(seed)
        self.before, self.after = two_files(folder, services)
        self.took = {"receive": 0.3, "compare": 2.0, "accept": 1.0, "undo": 1.0}
        self.prints: dict[str, str] = {}

    def prepare(self) -> None:
        """The first state comes in undisturbed, and each act is timed once."""
        run = self.here.insist(f"receive {self.before}")["run"]
        for act in ("compare", "accept"):
            self._finish(run, act, Round(0, act, "", 0.0))
        self.prints["before"] = self._print()
        run = self.here.insist(f"receive {self.after}")["run"]
        for act, where in (("compare", "before"), ("accept", "after"), ("undo", "before")):
            begun = time.monotonic()
            self._finish(run, act, Round(0, act, "", 0.0))
            self.took[act] = time.monotonic() - begun
            self.prints.setdefault(where, self._print())
        assert self.prints["before"] != self.prints["after"]
        assert self._print() == self.prints["before"]

    def rounds(self, count: int) -> Iterator[Round]:
        run = ""
        for number in range(count):
            act = ACTS[number % len(ACTS)]
            victims = ("steward", "postgres") if act == "receive" else VICTIMS
            this = Round(number, act, victims[(number // len(ACTS)) % len(victims)], 0.0)
            begun = time.monotonic()
            if act == "receive":
                run = self._receive(this)
            else:
                self._act(run, this)
            self._judge(this)
            this.seconds = time.monotonic() - begun
            yield this

    def _receive(self, this: Round) -> str:
        """The file is on its way in when the web process or the database dies; then it is sent once more."""
        here = self.here
        here.insist("count")  # the steward is awake
        assert here.steward
        assert here.steward.stdin
        this.after = self.draw.uniform(0.0, 0.15)
        here.steward.stdin.write(f"receive {self.after}\n")
        here.steward.stdin.flush()
        time.sleep(this.after)
        here.kill(this.victim)
        here.dismiss()
        here.mend(this.victim)
        this.asked_again = 1
        run: str = here.insist(f"receive {self.after}")["run"]
        return run

    def _act(self, run: str, this: Round) -> None:
        this.after = self.draw.uniform(0.02, 1.0) * self.took[this.act]
        self.here.insist(f"{this.act} {run}")
        time.sleep(this.after)
        self.here.kill(this.victim)
        self.here.mend(this.victim)
        self._finish(run, this.act, this, is_asked=True)

    def _finish(self, run: str, act: str, this: Round, *, is_asked: bool = False) -> None:
        """Wait until the act is done; time passes for jobs that lost their worker, and a failed one is asked again."""
        if not is_asked:
            self.here.insist(f"{act} {run}")
        until, passes = time.monotonic() + PATIENCE, time.monotonic()
        while (now := self.here.insist(f"state {run}"))["run"] != ENDS[act]:
            if time.monotonic() > until:
                this.wrong.append(f"{act} does not end: {now}")
                return
            if now["job"] in {"FAILED", "CANCELLED", "DONE"} and now["run"] != "READING":
                this.asked_again += 1
                self.here.ask(f"{act} {run}")
            elif this.victim and time.monotonic() > passes:
                self.here.insist("later")  # also a living worker loses its job by this: it gets time to do it
                passes = time.monotonic() + 10 * self.took[act]
            time.sleep(0.3)

    def _judge(self, this: Round) -> None:
        wanted = self.prints["after" if this.act == "accept" else "before"]
        if self._print() != wanted:
            this.wrong.append("the catalogue is neither what it was nor what it should be")
        counted = self.here.insist("count")["wrong"]
        this.wrong += [f"{what}: {number}" for what, number in counted.items()]

    def _print(self) -> str:
        found: str = self.here.insist("print")["print"]
        return found
