"""What a log line holds, and what it must never hold."""

import json
import logging
import sys
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kernel.logs import JsonLine, RequestId, WithoutQuery, request_id, scrub
from kernel.tenancy import entered


def line(message: str, *args: Any, level: int = logging.INFO, **facts: Any) -> dict[str, Any]:
    record = logging.LogRecord("trial", level, __file__, 1, message, args, facts.pop("exc_info", None))
    vars(record).update(facts)
    found: dict[str, Any] = json.loads(JsonLine().format(record))
    return found


def test_line_names_request_and_tenant() -> None:
    mark = request_id.set("abc-12345")
    try:
        with entered("alfa"):
            found = line("told %s", "so")
    finally:
        request_id.reset(mark)
    assert found["message"] == "told so"
    assert found["request"] == "abc-12345"
    assert found["tenant"] == "alfa"
    assert found["level"] == "INFO"


@pytest.mark.parametrize(
    "text",
    [
        "Not Found: /hladat/?q=alzheimer&obec=508438",
        "https://opora.example/hladat?q=alzheimer",
        'GET /hladat/?q=alzheimer HTTP/1.1" 200',
        "nobody called alzheimer@example.org",
        "duplicate key\nDETAIL:  Key (email)=(alzheimer) already exists.",
        "password=alzheimer",
        "'token': 'alzheimer'",
        "redis://:alzheimer@127.0.0.1:6379/0",
        "postgresql://opora:alzheimer@host/db",
    ],
)
def test_search_words_addresses_rows_and_secrets_are_scrubbed(text: str) -> None:
    assert "alzheimer" not in scrub(text)
    assert "alzheimer" not in json.dumps(line("%s", text))


def test_a_trace_is_scrubbed_too() -> None:
    words = "unknown {0}@example.org\nDETAIL: row ({0}, 1950)".format("jana")
    try:
        raise ValueError(words)
    except ValueError:
        found = line("oh", level=logging.ERROR, exc_info=sys.exc_info())
    assert found["error"] == "ValueError"
    assert "test_a_trace_is_scrubbed_too" in found["trace"]
    assert "jana" not in json.dumps(found)


def test_a_refusal_is_one_line_without_the_way_through_the_code() -> None:
    try:
        raise PermissionError
    except PermissionError:
        found = line("Forbidden", level=logging.WARNING, exc_info=sys.exc_info())
    assert "trace" not in found


def test_ordinary_words_stay() -> None:
    text = "Why? Because 3 of 4 relays ended. Path /plan/1/ took 20 ms."
    assert scrub(text) == text


def test_access_lines_lose_their_query_string_in_every_servers_form() -> None:
    plain = logging.LogRecord(
        "django.server", logging.INFO, "", 1, '"%s" %s %s', ("GET /hladat/?q=alzheimer HTTP/1.1", "200", "5"), None
    )
    atoms = {"r": "GET /hladat/?q=alzheimer HTTP/1.1", "q": "q=alzheimer", "f": "http://x/?q=alzheimer", "s": "200"}
    gunicorn = logging.LogRecord("gunicorn.access", logging.INFO, "", 1, "%(r)s %(q)s %(f)s %(s)s", (atoms,), None)
    for record in (plain, gunicorn):
        assert WithoutQuery().filter(record)
        assert "alzheimer" not in record.getMessage()
        assert "GET /hladat/" in record.getMessage()


def test_without_the_filter_the_search_word_would_be_there() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, '"%s"', ("GET /hladat/?q=alzheimer HTTP/1.1",), None)
    assert "alzheimer" in record.getMessage()


@pytest.mark.parametrize(
    ("given", "is_kept"), [("0123456789abcdef", True), ("short", False), ('x" evil\n', False), ("", False)]
)
def test_request_gets_a_number_and_keeps_a_decent_given_one(given: str, is_kept: bool) -> None:
    seen = []

    def respond(request: Any) -> HttpResponse:
        seen.append((request.id, request_id.get()))
        return HttpResponse()

    request = RequestFactory().get("/", headers={"x-request-id": given.replace("\n", "")})
    response = RequestId(respond)(request)
    number = response["X-Request-ID"]
    assert seen == [(number, number)]
    assert (number == given) is is_kept
    assert len(number) >= 8
    assert request_id.get() == ""
