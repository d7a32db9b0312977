"""Is the process alive, and are its parts ready? Each part registers a check of its own."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from celery import current_app
from django.db import connection
from django.http import HttpRequest, JsonResponse

from kernel.access import PUBLIC, permitted

log = logging.getLogger(__name__)

State = Literal["ok", "degraded", "failed"]
Check = Callable[[], tuple[State, str]]
GRADES: tuple[State, ...] = ("ok", "degraded", "failed")


@dataclass(frozen=True)
class Part:
    name: str
    check: Check
    required: bool

    def ask(self) -> tuple[State, str]:
        try:
            return self.check()
        except Exception as error:
            log.warning("The check of %s failed", self.name, exc_info=True)
            return "failed", type(error).__name__


_parts: dict[str, Part] = {}


def register(name: str, check: Check, *, required: bool = False) -> None:
    """Name a part in /readyz. A part that fails makes us not ready if it is required, else only degraded."""
    _parts[name] = Part(name, check, required)


def report() -> tuple[State, dict[str, dict[str, str]]]:
    """The state of the whole and of each part."""
    whole: State = "ok"
    parts = {}
    for part in list(_parts.values()):
        state, detail = part.ask()
        weight: State = "degraded" if state == "failed" and not part.required else state
        whole = max(whole, weight, key=GRADES.index)
        parts[part.name] = {"state": state, "detail": detail}
    return whole, parts


@permitted(PUBLIC)
def alive(request: HttpRequest) -> JsonResponse:
    """/healthz: the process answers; no part is asked."""
    return _answer({"state": "ok"}, 200)


@permitted(PUBLIC)
def ready(request: HttpRequest) -> JsonResponse:
    """/readyz: 200 while every required part works, with the state of each."""
    state, parts = report()
    return _answer({"state": state, "parts": parts}, 503 if state == "failed" else 200)


def _answer(facts: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(facts, status=status, headers={"Cache-Control": "no-store"})


def check_database() -> tuple[State, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return "ok", ""


def check_broker() -> tuple[State, str]:
    """Without its broker Opora works on: jobs wait in the database until it is back."""
    try:
        with current_app.connection_for_write(connect_timeout=1) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=1)
    except Exception as error:  # noqa: BLE001 - each transport has errors of its own
        return "degraded", type(error).__name__
    return "ok", ""


register("database", check_database, required=True)
register("broker", check_broker)
