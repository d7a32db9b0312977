"""Refusals and lists for machines, refusals in forms."""

import json

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from kernel.errors import DomainError
from kernel.http import PROBLEM, Pages, add_to_form, problem, problem_handler


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (DomainError("The procedure is closed.", "procedure_closed"), 409, "procedure_closed"),
        (Http404("secret name"), 404, "not_found"),
        (PermissionDenied("secret reason"), 403, "permission_denied"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.ValidationError({"name": ["Too long."]}), 400, "invalid"),
        (exceptions.Throttled(wait=12), 429, "throttled"),
    ],
)
def test_every_refusal_is_a_problem(error: Exception, status: int, code: str) -> None:
    answer = problem_handler(error, {})
    assert answer is not None
    assert answer.status_code == status
    assert answer.content_type == PROBLEM
    assert answer.data["status"] == status
    assert answer.data["code"] == code
    assert "secret" not in json.dumps(answer.data, default=str)


def test_a_broken_rule_tells_its_message() -> None:
    answer = problem_handler(DomainError("The procedure is closed."), {})
    assert answer is not None
    assert answer.data["detail"] == "The procedure is closed."


def test_throttling_tells_when_to_come_back() -> None:
    answer = problem_handler(exceptions.Throttled(wait=12), {})
    assert answer is not None
    assert answer.headers["Retry-After"] == "13"


def test_wrong_fields_are_named() -> None:
    answer = problem_handler(exceptions.ValidationError({"name": ["Too long."]}), {})
    assert answer is not None
    assert answer.data["errors"] == {"name": ["Too long."]}


def test_a_bug_is_no_problem_of_the_client() -> None:
    assert problem_handler(KeyError("x"), {}) is None


def test_problem_of_a_plain_view() -> None:
    answer = problem(503, detail="Later, please.", code="busy", retry=5)
    assert answer["Content-Type"] == PROBLEM
    assert json.loads(answer.content) == {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "Later, please.",
        "code": "busy",
        "retry": 5,
    }


@pytest.mark.parametrize(
    ("query", "size"), [("", 20), ("?page_size=3", 3), ("?page_size=5000", 100), ("?page_size=x", 20)]
)
def test_page_size_has_a_default_and_a_ceiling(query: str, size: int) -> None:
    pages = Pages()
    rows = pages.paginate_queryset(list(range(250)), Request(APIRequestFactory().get(f"/{query}")))
    answer = pages.get_paginated_response(rows).data
    assert answer["results"] == list(range(size))
    assert (answer["count"], answer["page"], answer["page_size"]) == (250, 1, size)
    assert answer["previous"] is None
    assert "page=2" in answer["next"]


class Trial(forms.Form):
    name = forms.CharField(required=False)


@pytest.mark.parametrize(("field", "place"), [("name", "name"), (None, "__all__"), ("gone", "__all__")])
def test_a_broken_rule_is_shown_in_the_form(field: str | None, place: str) -> None:
    form = Trial({})
    assert form.is_valid()
    add_to_form(form, DomainError("Not now."), field)
    assert form.errors == {place: ["Not now."]}
