"""Processes that outlive the command that started them, and are known again without taking a stranger for ours."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from .notes import write_privately

LONGEST_LOG = 4_000_000
PROC = Path("/proc")

Account = tuple[int, int]  # user and group id


@dataclass(frozen=True)
class Process:
    """A process id and the moment it was born: a reused id was born at another moment."""

    pid: int
    born: str

    def is_alive(self) -> bool:
        return bool(self.born) and birth(self.pid) == self.born

    def send(self, number: signal.Signals) -> None:
        if self.is_alive():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


def birth(pid: int) -> str:
    """When the process was born, in a form that no later process can repeat; empty when it is gone or a zombie."""
    if not (PROC / "self" / "stat").exists():
        return _birth_from_ps(pid)
    try:
        state, *facts = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        boot = (PROC / "sys" / "kernel" / "random" / "boot_id").read_text().strip()
    except (OSError, ValueError):
        return ""
    return "" if state in "ZXx" else f"{boot} {facts[18]}"


def _birth_from_ps(pid: int) -> str:
    answer = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, moment = answer.stdout.strip().partition(" ")
    return "" if not state or state.startswith("Z") else " ".join(moment.split())


def spawn(
    command: Sequence[str | Path],
    *,
    folder: Path,
    log: Path,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
) -> Process:
    """Start a program in a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it."""
    # A shell in between hands the program over to init: no zombie stays behind in a caller that lives long.
    launcher = ["/bin/sh", "-c", '"$@" </dev/null >&2 & echo $!', "opora-embedded", *map(str, command)]
    _shorten(log)
    with log.open("ab") as output:
        told = subprocess.run(
            launcher,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            env=environment,
            start_new_session=True,
            check=True,
            **acting_as(account),
        )
    pid = int(told.stdout)
    return Process(pid, birth(pid))


def acting_as(account: Account | None) -> dict[str, Any]:
    """The arguments with which subprocess gives up root for an account."""
    return {"user": account[0], "group": account[1], "extra_groups": []} if account else {}


def _shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_name(log.name + ".1"))


def remember(path: Path, process: Process, home: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_privately(path, json.dumps({"pid": process.pid, "born": process.born, "home": str(home)}))


def recall(path: Path, home: Path) -> Process | None:
    """The living process noted there; None when it is gone, a stranger, or serves a folder we were copied from."""
    try:
        stored = json.loads(path.read_text())
        process = Process(int(stored["pid"]), str(stored["born"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return process if stored.get("home") == str(home) and process.is_alive() else None


def leftovers(folder: Path, program: str) -> list[Process]:
    """Processes of that program at work in the folder, whatever was noted about them (where /proc tells)."""
    place = folder.resolve()
    pids = [int(entry.name) for entry in PROC.glob("[0-9]*") if _runs(entry, program) and _works_in(entry, place)]
    return [process for process in (Process(pid, birth(pid)) for pid in pids) if process.is_alive()]


def _runs(entry: Path, program: str) -> bool:
    """Whether the process executes that binary or that Python module."""
    try:
        words = (entry / "cmdline").read_bytes().split(b"\0")
        return (entry / "exe").readlink().name == program or (b"-m", program.encode()) in pairwise(words)
    except OSError:
        return False


def _works_in(entry: Path, folder: Path) -> bool:
    try:
        return (entry / "cwd").readlink() == folder
    except OSError:
        return False


def wait_until(happened: Callable[[], bool], timeout: float) -> bool:
    """Look again and again, first quickly, then less often."""
    deadline, pause = time.monotonic() + timeout, 0.01
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(pause * 1.3, 0.2)
    return True


def end(processes: Sequence[Process], first: signal.Signals, patience: float) -> None:
    """Ask to stop, wait, and insist in the end."""
    for number, seconds in ((first, patience), (signal.SIGKILL, 10.0)):
        for process in processes:
            process.send(number)
        if wait_until(lambda: not any(process.is_alive() for process in processes), seconds):
            return


def last_lines(log: Path, count: int = 3) -> str:
    """The end of a log, for a message."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return " / ".join(line.strip() for line in lines[-count:] if line.strip())
