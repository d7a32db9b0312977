"""Answers for machines: problems after RFC 9457, pages of a list; and a refusal shown in a form."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework import exceptions, pagination
from rest_framework.response import Response
from rest_framework.views import set_rollback

from kernel.errors import DomainError

PROBLEM = "application/problem+json"
MACHINES = ("/api/", "/hsds/")
CODES = {400: "bad_request", 403: "permission_denied", 404: "not_found", 500: "server_error", 503: "unavailable"}


def problem(status: int, title: str = "", *, detail: str = "", code: str = "", **more: Any) -> JsonResponse:
    """A problem as a plain Django response, for views outside the REST framework."""
    return JsonResponse(_facts(status, title, detail, code, more), status=status, content_type=PROBLEM)


def is_for_machines(request: HttpRequest) -> bool:
    return request.path.startswith(MACHINES)


@contextmanager
def spoken_to_machines(request: HttpRequest) -> Iterator[None]:
    """English, whatever the site speaks, unless the asking programme itself names another language."""
    with translation.override(_language_of(request)):
        yield


def _language_of(request: HttpRequest) -> str:
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code == "*":
            break
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return "en"


def refusal(request: HttpRequest, status: int) -> JsonResponse:
    """The error page for a programme, for what goes wrong before or outside a view of the API."""
    with spoken_to_machines(request):
        details = {
            400: _("The request cannot be understood."),
            403: _("You may not do this."),
            404: _("Nothing was found at this address."),
            500: _("Something went wrong on our side."),
            503: _("A part of this service is away for a while. Please try again in a minute."),
        }
        return problem(status, detail=details[status], code=CODES[status])


def _facts(status: int, title: str, detail: str, code: str, more: Mapping[str, Any]) -> dict[str, Any]:
    facts = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status}
    if detail:
        facts["detail"] = detail
    if code:
        facts["code"] = code
    return facts | dict(more)


def problem_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The REST framework's exception handler: every refusal becomes a problem, anything else is a bug and goes up."""
    request = context.get("request")
    with spoken_to_machines(request) if request is not None else nullcontext():
        known = _known(error)
    if known is None:
        return None
    set_rollback()
    status, facts, headers = known
    return Response(facts, status=status, headers=headers, content_type=PROBLEM)


def _known(error: Exception) -> tuple[int, dict[str, Any], dict[str, str]] | None:
    match error:
        case DomainError():
            return 409, _facts(409, _("This is not possible now."), str(error), error.code, {}), {}
        case Http404() | exceptions.NotFound():
            return 404, _facts(404, _("Nothing was found at this address."), "", "not_found", {}), {}
        case PermissionDenied():
            return 403, _facts(403, _("You may not do this."), "", "permission_denied", {}), {}
        case exceptions.ValidationError():
            title = _("Some of what you sent is not right.")
            return error.status_code, _facts(error.status_code, title, "", "invalid", {"errors": error.detail}), {}
        case exceptions.APIException():
            facts = _facts(error.status_code, str(error.detail), "", _code(error), {})
            return error.status_code, facts, _headers(error)
    return None


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else str(error.default_code)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if auth_header := getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = str(auth_header)
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


class Pages(pagination.PageNumberPagination):
    """`page` and `page_size`; the count comes first, then the rows."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100

    def get_paginated_response(self, data: Any) -> Response:
        assert self.page is not None  # noqa: S101 - set by paginate_queryset, which always runs before
        return Response(
            {
                "count": self.page.paginator.count,
                "page": self.page.number,
                "page_size": self.page.paginator.per_page,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        number = {"type": "integer"}
        return {
            "type": "object",
            "required": ["count", "page", "page_size", "results"],
            "properties": {
                "count": number,
                "page": number,
                "page_size": number,
                "next": link,
                "previous": link,
                "results": schema,
            },
        }


def add_to_form(form: BaseForm, error: DomainError, field: str | None = None) -> None:
    """Show a refusal in the form, beside a field if it is about one."""
    form.add_error(field if field in form.fields else None, str(error))
