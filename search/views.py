"""Pages for people: the region's first page, the results, the search within a municipality's plans."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import PUBLIC, Permitted
from kernel.clock import today
from kernel.limits import address_of as address_of_visitor
from search import naming
from search.desk import unmet
from search.found import Found
from search.places import AROUND, nearest_to
from search.quiet import Quiet
from search.reading import LONGEST_TEXT, of_person
from search.request import SearchRequest
from search.results import Shown
from search.searching import find, find_or_widen
from search.situations.views import address_of_situation, tiles
from search.suggesting import suggestions
from tenants.addresses import address_of
from tenants.queries import sites

DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,6})?", re.ASCII)
SITUATIONS_SHOWN = 9
KINDS_SHOWN = 12


class HomePage(Quiet):
    """What do you need, and where? The region's first page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = find(SearchRequest(page_size=1))
        context = {
            "towns": naming.towns(),
            "situations": tiles()[:SITUATIONS_SHOWN],
            "kinds": commonest_kinds(found),
            "count": found.count,
            "sites": [(site.name, address_of(site)) for site in sites(language=get_language() or "sk")],
        }
        return self.page("search/home.html", context, found.backend)


class SearchPage(Quiet):
    """Services for a need in a place: the list first, filters beside it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        read = of_person(request)
        asked = read.asked
        answer = find_or_widen(asked)
        last = max(1, -(-answer.found.count // asked.page_size))
        if answer.found.count and asked.page > last:
            answer = find_or_widen(replace(asked, page=last))
        shown = Shown(request, read, answer)
        is_calm = shown.danger is None  # of danger nothing is counted
        if is_calm and asked.where and asked.page == 1 and not asked.has_filters:
            unmet.count(answer, asked.where.code, visitor=address_of_visitor(request), day=today())
        return self.page("search/page.html", shown.context(), answer.found.backend)


class SuggestPage(Permitted, View):
    """What somebody who types may mean; asked by the box while one types, and by nothing else. A life situation comes
    with the address of its page."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        found = suggestions(request.GET.get("q", "")[:LONGEST_TEXT])
        pages = {each.name: address_of_situation(each.code) for each in naming.situations()}
        answer = JsonResponse({"results": [{"label": each, "href": pages.get(each, "")} for each in found]})
        answer["Referrer-Policy"] = "no-referrer"
        answer["Cache-Control"] = "no-store"
        return answer


class HerePage(Permitted, View):
    """Which municipality a position lies in, for the button beside the box; the position is not kept anywhere."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        point = [_degrees(request.GET.get(name, "")) for name in ("lat", "lon")]
        town = nearest_to(point[0], point[1]) if point[0] is not None and point[1] is not None else None
        answer = JsonResponse({"municipality": town.full_name if town else ""})
        answer["Referrer-Policy"] = "no-referrer"
        answer["Cache-Control"] = "no-store"
        return answer


def _degrees(text: str) -> float | None:
    return float(text) if DEGREES.fullmatch(text) else None


class AboutSearch(Permitted, View):
    """How results are ordered, for everybody to read."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        trail = [(_("Home"), "/"), (_("Find a service"), reverse("search:page"))]
        return render(request, "search/about.html", {"around": AROUND, "breadcrumbs": trail})


def commonest_kinds(found: Found) -> list[dict[str, Any]]:
    """The kinds of which the region has most, in everyday words."""
    names, plain = naming.kinds(), naming.plain_kinds()
    counts = sorted(found.facets.get("kind", {}).items(), key=lambda each: (-each[1], each[0]))
    address = reverse("search:page")
    return [
        {"title": names[code], "text": plain[code], "count": count, "href": f"{address}?{urlencode({'kind': code})}"}
        for code, count in counts
        if code in names
    ][:KINDS_SHOWN]
