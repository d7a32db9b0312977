"""Headers that no other part sets: who may keep a page, and who may read it from elsewhere."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Respond = Callable[[HttpRequest], HttpResponseBase]


class SafeHeaders:
    """What is made for a signed-in person is never kept by a browser or a proxy; nothing is read across origins."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.respond(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Referrer-Policy", "same-origin")
        if _is_personal(request, response) and "public" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "no-store"
        return response


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a session may have had a part in the answer; told by the cookie, so that no table is asked."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)
