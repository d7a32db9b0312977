"""What is found, the same in Elasticsearch and in PostgreSQL."""

from typing import Any

import pytest

from search.request import SearchRequest
from search.searching import find


def names(found: Any, ids: dict[str, Any]) -> list[str]:
    by_id = {str(value): key for key, value in ids.items()}
    return sorted(by_id[card["id"]] for card in found.cards)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opatrovateľská služba", ["care", "care2"]),
        ("opatrovatelska sluzba", ["care", "care2"]),
        ("OPATROVATEĽSKÚ SLUŽBU", ["care", "care2"]),
        ("opatrovateľskej služby Lipky", ["care", "care2"]),
        ("oaptrovatelska", ["care", "care2"]),
        ("opatrovatelzka", ["care", "care2"]),
        ("nocľaháreň", ["night"]),
        ("noclaharni", ["night"]),
        ("harmonie", ["seniors"]),
        ("Slnečnicou", ["many"]),
        ("umývanie mamy", ["care", "care2"]),
    ],
)
def test_every_form_and_a_typo_finds(
    small_region: dict[str, Any], backend: str, text: str, expected: list[str]
) -> None:
    found = find(SearchRequest(text=text))
    assert found.backend == backend
    assert names(found, small_region) == expected
