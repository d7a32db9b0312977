"""PostgreSQL refuses root: an ordinary user, a user namespace and an account of its own are three ways around that."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import embedded
from embedded import identity, library, notes

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another identity")


def ordinary_user() -> list[str]:
    """Words before a command that make it run with a user id above zero."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    ways = (
        ["unshare", "--user", f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}"],
        ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"],
    )
    trial = [sys.executable, "-c", "import os, sys, embedded; sys.exit(os.geteuid() == 0)"]
    for way in ways:
        if shutil.which(way[0]) and subprocess.run([*way, *trial], cwd="/", check=False).returncode == 0:
            return way
    pytest.fail("Root may neither make a user namespace nor let `nobody` read this checkout.")


@pytest.fixture
def users_home(running_home: Path) -> Iterator[Path]:
    """A folder that belongs to whoever `ordinary_user` is, with the jars already fetched."""
    with tempfile.TemporaryDirectory(prefix="home of ") as folder:
        home = Path(folder)
        jars = library.installed(running_home, print)
        shutil.copytree(jars, home / "cache" / "opora" / jars.name)
        if ordinary_user()[:1] == ["setpriv"]:
            subprocess.run(["chown", "-R", "nobody", folder], check=True)
        yield home


def test_all_parts_run_for_an_ordinary_user(users_home: Path) -> None:
    environment = os.environ | {
        "OPORA_HOME": str(users_home / "data"),
        "XDG_CACHE_HOME": str(users_home / "cache"),
        "HOME": str(users_home),
    }
    order = [*ordinary_user(), sys.executable, "-m", "embedded"]

    def opora(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*order, *words], cwd="/", env=environment, capture_output=True, text=True, check=False)

    try:
        started = opora("start", "--not-durable")
        assert started.returncode == 0, started.stderr
        assert started.stdout.count("running at") == 3, started.stdout
        assert opora("stop").stdout.count("stopped") == 3
    finally:
        assert opora("reset", "--yes").returncode == 0


@as_root
def test_root_lends_postgres_a_user_namespace(home: Path) -> None:
    if not identity._namespace() or notes.note(home, "postgres").folder:
        pytest.fail("This machine forbids user namespaces, so this way cannot be tried.")
    server = embedded.running.Postgres(home).process
    assert server is not None

    mapping = Path(f"/proc/{server.pid}/uid_map").read_text().split()

    assert mapping == [str(pwd.getpwnam("nobody").pw_uid), "0", "1"]


@pytest.fixture
def account_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine that forbids user namespaces, and an account that is there already."""
    with tempfile.TemporaryDirectory(prefix="var lib ") as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setattr(identity, "_namespace", lambda: ())
        monkeypatch.setattr(identity, "ACCOUNT", "nobody")
        monkeypatch.setattr(identity, "ACCOUNT_FOLDER", Path(folder) / "opora")
        yield Path(folder) / "opora"


@as_root
def test_where_namespaces_are_forbidden_an_account_serves(account_folder: Path, second_home: Path) -> None:
    started = embedded.start(second_home, ("postgres",), durable=False)

    assert started[0].state == "running", started
    server = embedded.running.Postgres(second_home).process
    assert server is not None
    assert Path(f"/proc/{server.pid}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    with psycopg.connect(embedded.addresses(second_home)["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    embedded.stop(second_home)
    embedded.start(second_home, ("postgres",), durable=False)
    with psycopg.connect(embedded.addresses(second_home)["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    embedded.reset(second_home)
    assert list((account_folder / "data").iterdir()) == []


@as_root
def test_where_there_is_no_way_a_sentence_says_so(
    account_folder: Path, second_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "ACCOUNT", "opora-nobody-has-this-name")
    monkeypatch.setattr(identity.shutil, "which", lambda *_names, **_places: None)

    found = embedded.start(second_home, ("postgres",))

    assert found[0].state == "unavailable"
    assert found[0].remedy == "Run Opora as an ordinary user, or give the address of your own server in DATABASE_URL."
