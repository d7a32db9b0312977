"""The search in what has been published of planning: plans and their parts, open meetings, notices."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kernel.clock import today
from kernel.tenancy import current_key
from search import lexicon, naming
from search.found import Found
from search.lines import banner
from search.quiet import Quiet
from search.reading import LONGEST_TEXT, number_of
from search.request import SearchRequest
from search.results import page_of, tabs_of
from search.searching import find_in_plans
from search.speaking import country
from tenants.addresses import address_of
from tenants.models import Tenant
from tenants.queries import sites


@dataclass(frozen=True, slots=True)
class Tab:
    """What is shown together; one that is not `usual` appears when there is something in it."""

    code: str
    name: Any
    sorts: tuple[str, ...]
    is_usual: bool = True


TABS = (
    Tab("plans", gettext_lazy("Plans"), ("PLAN",)),
    Tab("aims", gettext_lazy("Priorities and goals"), ("PRIORITY", "GOAL")),
    Tab("measures", gettext_lazy("Measures"), ("MEASURE",)),
    Tab("activities", gettext_lazy("Activities"), ("ACTIVITY",)),
    Tab("meetings", gettext_lazy("Meetings"), ("MEETING",)),
    Tab("events", gettext_lazy("Events"), ("EVENT",), is_usual=False),
    Tab("notices", gettext_lazy("Notices"), ("NOTICE",)),
)


class PlanSearchPage(Quiet):
    """Search in what has been published: by this municipality, or on the region's site by all of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        planning = {site.key: site for site in _planning_sites()}
        tab = next((each for each in TABS if each.code == request.GET.get("what")), None)
        asked = SearchRequest(
            text=request.GET.get("q", "").strip()[:LONGEST_TEXT],
            kinds=tab.sorts if tab else (),
            page=number_of(request.GET.get("page", ""), 1, 1000),
        )
        answer = find_in_plans(asked, list(planning))
        found, day = answer.found, today()
        context = {
            "asked": asked,
            "found": found,
            "page_obj": page_of(found, asked),
            "danger": banner(country(), answer.question.danger, day),
            "holds_no_word": bool(asked.text) and not lexicon.words(asked.text),
            "nodes": [_shown(card, planning[card["site"]], day) for card in found.cards],
            "is_of_all": not current_key(),
            "tabs": tabs_of(request.GET.get("q", ""), request.GET.get("municipality", "")),
            "sorts": _tabs(request, found, tab),
            "sort": tab.code if tab else "all",
            "breadcrumbs": [(_("Home"), "/")],
        }
        return self.page("search/plan.html", context, found.backend)


def _planning_sites() -> list[Tenant]:
    """Whose plans are searched here."""
    open_sites = sites(language=get_language() or "sk")
    return [site for site in open_sites if current_key() in ("", site.key)]


def _tabs(request: HttpRequest, found: Found, chosen: Tab | None) -> list[tuple[str, Any, str, int]]:
    """Each sort with how much of it there is; the counts are those without a choice."""
    counts = found.facets.get("kind", {})
    rows = [("all", _("Everything"), _address(request, ""), sum(counts.values()))]
    for tab in TABS:
        count = sum(counts.get(each, 0) for each in tab.sorts)
        if tab.is_usual or count or tab is chosen:
            rows.append((tab.code, tab.name, _address(request, tab.code), count))
    return rows


def _address(request: HttpRequest, what: str) -> str:
    said = {"q": request.GET.get("q", ""), "municipality": request.GET.get("municipality", ""), "what": what}
    return f"{reverse('search:plan')}?{urlencode({name: value for name, value in said.items() if value})}"


def _shown(card: dict[str, Any], site: Tenant, day: date) -> dict[str, Any]:
    """A result as it is shown; its page stands on the site of its municipality."""
    page = _page(card)
    ends_on = card.get("ends_on", "")
    is_announced = "text" in card
    return {
        **card,
        "heading": f"{card['number']} {card['title']}" if card.get("number") else card["title"],
        "level_name": capfirst(card.get("level_word", "")) or naming.sorts().get(card["level"], ""),
        "site_name": site.name,
        "href": page if current_key() else address_of(site, page),
        "is_announced": is_announced,
        "is_past": is_announced and bool(ends_on) and date.fromisoformat(ends_on) < day,
        "day": date.fromisoformat(card["starts_on"]) if is_announced else None,
        "time": parse_datetime(card["time"]) if card.get("time") else None,
    }


def _page(card: dict[str, Any]) -> str:
    """A plan and a part of it have pages by their ids; what is announced brings its own path."""
    if "plan" not in card:
        return str(card["page"])
    if not card["page"]:
        return reverse("planning:plan", args=[card["plan"]], urlconf=settings.ROOT_URLCONF)
    return reverse("planning:node", args=[card["plan"], card["page"]], urlconf=settings.ROOT_URLCONF)
