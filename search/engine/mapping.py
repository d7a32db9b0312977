"""How a document looks in Elasticsearch. Keeps to what every node has: built-in analyzers and plain field types.

Texts arrive as lemmas, so the whitespace analyzer is all they need; a mistyped word is put right before the question is
asked (`search.understanding`), so no fuzzy field is kept. One document stands for one service with all its places.
"""

import hashlib
import json
from typing import Any

from elasticsearch_dsl import Boolean, Date, Document, GeoPoint, Keyword, Long, Object, Text

from search.speaking import manner

SETTINGS = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    "refresh_interval": "500ms",
    "gc_deletes": "1h",  # a late write must still meet the version of what was deleted
    "max_result_window": 200_000,  # the API pages through the whole catalogue
}


def lemmas() -> Text:
    return Text(analyzer="whitespace")


class Found(Document):
    """A service or a node of a plan in the index."""

    kind = Keyword()
    tenant_key = Keyword()
    ends_on = Date()
    confirmed_on = Date()
    room_told_on = Date()
    is_complete = Boolean()
    title_key = Keyword(index=False)
    kind_code = Keyword()
    target_groups = Keyword()
    forms = Keyword()
    municipalities = Keyword()
    areas = Keyword()
    points = GeoPoint()
    exact = Keyword(ignore_above=1000)
    name = lemmas()
    kind_words = lemmas()
    provider = lemmas()
    group = lemmas()
    place = lemmas()
    text = lemmas()
    id = Keyword()
    version = Long(index=False)
    card = Object(enabled=False)

    class Meta:
        dynamic = "strict"


def mapping() -> dict[str, Any]:
    facts: dict[str, Any] = Found._doc_type.mapping.to_dict()
    return {**facts, "dynamic": "strict"}


def fingerprint() -> str:
    """Changes when an index made now would differ from one made before."""
    made_of = json.dumps([mapping(), SETTINGS, manner()], sort_keys=True)
    return hashlib.sha256(made_of.encode()).hexdigest()[:16]
