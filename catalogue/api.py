"""Read API of the catalogue, open to all and without a key."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalogue import feed, queries
from kernel.access import PUBLIC
from kernel.clock import today
from kernel.describing import refusals


class PlaceData(serializers.Serializer[Any]):
    """Of a secret place only the municipality is given."""

    municipality_code = serializers.CharField()
    municipality_name = serializers.CharField()
    district_code = serializers.CharField()
    district_name = serializers.CharField()
    region_code = serializers.CharField()
    name = serializers.CharField()
    street = serializers.CharField()
    house_number = serializers.CharField()
    postcode = serializers.CharField()
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    is_exact = serializers.BooleanField(help_text="whether the coordinates are the place's own or the municipality's")
    is_secret = serializers.BooleanField()


class CodeData(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class KindData(CodeData):
    country = serializers.CharField()
    paragraph = serializers.CharField()
    plain_name = serializers.CharField(help_text="in everyday words")
    group = serializers.CharField()
    forms = serializers.ListField(child=serializers.CharField())
    register_code = serializers.CharField()
    is_free = serializers.BooleanField()


class GroupData(CodeData):
    country = serializers.CharField()
    register_code = serializers.CharField()


class ReachData(serializers.Serializer[Any]):
    level = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()


class CapacityData(serializers.Serializer[Any]):
    form = serializers.CharField()
    unit = serializers.CharField()
    count = serializers.IntegerField()


class HoursData(serializers.Serializer[Any]):
    day = serializers.CharField()
    opens = serializers.CharField()
    closes = serializers.CharField()


class ServiceBrief(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    service_kind = serializers.CharField(source="kind_code")
    is_offered = serializers.BooleanField()
    ended_on = serializers.DateField(allow_null=True)


class ServiceData(ServiceBrief):
    version = serializers.IntegerField()
    provider_id = serializers.UUIDField()
    provider = serializers.CharField(source="provider_name")
    provider_ico = serializers.CharField()
    kind = KindData()
    forms = serializers.ListField(child=serializers.CharField())
    target_groups = GroupData(many=True)
    target_note = serializers.CharField()
    age_groups = serializers.ListField(child=serializers.CharField())
    places = PlaceData(many=True)
    reach = ReachData(many=True)
    capacities = CapacityData(many=True)
    description = serializers.CharField()
    for_whom = serializers.CharField()
    how_to_apply = serializers.CharField()
    easy_text = serializers.CharField(help_text="easy to read")
    phones = serializers.ListField(child=serializers.CharField())
    emails = serializers.ListField(child=serializers.CharField())
    webs = serializers.ListField(child=serializers.CharField())
    opening_hours = HoursData(many=True)
    prices = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    accessibility = serializers.ListField(child=serializers.CharField())
    capacity_free = serializers.IntegerField(allow_null=True)
    capacity_free_at = serializers.DateTimeField(allow_null=True)
    waiting_time = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    confirmed_on = serializers.DateField(allow_null=True)
    confirmed_how = serializers.CharField()
    register = serializers.CharField()
    register_key = serializers.CharField()


class ProviderData(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    ico = serializers.CharField()
    legal_form = serializers.CharField()
    type = serializers.CharField()
    country = serializers.CharField()
    phones = serializers.ListField(child=serializers.CharField())
    emails = serializers.ListField(child=serializers.CharField())
    webs = serializers.ListField(child=serializers.CharField())
    services = ServiceBrief(many=True)


class OpenApi(APIView):
    """Needs no account and no key."""

    permission = PUBLIC
    authentication_classes = ()


AN_ID = "5f0c8a52-3c0e-5d43-9a64-0d9d3c1f7a11"
A_KIND = OpenApiExample(
    "home care",
    value={
        "code": "SK448-41",
        "name": "opatrovateľská služba",
        "country": "SK",
        "paragraph": "§ 41",
        "plain_name": "pomoc doma",
        "group": "DEPENDENCY",
        "forms": ["OUTREACH"],
        "register_code": "",
        "is_free": False,
    },
    response_only=True,
)
A_GROUP = OpenApiExample(
    "older people",
    value={"code": "SK-SENIORS", "name": "seniori", "country": "SK", "register_code": ""},
    response_only=True,
)


def _id(name: str, told: str) -> OpenApiParameter:
    example = OpenApiExample("an id", value=AN_ID)
    return OpenApiParameter(name, UUID, OpenApiParameter.PATH, description=told, examples=[example])


class ServiceApi(OpenApi):
    @extend_schema(
        operation_id="service",
        tags=["catalogue"],
        parameters=[_id("service", "The id of the service.")],
        responses={200: ServiceData, **refusals(404)},
    )
    def get(self, request: Request, service: UUID) -> Response:
        """One service, also an ended one."""
        card = queries.service_card(service, today())
        if card is None:
            return _moved("api-service", queries.kept_service(service), "service")
        return Response(ServiceData(card).data)


class ProviderApi(OpenApi):
    @extend_schema(
        operation_id="provider",
        tags=["catalogue"],
        parameters=[_id("provider", "The id of the provider.")],
        responses={200: ProviderData, **refusals(404)},
    )
    def get(self, request: Request, provider: UUID) -> Response:
        """One provider with its services."""
        found = queries.provider_card(provider)
        services = queries.services_of_provider(provider, today()) if found else []
        if found is None or not services:
            return _moved("api-provider", queries.kept_provider(provider), "provider")
        return Response(ProviderData(asdict(found) | {"services": services}).data)


def _moved(name: str, kept: UUID | None, parameter: str) -> Response:
    """To the entry into which this one was merged; not remembered for long, since entries can be taken apart again."""
    if kept is None:
        raise Http404
    address = reverse(name, kwargs={parameter: kept})
    return Response(status=301, headers={"Location": address, "Cache-Control": "no-cache"})


COUNTRY = OpenApiParameter("country", str, enum=["SK", "CZ"], description="only one country's list")


class KindsApi(OpenApi):
    @extend_schema(
        operation_id="kinds",
        tags=["code lists"],
        parameters=[COUNTRY],
        responses={200: KindData(many=True), **refusals()},
        examples=[A_KIND],
    )
    def get(self, request: Request) -> Response:
        """Kinds of social services that the law knows today."""
        return Response(KindData(feed.kinds(_country(request)), many=True).data)


class TargetGroupsApi(OpenApi):
    @extend_schema(
        operation_id="target_groups",
        tags=["code lists"],
        parameters=[COUNTRY],
        responses={200: GroupData(many=True), **refusals()},
        examples=[A_GROUP],
    )
    def get(self, request: Request) -> Response:
        """Target groups of services."""
        return Response(GroupData(feed.target_groups(_country(request)), many=True).data)


def _country(request: Request) -> str:
    asked = request.query_params.get("country", "").upper()
    return asked if asked in {"SK", "CZ"} else ""
