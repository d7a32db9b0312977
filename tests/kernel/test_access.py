"""Who may do what: one question for pages, fragments and the API."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views import View
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from kernel.access import PUBLIC, ApiPermission, Permitted, allowed, permission_of, permitted


class Person:
    is_authenticated = True
    is_active = True
    is_superuser = False

    def __init__(self, **more: Any) -> None:
        self.pk = uuid4()
        vars(self).update(more)


@pytest.fixture(autouse=True)
def _rules_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules.permissions, "permissions", rules.RuleSet())
    rules.add_perm("trial.see_thing", rules.predicate(lambda user, thing: thing is None or thing == "open"))
    rules.add_perm("trial.never", rules.always_false)


def asked_by(rf: Any, user: Any, **headers: str) -> HttpRequest:
    request: HttpRequest = rf.get("/plan/?page=2", headers=headers)
    request.user = user
    return request


@pytest.mark.parametrize(
    ("permission", "thing", "answer"),
    [
        (PUBLIC, None, True),
        ("trial.see_thing", "open", True),
        ("trial.see_thing", "closed", False),
        ("trial.never", None, False),
    ],
)
def test_the_rule_decides(rf: Any, permission: str, thing: Any, answer: bool) -> None:
    assert allowed(permission, asked_by(rf, Person()), thing) is answer


def test_permission_without_a_rule_is_a_mistake_and_never_a_yes(rf: Any) -> None:
    with pytest.raises(ImproperlyConfigured):
        allowed("trial.unheard", asked_by(rf, Person()))


def test_superuser_is_nobody_special(rf: Any) -> None:
    assert not allowed("trial.never", asked_by(rf, Person(is_superuser=True)))


def test_person_whose_account_was_closed_may_nothing(rf: Any) -> None:
    assert not allowed("trial.see_thing", asked_by(rf, Person(is_active=False)), "open")


class Page(Permitted, View):
    permission = "trial.see_thing"

    def permission_object(self) -> str:
        return str(self.kwargs["thing"])

    def get(self, request: HttpRequest, thing: str) -> HttpResponse:
        return HttpResponse("seen")


@permitted("trial.see_thing", obj=lambda request, thing: thing)
def page(request: HttpRequest, thing: str) -> HttpResponse:
    return HttpResponse("seen")


@pytest.mark.parametrize("view", [Page.as_view(), page], ids=["class", "function"])
class TestPage:
    def test_is_shown_to_those_who_may(self, rf: Any, view: Any) -> None:
        assert view(asked_by(rf, Person()), thing="open").content == b"seen"

    def test_is_refused_to_those_who_may_not(self, rf: Any, view: Any) -> None:
        with pytest.raises(PermissionDenied):
            view(asked_by(rf, Person()), thing="closed")

    def test_sends_strangers_to_sign_in_and_back(self, rf: Any, view: Any, settings: Any) -> None:
        settings.LOGIN_URL = "/sign-in/"
        answer = view(asked_by(rf, AnonymousUser()), thing="closed")
        assert answer.status_code == 302
        assert answer["Location"] == "/sign-in/?next=/plan/%3Fpage%3D2"

    def test_sends_the_whole_window_of_a_fragment_to_sign_in(self, rf: Any, view: Any, settings: Any) -> None:
        settings.LOGIN_URL = "/sign-in/"
        answer = view(asked_by(rf, AnonymousUser(), **{"HX-Request": "true"}), thing="closed")
        assert (answer.status_code, answer["HX-Redirect"], answer.content) == (401, "/sign-in/", b"")

    def test_declares_its_permission(self, rf: Any, view: Any) -> None:
        assert permission_of(view) == "trial.see_thing"


def test_class_without_a_permission_answers_nobody(rf: Any) -> None:
    class Forgetful(Permitted, View):
        pass

    with pytest.raises(ImproperlyConfigured):
        Forgetful.as_view()(asked_by(rf, Person()))
    assert permission_of(Forgetful.as_view()) is None


class Things(ViewSet):
    permission = {"list": PUBLIC, "retrieve": "trial.see_thing", "create": "trial.never"}
    permission_classes = [ApiPermission]
    authentication_classes: list[Any] = []

    def list(self, request: Any) -> Response:
        return Response("list")

    def retrieve(self, request: Any, pk: str) -> Response:
        self.check_object_permissions(request, pk)
        return Response("one")

    def create(self, request: Any) -> Response:
        return Response("made")

    def destroy(self, request: Any, pk: str) -> Response:
        return Response("gone")


def api(method: str, action: str = "", **more: Any) -> int:
    view = Things.as_view({method: action} if action else {"get": "list"}, detail=bool(more))
    request = getattr(APIRequestFactory(), method)("/")
    request.user = Person()
    status: int = view(request, **more).status_code
    return status


@pytest.mark.parametrize(
    ("method", "action", "more", "status"),
    [
        ("get", "list", {}, 200),
        ("get", "retrieve", {"pk": "open"}, 200),
        ("get", "retrieve", {"pk": "closed"}, 403),
        ("post", "create", {}, 403),
        ("delete", "destroy", {"pk": "open"}, 403),  # declares nothing
        ("put", "", {}, 405),
    ],
)
def test_api_action_asks_the_permission_it_names(method: str, action: str, more: Any, status: int) -> None:
    assert api(method, action, **more) == status


def test_plain_api_view_names_its_permission_by_method() -> None:
    class Thing(APIView):
        permission = {"get": PUBLIC}
        permission_classes = [ApiPermission]
        authentication_classes: list[Any] = []

        def get(self, request: Any) -> Response:
            return Response("seen")

        def post(self, request: Any) -> Response:
            return Response("made")

    view = Thing.as_view()
    assert view(APIRequestFactory().get("/")).status_code == 200
    assert view(APIRequestFactory().post("/")).status_code == 403
    assert permission_of(view) == {"get": PUBLIC}


def test_api_view_may_find_its_own_object() -> None:
    view = SimpleNamespace(
        permission="trial.see_thing", action="retrieve", detail=True, permission_object=lambda: "closed"
    )
    request = SimpleNamespace(user=Person())
    assert not ApiPermission().has_permission(request, view)
    view.permission_object = lambda: "open"
    assert ApiPermission().has_permission(request, view)
