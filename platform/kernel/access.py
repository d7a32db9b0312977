"""May this person do that here? One question for pages, fragments and the API, asked by the permission's name.

There is no superuser: whoever may do something, may because a rule in a room's `rules.py` says so.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import rules
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from rest_framework.permissions import BasePermission

PUBLIC = "public"

ObjectOf = Callable[..., Any]


def allowed(permission: str, request: Any, obj: Any = None) -> bool:
    """Whether the person of this request holds the permission, for this object if one is given."""
    if permission == PUBLIC:
        return True
    if not rules.perm_exists(permission):
        raise ImproperlyConfigured(f"No rule names the permission {permission!r}.")
    user = request.user
    if user.is_authenticated and not user.is_active:
        return False
    return bool(rules.has_perm(permission, user, obj))


def permission_of(callback: Any) -> str | dict[str, str] | None:
    """What a resolved view declares: a name, names by API action, or None for a view that forgot."""
    for holder in (callback, getattr(callback, "view_class", None), getattr(callback, "cls", None)):
        declared = getattr(holder, "permission", None)
        if declared:
            return declared
    return None


class Permitted:
    """For page classes: `permission` names the rule, `permission_object()` finds what it is asked about."""

    permission: str = ""
    request: HttpRequest

    def permission_object(self) -> Any:
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.permission:
            raise ImproperlyConfigured(f"{type(self).__name__} does not declare its permission.")
        refusal = _refusal(self.permission, request, self.permission_object)
        return refusal or super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def permitted(permission: str, obj: ObjectOf | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The same for a function view; `obj(request, **kwargs)` finds what the rule is asked about."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refusal = _refusal(permission, request, lambda: obj(request, **kwargs) if obj else None)
            return refusal or view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def _refusal(permission: str, request: HttpRequest, find: Callable[[], Any]) -> HttpResponse | None:
    """None when allowed; the way to sign in for strangers; the 403 page for those who may not."""
    if allowed(permission, request, find()):
        return None
    if request.user.is_authenticated:
        raise PermissionDenied
    return _sign_in(request)


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    # A fragment must not be filled with a sign-in page: send the whole window there.
    return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})


class ApiPermission(BasePermission):
    """For API classes: reads `view.permission`, a name or names by action; what is not named is refused.

    A view that works on one object but does not fetch it by `get_object()` offers `permission_object()`.
    """

    def has_permission(self, request: Any, view: Any) -> bool:
        if getattr(view, "action", "") is None:
            return True  # a method the view does not know; it answers 405 by itself
        permission = _named(view)
        if not permission:
            return False
        find = getattr(view, "permission_object", None)
        if find:
            return allowed(permission, request, find())
        return bool(getattr(view, "detail", False)) or allowed(permission, request)

    def has_object_permission(self, request: Any, view: Any, obj: Any) -> bool:
        permission = _named(view)
        return bool(permission) and allowed(permission, request, obj)


def _named(view: Any) -> str:
    declared = getattr(view, "permission", "")
    if isinstance(declared, str):
        return declared
    action = getattr(view, "action", None) or view.request.method.lower()
    return declared.get(action, "")
