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
    assert "/situations/caring" in page
    assert "kind=SK448-41" in page


def test_results_show_what_people_need(small_region: Any, region: Any, browse: Any) -> None:
    answer = browse(region).get("/search", {"q": "opatrovatelska sluzba"})
    page = answer.content.decode()
    assert answer["X-Search-Backend"] == "elasticsearch"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "Opatrovateľská služba Lipka" in page
    assert 'href="tel:+421481234567"' in page
    assert f'href="/services/{small_region["care"]}/"' in page


def test_municipality_host_preselects_its_municipality_and_lets_it_go(
    small_region: Any, alfa: Any, beta: Any, browse: Any
) -> None:
    zvolen = browse(beta).get("/search")
    assert titles(zvolen) == ["Denný stacionár Slnečnica", "Opatrovateľská služba mesta Zvolen"]
    assert 'value="Zvolen"' in zvolen.content.decode()
    everywhere = browse(beta).get("/search", {"municipality": ""})
    assert len(titles(everywhere)) == 5
    assert "?municipality=" in zvolen.context["chips"][0][1]


def test_place_may_be_a_code_a_name_or_a_postcode(small_region: Any, region: Any, browse: Any) -> None:
    from tenants.models import Municipality

    postcode = Municipality.objects.get(code=BREZNO).postcodes[0]
    for text in (BREZNO, "Brezno", "brezno", " BREZNO ", "Brezno (Brezno)", postcode):
        assert titles(browse(region).get("/search", {"municipality": text})) == ["Denný stacionár Slnečnica"], text


def test_an_ambiguous_place_is_asked_back(small_region: Any, region: Any, browse: Any) -> None:
    from collections import Counter

    from tenants.models import Municipality

    names = Counter(Municipality.objects.filter(region_code="SK032").values_list("name", flat=True))
    name = next(name for name, count in sorted(names.items()) if count > 1)
    answer = browse(region).get("/search", {"municipality": name})
    page = answer.content.decode()
    assert answer.context["place"].where is not None
    for other in answer.context["place"].others:
        assert other.full_name in page
        assert f"municipality={other.code}" in page
    assert len(answer.context["place"].others) == names[name] - 1


def test_an_unknown_place_is_said_and_the_whole_region_searched(small_region: Any, region: Any, browse: Any) -> None:
    answer = browse(region).get("/search", {"municipality": "Xxyyzz"})
    assert len(titles(answer)) == 5
    assert answer.context["place"].is_unknown
    assert 'value="Xxyyzz"' in answer.content.decode()


def test_chosen_filters_become_chips_that_can_be_taken_off(small_region: Any, region: Any, browse: Any) -> None:
    answer = browse(region).get("/search", {"kind": ["SK448-41", "SK448-35"], "form": "OUTREACH", "kind_": "x"})
    assert titles(answer) == ["Opatrovateľská služba Lipka", "Opatrovateľská služba mesta Zvolen"]
    assert len(answer.context["chips"]) == 3
    assert answer.context["chips"][0][1].count("kind=SK448-35") == 1
    assert "SK448-41" not in answer.context["chips"][0][1]


def test_the_page_says_when_elasticsearch_is_away(small_region: Any, region: Any, browse: Any) -> None:
    with without_elasticsearch():
        answer = browse(region).get("/search", {"q": "opatrovateľská služba"})
    assert answer["X-Search-Backend"] == "postgresql"
    assert answer.context["found"].backend == "postgresql"
    assert len(titles(answer)) == 2


def test_no_dead_end(small_region: Any, region: Any, browse: Any) -> None:
    page = browse(region).get("/search", {"q": "xqzwk brrrl"}).content.decode()
    assert "/situations/caring" in page


CANARY = "<script>alert(1)</script>{{7*7}}' or 1=1 --\"><img src=x>"


def test_canary_in_every_parameter_is_escaped(small_region: Any, region: Any, alfa: Any, browse: Any) -> None:
    for name in ("q", "municipality", "kind", "target_group", "form", "page", "sort", "situation"):
        for client in (browse(region), browse(alfa)):
            answer = client.get("/search", {name: CANARY})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.content.decode()
            assert "<img src=x" not in answer.content.decode()
        assert browse(region).get(API, {name: CANARY}).status_code in {200, 400}
    assert "<script>alert" not in browse(alfa).get("/plan/search", {"q": CANARY}).content.decode()


# --- the API ---------------------------------------------------------------------------------------------------------
def test_contract_of_the_api(small_region: Any, region: Any, browse: Any) -> None:
    answer = browse(region).get(API, {"q": "domov harmónia"})
    facts = answer.json()
    assert answer.status_code == 200
    assert list(facts) == ["count", "backend", "danger", "results", "facets"]
    assert (facts["count"], facts["backend"]) == (1, "elasticsearch")
    (result,) = facts["results"]
    assert result["id"] == str(small_region["seniors"])
    assert (result["name"], result["provider"]) == ("Domov Harmónia", "Harmónia")
    assert (result["service_kind"], result["municipality_code"]) == ("SK448-35", DETVA)
    assert set(facts["facets"]) == {"kind", "target_group", "form"}
    kinds = {each["code"]: each for each in facts["facets"]["kind"]}
    assert kinds["SK448-35"] == {"code": "SK448-35", "name": "zariadenie pre seniorov", "count": 1}
    assert kinds["SK448-40"]["count"] == 0


@pytest.mark.parametrize(
    ("text", "danger"),
    [("chcem zomrieť", "LIFE"), ("manžel ma bije", "VIOLENCE"), ("chcem zomrijet", "LIFE"), ("káva", None)],
)
def test_the_api_says_when_words_speak_of_danger(
    small_region: Any, region: Any, browse: Any, text: str, danger: str | None
) -> None:
    assert browse(region).get(API, {"q": text}).json()["danger"] == danger


def test_api_answers_all_for_an_empty_question(small_region: Any, region: Any, alfa: Any, browse: Any) -> None:
    for client in (browse(region), browse(alfa)):
        assert client.get(API).json()["count"] == 5
        assert client.get(API, {"q": "", "municipality": ""}).json()["count"] == 5


def test_api_filters_and_pages(small_region: Any, region: Any, browse: Any) -> None:
    client = browse(region)
    assert client.get(API, {"municipality": ZVOLEN}).json()["count"] == 2
    assert (
        client.get(API, {"municipality": ZVOLEN, "q": "slnečnica"}).json()["results"][0]["municipality_code"] == ZVOLEN
    )
    assert client.get(API, {"kind": ["SK448-41", "SK448-35"], "form": "OUTREACH"}).json()["count"] == 2
    second = client.get(API, {"page": 2, "page_size": 2}).json()
    assert (second["count"], len(second["results"])) == (5, 2)
    assert client.get(API, {"page": 99}).json()["results"] == []


def test_api_never_widens(small_region: Any, region: Any, browse: Any) -> None:
    assert browse(region).get(API, {"q": "nocľaháreň", "municipality": DETVA}).json()["count"] == 0


@pytest.mark.parametrize(
    "given",
    [
        {"page": "0"},
        {"page": "x"},
        {"page_size": "101"},
        {"page_size": "-1"},
        {"municipality": "Detva"},
        {"municipality": "999999"},
        {"kind": "SK448-999"},
        {"form": "SUBMARINE"},
        {"target_group": "x"},
        {"q": "a" * 301},
        {"page": "9999999", "page_size": "100"},
        {"postcode": "96212"},
    ],
)
def test_bad_parameters_are_refused_with_a_sentence(small_region: Any, region: Any, browse: Any, given: Any) -> None:
    answer = browse(region).get(API, given)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "bad_parameter"
    assert answer.json()["detail"].endswith(".")


def test_api_is_limited(small_region: Any, region: Any, browse: Any) -> None:
    with override_settings(OPORA_API_PER_MINUTE=2):
        statuses = [browse(region).get(API).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_search_words_stay_out_of_the_logs(
    small_region: Any, region: Any, browse: Any, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    from search.engine.breaker import breaker

    with caplog.at_level("DEBUG", logger="search"), caplog.at_level("INFO"):
        browse(region).get("/search", {"q": "zufalostka"})
        settings.OPORA_INDEX_PREFIX = "nowhere"
        browse(region).get("/search", {"q": "zufalostka"})
        browse(region).get(API, {"q": "zufalostka"})
    breaker.close()
    assert "zufalostka" not in caplog.text
    assert "PostgreSQL searches" in caplog.text


@pytest.mark.parametrize("asked", ["banska", "lehota"])
def test_a_place_that_may_be_several_is_asked_back(small_region: Any, region: Any, browse: Any, asked: str) -> None:
    answer = browse(region).get("/search", {"q": "opatrovanie", "municipality": asked})
    assert "Ktorú obec máte na mysli?" in answer.content.decode()
    others = answer.context["place"].others
    assert 1 < len(others) <= 24
    assert answer.context["asked"].where is None
    chosen = browse(region).get("/search", {"q": "opatrovanie", "municipality": others[0].code})
    assert chosen.context["asked"].where.name == others[0].name


def test_a_city_that_is_listed_by_parts_is_all_of_them(small_region: Any, region: Any, browse: Any) -> None:
    where = browse(region).get("/search", {"q": "opatrovanie", "municipality": "Bratislava"}).context["asked"].where
    assert where.name == "Bratislava"
    assert len(where.codes) == 17


# --- how many questions ----------------------------------------------------------------------------------------------
def test_pages_ask_the_database_little(small_region: Any, region: Any, browse: Any) -> None:
    from support.counting import questions

    client = browse(region)
    assert questions(client, "/search?q=opatrovatelska+sluzba") == 0
    assert questions(client, f"/search?municipality={BYSTRICA}") == 0
    assert questions(client, "/search?q=oaptrovatelska") == 2
    assert questions(client, f"{API}?q=sluzba") == 1
    assert questions(client, "/") == 2


def test_the_fallback_asks_one_question(small_region: Any, region: Any, browse: Any) -> None:
    from support.counting import questions

    with without_elasticsearch():
        assert questions(browse(region), "/search?q=opatrovatelska+sluzba") == 1
        assert questions(browse(region), f"{API}?q=sluzba") == 2


def test_a_mistyped_word_is_told_with_the_word_that_was_meant(small_region: Any, region: Any, browse: Any) -> None:
    page = browse(region).get("/search", {"q": "harmonya"}).content.decode()
    assert "hľadali aj „harmonia“" in page
    assert "hľadali aj" not in browse(region).get("/search", {"q": "harmónia"}).content.decode()


# --- a list of one's own ----------------------------------------------------------------------------------------------
def test_results_are_ticked_for_a_list_that_goes_on_with_the_search(
    small_region: dict[str, Any], region: Any, browse: Any
) -> None:
    first, second = (str(small_region[name]) for name in ("care", "care2"))
    asked = {"q": "opatrovanie", "municipality": "Zvolen"}
    page = browse(region).get("/search", {**asked, "id": first}).content.decode()
    assert f'value="{second}" form="pick" data-opora-carried>' in page
    assert "Váš zoznam: 1 služba" in page.replace("\xa0", " ")
    form = page.partition('id="pick"')[2].partition("</form>")[0]
    assert f'<input type="hidden" name="id" value="{first}">' in form  # it has no box on this page
    assert "opatrovanie" not in form  # the address of a list tells nothing of who made it
    ticked = browse(region).get("/search", {**asked, "id": second}).content.decode()
    assert f'value="{second}" form="pick" data-opora-carried checked>' in ticked  # and can be taken off again
    assert second not in ticked.partition('id="pick"')[2].partition("</form>")[0]
    answer = browse(region).get("/shortlist/", {"id": [first, second]})
    listed = answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"
    assert f'href="/search?id={first}&amp;id={second}"' in listed
    assert 'href="tel:' in listed
    assert 'href="mailto:?subject=Zoznam%20soci%C3%A1lnych%20slu%C5%BEieb' in listed
    assert f"id%3D{second}" in listed


def test_a_full_list_takes_no_more(small_region: Any, region: Any, browse: Any) -> None:
    full = [f"00000000-0000-4000-8000-0000000000{number:02}" for number in range(30)]
    page = browse(region).get("/search", {"q": "opatrovanie", "id": [*full, "nonsense", '"><b>']}).content.decode()
    assert 'type="checkbox" value=' not in page.partition('class="opora-results"')[2].partition("</ol>")[0]
    assert page.count('name="id" value="00000000') == 3 * 30  # of the box, of the filters, of the list
    assert '"><b>' not in page


def test_hours_say_whether_it_is_open_now(region: Any, browse: Any, own_index: str, db: Any) -> None:
    from django.core.management import call_command
    from support.finding import bring, service

    whole = [{"day": day, "opens": "00:00", "closes": "24:00"} for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")]
    bring(service("open", name="Stále otvorené", opening_hours=whole))
    call_command("search_update", verbosity=0)
    page = browse(region).get("/search", {"q": "Stále otvorené"}).content.decode()
    assert "teraz otvorené, vo dne v noci" in page


def test_a_text_that_is_easy_to_read_is_one_click_away(region: Any, browse: Any, own_index: str, db: Any) -> None:
    from django.core.management import call_command
    from support.finding import bring, service

    ids = bring(service("easy", name="Služba Jahoda", easy_text="Prídeme k vám."), service("b", name="Služba Malina"))
    call_command("search_update", verbosity=0)
    page = browse(region).get("/search", {"q": "služba"}).content.decode()
    assert page.count("Ľahko čitateľný text") == 1
    assert f'href="/services/{ids["easy"]}/#easy"' in page


def test_a_mistyped_everyday_word_is_put_right_and_no_insult_is_printed(small_region: Any, region: Any) -> None:
    from search import words
    from search.understanding import understand

    assert ("starobinecc", "starobinec") in understand("starobinecc").put_right
    assert understand("starobinecc").kinds[0][0] == "SK448-35"
    assert not words.is_fit_to_say("cigánska osada")
    assert words.is_fit_to_say("domov dôchodcov")
