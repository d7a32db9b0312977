"""From the parameters of an address to a search: forgiving for people, exact for machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from kernel.errors import DomainError
from search import naming, places
from search.places import Named
from search.request import FACETS, SearchRequest, Sort
from search.telling import PLACE, Told, told_by

LONGEST_TEXT = 300
PAGE_SIZE, LARGEST_PAGE = 20, 100
DEEPEST = 200_000


class BadParameter(DomainError):
    """A parameter of the API that cannot be meant."""

    default_code = "bad_parameter"


@dataclass(frozen=True, slots=True)
class Read:
    """A person's question: the search it became, the place it is for, and what was read from its words."""

    asked: SearchRequest
    place: Named
    told: Told


def of_person(request: HttpRequest) -> Read:
    """What the page was asked; codes that do not exist are passed over. On a municipality's site it is the place."""
    return asked_by(request.GET, getattr(request, "tenant", None))


def asked_by(given: QueryDict, tenant: Any) -> Read:
    """The same from the bare parameters and the tenant on whose site they were given."""
    place = _place(given, tenant)
    written = given.get("q", "").strip()[:LONGEST_TEXT]
    is_placed = bool(given.get("municipality", "").strip())
    plain = frozenset([*given.getlist("plain"), *([PLACE] if is_placed and place.where is None else [])])
    told = told_by(written, plain=plain, placed=place.where if is_placed else None)
    situation = naming.situation(given.get("situation", ""))
    place = told.place if told.place.where or told.place.others else place
    forms = _known(given, "form")
    asked = SearchRequest(
        text=told.need,
        written=written,
        where=place.where,
        around=places.AROUND if place.where and told.need else 0,
        within_kinds=situation.kinds if situation else (),
        within_groups=told.groups,
        sort=_sort(given.get("sort", "")),
        page=number_of(given.get("page", ""), 1, DEEPEST // PAGE_SIZE),
        page_size=PAGE_SIZE,
        kinds=_known(given, "kind"),
        target_groups=_known(given, "target_group"),
        forms=forms or told.forms,
    )
    return Read(asked, place, told)


def _sort(text: str) -> Sort:
    return Sort(text) if text in set(Sort) else Sort.FIT


NAMES = ("kinds", "target_groups", "forms")


def _place(given: QueryDict, tenant: Any) -> Named:
    if "municipality" not in given and tenant is not None and not tenant.is_region_wide:
        return Named(places.of_tenant(tenant))
    written = given.get("municipality", "")
    found = places.named(written, tenant)
    if not found.is_unknown:
        return found
    told = told_by(written).place  # „v Lučenci“, „okres Krupina“
    return told if told.where or told.others else places.nearly_named(written)


def _known(given: QueryDict, facet: str) -> tuple[str, ...]:
    codes = naming.codes_of(facet)
    return tuple(dict.fromkeys(code for code in given.getlist(facet) if code in codes))


def number_of(text: str, least: int, most: int) -> int:
    return min(max(int(text), least), most) if text.isdecimal() and len(text) < 10 else least


def of_machine(given: QueryDict) -> SearchRequest:
    """What the API was asked; whatever cannot be meant is refused with a sentence."""
    strange = sorted(set(given) - {"q", "municipality", "page", "page_size", *FACETS})
    if strange:
        raise BadParameter(_("There is no parameter %(name)s.") % {"name": ", ".join(strange)[:LONGEST_TEXT]})
    page = _exact_number(given, "page", 1, DEEPEST)
    page_size = _exact_number(given, "page_size", PAGE_SIZE, LARGEST_PAGE)
    if page * page_size > DEEPEST:
        raise BadParameter(_("page lies deeper than %(most)s results.") % {"most": DEEPEST})
    text = given.get("q", "").strip()
    if len(text) > LONGEST_TEXT:
        raise BadParameter(_("q may have at most %(most)s characters.") % {"most": LONGEST_TEXT})
    return SearchRequest(text=text, where=_exact_place(given), page=page, page_size=page_size, **_exact_codes(given))


def _exact_place(given: QueryDict) -> Any:
    code = given.get("municipality", "").strip()
    if not code:
        return None
    where = places.by_code(code)
    if where is None:
        raise BadParameter(_("municipality must be the official code of a municipality."))
    return where


def _exact_codes(given: QueryDict) -> Mapping[str, Any]:
    found = {}
    for facet, name in zip(FACETS, NAMES, strict=True):
        asked = [code for code in given.getlist(facet) if code]
        codes = naming.codes_of(facet)
        if any(code not in codes for code in asked):
            raise BadParameter(_("%(name)s holds a code that does not exist.") % {"name": facet})
        found[name] = tuple(dict.fromkeys(asked))
    return found


def _exact_number(given: QueryDict, name: str, usual: int, most: int) -> int:
    text = given.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise BadParameter(_("%(name)s must be a whole number from 1 to %(most)s.") % {"name": name, "most": most})
    return int(text)
