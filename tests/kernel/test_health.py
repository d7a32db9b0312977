"""Alive without anything, ready with all that is needed."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kernel import health
from kernel.health import State


@pytest.fixture(autouse=True)
def _parts_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_parts", {})


def part(name: str, state: State, *, required: bool = False) -> None:
    health.register(name, lambda: (state, f"{name} is {state}"), required=required)


def ready(rf: Any) -> tuple[int, dict[str, Any]]:
    answer = health.ready(rf.get("/readyz"))
    return answer.status_code, json.loads(answer.content)


def test_alive_asks_no_part(rf: Any) -> None:
    health.register("bomb", lambda: pytest.fail("asked"), required=True)
    answer = health.alive(rf.get("/healthz"))
    assert (answer.status_code, json.loads(answer.content)) == (200, {"state": "ok"})


@pytest.mark.parametrize(
    ("required", "optional", "status", "whole"),
    [
        ("ok", "ok", 200, "ok"),
        ("ok", "degraded", 200, "degraded"),
        ("ok", "failed", 200, "degraded"),
        ("degraded", "ok", 200, "degraded"),
        ("failed", "ok", 503, "failed"),
        ("failed", "degraded", 503, "failed"),
    ],
)
def test_ready_while_every_required_part_works(
    rf: Any, required: State, optional: State, status: int, whole: str
) -> None:
    part("search", required, required=True)
    part("broker", optional)
    assert ready(rf) == (
        status,
        {
            "state": whole,
            "parts": {
                "search": {"state": required, "detail": f"search is {required}"},
                "broker": {"state": optional, "detail": f"broker is {optional}"},
            },
        },
    )


def test_check_that_breaks_is_a_failed_part_and_keeps_its_secrets(rf: Any) -> None:
    def broken() -> tuple[State, str]:
        raise RuntimeError("password=secret")

    health.register("search", broken, required=True)
    status, facts = ready(rf)
    assert (status, facts["parts"]["search"]) == (503, {"state": "failed", "detail": "RuntimeError"})


@pytest.mark.django_db
def test_database_that_answers_is_ok() -> None:
    assert health.check_database() == ("ok", "")


@pytest.fixture
def broker_at() -> Any:
    from celery import current_app

    before = current_app.conf.broker_url

    def choose(address: str) -> Callable[[], tuple[State, str]]:
        current_app.conf.broker_url = address
        return health.check_broker

    yield choose
    current_app.conf.broker_url = before


def test_broker_that_is_away_only_degrades(broker_at: Any) -> None:
    state, detail = broker_at("redis://:secret@127.0.0.1:1/0")()
    assert state == "degraded"
    assert detail
    assert "secret" not in detail
