"""What somebody who types may mean."""

from typing import Any

import pytest


def suggested(browse: Any, region: Any, text: str) -> list[str]:
    answer = browse(region).get("/search/suggest", {"q": text})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    return [each["label"] for each in answer.json()["results"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opatrovat", "opatrovateľská služba"),
        ("OPATROVATEĽSKÁ SL", "opatrovateľská služba"),
        ("sluz opat", "opatrovateľská služba"),
        ("prepust", "Prepúšťajú nás z nemocnice"),
        ("starob", "starobinec"),
        ("detv", "Detva"),
        ("lipk", "Lipka n. o."),
    ],
)
def test_a_beginning_leads_on(small_region: Any, region: Any, browse: Any, text: str, expected: str) -> None:
    assert expected in suggested(browse, region, text)


def test_a_situation_comes_with_its_page(small_region: Any, region: Any, browse: Any) -> None:
    results = browse(region).get("/search/suggest", {"q": "prepust"}).json()["results"]
    assert {"label": "Prepúšťajú nás z nemocnice", "href": "/situations/hospital"} in results
    assert {"label": "Detva", "href": ""} in browse(region).get("/search/suggest", {"q": "detv"}).json()["results"]


@pytest.mark.parametrize("text", ["", "a", " ", "xqzw", "%_%", "' or 1=1", "\u0301"])
def test_where_nothing_begins_so_nothing_is_suggested(small_region: Any, region: Any, browse: Any, text: str) -> None:
    assert suggested(browse, region, text) == []


def test_there_are_few_and_each_once(small_region: Any, region: Any, browse: Any) -> None:
    for text in ("do", "po", "se", "op"):
        found = suggested(browse, region, text)
        assert len(found) == len(set(found)) <= 8


def test_hidden_providers_are_not_suggested(small_region: Any, region: Any, browse: Any) -> None:
    from django.core.management import call_command
    from support.forgetting import forget

    from catalogue.models import Service

    Service.objects.filter(pk=small_region["care"]).update(is_published=False)
    call_command("search_update", verbosity=0)
    forget()
    assert "Lipka n. o." not in suggested(browse, region, "lipk")
