"""What the catalogue shows of services now, as the canonical values in which words are compared."""

import json
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from catalogue.registry.fields import BY_NAME, current

HIDDEN = dict.fromkeys(("name", "street", "house_number", "postcode", "address_code"), "")
LISTS_WITHOUT_ORDER = frozenset(["places", "capacities", "reach", "target_groups", "forms", "age_groups"])


def shown_values(services: Collection[UUID], fields: Iterable[str]) -> dict[UUID, dict[str, Any]]:
    """The values that stand in these fields of these services; of a secret place only its municipality."""
    names = set(fields) & BY_NAME.keys()
    if not names or not services:
        return {service: {} for service in services}
    query = f"with taken as (select unnest(%s::uuid[]) as known_id) {current(names)}"
    with connection.cursor() as cursor:
        cursor.execute(query, [sorted(services)])
        rows = cursor.fetchall()
    return {service: _open(doc if isinstance(doc, dict) else json.loads(doc)) for service, doc in rows}


def _open(doc: dict[str, Any]) -> dict[str, Any]:
    if "places" in doc:
        doc["places"] = without_secrets(doc["places"])
    return doc


def without_secrets(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [place | HIDDEN if place.get("secret") else place for place in places]


def has_secret(places: Any) -> bool:
    return any(place.get("secret") for place in places or [])


def is_same(field: str, one: Any, other: Any) -> bool:
    """Whether two canonical values say the same; lists without an order of their own are compared as sets."""
    return bool(_comparable(field, one) == _comparable(field, other))


def _comparable(field: str, value: Any) -> Any:
    if field in LISTS_WITHOUT_ORDER and isinstance(value, list):
        return sorted(json.dumps(each, sort_keys=True) for each in value)
    if field == "provider" and isinstance(value, dict):
        return {name: each for name, each in value.items() if each}
    return value
