"""What every local part has in common: how it is found, brought up, repaired and stopped."""

import importlib.util
import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from . import notes, ports, processes
from .processes import Process

Say = Callable[[str], None]
State = Literal["running", "stopped", "unavailable", "external"]


def be_silent(_line: str) -> None:
    """Nobody listens."""


class Unavailable(Exception):
    """A part that cannot be had here: what is wrong, and what helps."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class PartStatus:
    """How a part is doing; the address is fit to be shown, without its password."""

    name: str
    title: str
    state: State
    address: str = ""
    version: str = ""
    detail: str = ""
    remedy: str = ""

    @property
    def is_usable(self) -> bool:
        return self.state in ("running", "external")


class Part(ABC):
    """One local server in one data folder."""

    name: ClassVar[str]
    title: ClassVar[str]
    variable: ClassVar[str]
    program: ClassVar[str]
    is_needed: ClassVar[bool] = True
    stops_on: ClassVar[signal.Signals] = signal.SIGTERM
    patience: ClassVar[float] = 60.0

    def __init__(self, home: Path, *, durable: bool = True, say: Say = be_silent) -> None:
        self.home = home
        self.durable = durable
        self.say = say
        self.folder = home / self.name

    @abstractmethod
    def prepare(self) -> None:
        """Make everything ready to run, or say why it cannot be."""

    @abstractmethod
    def spawn(self, port: int) -> Process:
        """Start the program."""

    @abstractmethod
    def answers(self, port: int) -> bool:
        """Whether the server does its work, not only whether it listens."""

    @abstractmethod
    def address(self, port: int) -> str:
        """The address for the settings, with its password."""

    @abstractmethod
    def version(self) -> str:
        """The version of the installed program."""

    def welcome(self, port: int) -> None:  # noqa: B027 - most parts have nothing to add
        """What is still to do once the server answers."""

    @property
    def workplace(self) -> Path:
        """The working folder of the running program, by which a forgotten one is found."""
        return self.folder

    @property
    def log(self) -> Path:
        return self.home / "logs" / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        return self.home / "run" / f"{self.name}.json"

    @property
    def note(self) -> notes.Note:
        return notes.note(self.home, self.name)

    @property
    def external_address(self) -> str:
        return os.environ.get(self.variable, "")

    @property
    def process(self) -> Process | None:
        return processes.recall(self.pid_file, self.home)

    def is_up(self) -> bool:
        note = self.note
        return self.process is not None and bool(note.port) and self.answers(note.port)

    def start(self) -> None:
        """Bring the part up and repair what a crash has left; nothing happens when it is up."""
        if not self.is_up():
            self.stop(patience=10.0)
            self.prepare()
            port = self._spawn_on_a_free_port()
            self.welcome(port)
            notes.keep(self.home, self.name, version=self.version(), founded=True, problem="", remedy="")

    def _spawn_on_a_free_port(self) -> int:
        port = self.note.port
        for _attempt in range(3):
            port = ports.choose(port)
            notes.keep(self.home, self.name, port=port)
            self.log.parent.mkdir(exist_ok=True)
            process = self.spawn(port)
            processes.remember(self.pid_file, process, self.home)
            if self._wait_for_answer(process, port):
                return port
            if process.is_alive() or ports.is_free(port):
                break
        self.stop(patience=10.0)
        raise Unavailable(self._silence(), f"Look into the log {self.log}.")

    def _wait_for_answer(self, process: Process, port: int) -> bool:
        processes.wait_until(lambda: not process.is_alive() or self.answers(port), self.patience)
        return process.is_alive() and self.answers(port)

    def _silence(self) -> str:
        ending = processes.last_lines(self.log)
        return f"{self.title} was started but does not answer" + (f"; its last words: {ending}." if ending else ".")

    def stop(self, patience: float = 30.0) -> None:
        """Stop the server and whatever a crash has left of it; the data stay."""
        noted = self.process
        processes.end([noted] if noted else [], self.stops_on, patience)
        processes.end(processes.leftovers(self.workplace, self.program), self.stops_on, min(patience, 5.0))
        self.pid_file.unlink(missing_ok=True)

    def is_gone(self) -> bool:
        return self.process is None and not processes.leftovers(self.workplace, self.program)

    def status(self) -> PartStatus:
        if self.external_address:
            return self._told("external", without_password(self.external_address), detail=f"given by {self.variable}")
        note = self.note
        address = without_password(self.address(note.port)) if note.founded else ""
        if self.is_up():
            return self._told("running", address, note.version)
        if self.process is not None:
            return self._told("running", address, note.version, "does not answer", f"Look into the log {self.log}.")
        if note.problem:
            return self._told("unavailable", "", note.version, note.problem, note.remedy)
        return self._told("stopped", address, note.version)

    def _told(self, state: State, address: str, version: str = "", detail: str = "", remedy: str = "") -> PartStatus:
        return PartStatus(self.name, self.title, state, address, version, detail, remedy)


def without_password(address: str) -> str:
    """The address as it may stand on a screen."""
    parts = urlsplit(address)
    if parts.password is None:
        return address
    return address.replace(f":{parts.password}@", ":***@", 1)


def package_folder(package: str, part: type[Part]) -> Path:
    """Where an installed package lies; it is not imported, for only its binaries are wanted."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise missing_package(package, part)
    return Path(next(iter(found.submodule_search_locations)))


def missing_package(package: str, part: type[Part]) -> Unavailable:
    return Unavailable(
        f"{part.title} is not installed: there is no package {package} here (perhaps none for this kind of machine).",
        f'Install it with `pip install "opora[local]"`, or give the address of your own server in {part.variable}.',
    )
