"""What every request must keep to before a view sees it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, ImproperlyConfigured, RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kernel.access import permission_of

Respond = Callable[[HttpRequest], HttpResponseBase]
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
NUL = "\x00"
ROOM_FOR_FIELDS = 1024 * 1024


class DecentRequests:
    """Stands last: no view answers that has not declared its permission, and none has to mind the byte NUL.

    PostgreSQL keeps no NUL in texts. Forms refuse it by themselves; parameters read bare would end in an error.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _announced(request) > settings.OPORA_UPLOAD_LIMIT + ROOM_FOR_FIELDS:
            raise RequestDataTooBig("A request may not be larger than the largest file.")
        return self.respond(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        if not permission_of(view):
            raise ImproperlyConfigured(f"{view} does not declare its permission.")
        if any(NUL in text for text in _said(request)):
            raise BadRequest("A request may not hold the byte NUL.")


def _announced(request: HttpRequest) -> int:
    """The size that the request says it has; the server reads no further than that."""
    size = request.META.get("CONTENT_LENGTH", "")
    return int(size) if size.isdecimal() else 0


def _said(request: HttpRequest) -> Iterator[str]:
    """The path and every name and value; the body only where the check against forgery has read it already."""
    yield request.path
    sources = [request.GET]
    if request.method == "POST" and request.content_type in FORMS:
        sources.append(request.POST)
    for source in sources:
        for name, values in source.lists():
            yield name
            yield from (value for value in values if isinstance(value, str))
