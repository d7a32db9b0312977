"""A found card as a reader sees it: the place that fits, the names of codes, how fresh it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.urls import reverse

from kernel.identifiers import Country, format_phone
from search import naming
from search.places import distance
from search.request import Where
from search.speaking import country

HALF_A_YEAR, A_YEAR = 183, 366
TOLD_LATELY = 92
AREAS_SHOWN = 3
MOST_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Result:
    """One entry of the list of services."""

    title: str
    href: str
    kind: str
    provider: str
    place: str
    more_places: int
    kilometres: int | None
    comes_to: str
    is_secret: bool
    forms: list[str]
    phones: list[tuple[str, str]]
    description: str
    is_free: bool
    free: int | None
    free_on: date | None
    waiting_time: str
    confirmed_on: date | None
    confirmed: str


def results(cards: Iterable[Mapping[str, Any]], near: Where | None, today: date) -> list[Result]:
    kinds, forms = naming.kinds(), naming.forms()
    return [_result(card, near, today, kinds, forms) for card in cards]


def _result(
    card: Mapping[str, Any], near: Where | None, today: date, kinds: Mapping[str, str], forms: Mapping[str, str]
) -> Result:
    place = place_for(card, near)
    is_here = near is not None and place.get("municipality_code") in near.codes
    confirmed_on, free_on = _day(card["confirmed_on"]), _day(card["capacity_free_on"])
    is_told = free_on is not None and (today - free_on).days <= TOLD_LATELY
    return Result(
        title=card["name"],
        href=reverse("catalogue:service", args=[card["id"]]),
        kind=kinds.get(card["service_kind"], ""),
        provider=card["provider"],
        place=_line(place) if card["places"] else "",
        more_places=max(len(card["places"]) - 1, 0),
        kilometres=None if is_here else _kilometres(near, place),
        comes_to=_comes_to(card, near, is_here),
        is_secret=bool(place.get("is_secret")),
        forms=[forms[code] for code in card["forms"] if code in forms],
        phones=[_phone(number) for number in card["phones"][:2]],
        description=card["description"],
        is_free=card["is_free"],
        free=card["capacity_free"] if is_told else None,
        free_on=free_on,
        waiting_time=card["waiting_time"],
        confirmed_on=confirmed_on,
        confirmed=_freshness(confirmed_on, today),
    )


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


def _kilometres(near: Where | None, place: Mapping[str, Any]) -> int | None:
    found = distance(near, place.get("latitude"), place.get("longitude"))
    return None if found is None else max(round(found), 1)


def _line(place: Mapping[str, Any]) -> str:
    if not place:
        return ""
    street = place["street"] if place["street"] != place["municipality"] else ""
    return ", ".join(part for part in (place["municipality"], street) if part)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _phone(number: str) -> tuple[str, str]:
    """As people of the country write it, and as it is dialled."""
    try:
        return format_phone(number, cast("Country", country())), "".join(number.split())
    except ValueError:
        return number, "".join(number.split())


def _freshness(confirmed_on: date | None, today: date) -> str:
    if confirmed_on is None:
        return "never"
    age = (today - confirmed_on).days
    return "fresh" if age <= HALF_A_YEAR else "ageing" if age <= A_YEAR else "stale"


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
    """A facet for the page: what is chosen and what is found most stands first, what is found nowhere last."""
    picked = set(chosen)
    found = [
        {"value": code, "label": name, "count": counts.get(code, 0), "checked": code in picked}
        for code, name in naming.codes_of(facet).items()
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
