"""How the API's own description tells refusals: the same words in every room."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework import serializers

from kernel.http import PROBLEM


class ProblemData(serializers.Serializer[Any]):
    """A refusal after RFC 9457."""

    type = serializers.CharField(default="about:blank")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False, help_text="a sentence in the language of Accept-Language")
    code = serializers.CharField(required=False, help_text="for programmes; it never changes its meaning")


WORDS = {
    400: ("A parameter is not known or cannot be meant.", "Bad Request", "bad_parameter"),
    404: ("There is nothing with this id.", "Nothing was found at this address.", "not_found"),
    429: ("Too many requests; Retry-After says how many seconds to wait.", "Request was throttled.", "throttled"),
}


def refusals(*statuses: int) -> dict[Any, OpenApiResponse]:
    """The refusals of an operation, for `extend_schema(responses=…)`; every operation may be asked too often."""
    return {(status, PROBLEM): _refusal(status) for status in (*statuses, 429)}


def _refusal(status: int) -> OpenApiResponse:
    told, title, code = WORDS[status]
    value = {"type": "about:blank", "title": title, "status": status, "code": code}
    example = OpenApiExample(code, value=value, response_only=True, status_codes=[str(status)], media_type=PROBLEM)
    return OpenApiResponse(ProblemData, description=told, examples=[example])
