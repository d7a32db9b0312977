"""Codes in the reader's words, kept in the process for a minute: kinds, target groups, forms, situations, places."""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

from django.core.cache import caches
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue import feed
from catalogue.feed import LifeSituationCard
from kernel.collation import sort_key
from search.speaking import country, language
from tenants.models import Municipality
from tenants.queries import codes_of_region, region

KEPT_FOR = 60
Known = TypeVar("Known")


def kept(name: str, ask: Callable[[], Known]) -> Known:
    """What changes rarely and every search needs."""
    key = f"search.{name}.{get_language()}"
    found: Known | None = caches["names"].get(key)
    if found is None:
        found = ask()
        caches["names"].set(key, found, KEPT_FOR)
    return found


def kinds() -> dict[str, str]:
    """All kinds by law, in the order of the law."""
    return kept("kinds", lambda: {kind.code: kind.name for kind in feed.kinds(country())})


def plain_kinds() -> dict[str, str]:
    """The same in everyday words."""
    return kept("plain_kinds", lambda: {kind.code: kind.plain_name or kind.name for kind in feed.kinds(country())})


def remote_kinds() -> frozenset[str]:
    """Kinds that help by telephone or internet, so that no region lacks them."""
    return kept(
        "remote_kinds", lambda: frozenset(kind.code for kind in feed.kinds(country()) if "REMOTE" in kind.forms)
    )


def target_groups() -> dict[str, str]:
    return kept("target_groups", lambda: {group.code: group.name for group in feed.target_groups(country())})


def forms() -> dict[str, str]:
    return kept("forms", feed.forms)


def codes_of(facet: str) -> dict[str, str]:
    """Code → name of everything a facet may hold."""
    return {"kind": kinds, "target_group": target_groups, "form": forms}[facet]()


def situations() -> list[LifeSituationCard]:
    return kept("situations", lambda: feed.life_situations(country()))


def situation(code: str) -> LifeSituationCard | None:
    return next((each for each in situations() if each.code == code), None)


def levels() -> dict[str, str]:
    """Levels of a plan as its public page names them."""
    return {
        "PRIORITY": _("Priority"),
        "GOAL": _("Goal"),
        "MEASURE": _("Measure"),
        "ACTIVITY": _("Activity"),
    }


def sorts() -> dict[str, str]:
    """Everything planning has published, in the singular: what stands beside a result."""
    return {
        "PLAN": _("Community plan"),
        **levels(),
        "MEETING": _("Meeting"),
        "EVENT": _("Event"),
        "NOTICE": _("Notice"),
    }


def own_codes() -> frozenset[str]:
    """Codes of the municipalities of the region."""
    here = region()
    return kept("own_codes", lambda: codes_of_region(here)) if here else frozenset()


def towns() -> SafeString:
    """The region's municipalities as options to be suggested; where a name stands twice, with the district."""
    return kept("towns", lambda: format_html_join("", '<option value="{}"></option>', ((name,) for name in _towns())))


def _towns() -> list[str]:
    rows = Municipality.objects.filter(code__in=own_codes())
    found = sorted(rows, key=lambda town: sort_key(town.name, language() or "sk"))
    twice = {town.name for one, town in pairwise(found) if one.name == town.name}
    return [town.full_name if town.name in twice else town.name for town in found]
