"""Asks every route as everybody and compares the answer with what the room's rule says."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from support.harness.answers import read_whole
from support.harness.cast import Persona, browser
from support.harness.routes import Route
from support.harness.sampling import arguments, peculiar, query
from support.harness.world import World

from kernel.access import PUBLIC
from kernel.tenancy import entered

# These look at no role, so a few of the cast speak for all.
BLIND_TO_ROLES = {PUBLIC, "accounts.manage_own_account"}
A_FEW = {"stranger", "no role", "COORDINATOR@alfa", "DATA_STEWARD@region"}
LET_IN, SENT_TO_SIGN_IN, REFUSED = "let in", "sent to sign in", "refused"


@dataclass(frozen=True)
class Cell:
    """One question and its answer."""

    route: Route
    method: str
    persona: Persona
    expected: str
    found: str

    @property
    def is_right(self) -> bool:
        return self.found == self.expected

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route} as {self.persona}: {self.expected} by the rule, but {self.found}"


class Matrix:
    """One world, one cast, and their browsers, which are kept from cell to cell."""

    def __init__(self, world: World, cast: list[Persona], *, second_step: bool = True) -> None:
        self.world, self.cast, self.second_step = world, cast, second_step
        self.browsers: dict[tuple[str, str], Any] = {}

    def cells(self, route: Route, cast: list[Persona] | None = None) -> Iterator[Cell]:
        """Everybody's answer: those who may are asked the gentlest method, those who may not every method."""
        for persona in cast or self.fitting(route):
            may = {method: self.may(route, method, persona) for method in route.methods}
            for method in route.methods:
                if may[method] and method != gentlest(route):
                    continue
                yield Cell(
                    route, method, persona, expected(route, persona, may[method]), self.ask(route, method, persona)
                )

    def fitting(self, route: Route) -> list[Persona]:
        blind = isinstance(route.permission, str) and route.permission in BLIND_TO_ROLES
        return [each for each in self.cast if not blind or each.name in A_FEW]

    def may(self, route: Route, method: str, persona: Persona) -> bool:
        """What the rule says of the very object that the view asks about."""
        import rules

        permission = route.permission_for(method)
        if permission == PUBLIC:
            return True
        site = self.world.tenants[route.site]
        with entered(site.schema_key):
            user = self._fresh(persona)
            return bool(rules.has_perm(permission, user, self._object(route, method, user)))

    def _fresh(self, persona: Persona) -> Any:
        from django.contrib.auth.models import AnonymousUser

        from accounts.models import User

        if persona.is_stranger:
            return AnonymousUser()
        user = User.objects.get(pk=persona.user.pk)
        user.second_step_done = self.second_step
        return user

    def _object(self, route: Route, method: str, user: Any) -> Any:
        kwargs = arguments(route, self.world)
        request = getattr(RequestFactory(), method)(route.path(kwargs), headers={"host": self.world.host(route.site)})
        request.user, request.tenant = user, self.world.tenants[route.site]
        if route.view_class is None:
            find = getattr(route.callback, "permission_object", None)
            return find(request, **kwargs) if find else None
        view = route.view_class(**getattr(route.callback, "view_initkwargs", {}))
        view.setup(request, **kwargs)
        return view.permission_object() if hasattr(view, "permission_object") else None

    def ask(self, route: Route, method: str, persona: Persona) -> str:
        """The kind of answer; whatever the request changed is undone."""
        client = self.browser(route.site, persona)
        cookies = client.cookies.copy()
        path = route.path(arguments(route, self.world))
        with transaction.atomic(), refusals_without_a_page():
            answer = read_whole(getattr(client, method)(path, query(route, self.world)))
            transaction.set_rollback(True)
        client.cookies = cookies
        return told(route, method, answer)

    def browser(self, site: str, persona: Persona) -> Any:
        key = (site, persona.name)
        if key not in self.browsers:
            self.browsers[key] = browser(self.world, site, persona.user)
        return self.browsers[key]


@contextmanager
def refusals_without_a_page() -> Iterator[None]:
    """Most of thousands of answers are refusals; how their page looks is seen elsewhere, here its number counts."""
    with patch("ui.errors._page", lambda _request, _template, status, **_facts: HttpResponse(status=status)):
        yield


def gentlest(route: Route) -> str:
    return "get" if "get" in route.methods else route.methods[0]


def expected(route: Route, persona: Persona, may: bool) -> str:
    if may:
        return LET_IN
    return SENT_TO_SIGN_IN if persona.is_stranger and not route.is_api else REFUSED


def told(route: Route, method: str, answer: Any) -> str:
    """What the answer means for the person."""
    status = answer.status_code
    if status in peculiar(route).answers:
        return LET_IN
    if status == 302 and _leads_to_sign_in(route, answer["location"]):
        return LET_IN if peculiar(route).leads_to_sign_in else SENT_TO_SIGN_IN
    if status in {401, 403}:
        return REFUSED
    if status < 400 or (status == 405 and route.view_class is None):
        return LET_IN
    if method != "get" and status in {400, 409, 422}:
        return LET_IN  # an empty form was read and found wanting
    return f"answered {status}{_why(answer)}"


def _why(answer: Any) -> str:
    error = getattr(answer, "exc_info", None)
    return f" ({error[0].__name__}: {error[1]})" if error else ""


def _leads_to_sign_in(route: Route, location: str) -> bool:
    return urlsplit(location).path == reverse("account_login", urlconf=route.urlconf)


def held_by(cells: list[Cell]) -> dict[str, dict[str, set[str]]]:
    """Who was let in and who was not, by permission: {"planning.read_draft": {"let in": {...}, "refused": {...}}}."""
    held: dict[str, dict[str, set[str]]] = defaultdict(lambda: {LET_IN: set(), REFUSED: set()})
    for cell in cells:
        permission = cell.route.permission_for(cell.method)
        if permission and permission != PUBLIC:
            outcome = LET_IN if cell.found == LET_IN else REFUSED
            held[permission][outcome].add(f"{cell.persona} on {cell.route.site}")
    return held
