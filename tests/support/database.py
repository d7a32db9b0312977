"""One template database for each state of the migrations; every run and every committing test works in a copy of it."""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

CHECKOUT = Path(__file__).resolve().parents[2]
# Rooms by name: the checkout also holds the running parts, whose files come and go while one looks.
MADE_OF = (
    *(f"{room}/**/migrations/*.py" for room in ("platform", "tenants", "catalogue", "planning", "search", "imports")),
    "tests/support/*.py",
    "catalogue/data/**/*",
    "tenants/data/**/*",
)


@cache
def _fingerprint() -> str:
    """Changes when the migrations, the reference data or the tenants of the tests change."""
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(CHECKOUT.glob(pattern)):
            if path.is_file() and not {"node_modules", "__pycache__"} & set(path.parts):
                digest.update(str(path.relative_to(CHECKOUT)).encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def _settings() -> dict[str, Any]:
    from django.db import connections

    return connections["default"].settings_dict


def _server() -> psycopg.Connection[Any]:
    facts = _settings()
    return psycopg.connect(
        host=facts["HOST"],
        port=facts["PORT"],
        user=facts["USER"],
        password=facts["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )


def _drop(name: str) -> None:
    """Drop a database, whoever is still connected; the server's own workers leave by themselves in a moment."""
    for _attempt in range(50):
        try:
            with _server() as server:
                server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"The database {name} cannot be dropped.")


def _copy(template: str, name: str) -> None:
    _drop(name)
    with _server() as server:
        server.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def _exists(name: str) -> bool:
    with _server() as server:
        return bool(server.execute("select 1 from pg_database where datname = %s", [name]).fetchone())


@contextmanager
def _pointed_at(name: str) -> Iterator[None]:
    """Let Django's connection mean this database for a while."""
    from django.db import connections

    connection = connections["default"]
    before = connection.settings_dict["NAME"]
    _leave(connection)
    connection.settings_dict["NAME"] = name
    connection.set_schema_to_public()
    try:
        yield
    finally:
        _leave(connection)
        connection.settings_dict["NAME"] = before
        connection.set_schema_to_public()


def _leave(connection: Any) -> None:
    connection.close()
    connection.close_pool()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    lock = CHECKOUT / ".opora" / "test" / "template.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _template() -> str:
    """The name of the template database; built when there is none for this state of the code."""
    name = f"template_{_fingerprint()}"
    with _one_at_a_time():
        if not _exists(name):
            building = f"{name}_building"
            _drop(building)
            with _server() as server:
                server.execute(sql.SQL("create database {}").format(sql.Identifier(building)))
            _build(building)
            with _server() as server:
                server.execute(
                    sql.SQL("alter database {} rename to {}").format(sql.Identifier(building), sql.Identifier(name))
                )
            _forget_others(name)
    return name


def _build(name: str) -> None:
    from django.core.management import call_command
    from support.world import found_the_world

    with _pointed_at(name):
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        found_the_world()


def _forget_others(name: str) -> None:
    with _server() as server:
        rows = server.execute(
            "select datname from pg_database d where datname like 'template\\_%%' and datname <> %s"
            " and not exists (select from pg_stat_activity a where a.datname = d.datname)",
            [name],
        ).fetchall()
    for (old,) in rows[3:]:
        _drop(old)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """A copy of the template for this worker, thrown away at the end."""
    name = f"test_{os.getpid()}_{worker_id}"
    with django_db_blocker.unblock():
        _copy(_template(), name)
        with _pointed_at(name):
            yield
        _drop(name)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


def copied_database(django_db_blocker: Any, suffix: str) -> Iterator[str]:
    """A committing database of one's own: for threads, killed processes and servers."""
    name = f"own_{os.getpid()}_{suffix}"
    with django_db_blocker.unblock():
        _copy(_template(), name)
        with _pointed_at(name):
            yield name
        _drop(name)


@contextmanager
def standing_copy(name: str) -> Iterator[str]:
    """The address of a copy for processes of their own; this process goes on with its own database."""
    _copy(_template(), name)
    try:
        yield address_of(name)
    finally:
        _drop(name)


def address_of(name: str) -> str:
    """How a process of its own is told of a database."""
    facts = _settings()
    secret = f":{quote(facts['PASSWORD'], safe='')}" if facts["PASSWORD"] else ""
    return f"postgresql://{quote(facts['USER'], safe='')}{secret}@{facts['HOST']}:{facts['PORT']}/{name}"


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any, worker_id: str) -> Iterator[str]:
    """For a test that commits; nothing is rolled back, the whole copy is thrown away."""
    yield from copied_database(django_db_blocker, worker_id)


@pytest.fixture(scope="module")
def module_database(django_db_setup: None, django_db_blocker: Any, worker_id: str) -> Iterator[str]:
    """The same for all tests of one file."""
    yield from copied_database(django_db_blocker, f"{worker_id}_module")
