"""The pages and the API, as people and machines ask them."""

from typing import Any

import pytest
from django.test import override_settings

from support.finding import BREZNO, BYSTRICA, DETVA, ZVOLEN, without_elasticsearch

API = "/api/v1/search/services"


def titles(answer: Any) -> list[str]:
    return sorted(item.title for item in answer.context["results"])


def test_region_home_offers_two_boxes_situations_and_kinds(small_region: Any, region: Any, browse: Any) -> None:
    page = browse(region).get("/").content.decode()
    assert 'name="q"' in page
    assert 'name="municipality"' in page
    assert "situation=SK-CARING" in page
    assert "kind=SK448-41" in page


def test_results_show_what_people_need(small_region: Any, region: Any, browse: Any) -> None:
    answer = browse(region).get("/search", {"q": "opatrovatelska sluzba"})
    page = answer.content.decode()
    assert answer["X-Search-Backend"] == "elasticsearch"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "Opatrovateľská služba Lipka" in page
    assert 'href="tel:+421481234567"' in page
    assert f'href="/services/{small_region["care"]}/"' in page
