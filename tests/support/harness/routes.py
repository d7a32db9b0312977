"""Every address of both sites, what it declares, and arguments of things that exist."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kernel.access import PUBLIC, ApiPermission, Permitted, permission_of

URLCONFS = {"region": "config.urls_region", "alfa": "config.urls_municipality"}
ASKED = ("get", "post", "put", "patch", "delete")


class NoSample(AssertionError):
    """A route was added and nobody said with which arguments the harness may ask it."""


@dataclass(frozen=True)
class Route:
    """One address of one site."""

    site: str
    urlconf: str
    name: str
    pattern: str
    callback: Callable[..., Any]
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.site} {self.name or self.pattern}"

    @property
    def permission(self) -> str | dict[str, str] | None:
        return permission_of(self.callback)

    @property
    def is_public(self) -> bool:
        return self.permission == PUBLIC

    @property
    def is_api(self) -> bool:
        return hasattr(self.callback, "cls")

    @property
    def view_class(self) -> Any:
        return getattr(self.callback, "view_class", None) or getattr(self.callback, "cls", None)

    @property
    def methods(self) -> tuple[str, ...]:
        """What the view answers to, as far as the class says; a function may answer to both."""
        if actions := getattr(self.callback, "actions", None):
            return tuple(method for method in ASKED if method in actions)
        if self.view_class is None:
            return ("get", "post")
        allowed = self.view_class.http_method_names
        return tuple(method for method in ASKED if method in allowed and hasattr(self.view_class, method))

    def permission_for(self, method: str) -> str | None:
        declared = self.permission
        if isinstance(declared, dict):
            action = getattr(self.callback, "actions", {}).get(method, method)
            return declared.get(action)
        return declared

    def path(self, kwargs: dict[str, Any]) -> str:
        return reverse(self.name, urlconf=self.urlconf, kwargs=kwargs)


def all_routes(urlconfs: dict[str, str] | None = None) -> list[Route]:
    """Every address of the given sites: of both, unless told otherwise."""
    found = []
    for site, urlconf in (urlconfs or URLCONFS).items():
        found += list(_walk(site, urlconf, get_resolver(urlconf), "", "", ()))
    return found


def _walk(
    site: str, urlconf: str, resolver: URLResolver, before: str, space: str, given: tuple[str, ...]
) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        parameters = (*given, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            name = space + (entry.name or "")
            yield Route(site, urlconf, name, pattern, entry.callback, parameters)
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(site, urlconf, entry, pattern, inner, parameters)


def faults_of(route: Route) -> list[str]:
    """What is wrong with how a route declares its permission; empty for a good one."""
    import rules

    declared = route.permission
    if not declared:
        return [f"{route}: declares no permission"]
    names = declared.values() if isinstance(declared, dict) else [declared]
    faults = [f"{route}: no rule names {name!r}" for name in names if name != PUBLIC and not rules.perm_exists(name)]
    if not route.name:
        faults.append(f"{route}: has no name")
    faults += [f"{route}: {method} has no permission" for method in route.methods if not route.permission_for(method)]
    return faults + _unasked(route)


def _unasked(route: Route) -> list[str]:
    """A class that names a permission but inherits nothing that asks for it."""
    view = route.view_class
    if not inspect.isclass(view) or route.is_public:
        return []
    if hasattr(route.callback, "cls"):
        asks = any(issubclass(each, ApiPermission) for each in view.permission_classes if inspect.isclass(each))
    else:
        asks = issubclass(view, Permitted) or "permission" in vars(route.callback)
    if asks and issubclass(view, Permitted):
        asks = _comes_first(view)
    return [] if asks else [f"{route}: {view.__name__} names a permission that nothing asks for"]


def _comes_first(view: type) -> bool:
    """`Permitted` has to stand before `View`, else the view answers before anybody asks."""
    from django.views import View

    order = view.__mro__
    return order.index(Permitted) < order.index(View)
