"""Starting, stopping and asking all parts of one data folder, side by side and never twice at once."""

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from . import notes, places, processes
from .broker import Broker
from .elasticsearch import Elasticsearch
from .parts import Part, PartStatus, Say, Unavailable, be_silent
from .postgres import Postgres

KINDS: tuple[type[Part], ...] = (Postgres, Broker, Elasticsearch)
PARTS = tuple(kind.name for kind in KINDS)


def addresses(home: Path | str | None = None) -> dict[str, str]:
    """The settings of all parts known here, the environment first; starts nothing."""
    found = {}
    for part in _chosen(places.home(home), PARTS):
        note = part.note
        if part.external_address:
            found[part.variable] = part.external_address
        elif note.founded and not note.problem:
            found[part.variable] = part.address(note.port)
    return found


def start(
    home: Path | str | None = None,
    parts: Sequence[str] = PARTS,
    *,
    durable: bool = True,
    say: Say = be_silent,
) -> list[PartStatus]:
    """Bring the parts up, each in its own thread; what runs stays as it is, what cannot be had is told, not raised.

    `durable=False` spares the disk (no fsync), for databases that may be lost with the machine.
    """
    folder = places.home(home)
    _make(folder)
    with _lock(folder, say), ThreadPoolExecutor(len(KINDS)) as threads:
        chosen = _chosen(folder, parts, durable=durable, say=say)
        return list(threads.map(lambda part: _start(part, say), chosen))


def _start(part: Part, say: Say) -> PartStatus:
    before = time.monotonic()
    if not part.external_address:
        try:
            part.start()
        except Unavailable as error:
            notes.keep(part.home, part.name, problem=error.problem, remedy=error.remedy)
        except (OSError, subprocess.SubprocessError) as error:
            problem = f"{part.title} could not be started: {_reason(error)}."
            notes.keep(part.home, part.name, problem=problem, remedy=f"Look into the log {part.log}.")
    status = part.status()
    say(f"{describe(status)} ({time.monotonic() - before:.1f} s)")
    return status


def _reason(error: Exception) -> str:
    told = getattr(error, "stderr", "") or str(error)
    return " ".join(str(told).split()).rstrip(".")


def stop(
    home: Path | str | None = None, parts: Sequence[str] = PARTS, *, patience: float = 30.0, say: Say = be_silent
) -> list[PartStatus]:
    """Stop the parts that run here; their data stay. One that does not end in time is killed."""
    folder = places.home(home)
    if not folder.is_dir():
        return status(folder, parts)
    with _lock(folder, say), ThreadPoolExecutor(len(KINDS)) as threads:
        return list(threads.map(lambda part: _stop(part, patience, say), _chosen(folder, parts)))


def _stop(part: Part, patience: float, say: Say) -> PartStatus:
    before = time.monotonic()
    if not part.external_address:
        part.stop(patience)
    status = part.status()
    say(f"{describe(status)} ({time.monotonic() - before:.1f} s)")
    return status


def status(home: Path | str | None = None, parts: Sequence[str] = PARTS) -> list[PartStatus]:
    """How the parts are doing now."""
    return [part.status() for part in _chosen(places.home(home), parts)]


def wait_until_gone(home: Path | str | None = None, parts: Sequence[str] = PARTS, timeout: float = 30.0) -> bool:
    """Wait until no process of these parts is left; False when some still are after that time."""
    chosen = _chosen(places.home(home), parts)
    return processes.wait_until(lambda: all(part.is_gone() for part in chosen), timeout)


def reset(home: Path | str | None = None, *, say: Say = be_silent) -> None:
    """Stop the local parts and delete their data; servers given in the environment are not touched."""
    folder = places.home(home)
    if not folder.is_dir():
        return
    with _lock(folder, say):
        for part in _chosen(folder, PARTS):
            part.stop()
            if part.note.folder:
                shutil.rmtree(part.note.folder, ignore_errors=True)
            shutil.rmtree(part.folder, ignore_errors=True)
        for name in ("run", "logs", "cache"):
            shutil.rmtree(folder / name, ignore_errors=True)
        for path in (folder / "parts.json", *folder.glob("*.password"), folder / "lock"):
            path.unlink(missing_ok=True)
    say(f"The data of the local parts in {folder} are deleted.")


def describe(status: PartStatus) -> str:
    """One line about a part, for the screen."""
    name = f"{status.title} {status.version}".strip()
    match status.state:
        case "external":
            return f"{status.title}: {status.address}, {status.detail}"
        case "unavailable":
            return f"{status.title}: not available. {status.detail} {status.remedy}".strip()
        case "running":
            return f"{name}: running at {status.address}" + (f", but {status.detail}" if status.detail else "")
        case "stopped":
            return f"{name}: stopped"


def _chosen(home: Path, names: Sequence[str], *, durable: bool = True, say: Say = be_silent) -> list[Part]:
    unknown = set(names) - set(PARTS)
    if unknown:
        raise ValueError(f"There is no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}.")
    return [kind(home, durable=durable, say=say) for kind in KINDS if kind.name in names]


def _make(folder: Path) -> None:
    """A data folder that only its owner may enter, for it holds passwords."""
    try:
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
    except OSError:
        pass
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Unavailable(
            f"The folder {folder} cannot be written.", "Name a folder of your own in OPORA_HOME and start again."
        )


@contextmanager
def _lock(folder: Path, say: Say) -> Iterator[None]:
    """One start, stop or reset at a time for a data folder."""
    path = folder / "lock"
    while True:
        with path.open("w") as file:
            _acquire(file, say)
            if _is_still(file, path):
                yield
                return


def _acquire(file: TextIO, say: Say) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another start or stop is under way in this folder; waiting for it.")
        fcntl.flock(file, fcntl.LOCK_EX)


def _is_still(file: TextIO, path: Path) -> bool:
    """Whether nobody deleted the lock's file while we waited for it."""
    try:
        return os.fstat(file.fileno()).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False
