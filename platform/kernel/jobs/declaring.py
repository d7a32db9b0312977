"""The kinds of job that the rooms declare."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Handler = Callable[..., object]
AddressOfResult = Callable[[Any], str]


@dataclass(frozen=True)
class Kind:
    """What the kernel knows of a kind of job.

    `retries`: how often an unexpected error is tried again. `resumable`: whether the work may begin again after its
    worker died. `permission`: who besides its owner may watch it. `result`: where its finished job leads.
    """

    name: str
    handler: Handler
    title: Any
    permission: str
    retries: int
    resumable: bool
    result: AddressOfResult | None


_kinds: dict[str, Kind] = {}


def job(
    name: str,
    *,
    title: Any = "",
    permission: str = "",
    retries: int = 0,
    resumable: bool = True,
    result: AddressOfResult | None = None,
) -> Callable[[Handler], Handler]:
    """Declare a kind of job; the function is called as `f(progress, **arguments)` in the tenant it was asked in."""

    def enrol(function: Handler) -> Handler:
        known = _kinds.get(name)
        if known and (known.handler.__module__, known.handler.__qualname__) != (
            function.__module__,
            function.__qualname__,
        ):
            raise ImproperlyConfigured(f"Two kinds of job are called {name!r}.")
        _kinds[name] = Kind(name, function, title, permission, retries, resumable, result)
        return function

    return enrol


def kind_of(name: str) -> Kind:
    """The kind with this name; raises KeyError when no room of the running code declares it."""
    return _kinds[name]
