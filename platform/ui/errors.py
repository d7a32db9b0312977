"""Error pages that help: what happened, in plain words, and where to go from here.

The page of a server error is made without the database, the session and the context processors, because any of them
may be what is broken. A programme that asked the API is answered by a problem instead of a page.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import loader
from django.templatetags.static import static
from django.views.decorators.csrf import requires_csrf_token

from kernel.http import is_for_machines, refusal

__all__ = ["ButtonsOnly", "bad_request", "csrf_failure", "not_found", "not_permitted", "server_error", "unavailable"]


def _page(request: HttpRequest, template: str, status: int, **facts: Any) -> HttpResponse:
    if is_for_machines(request):
        return refusal(request, status)
    try:
        return HttpResponse(loader.render_to_string(template, facts | {"status": status}, request), status=status)
    except Exception:  # noqa: BLE001 - the frame itself may be what is broken; the plain page always works
        return _plain(request, status)


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    if is_for_machines(request):
        return refusal(request, status)
    facts = {"status": status, "request_id": request_id(request), "contact": _contact(), "stylesheet": _stylesheet()}
    return HttpResponse(loader.render_to_string("ui/errors/plain.html", facts), status=status)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "ui/errors/400.html", 400)


@requires_csrf_token
def not_permitted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "ui/errors/403.html", 403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "ui/errors/404.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "ui/errors/csrf.html", 403)


class ButtonsOnly:
    """An address that acts when a button is pressed and is opened by hand, as after signing in again, says so."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.respond(request)
        if answer.status_code != 405 or request.method != "GET" or is_for_machines(request):
            return answer
        page = _page(request, "ui/errors/405.html", 405)
        page["Allow"] = answer["Allow"]
        return page


def server_error(request: HttpRequest) -> HttpResponse:
    return _plain(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """For a part that is away for a while; says so and asks to come back."""
    response = _plain(request, 503)
    response["Retry-After"] = "60"
    return response


def request_id(request: HttpRequest) -> str:
    """The number under which the log knows this request."""
    return str(getattr(request, "id", "") or "")


def _stylesheet() -> str:
    """Without collected static files the page is plain, but it is there."""
    try:
        return static("ui/opora.css")
    except ValueError:
        return ""


def _contact() -> str:
    return str(getattr(settings, "OPORA_OPERATOR_CONTACT", "") or "")
