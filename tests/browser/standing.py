"""The real thing on a free port: web, worker and relay with a database, a broker and an index of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).resolve().parents[2]
FILLING = Path(__file__).with_name("filling.py")
READY_WITHIN = 60


@dataclass
class Site:
    """Where the site stands."""

    port: int
    folder: Path
    environment: dict[str, str] = field(repr=False)

    def address(self, path: str = "/", at: str = "") -> str:
        """An address on the region's site, or on the site of a tenant: `address("/work/plans/", at="alfa")`."""
        return f"http://{at}{'.' if at else ''}localhost:{self.port}{path}"

    def ask(self, url: str) -> tuple[int, str]:
        """What a stranger without a browser gets from an address of this site: status and text."""
        parts = urlsplit(url)
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", f"{parts.path}?{parts.query}", headers={"Host": parts.netloc})
            with connection.getresponse() as answer:
                return answer.status, answer.read().decode()

    @property
    def registers(self) -> Path:
        return self.folder / "registers"

    def keep(self, file: Path) -> None:
        """Write down where it stands, for `OPORA_STANDING_SITE`."""
        file.write_text(json.dumps(asdict(self) | {"folder": str(self.folder)}))
        file.chmod(0o600)

    @classmethod
    def kept(cls, file: Path) -> "Site":
        facts = json.loads(file.read_text())
        return cls(facts["port"], Path(facts["folder"]), facts["environment"])


@contextmanager
def standing_site(database: str, home: Path, *, name: str) -> Iterator[Site]:
    """Fill the database, start the processes, wait until the site is ready; end and remove everything afterwards."""
    port = free_port()
    with ExitStack() as ending:
        broker = ending.enter_context(_own_broker(home / "broker"))
        environment = _environment(database, broker, home, port, name)
        ending.callback(_remove_index, environment["OPORA_ELASTICSEARCH_URL"], environment["OPORA_INDEX_PREFIX"])
        _run([sys.executable, str(FILLING), str(home / "registers")], environment)
        for words in _processes(port):
            ending.enter_context(_running(words, environment, home))
        _wait_until_ready(port, home)
        yield Site(port, home, environment)


@contextmanager
def second_web(site: Site, **changed: str) -> Iterator[Site]:
    """One more web server on the same data, with other settings."""
    port = free_port()
    environment = site.environment | {"PORT": str(port)} | changed
    with _running(_processes(port)[0], environment, site.folder):
        _wait_until_ready(port, site.folder)
        yield Site(port, site.folder, environment)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _environment(database: str, broker: str, home: Path, port: int, name: str) -> dict[str, str]:
    """The settings of `make demo`, pointed at parts of the tests."""
    import embedded

    parts = embedded.addresses()
    return os.environ | {
        "OPORA_ENV": "dev",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database,
        "OPORA_BROKER_URL": broker,
        "OPORA_ELASTICSEARCH_URL": parts["OPORA_ELASTICSEARCH_URL"],
        "OPORA_INDEX_PREFIX": name,
        "OPORA_DATA": str(home),
        "OPORA_DEMONSTRATION": "yes",
        "OPORA_REQUIRE_SECOND_STEP": "no",
        "OPORA_MAIL_TRANSPORT": "kernel.mail.transport.Kept",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }


def _processes(port: int) -> list[list[str]]:
    celery = [sys.executable, "-m", "celery", "--app", "config.celery", "worker", "--pool", "solo"]
    return [
        [
            *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"),
            *("--workers", "2", "--threads", "4", "--worker-class", "gthread", "--log-level", "warning"),
        ],
        [*celery, "--loglevel", "WARNING", "--without-gossip", "--without-mingle"],
        [sys.executable, "-m", "config", "relay"],
    ]


@contextmanager
def _own_broker(home: Path) -> Iterator[str]:
    """A worker of another run must not take the jobs of this one."""
    import embedded

    given = os.environ.pop("OPORA_BROKER_URL", None)
    try:
        embedded.start(home, ["broker"], durable=False)
        yield embedded.addresses(home)["OPORA_BROKER_URL"]
    finally:
        embedded.reset(home)
        if given is not None:
            os.environ["OPORA_BROKER_URL"] = given


@contextmanager
def _running(words: list[str], environment: dict[str, str], home: Path) -> Iterator[None]:
    with (home / "processes.log").open("ab") as log:
        process = subprocess.Popen(words, env=environment, cwd=CHECKOUT, stdout=log, stderr=log, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _run(words: list[str], environment: dict[str, str]) -> None:
    ended = subprocess.run(words, env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-4000:]


def _wait_until_ready(port: int, home: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The site does not answer: {(home / 'processes.log').read_text()[-3000:]}")


def _remove_index(server: str, prefix: str) -> None:
    from elasticsearch import Elasticsearch

    with Elasticsearch(server) as client:
        for index in client.indices.get(index=f"{prefix}-*"):
            client.indices.delete(index=index)
