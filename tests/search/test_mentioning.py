"""A municipality among the words becomes a filter that is shown and can be taken off."""

from typing import Any

import pytest
from django.core.management import call_command
from support.finding import DETVA, ZVOLEN, bring, service, without_elasticsearch


def test_a_municipality_among_the_words_becomes_a_tag(
    small_region: Any, region: Any, browse: Any, backend: str
) -> None:
    for text in ("Detva opatrovatelka", "opatrovateľka v Detve"):
        answer = browse(region).get("/search", {"q": text})
        page = answer.content.decode()
        assert answer.context["asked"].where.codes == (DETVA,)
        assert "Opatrovateľská služba mesta Zvolen" in page
        assert f'value="{text}"' in page
        ((label, address),) = answer.context["chips"]
        assert label == "Detva"
        as_words = browse(region).get("/search" + address)
        assert as_words.context["asked"].where is None
        assert as_words.context["asked"].text == text
        assert as_words.context["chips"] == []


def test_a_district_among_the_words_becomes_a_tag(small_region: Any, region: Any, browse: Any, backend: str) -> None:
    answer = browse(region).get("/search", {"q": "stacionár v okrese Brezno"})
    assert [label for label, _address in answer.context["chips"]] == ["Brezno"]
    assert len(answer.context["asked"].where.codes) > 20
    assert [result.title for result in answer.context["results"]] == ["Denný stacionár Slnečnica"]


def test_a_form_and_an_age_among_the_words_become_tags(small_region: Any, region: Any, browse: Any) -> None:
    answer = browse(region).get("/search", {"q": "opatrovanie u nás doma, mama 87 rokov"})
    assert answer.context["asked"].forms == ("OUTREACH",)
    labels = [label for label, _address in answer.context["chips"]]
    assert labels == ["pre staršieho človeka", "v teréne, u vás doma alebo na ulici"]
    for _label, address in answer.context["chips"]:
        assert len(browse(region).get("/search" + address).context["chips"]) == 1
    assert {result.title for result in answer.context["results"]} == {
        "Opatrovateľská služba Lipka",
        "Opatrovateľská služba mesta Zvolen",
    }


def test_a_name_that_holds_a_place_is_looked_for_as_a_name(region: Any, browse: Any, own_index: str, db: Any) -> None:
    bring(service("named", name="Domov Detva", provider="Detva n. o.", at=[ZVOLEN]), service("other", at=[DETVA]))
    call_command("search_update", verbosity=0)
    answer = browse(region).get("/search", {"q": "Domov Detva"})
    assert answer.context["chips"] == []
    assert answer.context["results"][0].title == "Domov Detva"


def test_wishes_are_no_words_to_look_for(small_region: Any, region: Any, browse: Any) -> None:
    for text in ("opatrovateľka cena", "opatrovateľka kontakt", "hľadám opatrovateľku čo najskôr"):
        assert browse(region).get("/search", {"q": text}).context["asked"].text.startswith("opatrovateľk")
    assert browse(region).get("/search", {"q": "kontakt"}).context["asked"].text == "kontakt"


@pytest.mark.parametrize("text", ["martin domov dochodcov", "bratislava domov dochodcov"])
def test_a_town_of_another_region_is_answered_honestly(small_region: Any, region: Any, browse: Any, text: str) -> None:
    answer = browse(region).get("/search", {"q": text})
    assert not answer.context["mentioned"].is_ours
    assert answer.context["only_there"] == ""
    assert region.name in answer.content.decode().split('id="results"')[0].split("<main")[1]


def test_another_municipality_than_was_chosen_is_offered(small_region: Any, region: Any, browse: Any) -> None:
    answer = browse(region).get("/search", {"q": "detva opatrovatelka", "municipality": "Zvolen"})
    assert answer.context["mentioned"].name == "Detva"
    assert answer.context["asked"].where.name == "Zvolen"


@pytest.mark.parametrize("text", ["mama zabúda", "opatrovateľská služba", "domov dôchodcov", "práca s deťmi", ""])
def test_everyday_words_are_no_municipalities(small_region: Any, region: Any, browse: Any, text: str) -> None:
    with without_elasticsearch():
        assert browse(region).get("/search", {"q": text}).context["mentioned"] is None


def test_a_name_of_several_words_is_found_whole(small_region: Any, region: Any, browse: Any) -> None:
    asked = browse(region).get("/search", {"q": "stacionár v Banskej Bystrici"}).context["asked"]
    assert (asked.where.name, asked.text) == ("Banská Bystrica", "stacionár")


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
