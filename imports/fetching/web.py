"""A file from an address, asked for with care: only allowed hosts, bounded in size and in time, never packed.

Plain `http.client`: no cookies, no proxy, no passwords, no redirect that was not checked, and the connection goes to
the number that was checked.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from django.conf import settings

from imports.fetching.allowing import PORTS, Target, check_address, network_addresses
from imports.fetching.carrying import MB, Fetched, carry
from imports.reasons import BrokenFile

REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 5
SILENCE = 30.0  # seconds without a byte
HEADERS = {"User-Agent": "Opora", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


def fetch_from_web(address: str, place: Path, told: Callable[[int, int], None]) -> Fetched:
    """Bring the file into the storage, following redirects to allowed hosts only."""
    limit = float(settings.OPORA_FETCH_SECONDS)
    ends = time.monotonic() + limit
    here = ""
    for _step in range(MOST_REDIRECTS + 1):
        target = check_address(address, base=here)
        with Visit(target, ends=ends, limit=limit) as visit:
            answer = visit.ask()
            if answer.status not in REDIRECTS:
                return _take(answer, visit, place, told)
            here, address = visit.address, answer.headers.get("Location", "")
    raise BrokenFile("REDIRECTED_OFTEN")


def _take(answer: Any, visit: "Visit", place: Path, told: Callable[[int, int], None]) -> Fetched:
    if answer.status != http.client.OK:
        raise BrokenFile("SERVER_SAYS", status=answer.status)
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise BrokenFile("PACKED_ANSWER")
    promised = _promised(answer)
    if promised > settings.OPORA_UPLOAD_LIMIT:
        raise BrokenFile("TOO_LARGE", limit=settings.OPORA_UPLOAD_LIMIT // MB)
    fetched = carry(visit.read, place, name=_name(visit.target), told=lambda size: told(size, promised))
    if promised and fetched.size != promised:
        raise BrokenFile("CUT_OFF")
    return fetched


def _promised(answer: Any) -> int:
    """How many bytes the server says will come; 0 where it does not say."""
    said = answer.headers.get("Content-Length", "")
    return int(said) if said.isascii() and said.isdigit() and not answer.chunked else 0


def _name(target: Target) -> str:
    """What the file is called: the last part of its address."""
    return unquote(PurePosixPath(target.path.partition("?")[0]).name)[-120:] or target.host


class Visit:
    """One request to one host. A watch ends it when its time is up, wherever it stands."""

    def __init__(self, target: Target, *, ends: float, limit: float) -> None:
        self.target, self.ends, self.limit = target, ends, limit
        self.too_late = False
        self.connection: _Connection | None = None
        self.sock: socket.socket | None = None
        self.answer: Any = None
        self._watch = threading.Timer(max(0.0, ends - time.monotonic()), self._stop)
        self._watch.daemon = True

    @property
    def address(self) -> str:
        host = f"[{self.target.host}]" if ":" in self.target.host else self.target.host
        return f"{self.target.scheme}://{host}:{self.target.port}{self.target.path}"

    def __enter__(self) -> "Visit":
        self._watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._watch.cancel()
        if self.answer is not None:
            self.answer.close()
        if self.connection:
            self.connection.close()

    def ask(self) -> Any:
        """Connect and read the head of the answer."""
        self.answer = self._guarded(self._ask)
        return self.answer

    def read(self, size: int) -> bytes:
        """What has come so far, at most so many bytes; nothing at the end."""
        return bytes(self._guarded(lambda: self.answer.read1(size)))

    def _ask(self) -> Any:
        numbers = network_addresses(self.target)
        self.connection = connection = _Connection(self.target)
        connection.sock = self.sock = self._connected(numbers)
        if self.too_late:
            raise TimeoutError
        connection.request("GET", self.target.path, headers=HEADERS)
        return connection.getresponse()

    def _connected(self, numbers: list[str]) -> socket.socket:
        found: OSError | None = None
        for number in numbers:
            try:
                plain = socket.create_connection((number, self.target.port), timeout=self._patience())
            except OSError as refused:
                found = refused
                continue
            if not self.target.is_secure:
                return plain
            try:
                return ssl.create_default_context().wrap_socket(plain, server_hostname=self.target.host)
            except OSError:
                plain.close()
                raise
        raise found or OSError("no address")

    def _patience(self) -> float:
        return max(0.1, min(SILENCE, self.ends - time.monotonic()))

    def _guarded(self, work: Callable[[], Any]) -> Any:
        """Do it, and turn what the network does into a sentence."""
        try:
            done = work()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._why(error) from error
        if self.too_late:
            raise self._late()
        return done

    def _why(self, error: Exception) -> BrokenFile:
        if self.too_late or time.monotonic() >= self.ends:
            return self._late()
        if isinstance(error, http.client.IncompleteRead) or (self.answer is not None and isinstance(error, OSError)):
            return BrokenFile("CUT_OFF")
        if isinstance(error, ssl.SSLError):
            return BrokenFile("BAD_CERTIFICATE", host=self.target.host)
        if isinstance(error, OSError):
            return BrokenFile("NO_ANSWER", host=self.target.host)
        return BrokenFile("BROKEN_ANSWER", host=self.target.host)

    def _late(self) -> BrokenFile:
        return BrokenFile("TOO_SLOW", seconds=round(self.limit))

    def _stop(self) -> None:
        self.too_late = True
        if self.sock is not None:
            with suppress(OSError):  # the plain way: an encrypted one would wait for the other side's goodbye
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


class _Connection(http.client.HTTPConnection):
    """Speaks over a socket that is connected already, and never connects by itself."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port)
        self.default_port = PORTS[target.scheme]  # the port is named to the server only where it is unusual

    def connect(self) -> None:
        raise OSError("not connected")
