"""Counts count services, facets count what the other options would give, a place is in it or comes to it."""

from dataclasses import replace
from typing import Any

from django.core.management import call_command
from support.finding import (
    BREZNO,
    BYSTRICA,
    DAY_CARE,
    DETVA,
    HOME_CARE,
    NIGHT_SHELTER,
    SENIORS,
    ZVOLEN,
    bring,
    service,
    without_elasticsearch,
)

from catalogue.models import Service
from search.places import AROUND, by_code
from search.request import SearchRequest, Sort
from search.searching import Widened, find, find_or_widen
from search.showing import counted, place_for

SHELTER = "SK448-29"  # a kind that hides its address until staff have looked
FAR_AWAY = "514462"  # Rimavská Sobota, 45 km from Detva
NOWHERE = "518808"  # Stožok, of the district of Detva


def keys(found: Any, ids: dict[str, Any]) -> list[str]:
    by_id = {str(value): key for key, value in ids.items()}
    return [by_id[card["id"]] for card in found.cards]


def test_no_words_answer_all_services_each_once(small_region: dict[str, Any], backend: str) -> None:
    found = find(SearchRequest())
    assert found.backend == backend
    assert found.count == 5
    assert sorted(keys(found, small_region)) == sorted(small_region)


def test_facets_count_services_and_not_places(small_region: dict[str, Any], backend: str) -> None:
    facets = find(SearchRequest()).facets
    assert facets["kind"] == {HOME_CARE: 2, SENIORS: 1, DAY_CARE: 1, NIGHT_SHELTER: 1}
    assert facets["form"] == {"OUTREACH": 2, "RESIDENTIAL": 2, "AMBULATORY": 1}
    assert facets["target_group"] == {"SK-SENIORS": 3, "SK-DEMENTIA": 1, "SK-DISABILITY": 1, "SK-HOMELESS": 1}


def test_a_facet_counts_under_the_other_filters_only(small_region: dict[str, Any], backend: str) -> None:
    found = find(SearchRequest(kinds=(SENIORS,), forms=("RESIDENTIAL",)))
    assert keys(found, small_region) == ["seniors"]
    assert found.count == 1
    assert found.facets["kind"] == {SENIORS: 1, NIGHT_SHELTER: 1}
    assert found.facets["form"] == {"RESIDENTIAL": 1}
    assert found.facets["target_group"] == {"SK-SENIORS": 1, "SK-DEMENTIA": 1}


def test_facets_for_machines_list_every_code(small_region: dict[str, Any], backend: str) -> None:
    listed = {each["code"]: each["count"] for each in counted("form", find(SearchRequest()).facets["form"])}
    assert listed == {"AMBULATORY": 1, "OUTREACH": 2, "RESIDENTIAL": 2, "REMOTE": 0}


def test_several_codes_of_one_facet_are_alternatives(small_region: dict[str, Any], backend: str) -> None:
    found = find(SearchRequest(kinds=(SENIORS, DAY_CARE)))
    assert sorted(keys(found, small_region)) == ["many", "seniors"]


def test_a_place_means_in_it_or_comes_to_it(small_region: dict[str, Any], backend: str) -> None:
    assert sorted(keys(find(SearchRequest(where=by_code(DETVA))), small_region)) == ["care2", "seniors"]
    assert sorted(keys(find(SearchRequest(where=by_code(ZVOLEN))), small_region)) == ["care2", "many"]
    assert sorted(keys(find(SearchRequest(where=by_code(BREZNO))), small_region)) == ["many"]
    # Lipka comes to the whole district of Banská Bystrica.
    lubietova = by_code("508748")
    assert lubietova is not None
    assert keys(find(SearchRequest(where=lubietova)), small_region) == ["care"]


def test_a_service_of_many_places_is_shown_with_the_one_that_fits(small_region: dict[str, Any], backend: str) -> None:
    for code in (BYSTRICA, ZVOLEN, BREZNO):
        found = find(SearchRequest(text="slnečnica", where=by_code(code)))
        assert [place_for(card, by_code(code))["municipality_code"] for card in found.cards] == [code]
    (card,) = find(SearchRequest(text="slnečnica")).cards
    assert place_for(card, by_code(DETVA))["municipality_code"] == ZVOLEN  # the nearest


def test_a_life_situation_narrows_before_it_counts(small_region: dict[str, Any], backend: str) -> None:
    found = find(SearchRequest(within_kinds=(SENIORS, DAY_CARE)))
    assert found.facets["kind"] == {SENIORS: 1, DAY_CARE: 1}


def test_everyday_words_find_the_kind_they_mean(small_region: dict[str, Any], backend: str) -> None:
    assert keys(find(SearchRequest(text="starobinec")), small_region) == ["seniors"]
    assert keys(find(SearchRequest(text="domov dôchodcov")), small_region)[0] == "seniors"


def test_the_exact_name_of_a_kind_comes_first(small_region: dict[str, Any], backend: str) -> None:
    assert keys(find(SearchRequest(text="denný stacionár")), small_region)[0] == "many"
    assert keys(find(SearchRequest(text="domov harmonia")), small_region)[0] == "seniors"


def test_sorted_by_name_follows_the_language(small_region: dict[str, Any], backend: str) -> None:
    found = find(SearchRequest(sort=Sort.NAME))
    assert keys(found, small_region) == ["many", "seniors", "night", "care", "care2"]


def test_pages_do_not_overlap(small_region: dict[str, Any], backend: str) -> None:
    pages = [keys(find(SearchRequest(page=page, page_size=2)), small_region) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert len({key for page in pages for key in page}) == 5


def test_nothing_here_leads_to_the_nearest_and_says_so(small_region: dict[str, Any], backend: str) -> None:
    answer = find_or_widen(SearchRequest(text="nocľaháreň", where=by_code(DETVA)))
    assert answer.widened == Widened.PLACE
    assert keys(answer.found, small_region) == ["night"]
    answer = find_or_widen(SearchRequest(kinds=(DAY_CARE, NIGHT_SHELTER), where=by_code(DETVA)))
    assert keys(answer.found, small_region) == ["many", "night"]  # Zvolen is nearer than Banská Bystrica


def test_a_long_sentence_is_content_with_some_words_and_says_so(small_region: dict[str, Any], backend: str) -> None:
    text = "prosím vás potrebujem nutne akúkoľvek slnečnicu kdekoľvek zajtra"
    answer = find_or_widen(SearchRequest(text=text))
    assert answer.widened == Widened.WORDS
    assert "many" in keys(answer.found, small_region)


def test_filters_that_empty_the_page_are_left_out_and_that_is_said(small_region: dict[str, Any], backend: str) -> None:
    answer = find_or_widen(SearchRequest(text="nocľaháreň", forms=("AMBULATORY",)))
    assert answer.widened == Widened.FILTERS
    assert keys(answer.found, small_region) == ["night"]


def test_nonsense_is_answered_honestly(small_region: dict[str, Any], backend: str) -> None:
    answer = find_or_widen(SearchRequest(text="xqzwk brrrl"))
    assert answer.widened == Widened.NOTHING
    assert answer.found.count == 0


def test_near_me_holds_what_is_here_comes_here_or_can_be_gone_to(region: Any, own_index: str, db: Any) -> None:
    """A residential service by its distance, an outreach one by whether it comes, one by telephone from anywhere."""
    ids = bring(
        service("here", kind=SENIORS, forms=["RESIDENTIAL"], at=[DETVA]),
        service("close", kind=SENIORS, forms=["RESIDENTIAL"], at=[ZVOLEN]),
        service("far", kind=SENIORS, forms=["RESIDENTIAL"], at=[FAR_AWAY]),
        service("stays", at=[ZVOLEN], reach=[{"level": "MUNICIPALITY", "code": ZVOLEN}]),
        service("comes", at=[ZVOLEN], reach=[{"level": "MUNICIPALITY", "code": DETVA}]),
        service("line", forms=["REMOTE"], at=[BREZNO]),
        service("hidden", kind=SHELTER, forms=["RESIDENTIAL"], at=[FAR_AWAY]),
    )
    Service.objects.update(is_published=True)
    call_command("search_update", verbosity=0)
    near = SearchRequest(where=by_code(DETVA), around=AROUND)
    assert find(near).backend == "elasticsearch"
    assert sorted(keys(find(near), ids)) == ["close", "comes", "here", "hidden", "line"]
    seniors = keys(find(replace(near, text="domov dôchodcov")), ids)
    assert seniors == ["here", "close"]
    with without_elasticsearch():
        assert sorted(keys(find(near), ids)) == ["close", "comes", "here", "hidden", "line"]
        assert keys(find(replace(near, text="domov dôchodcov")), ids) == seniors
