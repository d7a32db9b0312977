"""The jars of the local Elasticsearch: fetched once, each checked against the committed list, then used offline."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import places
from .parts import Unavailable

VERSION = "8.19.21"
SERVER = f"org.elasticsearch:elasticsearch:{VERSION}"
TRANSPORT = f"org.elasticsearch.plugin:transport-netty4:{VERSION}"
MODULE = Path("modules") / "transport-netty4"
LIST = Path(__file__).with_name("elasticsearch.sha256")
DESCRIPTOR = f"""\
name=transport-netty4
description=HTTP and transport
version={VERSION}
elasticsearch.version={VERSION}
java.version=17
classname=org.elasticsearch.transport.netty4.Netty4Plugin
"""
FETCHING = "import jgo, pathlib, sys; jgo.build(sys.argv[1], cache_dir=pathlib.Path(sys.argv[2]))"
SILENCE = 20.0  # seconds without a single new byte after which fetching is given up

REMEDY_FETCH = (
    "Connect to the network and start again, or give the address of your own server in OPORA_ELASTICSEARCH_URL. "
    "Until then Opora searches in PostgreSQL."
)


def installed(data_folder: Path, say: Callable[[str], None]) -> Path:
    """The folder with all jars, every one of them as the list says; fetched when this person has none yet."""
    cache = places.cache(data_folder)
    place = cache / f"elasticsearch-{VERSION}"
    if not place.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with _alone(cache / f"elasticsearch-{VERSION}.lock"):
            if not place.exists():
                say("Elasticsearch: fetching its jars (about 40 MB); this happens once.")
                _fetch_and_lay_out(cache, place)
    check(place)
    return place


def check(place: Path) -> None:
    """Refuse jars that differ from the list, are not on it or are missing."""
    expected, found = _listed(), sums(place)
    differing = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    if differing:
        more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
        raise Unavailable(
            f"Elasticsearch is not started: its jars are not those Opora knows ({differing[0]}{more} in {place}).",
            f"Delete the folder {place} and start again; if this comes back, tell the maintainers.",
        )


def sums(place: Path) -> dict[str, str]:
    return {
        jar.relative_to(place).as_posix(): hashlib.sha256(jar.read_bytes()).hexdigest()
        for jar in sorted(place.rglob("*.jar"))
    }


def _listed() -> dict[str, str]:
    lines = LIST.read_text().splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines if line.strip())}


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch_and_lay_out(cache: Path, place: Path) -> None:
    with tempfile.TemporaryDirectory(prefix=".elasticsearch-", dir=cache) as folder:
        draft = lay_out(Path(folder))
        check(draft)
        draft.rename(place)


def lay_out(folder: Path) -> Path:
    """Fetch into the folder and arrange as the server expects: lib/ for itself, modules/ for HTTP."""
    server, transport, draft = folder / "server", folder / "transport", folder / "draft"
    _fetch(folder, (SERVER, server), (TRANSPORT, transport))
    for made in (draft / "lib", draft / MODULE, draft / "plugins"):
        made.mkdir(parents=True)
    names = {jar.name for jar in server.rglob("*.jar")}
    for jar in server.rglob("*.jar"):
        shutil.copy(jar, draft / "lib" / jar.name)
    for jar in transport.rglob("*.jar"):
        if jar.name not in names:
            shutil.copy(jar, draft / MODULE / jar.name)
    (draft / MODULE / "plugin-descriptor.properties").write_text(DESCRIPTOR)
    return draft


def _fetch(folder: Path, *wanted: tuple[str, Path]) -> None:
    """Let jgo resolve and download in a process of its own, and give up when the network falls silent."""
    if importlib.util.find_spec("jgo") is None:
        raise Unavailable(
            "The Elasticsearch jars cannot be fetched, because the package jgo is not installed.", REMEDY_FETCH
        )
    log = folder / "fetching.log"
    for coordinate, target in wanted:
        with log.open("w") as output:
            fetching = subprocess.Popen(
                [sys.executable, "-c", FETCHING, coordinate, str(target)],
                env=os.environ | {"M2_REPO": str(folder / "repository")},
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
            )
            finished = _watch(fetching, folder)
        if not finished or fetching.returncode:
            reason = _reason(log) if finished else "the network does not answer"
            raise Unavailable(
                f"The Elasticsearch jars are not on this machine yet and could not be fetched ({reason}).", REMEDY_FETCH
            )


def _watch(fetching: subprocess.Popen[bytes], folder: Path) -> bool:
    """Wait for the end as long as bytes keep coming."""
    size, since = -1, time.monotonic()
    while True:
        try:
            fetching.wait(timeout=0.5)
            return True
        except subprocess.TimeoutExpired:
            now = _size(folder)
        if now != size:
            size, since = now, time.monotonic()
        elif time.monotonic() - since > SILENCE:
            fetching.kill()
            fetching.wait()
            return False


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total


def _reason(log: Path) -> str:
    """The last line of the log in words, or as it is when we have none for it."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    last = lines[-1] if lines else "no reason given"
    if "SSLError" in last:
        return "the certificate of the download server is not trusted here"
    if any(word in last for word in ("ConnectionError", "ProxyError", "Timeout")):
        return "no connection to the download server"
    return last if len(last) <= 200 else last[:200] + "…"
