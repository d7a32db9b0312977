"""The search for machines, open to all and without a key."""

from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.access import PUBLIC
from kernel.describing import refusals
from kernel.http import problem, spoken_to_machines
from kernel.limits.throttling import ApiThrottle
from search.danger import Danger
from search.reading import BadParameter, of_machine
from search.request import FACETS
from search.searching import find_exactly
from search.showing import counted, for_machine


class ResultData(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    provider = serializers.CharField()
    service_kind = serializers.CharField()
    municipality_code = serializers.CharField(help_text="of the place in the municipality asked for, else the nearest")
    municipality = serializers.CharField()
    street = serializers.CharField()
    forms = serializers.ListField(child=serializers.CharField())
    target_groups = serializers.ListField(child=serializers.CharField())
    phones = serializers.ListField(child=serializers.CharField())
    confirmed_on = serializers.DateField(allow_null=True)
    url = serializers.URLField()


class OptionData(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField(help_text="services, under the filters of the other facets")


class FacetsData(serializers.Serializer[Any]):
    kind = OptionData(many=True)
    target_group = OptionData(many=True)
    form = OptionData(many=True)


class FoundData(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="services, however many places they have")
    backend = serializers.ChoiceField(choices=["elasticsearch", "postgresql"])
    danger = serializers.ChoiceField(
        choices=[each.value for each in Danger],
        allow_null=True,
        help_text="what the words speak of, if they speak of danger: show the numbers to call above the results",
    )
    results = ResultData(many=True)
    facets = FacetsData()


PARAMETERS = [
    OpenApiParameter(
        "q",
        str,
        description="Everyday words, inflected or without accents; empty for all services. A place among them is a "
        "word like others: name it by `municipality`.",
        examples=[OpenApiExample("by need", value="pomoc pre starú mamu")],
    ),
    OpenApiParameter("municipality", str, description="Official code: in it, or comes to it."),
    OpenApiParameter("kind", str, many=True, description="Code of a kind; repeatable."),
    OpenApiParameter("target_group", str, many=True, description="Code of a target group; repeatable."),
    OpenApiParameter("form", str, many=True, description="Code of a form; repeatable."),
    OpenApiParameter("page", int),
    OpenApiParameter("page_size", int, description="At most 100."),
]


FOUND = OpenApiExample(
    "one service",
    value={
        "count": 1,
        "backend": "elasticsearch",
        "danger": None,
        "results": [
            {
                "id": "5f0c8a52-3c0e-5d43-9a64-0d9d3c1f7a11",
                "name": "Opatrovateľská služba",
                "provider": "Pomoc, n. o.",
                "service_kind": "SK448-41",
                "municipality_code": "508438",
                "municipality": "Banská Bystrica",
                "street": "Hlavná 12",
                "forms": ["OUTREACH"],
                "target_groups": ["SK-SENIORS"],
                "phones": ["+421484123456"],
                "confirmed_on": "2026-02-20",
                "url": "https://region.example/services/5f0c8a52-3c0e-5d43-9a64-0d9d3c1f7a11/",
            }
        ],
        "facets": {
            "kind": [{"code": "SK448-41", "name": "opatrovateľská služba", "count": 1}],
            "target_group": [{"code": "SK-SENIORS", "name": "seniori", "count": 1}],
            "form": [{"code": "OUTREACH", "name": "v domácnosti alebo v teréne", "count": 1}],
        },
    },
    response_only=True,
    status_codes=["200"],
)


class ServicesApi(APIView):
    """Services that are offered, by words, place and filters."""

    permission = PUBLIC
    authentication_classes = ()
    throttle_classes = (ApiThrottle,)

    @extend_schema(
        operation_id="search_services",
        tags=["search"],
        parameters=PARAMETERS,
        responses={200: FoundData, **refusals(400)},
        examples=[FOUND],
    )
    def get(self, request: Request) -> HttpResponseBase:
        try:
            with spoken_to_machines(request):
                asked = of_machine(request.query_params)
        except BadParameter as error:
            return problem(400, detail=str(error), code=error.code)
        answer = find_exactly(asked)
        found = answer.found
        base = request.build_absolute_uri("/").rstrip("/")
        return Response(
            {
                "count": found.count,
                "backend": found.backend,
                "danger": answer.question.danger,
                "results": [for_machine(card, asked.where, base) for card in found.cards],
                "facets": {facet: counted(facet, found.facets.get(facet, {})) for facet in FACETS},
            },
            headers={"X-Search-Backend": found.backend, "Referrer-Policy": "no-referrer"},
        )
