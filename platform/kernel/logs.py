"""Logs as lines of JSON, each with the request and the tenant it belongs to; without query strings, people or secrets.

What a person searched for, an address or a token must not be found in a log, so every text is scrubbed on its way out.
"""

import json
import logging
import logging.config
import re
import traceback
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Respond = Callable[[HttpRequest], HttpResponseBase]

HEADER = "X-Request-ID"
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
request_id: ContextVar[str] = ContextVar("request_id", default="")

SCRUBBINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?m)^\s*(DETAIL|CONTEXT|LINE \d+|STATEMENT):.*$"), "[left out]"),  # PostgreSQL quotes whole rows
    (re.compile(r"(?<=[\w/])\?[^\s\"'<>]*[=&][^\s\"'<>]*"), "?…"),
    (re.compile(r"\b(\w+://)[^\s/@\"']+@"), r"\1…@"),
    (re.compile(r"(?<=/)(?![0-9a-f]{8}-[0-9a-f]{4}-)[\w-]{40,}(?=[/\s\"']|$)"), "…"),  # secrets of one-time links
    (re.compile(r"(?<=/)[\w-]{40,}(?=[/\s\"']|$)"), "…"),  # a one-time link carries its secret in the path
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[e-mail]"),
    (
        re.compile(r"(?i)\b(password|passwd|secret|token|api[_-]?key|authorization|cookie)(['\"]?\s*[:=]\s*)\S+"),
        r"\1\2…",
    ),
)
HTTP_LINE = re.compile(r"^([A-Z]+ [^ ?]*)\?\S*")


class RequestId:
    """Middleware: gives each request a number, `request.id`, and sends it back in the answer."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        number = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        request.id = number  # type: ignore[attr-defined]
        mark = request_id.set(number)
        try:
            response = self.respond(request)
        finally:
            request_id.reset(mark)
        response[HEADER] = number
        return response


def scrub(text: str) -> str:
    """The text without query strings, e-mail addresses, secrets and quoted rows."""
    for pattern, instead in SCRUBBINGS:
        text = pattern.sub(instead, text)
    return text


class JsonLine(logging.Formatter):
    """One record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        line |= {name: value for name, value in _place(record).items() if value}
        status = getattr(record, "status_code", None)
        if status is not None:
            line["status"] = status
        # A refusal (4xx) is one line; the way through the code is kept for what broke.
        if record.exc_info and record.exc_info[0] and record.levelno >= logging.ERROR:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = scrub("".join(traceback.format_exception(*record.exc_info)))
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLine(logging.Formatter):
    """The same for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))


def _place(record: logging.LogRecord) -> Mapping[str, str]:
    """Django tells of bad answers when the request is over; then the number is still on the request itself."""
    number = request_id.get() or str(getattr(getattr(record, "request", None), "id", ""))
    return {"request": number, "tenant": _tenant_key()}


def _tenant_key() -> str:
    try:
        from kernel.tenancy import current_key

        return current_key()
    except Exception:  # noqa: BLE001 - a log line is written even before the rooms are loaded
        return ""


class WithoutQuery(logging.Filter):
    """For access lines of servers: cuts the query string off the address, wherever the server keeps it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, Mapping):
            record.args = {name: _cut(name, value) for name, value in record.args.items()}
        elif isinstance(record.args, tuple):
            record.args = tuple(_cut("", value) for value in record.args)
        if isinstance(record.msg, str) and not record.args:
            record.msg = _cut("", record.msg)
        return True


def _cut(name: str, value: Any) -> Any:
    if name in {"q", "f"}:  # gunicorn's query string and referring page
        return "-"
    return HTTP_LINE.sub(r"\1?…", value) if isinstance(value, str) else value


def configure(wanted: Mapping[str, Any]) -> None:
    """Django's LOGGING_CONFIG. `wanted`: {"level": "INFO", "form": "json" or "plain"}."""
    server = {"handlers": ["server"], "level": "INFO", "propagate": False}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {"()": JsonLine},
                "plain": {"()": PlainLine, "format": "%(levelname)s %(name)s: %(message)s"},
            },
            "filters": {"without_query": {"()": WithoutQuery}},
            "handlers": {
                "out": {"class": "logging.StreamHandler", "formatter": wanted.get("form", "json")},
                "server": {
                    "class": "logging.StreamHandler",
                    "formatter": wanted.get("form", "json"),
                    "filters": ["without_query"],
                },
            },
            "root": {"handlers": ["out"], "level": wanted.get("level", "INFO")},
            "loggers": {
                "django": {"level": "INFO", "propagate": True, "handlers": []},
                "django.server": server,
                "django.db.backends": {"level": "INFO"},  # at DEBUG it would write down every value
                "gunicorn.access": server,
                "gunicorn.error": {"handlers": ["out"], "level": "INFO", "propagate": False},
            },
        }
    )
