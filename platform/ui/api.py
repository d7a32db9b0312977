"""The API as people read it: every operation with its parameters, made from the same description as for machines."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View
from drf_spectacular.generators import SchemaGenerator

from kernel.access import PUBLIC, Permitted


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    told: str
    kind: str
    allowed: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One question that can be asked."""

    id: str
    method: str
    path: str
    told: str
    parameters: tuple[Parameter, ...]
    answers: tuple[tuple[str, str], ...]


class ApiPage(Permitted, View):
    """What programmes can ask here; needs no scripts, ours or foreign."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        generator: Any = SchemaGenerator
        schema = generator(urlconf=getattr(request, "urlconf", None)).get_schema(request=None, public=True)
        facts = {
            "title": schema["info"]["title"],
            "told": schema["info"].get("description", ""),
            "operations": operations_of(schema),
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "ui/api.html", facts)


def operations_of(schema: dict[str, Any]) -> list[Operation]:
    return [
        Operation(
            id=facts["operationId"],
            method=method.upper(),
            path=path,
            told=facts.get("description", ""),
            parameters=tuple(_parameter(each) for each in facts.get("parameters", ())),
            answers=tuple((status, each.get("description", "")) for status, each in facts["responses"].items()),
        )
        for path, methods in sorted(schema["paths"].items())
        for method, facts in methods.items()
    ]


def _parameter(facts: dict[str, Any]) -> Parameter:
    schema = facts["schema"]
    inner = schema.get("items", schema)
    kind = inner.get("format") or inner.get("type", "")
    allowed = ", ".join(str(each) for each in inner.get("enum", ()))
    return Parameter(facts["name"], facts.get("description", ""), kind, allowed, bool(facts.get("required")))
