"""What a service or a node of a plan is found by: values on their way from a feed to the table of documents.

Names, kinds, providers and texts become lemmas once, here; PostgreSQL and Elasticsearch get the same tokens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kernel.collation import sort_key
from search import lexicon
from search.speaking import language

WEIGHTS = {"name": "A", "kind_words": "B", "provider": "C", "place": "C", "group": "D", "text": "D"}
LAST_POSITION = 16_383
LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Described:
    """One document before it is written."""

    id: str
    kind: str
    source_id: str
    source_version: int
    title_key: str
    lemmas: Mapping[str, str]
    words: frozenset[str]
    card: Mapping[str, Any]
    exact: tuple[str, ...] = ()
    tenant_key: str = ""
    ends_on: date | None = None
    confirmed_on: date | None = None
    room_told_on: date | None = None
    is_complete: bool = False
    kind_code: str = ""
    target_groups: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = field(default=())

    @property
    def vector(self) -> str:
        """The lemmas as a tsvector, written out so that no parser of PostgreSQL sees other tokens than we do."""
        return vector_of(self.lemmas)


def service_id(source_id: object) -> str:
    return f"service:{source_id}"


def node_id(tenant_key: str, node: str) -> str:
    """Two tenants may hold equal ids, so the tenant is part of the name."""
    return f"plan:{tenant_key}:{node}"


def announced_id(tenant_key: str, thing: str) -> str:
    return f"announced:{tenant_key}:{thing}"


def lemmatised(fields: Mapping[str, str]) -> tuple[dict[str, str], frozenset[str]]:
    """Each field as its lemmas, and the folded words of all of them."""
    spoken = language()
    lemmas = {name: " ".join(lexicon.lemmas(text, spoken)) for name, text in fields.items() if text}
    words = {lexicon.fold(word) for text in fields.values() for word in lexicon.words(text)}
    return lemmas, frozenset(word for word in words if 2 < len(word) <= LONGEST_WORD)


def whole(texts: Iterable[str]) -> tuple[str, ...]:
    """Whole names as one key each, so that who types exactly a name finds that first."""
    spoken = language()
    return tuple(dict.fromkeys(" ".join(lexicon.lemmas(text, spoken)) for text in texts if text))


def title_key(title: str) -> str:
    return sort_key(title, language() or "sk")


def vector_of(lemmas: Mapping[str, str]) -> str:
    places: dict[str, list[str]] = {}
    position = 0
    for name, weight in WEIGHTS.items():
        for lemma in lemmas.get(name, "").split():
            position = min(position + 1, LAST_POSITION)
            places.setdefault(lemma, []).append(f"{position}{weight}")
    return " ".join(f"'{lemma}':{','.join(found[:255])}" for lemma, found in places.items())


def tombstone_fields() -> dict[str, Any]:
    """What remains of a document that may no longer be found: its name and its version."""
    return {
        "is_findable": False,
        "ends_on": None,
        "confirmed_on": None,
        "room_told_on": None,
        "is_complete": False,
        "title_key": "",
        "kind_code": "",
        "target_groups": [],
        "forms": [],
        "municipalities": [],
        "areas": [],
        "latitudes": [],
        "longitudes": [],
        "exact": [],
        "lemmas": {},
        "vector": "",
        "card": {},
    }
