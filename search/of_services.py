"""A service of the catalogue as a document."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from catalogue import feed
from catalogue.feed import Names, PlaceCard, ServiceCard
from kernel.clock import day_of
from search.documents import Described, lemmatised, service_id, title_key, whole
from search.models import Document
from search.speaking import language

DESCRIPTION_SHOWN = 240
COMPLETE = 80  # hundredths of what an entry can tell, from which on it is called complete


def describe_services(ids: Iterable[UUID], day: date) -> tuple[list[Described], dict[str, int]]:
    """The documents of those that may be found, and the versions of those that may not."""
    found, hidden = [], {}
    for card in feed.service_cards(ids, with_unpublished=True, day=day):
        if card.is_published and card.is_offered:
            found.append(describe(card))
        else:
            hidden[service_id(card.id)] = card.version
    return found, hidden


def describe(card: ServiceCard) -> Described:
    lemmas, words = lemmatised(_fields(card))
    return Described(
        id=service_id(card.id),
        kind=Document.Kind.SERVICE,
        source_id=str(card.id),
        source_version=card.version,
        title_key=title_key(card.name),
        lemmas=lemmas,
        words=words,
        card=_shown(card),
        exact=whole((card.name, card.provider_name, spoken(card.kind.names))),
        ends_on=card.ended_on,
        confirmed_on=card.confirmed_on,
        room_told_on=day_of(card.capacity_free_at) if card.capacity_free and card.capacity_free_at else None,
        is_complete=card.completeness >= COMPLETE,
        kind_code=card.kind_code,
        target_groups=tuple(group.code for group in card.target_groups),
        forms=card.forms,
        municipalities=card.municipality_codes,
        areas=card.area_codes,
        points=tuple(
            (place.latitude, place.longitude)
            for place in card.places
            if place.latitude is not None and place.longitude is not None
        ),
    )


def spoken(names: Names) -> str:
    """A name in the language of the catalogue, whoever reads it."""
    return (names.cs if language() == "cs" else names.sk) or names.sk or names.cs


def _fields(card: ServiceCard) -> dict[str, str]:
    return {
        "name": card.name,
        "kind_words": f"{spoken(card.kind.names)} {spoken(card.kind.plain)}",
        "provider": card.provider_name,
        "group": " ".join(spoken(group.names) for group in card.target_groups),
        "place": " ".join(_place_words(card)),
        "text": " ".join(filter(None, (card.description, card.for_whom, card.target_note, card.easy_text))),
    }


def _place_words(card: ServiceCard) -> list[str]:
    words = [word for place in card.places for word in (place.municipality_name, place.name, place.street)]
    return list(dict.fromkeys([*words, *(area.name for area in card.reach)]))


def _shown(card: ServiceCard) -> dict[str, Any]:
    """What a result shows, so that a search asks no other table. Names of codes are added in the reader's language."""
    return {
        "id": str(card.id),
        "name": card.name,
        "provider": card.provider_name,
        "provider_id": str(card.provider_id),
        "service_kind": card.kind_code,
        "forms": list(card.forms),
        "target_groups": [group.code for group in card.target_groups],
        "places": [_place(place) for place in card.places],
        "reach": [{"level": area.level, "code": area.code, "name": area.name} for area in card.reach],
        "phones": list(card.phones),
        "description": _beginning(card.description),
        "capacity_free": card.capacity_free,
        "capacity_free_on": _day(day_of(card.capacity_free_at) if card.capacity_free_at else None),
        "waiting_time": card.waiting_time,
        "confirmed_on": _day(card.confirmed_on),
        "hours": [[each.day, each.opens, each.closes] for each in card.opening_hours],
        "is_free": card.is_free,
        "is_complete": card.completeness >= COMPLETE,
        "is_easy": bool(card.easy_text),
    }


def _place(place: PlaceCard) -> dict[str, Any]:
    return {
        "municipality_code": place.municipality_code,
        "municipality": place.municipality_name,
        "district": place.district_name,
        "name": place.name,
        "street": "" if place.is_secret else place.street_line,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "is_secret": place.is_secret,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _beginning(text: str) -> str:
    """The first sentences that fit, cut between words."""
    plain = " ".join(text.split())
    if len(plain) <= DESCRIPTION_SHOWN:
        return plain
    return plain[:DESCRIPTION_SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
