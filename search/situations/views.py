"""The public pages of life situations."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.booklet.shortlist import Shortlist
from catalogue.feed import LifeSituationCard
from kernel.clock import today
from search import naming
from search.lines import banner
from search.quiet import Quiet
from search.request import SearchRequest
from search.searching import find
from search.situations.signs import OF_DANGER
from search.situations.steps import situation_at, slug_of, steps_of
from search.speaking import country
from tenants.models import Tenant

DANGER_OF = {slug: danger for danger, slug in OF_DANGER.items()}


class SituationsPage(Quiet):
    """All situations, to choose from."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"situations": tiles(), "breadcrumbs": [(_("Home"), "/")]}
        return self.page("search/situations/all.html", context)


class SituationPage(Quiet):
    """One situation: whom to call, what to do first, what helps and where."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        situation = situation_at(slug)
        if situation is None:
            raise Http404
        found = find(SearchRequest(within_kinds=situation.kinds, page_size=1))
        place = " ".join(request.GET.get("municipality", _name_of(getattr(request, "tenant", None))).split())[:120]
        picked = [str(each) for each in Shortlist.asked(request).ids]
        kinds = _kinds(situation, found.facets.get("kind", {}), {"municipality": place, "id": picked})
        context = {
            "situation": situation,
            "steps": steps_of(situation),
            "danger": banner(country(), DANGER_OF.get(slug), today()),
            "present": [kind for kind in kinds if kind["count"]],
            "missing": [kind["by_law"] for kind in kinds if not (kind["count"] or kind["is_remote"])],
            "towns": naming.towns(),
            "place_text": place,
            "picked": picked,
            "breadcrumbs": [(_("Home"), "/"), (_("Life situations"), reverse("search:situations"))],
        }
        return self.page("search/situations/one.html", context, found.backend)


def tiles() -> list[dict[str, str]]:
    """Each situation with the address of its page."""
    return [{"title": each.name, "href": address_of_situation(each.code)} for each in naming.situations()]


def address_of_situation(code: str) -> str:
    return reverse("search:situation", args=[slug_of(code)])


def _name_of(tenant: Tenant | None) -> str:
    """On a municipality's site the box for the place is filled in."""
    return "" if tenant is None or tenant.is_region_wide else str(tenant.name)


def _kinds(situation: LifeSituationCard, counts: Mapping[str, int], also: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What helps, the likeliest first, and how often it is there in the region; `also` goes along to the results."""
    names, plain = naming.kinds(), naming.plain_kinds()
    address = reverse("search:page")
    return [
        {
            "title": plain[code],
            "by_law": names[code],
            "count": counts.get(code, 0),
            "is_remote": code in naming.remote_kinds(),
            "href": f"{address}?{urlencode({'situation': situation.code, 'kind': code, **also}, doseq=True)}",
        }
        for code in situation.kinds
        if code in names
    ]
