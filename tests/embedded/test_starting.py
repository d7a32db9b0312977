"""What a start brings up."""

import json
import os
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

import embedded
from embedded import notes

DATABASE, BROKER, SEARCH = "DATABASE_URL", "OPORA_BROKER_URL", "OPORA_ELASTICSEARCH_URL"


def pids(home: Path) -> dict[str, int]:
    return {part: json.loads((home / "run" / f"{part}.json").read_text())["pid"] for part in embedded.PARTS}


def one(address: str, question: str) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def test_all_three_parts_answer(home: Path) -> None:
    found = embedded.addresses(home)

    assert one(found[DATABASE], "SELECT current_database()") == "opora"
    assert redis.Redis.from_url(found[BROKER]).ping()
    with urllib.request.urlopen(f"{found[SEARCH]}/_cat/health?format=json") as answer:
        assert json.load(answer)[0]["cluster"] == "opora-local"


def test_second_start_changes_nothing_and_takes_less_than_a_second(home: Path) -> None:
    before, known = time.monotonic(), pids(home)

    embedded.start(home)

    assert time.monotonic() - before < 1
    assert pids(home) == known


def test_two_starts_at_once_start_each_part_once(home: Path) -> None:
    embedded.stop(home, ("postgres", "broker"))
    order = [sys.executable, "-m", "embedded", "start", "postgres", "broker", "--home", str(home)]

    starting = [subprocess.Popen(order, cwd="/", stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=60)[0] for process in starting]

    assert [process.returncode for process in starting] == [0, 0], told
    assert all("PostgreSQL 18" in text and "running at" in text for text in told)
    assert one(embedded.addresses(home)[DATABASE], "SELECT 1") == 1


def test_database_is_as_opora_needs_it(home: Path) -> None:
    address = embedded.addresses(home)[DATABASE]

    assert one(address, "SHOW server_version_num").startswith("18")  # type: ignore[attr-defined]
    assert one(address, "SHOW server_encoding") == "UTF8"
    assert one(address, "SELECT lower('ŽĽČ')") == "žľč"
    assert (
        one(address, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'opora'") == "bC.UTF-8"
    )
    assert one(address, "SHOW max_locks_per_transaction") == "256"
    assert one(address, "SHOW max_connections") == "200"


def test_opora_is_no_superuser_of_its_database_but_may_make_databases(home: Path) -> None:
    address = embedded.addresses(home)[DATABASE]

    assert one(address, "SELECT (rolsuper, rolcreatedb)::text FROM pg_roles WHERE rolname = current_user") == "(f,t)"


def test_trusted_extensions_can_be_made(home: Path) -> None:
    with psycopg.connect(embedded.addresses(home)[DATABASE]) as connection:
        for extension in ("pg_trgm", "unaccent", "btree_gin", "btree_gist"):
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}".encode())


def test_wrong_password_is_refused(home: Path) -> None:
    found = embedded.addresses(home)
    secret = found[DATABASE].split(":")[2].partition("@")[0]

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(found[DATABASE].replace(secret, "guess"))
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=notes.note(home, "broker").port, retry=Retry(NoBackoff(), 0)).ping()


def test_parts_listen_on_the_loopback_address_only(home: Path) -> None:
    ports = {notes.note(home, part).port for part in embedded.PARTS}
    listening = [line.split()[1:4:2] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening += [line.split()[1:4:2] for line in Path("/proc/net/tcp6").read_text().splitlines()[1:]]

    ours = {place for place, state in listening if state == "0A" and int(place.split(":")[1], 16) in ports}

    loopback = ("0100007F", "0000000000000000FFFF00000100007F")
    assert {int(place.split(":")[1], 16) for place in ours} == ports
    assert {place.split(":")[0] for place in ours} <= set(loopback)


def test_secrets_are_readable_by_their_owner_alone(home: Path) -> None:
    secrets = [*home.glob("*.password"), home / "parts.json", home / "broker" / "valkey.conf"]

    assert len(secrets) == 5
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_passwords_stand_on_no_screen(home: Path) -> None:
    secrets = [path.read_text() for path in home.glob("*.password")]
    shown = repr(embedded.status(home))
    running = "".join(
        Path(f"/proc/{pid}/cmdline").read_text() + Path(f"/proc/{pid}/environ").read_text()
        for pid in pids(home).values()
    )

    assert not [secret for secret in secrets if secret in shown or secret in running]


def test_parts_do_not_belong_to_the_session_that_started_them(home: Path) -> None:
    sessions = {os.getsid(pid) for pid in pids(home).values()}

    assert os.getsid(0) not in sessions


def test_addresses_of_an_untouched_folder_are_empty_and_leave_no_trace(tmp_path: Path) -> None:
    assert embedded.addresses(tmp_path / "nothing") == {}
    assert embedded.status(tmp_path / "nothing")[0].state == "stopped"
    assert list(tmp_path.iterdir()) == []


def test_home_is_the_checkout_unless_the_environment_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = Path(__file__).parents[2]

    assert embedded.home() == checkout / ".opora"
    monkeypatch.setenv("OPORA_HOME", "/srv/my opora")
    assert embedded.home() == Path("/srv/my opora")
