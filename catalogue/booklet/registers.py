"""Registers at the end of a booklet: municipality, and wider areas, with the services that are there for it."""

from collections.abc import Iterable

from catalogue import labels
from catalogue.booklet.entries import anchor_of
from catalogue.cards import ServiceCard
from kernel.collation import sort_key
from ui.documents import Entry

Found = dict[tuple[str, str], list[str]]


def places_register(cards: Iterable[ServiceCard], language: str) -> tuple[Entry, ...]:
    """Each municipality a service stands in or comes to; of two with the same name each says its district."""
    found: Found = {}
    districts: dict[str, str] = {}
    for card in cards:
        towns = {place.municipality_code: place.municipality_name for place in card.places if place.municipality_code}
        districts |= {place.municipality_code: place.district_name for place in card.places}
        towns |= {area.code: area.name for area in card.reach if area.level == "MUNICIPALITY" and area.name}
        for code, name in towns.items():
            found.setdefault((name, code), []).append(anchor_of(card))
    names = [name for name, _code in found]
    doubled = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    entries = [
        Entry(f"{name} ({districts.get(code) or code})" if name in doubled else name, tuple(anchors))
        for (name, code), anchors in found.items()
    ]
    return _sorted(entries, language)


def reach_register(cards: Iterable[ServiceCard], language: str) -> tuple[Entry, ...]:
    """Each district, region or country that a service comes to."""
    found: Found = {}
    for card in cards:
        for area in card.reach:
            if area.level != "MUNICIPALITY":
                level = str(labels.LEVELS[area.level])
                name = level if area.level == "COUNTRY" or not area.name else f"{area.name} ({level})"
                found.setdefault((name, area.code), []).append(anchor_of(card))
    return _sorted([Entry(name, tuple(anchors)) for (name, _code), anchors in found.items()], language)


def _sorted(entries: list[Entry], language: str) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: sort_key(entry.name, language)))
