"""Every address of both sites, asked as everybody: the answer is what the rule of the room says."""

import os
import tomllib
from pathlib import Path

import pytest
import rules
from django.test import override_settings
from rules.permissions import permissions as all_permissions
from support.harness.cast import STRANGER
from support.harness.dump import write_agreement
from support.harness.matrix import (
    BLIND_TO_ROLES,
    LET_IN,
    REFUSED,
    SENT_TO_SIGN_IN,
    Cell,
    Matrix,
    expected,
    gentlest,
    held_by,
)
from support.harness.routes import Route, all_routes, faults_of

from tenants.roles import SECOND_STEP_ROLES

ROUTES = all_routes()
AGREEMENT = Path(__file__).parent / "who_may.toml"
WHO_MAY = tomllib.loads(AGREEMENT.read_text())

# Asked by menus and by other rules, never by an address of their own.
WITHOUT_ADDRESS = {
    "tenants.see_roles_here": "shows an entry of the menu",
    "catalogue.see_all_overlays": "shows a part of a service's page to staff of the region",
}


def test_every_route_declares_its_permission() -> None:
    assert [fault for route in ROUTES for fault in faults_of(route)] == []


def test_pages_of_the_demonstration_declare_theirs_too() -> None:
    routes = all_routes({"region": "kernel.mail.urls"})
    assert routes
    assert [fault for route in routes for fault in faults_of(route)] == []


def test_a_view_that_declares_nothing_is_not_even_asked() -> None:
    """The enumeration finds it before a release; should it slip through, the last middleware stops it."""
    from django.core.exceptions import ImproperlyConfigured
    from django.http import HttpResponse
    from django.test import RequestFactory

    from kernel.access import PUBLIC, permitted
    from kernel.asking import DecentRequests

    def silent(request: object) -> HttpResponse:
        return HttpResponse()

    guard, request = DecentRequests(silent), RequestFactory().get("/")
    guard.process_view(request, permitted(PUBLIC)(silent), (), {})
    with pytest.raises(ImproperlyConfigured, match="does not declare"):
        guard.process_view(request, silent, (), {})


@pytest.fixture(scope="module")
def asked() -> dict[Route, list[Cell]]:
    """What the cells of this run have answered; filled by the test below, read by those after it."""
    return {}


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_route_answers_as_its_rule_says(route: Route, matrix: Matrix, asked: dict[Route, list[Cell]]) -> None:
    asked[route] = list(matrix.cells(route))
    assert [str(cell) for cell in asked[route] if not cell.is_right] == []
    assert any(cell.found == LET_IN for cell in asked[route]), f"{route}: nobody of the cast may enter"


@pytest.fixture(scope="module")
def all_cells(matrix: Matrix, asked: dict[Route, list[Cell]]) -> list[Cell]:
    for route in ROUTES:
        if route not in asked:
            asked[route] = list(matrix.cells(route))
    return [cell for cells in asked.values() for cell in cells]


def test_every_permission_has_cells_both_ways(all_cells: list[Cell]) -> None:
    held = held_by(all_cells)
    named = set(all_permissions) - set(WITHOUT_ADDRESS)
    assert {name for name in named if not held[name][LET_IN]} == set()
    assert {name for name in named if not held[name][REFUSED]} == set()


def test_who_may_what_is_what_was_agreed(all_cells: list[Cell]) -> None:
    """The rules decide; this list says what was agreed, so that nobody widens a rule unseen.

    With OPORA_AGREE=yes in the environment the list is written anew: read the difference before you commit it.
    """
    if os.environ.get("OPORA_AGREE"):
        write_agreement(AGREEMENT, all_cells)
        return
    found = {name: sorted(outcome[LET_IN]) for name, outcome in sorted(held_by(all_cells).items())}
    assert found == WHO_MAY


@pytest.mark.parametrize("proved", [False, True], ids=["without the second step", "with the second step"])
def test_roles_that_need_the_second_step_count_only_after_it(world: object, matrix: Matrix, proved: bool) -> None:
    cast = [each for each in matrix.cast if each.name.split("@")[0] in {role.value for role in SECOND_STEP_ROLES}]
    strict = Matrix(matrix.world, cast, second_step=proved)
    with override_settings(OPORA_REQUIRE_SECOND_STEP=True):
        _prove(strict, proved)
        asked = [
            (route, [each for each in cast if matrix.may(route, gentlest(route), each)])
            for route in one_for_each_permission()
        ]
        cells = [cell for route, people in asked if people for cell in strict.cells(route, people)]
    assert [str(cell) for cell in cells if not cell.is_right] == []
    assert {cell.persona.name.split("@")[0] for cell in cells} >= {"COORDINATOR", "DATA_STEWARD", "OPERATOR"}
    assert [str(cell) for cell in cells if cell.found != (LET_IN if proved else REFUSED)] == []


def one_for_each_permission() -> list[Route]:
    """A route for each permission that looks at roles."""
    found = {str(route.permission): route for route in ROUTES}
    asks_no_role = BLIND_TO_ROLES | {
        "planning.see_own_reports",
        "planning.see_own_letters",
    }  # of everybody who is signed in
    return [route for permission, route in found.items() if permission not in asks_no_role]


def _prove(matrix: Matrix, proved: bool) -> None:
    """The signing-in of each browser has, or has not, gone through the second step."""
    from accounts.models import SignIn

    for site in ("region", "alfa"):
        for persona in matrix.cast:
            matrix.browser(site, persona)
    SignIn.objects.update(second_step=proved)


# --- each guard taken away --------------------------------------------------------------------------------------------
def routes_of(*patterns: object) -> list[Route]:
    """The routes of a urlconf made for a moment."""
    from types import ModuleType

    module = ModuleType("moment")
    module.urlpatterns = list(patterns)  # type: ignore[attr-defined]
    return all_routes({"alfa": module})  # type: ignore[dict-item]


def test_a_view_that_declares_nothing_is_found() -> None:
    from django.http import HttpResponse
    from django.urls import include, path
    from django.views import View

    class Silent(View):
        def get(self, request: object) -> HttpResponse:
            return HttpResponse()

    inner = (
        [path("a/", lambda request: HttpResponse(), name="function"), path("b/", Silent.as_view(), name="page")],
        "x",
    )
    found = [fault for route in routes_of(path("deep/", include(inner))) for fault in faults_of(route)]
    assert found == ["alfa x:function: declares no permission", "alfa x:page: declares no permission"]


def test_a_permission_that_no_rule_names_is_found() -> None:
    from django.http import HttpResponse
    from django.urls import path

    from kernel.access import permitted

    view = permitted("rooms.no_such")(lambda request: HttpResponse())
    assert faults_of(routes_of(path("", view, name="odd"))[0]) == ["alfa odd: no rule names 'rooms.no_such'"]


def test_a_page_that_names_a_permission_but_never_asks_is_found() -> None:
    from django.urls import path
    from django.views import View

    from kernel.access import Permitted

    class Pretends(View):
        permission = "planning.read_draft"

    class WrongWayRound(View, Permitted):
        permission = "planning.read_draft"

    for view in (Pretends, WrongWayRound):
        faults = faults_of(routes_of(path("", view.as_view(), name="odd"))[0])
        assert faults == [f"alfa odd: {view.__name__} names a permission that nothing asks for"]


def test_an_api_that_lets_everybody_in_or_forgets_an_action_is_found() -> None:
    from django.urls import include, path
    from rest_framework.permissions import AllowAny
    from rest_framework.routers import SimpleRouter
    from rest_framework.viewsets import ViewSet

    class Open(ViewSet):
        permission = {"list": "planning.read_draft"}
        permission_classes = [AllowAny]

        def list(self, request: object) -> None: ...

        def create(self, request: object) -> None: ...

    router = SimpleRouter()
    router.register("odd", Open, basename="odd")
    found = faults_of(routes_of(path("", include(router.urls)))[0])
    assert found == [
        "alfa odd-list: post has no permission",
        "alfa odd-list: Open names a permission that nothing asks for",
    ]


def test_a_view_that_forgets_to_ask_makes_its_cells_wrong(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    route = next(route for route in ROUTES if route.name == "planning:publish")
    monkeypatch.setattr("kernel.access._refusal", lambda *_facts: None)
    wrong = {str(cell.persona) for cell in matrix.cells(route) if not cell.is_right}
    assert {"stranger", "no role", "OFFICER@alfa", "COORDINATOR@beta"} <= wrong
    assert "COORDINATOR@alfa" not in wrong


def test_a_rule_that_is_too_wide_is_seen_in_the_agreed_list(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    route = next(route for route in ROUTES if route.name == "planning:publish")
    monkeypatch.setitem(all_permissions, "planning.publish_plan", rules.is_authenticated)
    assert held_by(list(matrix.cells(route)))["planning.publish_plan"][LET_IN] != set(WHO_MAY["planning.publish_plan"])


def test_expectation_tells_strangers_from_people(matrix: Matrix) -> None:
    route = next(route for route in ROUTES if route.name == "planning:plans")
    assert expected(route, STRANGER, False) == SENT_TO_SIGN_IN
    assert expected(route, matrix.cast[1], False) == REFUSED
