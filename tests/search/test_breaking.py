"""Elasticsearch goes and comes back: PostgreSQL answers meanwhile, and nobody waits twice."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from support.finding import bring, deliver, refresh, service

from search import searching
from search.engine import asking, client
from search.engine.breaker import Breaker


class Silent:
    """A server that takes connections and never answers."""

    def __enter__(self) -> "Silent":
        self._server = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self.taken: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for connection in self.taken:
            connection.close()

    def _take(self) -> None:
        with suppress(OSError):  # closed
            while True:
                self.taken.append(self._server.accept()[0])


@pytest.fixture
def world(own_database: str, own_index: str) -> str:
    """One service, in the table and in the index."""
    call_command("search_update", verbosity=0)
    bring(service("a", name="Služba Jahoda"))
    deliver()
    refresh()
    return own_index


def asked() -> tuple[str, int]:
    from search.request import SearchRequest
    from search.searching import find

    answer = find(SearchRequest(text="jahoda"))
    return answer.backend, answer.count


@contextmanager
def moved_to(address: str, probed_every: float = 60) -> Iterator[Breaker]:
    """Elasticsearch is said to be there; a breaker of its own, for another's watch may still sleep."""
    own = Breaker(probed_every)
    with override_settings(OPORA_ELASTICSEARCH_URL=address), pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "breaker", own)
        patch.setattr(client, "PATIENCE_OF_READERS", 0.45)  # as everywhere but in these tests
        yield own
    own.close()


def test_a_silent_elasticsearch_is_waited_for_once(world: str) -> None:
    """How long that is, is measured by the benchmark `search_speed`."""
    with Silent() as silent, moved_to(silent.address):
        assert [asked() for _ in range(5)] == [("postgresql", 1)] * 5
        assert len(silent.taken) == 1


def test_a_dead_elasticsearch_is_asked_once(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Silent() as silent:
        address = silent.address
    tried, carry_out = [], asking.carry_out
    monkeypatch.setattr(asking, "carry_out", lambda body: (tried.append(body), carry_out(body))[1])
    with moved_to(address):
        assert [asked() for _ in range(5)] == [("postgresql", 1)] * 5
    assert len(tried) == 1


def test_it_comes_back_by_itself(world: str, settings: Any) -> None:
    with Silent() as silent, moved_to(settings.OPORA_ELASTICSEARCH_URL, probed_every=0.2) as breaker:
        with override_settings(OPORA_ELASTICSEARCH_URL=silent.address):
            assert asked() == ("postgresql", 1)
        until = time.monotonic() + 30
        while asked() != ("elasticsearch", 1):
            assert time.monotonic() < until
            time.sleep(0.05)
        assert not breaker.is_open


def test_health_says_who_can_search(own_database: str, own_index: str) -> None:
    from search.health import check

    call_command("search_update", verbosity=0)
    assert check() == ("failed", "no documents")
    bring(service("a", name="Služba Jahoda"))
    deliver()
    refresh()
    assert check() == ("ok", "elasticsearch")
    with override_settings(OPORA_ELASTICSEARCH_URL=""):
        assert check() == ("degraded", "postgresql")
        assert asked() == ("postgresql", 1)
