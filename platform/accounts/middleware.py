"""Sessions that hold on one site only, and the second step on the account of the request."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.sessions import SITE, leave, living_sign_in


class SessionOfThisSite:
    """A session opened on one site opens nothing on another: carried there, it is thrown away."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        tenant = getattr(request, "tenant", None)
        if tenant is None:
            return self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not request.session.is_empty():
            self._refuse_another_site(request, tenant.key)
        response = self.get_response(request)
        if request.session.modified and not request.session.is_empty():
            request.session[SITE] = tenant.key
        return response

    def _refuse_another_site(self, request: HttpRequest, key: str) -> None:
        if request.session.get(SITE) != key and request.session.keys():
            request.session.flush()


class SecondStep:
    """The account of the request: only while its signing-in lasts, and knowing whether the second step was made."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        found = request.user
        request.user = SimpleLazyObject(lambda: _living(request, found))  # type: ignore[assignment]
        return self.get_response(request)


def _living(request: HttpRequest, user: Any) -> Any:
    if not user.is_authenticated:
        return user
    sign_in = living_sign_in(request)
    if sign_in is None or sign_in.user_id != user.pk:
        return leave(request)
    user.second_step_done = sign_in.second_step or not settings.OPORA_REQUIRE_SECOND_STEP
    return user
