"""Runs web, worker, beat and relay together until Ctrl-C, each with a log of its own."""

import contextlib
import os
import shlex
import signal
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Printer

READY_WITHIN = 60


def commands(home: Path, port: int) -> dict[str, list[str]]:
    """The processes of one machine; in production each is a service of its own."""
    opora = [sys.executable, "-m", "config"]
    celery = [sys.executable, "-m", "celery", "--app", "config.celery"]
    return {
        "web": [
            sys.executable, "-m", "gunicorn", "config.wsgi:application", *_bound(port),
            "--workers", "2", "--threads", "4", "--worker-class", "gthread", "--timeout", "60", "--access-logfile", "-",
            "--access-logformat", "%(m)s %(U)s %(s)s %(M)sms",
        ],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--schedule", str(home / "run" / "beat")],
        "relay": [*opora, "relay"],
    }  # fmt: skip


def _bound(port: int) -> list[str]:
    """Both addresses that a browser may mean by localhost; a machine without IPv6 has one."""
    return ["--bind", f"127.0.0.1:{port}", *(["--bind", f"[::1]:{port}"] if _has_ipv6() else [])]


def _has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def serve(home: Path, port: int, *, welcome: Callable[[], None]) -> int:
    """Start the processes, greet when the site is ready, and end all of them together."""
    logs = home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    (home / "run").mkdir(parents=True, exist_ok=True)
    with (logs / "demo.log").open("a") as log:
        manager = Manager(Printer(output=log))
        for name, words in commands(home, port).items():
            manager.add_process(name, _quoted(words), env={**os.environ, "PYTHONUNBUFFERED": "1"}, quiet=False)
        greeter = threading.Thread(target=_greet, args=(port, welcome, logs / "demo.log"), daemon=True)
        greeter.start()
        with contextlib.suppress(KeyboardInterrupt):
            manager.loop()
    ended_by_hand = manager.returncode in {None, 0, 130, 143, -signal.SIGINT, -signal.SIGTERM}
    return 0 if ended_by_hand else int(manager.returncode)


def _quoted(words: list[str]) -> str:
    return shlex.join(words)


def _greet(port: int, welcome: Callable[[], None], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if _ready(port):
            welcome()
            return
        time.sleep(0.3)
    print(f"The site does not answer yet; {log} says why.", file=sys.stderr, flush=True)


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
