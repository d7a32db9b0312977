"""What a search found, as a file: the same filters, all pages at once, through the one door of all lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from catalogue.opendata import lists
from catalogue.opendata.lists import KindOfList
from catalogue.opendata.pages import OpenPage, download
from kernel import exports
from search.reading import asked_by
from search.request import FACETS, SearchRequest
from search.searching import find
from tenants.models import Tenant

AT_ONCE = 500
FILTERS = ("q", "plain", "municipality", "situation", *FACETS, "site")
Given = Mapping[str, Sequence[str]]


def _asked(given: Given) -> SearchRequest:
    """The search of these parameters; `site` is the municipality's site it was asked on."""
    query = QueryDict(mutable=True)
    for name, values in given.items():
        query.setlist(name, list(values))
    keys = given.get("site", ())
    tenant = Tenant.objects.filter(key=keys[0]).first() if keys else None
    return replace(asked_by(query, tenant).asked, page=1, page_size=AT_ONCE)


def _count(given: Given) -> int:
    return find(replace(_asked(given), page_size=1)).count


def _ids(given: Given) -> Iterator[UUID]:
    asked = _asked(given)
    while cards := find(asked).cards:
        yield from (UUID(str(card["id"])) for card in cards)
        if len(cards) < AT_ONCE:
            return
        asked = replace(asked, page=asked.page + 1)


FOUND = KindOfList(
    "found",
    _("Found services"),
    lists.heads_of_services,
    _count,
    lambda given: lists.rows_of_services(_ids(given)),
    FILTERS,
)


class FoundList(OpenPage):
    """The list of results as a file."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        if ending not in exports.TYPES:
            raise Http404
        given: dict[str, Any] = dict(request.GET.lists())
        given.pop("site", None)
        tenant: Any = getattr(request, "tenant", None)
        if tenant is not None and not tenant.is_region:
            given["site"] = [tenant.key]
        response = download(request, FOUND, given, ending)
        response["Referrer-Policy"] = "no-referrer"
        return response
