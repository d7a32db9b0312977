"""Who may keep a page."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kernel.headers import SafeHeaders


def answer_to(request: HttpRequest, **headers: str) -> HttpResponse:
    answer = SafeHeaders(lambda _request: HttpResponse(headers=headers))(request)
    assert isinstance(answer, HttpResponse)
    return answer


def with_session() -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    return request


def test_a_page_made_for_a_session_is_kept_nowhere() -> None:
    assert answer_to(with_session())["Cache-Control"] == "no-store"
    assert answer_to(with_session(), **{"Cache-Control": "max-age=60"})["Cache-Control"] == "no-store"


def test_a_page_that_sets_a_cookie_is_kept_nowhere() -> None:
    def respond(_request: HttpRequest) -> HttpResponse:
        response = HttpResponse()
        response.set_cookie("opora_language", "sk")
        return response

    assert SafeHeaders(respond)(RequestFactory().get("/"))["Cache-Control"] == "no-store"


def test_what_is_the_same_for_all_may_be_kept() -> None:
    assert answer_to(with_session(), **{"Cache-Control": "public, max-age=60"})["Cache-Control"] == "public, max-age=60"
    assert "Cache-Control" not in answer_to(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
    ],
)
def test_every_answer_carries_the_header(header: str, value: str) -> None:
    assert answer_to(RequestFactory().get("/"))[header] == value
