"""A municipality among the words is offered as a filter, never put on silently."""

from typing import Any

import pytest
from support.finding import DETVA, without_elasticsearch


def test_a_municipality_among_the_words_is_offered(small_region: Any, region: Any, browse: Any, backend: str) -> None:
    for text in ("Detva opatrovatelka", "opatrovateľka v Detve"):
        answer = browse(region).get("/search", {"q": text})
        page = answer.content.decode()
        assert answer.context["mentioned"].code == DETVA
        assert answer.context["asked"].where is None
        assert page.index(f"municipality={DETVA}") < page.index("opora-results")
        offered = browse(region).get("/search" + answer.context["only_there"])
        assert "Opatrovateľská služba mesta Zvolen" in offered.content.decode()
        assert offered.context["mentioned"] is None


@pytest.mark.parametrize("text", ["martin domov dochodcov", "bratislava domov dochodcov"])
def test_a_town_of_another_region_is_answered_honestly(small_region: Any, region: Any, browse: Any, text: str) -> None:
    answer = browse(region).get("/search", {"q": text})
    assert not answer.context["mentioned"].is_ours
    assert answer.context["only_there"] == ""
    assert region.name in answer.content.decode().split('id="results"')[0].split("<main")[1]


def test_a_chosen_municipality_is_not_offered_again(small_region: Any, region: Any, browse: Any) -> None:
    answer = browse(region).get("/search", {"q": "detva opatrovatelka", "municipality": "Zvolen"})
    assert answer.context["mentioned"] is None


@pytest.mark.parametrize("text", ["mama zabúda", "opatrovateľská služba", "domov dôchodcov", "práca s deťmi", ""])
def test_everyday_words_are_no_municipalities(small_region: Any, region: Any, browse: Any, text: str) -> None:
    with without_elasticsearch():
        assert browse(region).get("/search", {"q": text}).context["mentioned"] is None


def test_a_name_of_several_words_is_found_whole(small_region: Any, region: Any, browse: Any) -> None:
    mentioned = browse(region).get("/search", {"q": "stacionár v Banskej Bystrici"}).context["mentioned"]
    assert (mentioned.name, mentioned.rest) == ("Banská Bystrica", "stacionár v")


def test_unknown_filters_are_named_and_left_out(small_region: Any, region: Any, browse: Any) -> None:
    answer = browse(region).get("/search", {"kind": "zzz", "form": "SUBMARINE"})
    assert answer.context["left_out"] == ["Druh služby", "Ako sa poskytuje"]
    assert len(answer.context["results"]) == 5
    assert browse(region).get("/search", {"kind": "SK448-41"}).context["left_out"] == []
    assert browse(region).get("/search", {"situation": "zzz"}).context["left_out"] != []


def test_a_page_beyond_the_last_shows_the_last_and_says_so(
    small_region: Any, region: Any, browse: Any, backend: str
) -> None:
    answer = browse(region).get("/search", {"page": "9999"})
    assert len(answer.context["results"]) == 5
    assert answer.context["is_past_the_end"]
    assert not browse(region).get("/search", {"page": "1"}).context["is_past_the_end"]


def test_an_address_of_a_file_is_no_municipality(small_region: Any, region: Any, browse: Any) -> None:
    answer = browse(region).get("/search", {"municipality": "../../etc"})
    assert answer.context["place"].is_unknown
    assert len(answer.context["results"]) == 5
