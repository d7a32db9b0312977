"""Data outlive a stop and a crash; a start repairs what a crash has left."""

import json
import os
import shutil
import signal
import socket
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis

import embedded
from embedded import notes, processes
from embedded.elasticsearch import Elasticsearch


def write_row(home: Path, mark: str) -> None:
    with psycopg.connect(embedded.addresses(home)["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS mark (text text)")
        connection.execute("INSERT INTO mark VALUES (%s)", [mark])


def read_row(home: Path, mark: str) -> bool:
    with psycopg.connect(embedded.addresses(home)["DATABASE_URL"]) as connection:
        return connection.execute("SELECT text FROM mark WHERE text = %s", [mark]).fetchone() == (mark,)


def write_message(home: Path, mark: str) -> None:
    redis.Redis.from_url(embedded.addresses(home)["OPORA_BROKER_URL"]).rpush("mark", mark)


def read_message(home: Path, mark: str) -> bool:
    return mark.encode() in redis.Redis.from_url(embedded.addresses(home)["OPORA_BROKER_URL"]).lrange("mark", 0, -1)


def write_document(home: Path, mark: str) -> None:
    ask_search(home, "PUT", f"/mark/_doc/{mark}", {"text": mark})


def read_document(home: Path, mark: str) -> bool:
    return ask_search(home, "GET", f"/mark/_doc/{mark}")["_source"] == {"text": mark}


def ask_search(home: Path, method: str, path: str, body: object = None) -> dict[str, object]:
    request = urllib.request.Request(
        embedded.addresses(home)["OPORA_ELASTICSEARCH_URL"] + path,
        data=json.dumps(body).encode() if body else None,
        headers={"Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=40) as answer:
        return dict(json.load(answer))


WRITE: dict[str, Callable[[Path, str], None]] = {
    "postgres": write_row,
    "broker": write_message,
    "elasticsearch": write_document,
}
READ: dict[str, Callable[[Path, str], bool]] = {
    "postgres": read_row,
    "broker": read_message,
    "elasticsearch": read_document,
}


def pid_of(home: Path, part: str) -> int:
    return int(json.loads((home / "run" / f"{part}.json").read_text())["pid"])


def state_of(home: Path, part: str) -> str:
    return embedded.status(home, (part,))[0].state


@pytest.mark.parametrize("part", embedded.PARTS)
def test_data_survive_kill_9(home: Path, part: str) -> None:
    mark = uuid.uuid4().hex
    WRITE[part](home, mark)

    os.kill(pid_of(home, part), signal.SIGKILL)
    assert embedded.wait_until_gone(home, (part,), timeout=10)
    assert state_of(home, part) == "stopped"
    embedded.start(home, (part,), durable=False)

    assert READ[part](home, mark)


def test_an_index_that_cannot_be_opened_does_not_keep_the_search_away(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The red index is a real one: it wants a shard on a node that does not exist."""
    lonely = {"settings": {"index.routing.allocation.require._name": "nowhere"}}
    ask_search(home, "PUT", "/lonely?wait_for_active_shards=0", lonely)
    write_document(home, "kept")
    monkeypatch.setattr(Elasticsearch, "waiting", "1s")

    embedded.stop(home, ("elasticsearch",))
    started = embedded.start(home, ("elasticsearch",))

    assert started[0].state == "running"
    # It was given a second only, so the index that can be opened may still be on its way.
    ask_search(home, "GET", "/_cluster/health/mark?wait_for_status=yellow&timeout=30s")
    assert ask_search(home, "GET", "/_cluster/health")["status"] == "red"
    assert read_document(home, "kept")
    ask_search(home, "DELETE", "/lonely")


def test_data_survive_a_stop(home: Path) -> None:
    mark = uuid.uuid4().hex
    for part in embedded.PARTS:
        WRITE[part](home, mark)
    before = embedded.addresses(home)

    stopped = embedded.stop(home)
    assert [status.state for status in stopped] == ["stopped"] * 3
    assert embedded.wait_until_gone(home, timeout=0)
    embedded.start(home, durable=False)

    assert all(READ[part](home, mark) for part in embedded.PARTS)
    assert embedded.addresses(home) == before


def test_a_stranger_who_got_the_noted_process_id_is_neither_trusted_nor_killed(home: Path) -> None:
    embedded.stop(home, ("broker",))
    stranger = {"pid": os.getpid(), "born": "another boot 42", "home": str(home)}
    (home / "run" / "broker.json").write_text(json.dumps(stranger))

    assert state_of(home, "broker") == "stopped"
    embedded.stop(home, ("broker",))
    embedded.start(home, ("broker",))

    assert state_of(home, "broker") == "running"


def test_postgres_starts_although_its_own_note_names_a_living_stranger(home: Path) -> None:
    os.kill(pid_of(home, "postgres"), signal.SIGKILL)
    assert embedded.wait_until_gone(home, ("postgres",), timeout=10)
    note = home / "postgres" / "data" / "postmaster.pid"
    note.write_text(note.read_text().replace(note.read_text().splitlines()[0], str(os.getpid()), 1))

    embedded.start(home, ("postgres",), durable=False)

    assert state_of(home, "postgres") == "running"


@pytest.mark.parametrize("part", ["postgres", "broker"])
def test_a_running_part_whose_note_was_lost_is_found_and_started_anew(home: Path, part: str) -> None:
    forgotten = pid_of(home, part)
    (home / "run" / f"{part}.json").unlink()
    assert not embedded.wait_until_gone(home, (part,), timeout=0)

    embedded.start(home, (part,), durable=False)

    assert state_of(home, part) == "running"
    assert not processes.birth(forgotten)


def test_a_part_that_hangs_is_replaced(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = pid_of(home, "broker")
    os.kill(hanging, signal.SIGSTOP)
    assert embedded.status(home, ("broker",))[0].detail == "does not answer"

    embedded.stop(home, ("broker",), patience=0.2)
    embedded.start(home, ("broker",))

    assert state_of(home, "broker") == "running"
    assert not processes.birth(hanging)


def test_a_port_taken_by_a_stranger_is_left_to_the_stranger(home: Path) -> None:
    embedded.stop(home, ("broker",))
    former = notes.note(home, "broker").port
    with socket.create_server(("127.0.0.1", former)):
        embedded.start(home, ("broker",))

    assert notes.note(home, "broker").port != former
    write_message(home, "on another port")
    assert read_message(home, "on another port")


def test_torn_notes_are_an_empty_memory(second_home: Path) -> None:
    second_home.mkdir()
    (second_home / "parts.json").write_text('{"broker": {"po')

    assert embedded.addresses(second_home) == {}
    assert embedded.start(second_home, ("broker",))[0].state == "running"


def test_two_folders_run_at_once_and_share_nothing(home: Path, second_home: Path) -> None:
    started = embedded.start(second_home, ("postgres", "broker"), durable=False)

    assert [status.state for status in started] == ["running", "running"]
    write_message(second_home, "second")
    write_message(home, "first")
    assert not read_message(home, "second")
    first, second = embedded.addresses(home), embedded.addresses(second_home)
    assert not {first[name] for name in second} & set(second.values())
    embedded.stop(second_home)
    assert state_of(home, "postgres") == state_of(home, "broker") == "running"


def test_a_copied_folder_does_not_take_the_parts_of_its_original_for_its_own(home: Path, second_home: Path) -> None:
    second_home.mkdir()
    shutil.copytree(home / "run", second_home / "run")
    shutil.copy(home / "parts.json", second_home)
    shutil.copy(home / "broker.password", second_home)

    assert state_of(second_home, "broker") == "stopped"
    embedded.stop(second_home)

    assert state_of(home, "broker") == "running"


def test_reset_stops_and_deletes(second_home: Path) -> None:
    embedded.start(second_home, ("broker",))
    write_message(second_home, "gone tomorrow")

    embedded.reset(second_home)

    assert embedded.wait_until_gone(second_home, timeout=0)
    assert list(second_home.iterdir()) == []
    embedded.start(second_home, ("broker",))
    assert not read_message(second_home, "gone tomorrow")
