"""A found card as a reader sees it: the place that fits, the names of codes, how fresh it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.feed import Hours, openness
from kernel.clock import day_of
from kernel.identifiers import Country, format_phone
from search import naming
from search.explaining import Explaining
from search.places import distance
from search.request import Where
from search.speaking import country
from ui.typography import date_short, nbsp

HALF_A_YEAR, A_YEAR = 183, 366
TOLD_LATELY = 92
AREAS_SHOWN = 3
MOST_AT_ONCE = 6
LONG = {"kind"}
NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Result:
    """One entry of the list of services; `state` says in a word whether there is room."""

    id: str
    title: str
    href: str
    kind: str
    provider: str
    description: str
    phones: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    state: str = ""
    state_kind: str = "neutral"
    reasons: tuple[str, ...] = ()
    is_easy: bool = False


class Showing:
    """Makes entries of cards; words are looked up once for a whole page."""

    def __init__(self, near: Where | None, at: datetime, explaining: Explaining | None = None) -> None:
        self.near, self.at, self.today, self.explaining = near, at, day_of(at), explaining
        self.page = reverse("catalogue:service", args=[NOBODY])  # looked up once, not for each result
        self.kinds, self.forms, self.country = naming.kinds(), naming.forms(), cast("Country", country())
        self.labels = {
            "place": _("Place"),
            "comes": _("Comes to"),
            "forms": _("Provided"),
            "price": _("Price"),
            "wait": _("Waiting time"),
            "open": _("Opening hours"),
            "confirmed": _("Confirmed"),
        }

    def results(self, cards: Iterable[Mapping[str, Any]]) -> list[Result]:
        return [self._result(card) for card in cards]

    def _result(self, card: Mapping[str, Any]) -> Result:
        state, state_kind = self._room(card)
        return Result(
            id=card["id"],
            title=card["name"],
            href=self.page.replace(NOBODY, card["id"]),
            kind=capfirst(self.kinds.get(card["service_kind"], "")),
            provider=card["provider"],
            description=nbsp(card["description"]),
            phones=[_phone(number, self.country) for number in card["phones"][:2]],
            facts=[(self.labels[name], value) for name, value in self._facts(card) if value],
            state=state,
            state_kind=state_kind,
            reasons=tuple(self.explaining.reasons(card)) if self.explaining else (),
            is_easy=card.get("is_easy", False),
        )

    def _facts(self, card: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        place = place_for(card, self.near)
        is_here = self.near is not None and place.get("municipality_code") in self.near.codes
        if card["places"]:
            yield "place", self._place(card, place, is_here)
        yield "comes", _comes_to(card, self.near, is_here)
        yield "forms", ", ".join(self.forms[code] for code in card["forms"] if code in self.forms)
        yield "price", _("free of charge") if card["is_free"] else ""
        yield "wait", card["waiting_time"]
        yield "open", self._open(card)
        yield "confirmed", self._confirmed(_day(card["confirmed_on"]))

    def _place(self, card: Mapping[str, Any], place: Mapping[str, Any], is_here: bool) -> str:
        line = _line(place)
        if place.get("is_secret"):
            secret = _("the address is not public")
            line += f" ({secret})"
        far = None if is_here else distance(self.near, place.get("latitude"), place.get("longitude"))
        if far is not None:
            line += " – " + _("%(n)s km away") % {"n": max(round(far), 1)}
        more = len(card["places"]) - 1
        if more:
            line += " " + ngettext("and %(n)s more place", "and %(n)s more places", more) % {"n": more}
        return line

    def _open(self, card: Mapping[str, Any]) -> str:
        found = openness((Hours(*each) for each in card.get("hours", ())), self.at, self.country)
        return found.words if found else ""

    def _room(self, card: Mapping[str, Any]) -> tuple[str, str]:
        """What was told lately of free places, with the day it was told."""
        told_on, free = _day(card["capacity_free_on"]), card["capacity_free"]
        if free is None or told_on is None or (self.today - told_on).days > TOLD_LATELY:
            return "", "neutral"
        if not free:
            words = _("No free place on %(day)s")
        else:
            words = ngettext("%(n)s free place on %(day)s", "%(n)s free places on %(day)s", free)
        return words % {"n": free, "day": date_short(told_on)}, "good" if free else "warn"

    def _confirmed(self, day: date | None) -> str:
        if day is None:
            return _("not yet; please ask by telephone")
        age = (self.today - day).days
        if age <= HALF_A_YEAR:
            return date_short(day)
        late, very_late = _("(more than half a year ago)"), _("(more than a year ago; please ask by telephone)")
        return f"{date_short(day)} {late if age <= A_YEAR else very_late}"


def place_for(card: Mapping[str, Any], near: Where | None) -> Mapping[str, Any]:
    """The place in the reader's municipality, else the nearest one, else the first."""
    places: list[Mapping[str, Any]] = card["places"]
    if not places:
        return _where_it_comes(card, near)
    if near is None:
        return places[0]
    here = [place for place in places if place["municipality_code"] in near.codes]
    return here[0] if here else min(places, key=lambda place: _far(near, place))


def _where_it_comes(card: Mapping[str, Any], near: Where | None) -> Mapping[str, Any]:
    """A service without a place of its own stands for a municipality that it comes to."""
    towns = {area["code"]: area["name"] for area in card["reach"] if area["level"] == "MUNICIPALITY"}
    wanted = [code for code in (near.codes if near else ()) if code in towns] or list(towns)
    return {"municipality_code": wanted[0], "municipality": towns[wanted[0]]} if wanted else {}


def _far(near: Where, place: Mapping[str, Any]) -> float:
    found = distance(near, place["latitude"], place["longitude"])
    return float("inf") if found is None else found


def _comes_to(card: Mapping[str, Any], near: Where | None, is_here: bool) -> str:
    """The reader's municipality if it comes there; without one, where a service without a place comes to."""
    if near and (comes_to(card, near) and not (is_here and card["places"])):
        return near.name
    names = [area["name"] for area in card["reach"] if area["name"]]
    return "" if card["places"] else ", ".join(names[:AREAS_SHOWN]) + (" …" if len(names) > AREAS_SHOWN else "")


def comes_to(card: Mapping[str, Any], near: Where) -> bool:
    return any(area["code"] in near.areas for area in card["reach"])


def _line(place: Mapping[str, Any]) -> str:
    if not place:
        return ""
    street = place["street"] if place["street"] != place["municipality"] else ""
    return ", ".join(part for part in (place["municipality"], street) if part)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _phone(number: str, of_country: Country) -> tuple[str, str]:
    """As people of the country write it, and as it is dialled."""
    try:
        return format_phone(number, of_country), "".join(number.split())
    except ValueError:
        return number, "".join(number.split())


def for_machine(card: Mapping[str, Any], near: Where | None, base: str) -> dict[str, Any]:
    """One result of the API."""
    place = place_for(card, near)
    return {
        "id": card["id"],
        "name": card["name"],
        "provider": card["provider"],
        "service_kind": card["service_kind"],
        "municipality_code": place.get("municipality_code", ""),
        "municipality": place.get("municipality", ""),
        "street": place.get("street", ""),
        "forms": card["forms"],
        "target_groups": card["target_groups"],
        "phones": card["phones"],
        "confirmed_on": card["confirmed_on"],
        "url": base + reverse("catalogue:service", args=[card["id"]]),
    }


def options(facet: str, counts: Mapping[str, int], chosen: Iterable[str]) -> list[dict[str, Any]]:
    """A facet for the page: what is chosen and what is found most stands first, what is found nowhere last.

    Of the long list of kinds those that are found nowhere are left out.
    """
    picked = set(chosen)
    found = [
        {"value": code, "label": name, "count": counts.get(code, 0), "checked": code in picked}
        for code, name in naming.codes_of(facet).items()
        if facet not in LONG or counts.get(code) or code in picked
    ]
    return sorted(found, key=lambda option: (not option["checked"], -int(str(option["count"]))))


def shown_at_once(listed: list[dict[str, Any]]) -> int:
    """How many options stand open: those that lead somewhere, a handful at most."""
    return max(1, min(MOST_AT_ONCE, sum(1 for option in listed if option["count"] or option["checked"])))


def counted(facet: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """A facet for machines: every code of the list, and any other that was found, with its count."""
    names = naming.codes_of(facet)
    listed = [{"code": code, "name": name, "count": counts.get(code, 0)} for code, name in names.items()]
    return listed + [
        {"code": code, "name": code, "count": count} for code, count in sorted(counts.items()) if code not in names
    ]
