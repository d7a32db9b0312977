"""What a question tells besides the need, and what the page makes of it."""

from typing import Any

import pytest


def shown(browse: Any, region: Any, text: str, **more: str) -> dict[str, Any]:
    context: dict[str, Any] = browse(region).get("/search", {"q": text, **more}).context
    return context


def tags(context: dict[str, Any]) -> list[str]:
    return [label for label, _address in context["chips"]]


def test_a_name_that_only_longer_names_hold_is_asked_back(small_region: Any, region: Any, browse: Any) -> None:
    context = shown(browse, region, "opatrovanie v Lehote")
    assert context["place"].is_unclear
    others = [town.name for town in context["place"].others]
    assert len(others) == 9
    assert all("Lehota" in name for name in others)
    assert (context["asked"].text, context["asked"].where) == ("opatrovanie", None)


def test_who_has_chosen_is_not_asked_again_and_the_name_is_no_word_to_look_for(
    small_region: Any, region: Any, browse: Any
) -> None:
    town = shown(browse, region, "opatrovanie v Lehote")["place"].others[0]
    context = shown(browse, region, "opatrovanie v Lehote", municipality=town.code)
    assert (context["asked"].text, context["asked"].where.name) == ("opatrovanie", town.name)
    context = shown(browse, region, "v Lehote", municipality=town.code)
    assert (context["asked"].text, context["asked"].where.name) == ("", town.name)
    context = shown(browse, region, "opatrovanie Detva", municipality="Detva")
    assert (context["asked"].text, context["asked"].where.name) == ("opatrovanie", "Detva")
    assert tags(context) == ["Detva"]


@pytest.mark.parametrize(
    "text",
    [
        *("opatrovanie na ulici", "v noci", "pomoc v domove", "opatrovanie v sobotu", "rozvoz obedov na sobotu"),
        *("pomoc v novom byte", "nemám miesto na spanie", "bývam na poli", "poradňa vo štvrtok"),
    ],
)
def test_other_words_after_a_preposition_name_no_place(small_region: Any, region: Any, browse: Any, text: str) -> None:
    context = shown(browse, region, text)
    assert (context["place"].is_unclear, context["asked"].where) == (False, None)


def test_what_stands_in_the_box_is_never_overruled_by_the_words(small_region: Any, region: Any, browse: Any) -> None:
    context = shown(browse, region, "opatrovanie v Detve", municipality="Xyzov")
    assert context["place"].is_unknown
    assert context["asked"].where is None


def test_a_city_that_is_listed_by_parts_is_all_of_them_among_words_too(
    small_region: Any, region: Any, browse: Any
) -> None:
    from search.mentioning import mentioned_in
    from search.telling import told_by

    assert mentioned_in("opatrovanie v Bratislave").is_listed_by_parts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.mentioning.own_codes", lambda: frozenset(told_by_box().where.codes))
        told = told_by("opatrovanie v Bratislave")
    assert (told.need, told.place.where.name, len(told.place.where.codes)) == ("opatrovanie", "Bratislava", 17)


def told_by_box() -> Any:
    from search.places import named

    return named("Bratislava", None)


def test_a_short_name_is_the_town_and_the_village_is_offered(small_region: Any, region: Any, browse: Any) -> None:
    context = shown(browse, region, "nocľaháreň v Žiari")
    assert context["asked"].where.name == "Žiar nad Hronom"
    assert [town.name for town in context["place"].others] == ["Žiar"]
    context = shown(browse, region, "nocľaháreň", municipality="Žiar")
    assert [town.name for town in context["place"].others] == ["Žiar nad Hronom", "Žiar"]
    assert context["asked"].where is None


@pytest.mark.parametrize(
    ("text", "need", "place"),
    [
        ("opatera na Sliači", "opatera", "Sliač"),
        ("opatera vo Valaskej", "opatera", "Valaská"),
        ("obed starkej do Hrochote", "obed starkej", "Hrochoť"),
        ("opatrovanie z Hnúšte", "opatrovanie", "Hnúšťa"),
        ("opatrovateľka v Ban. Bystrici", "opatrovateľka", "Banská Bystrica"),
        ("opatrovateľka Žiar n. Hronom", "opatrovateľka", "Žiar nad Hronom"),
    ],
)
def test_forms_that_no_lexicon_knows_and_abbreviations_name_places(
    small_region: Any, region: Any, browse: Any, text: str, need: str, place: str
) -> None:
    asked = shown(browse, region, text)["asked"]
    assert (asked.text, asked.where and asked.where.name) == (need, place)


def test_a_kind_in_a_place_is_no_name_though_a_service_bears_it(
    region: Any, browse: Any, own_index: str, db: Any
) -> None:
    from django.core.management import call_command
    from support.finding import bring, service

    bring(service("a", name="Opatrovateľská služba v Detve"), service("b", name="Lipka v Detve"))
    call_command("search_update", verbosity=0)
    assert shown(browse, region, "opatrovateľská služba v Detve")["asked"].where.name == "Detva"
    assert shown(browse, region, "Lipka v Detve")["asked"].where is None


@pytest.mark.parametrize(("box", "place"), [("v Lučenci", "Lučenec"), ("okres Krupina", "Krupina")])
def test_the_box_for_the_place_understands_as_much_as_the_question(
    small_region: Any, region: Any, browse: Any, box: str, place: str
) -> None:
    assert shown(browse, region, "opatrovanie", municipality=box)["asked"].where.name == place


def test_a_mistyped_place_is_asked_back(small_region: Any, region: Any, browse: Any) -> None:
    place = shown(browse, region, "opatrovanie", municipality="Breznno")["place"]
    assert (place.is_unclear, [town.name for town in place.others]) == (True, ["Brezno"])


def test_all_filters_go_by_one_click_also_those_from_the_words(small_region: Any, region: Any, browse: Any) -> None:
    context = shown(browse, region, "opatrovanie v Detve u nás doma")
    assert len(tags(context)) == 2
    assert tags(browse(region).get("/search" + context["clear_url"]).context) == []


def test_where_nothing_is_found_kinds_and_advice_are_offered(small_region: Any, region: Any, browse: Any) -> None:
    context = shown(browse, region, "xqzwk brrrl", municipality="Zvolen")
    name, address = context["perhaps"][-1]
    assert name == "Sociálne poradenstvo"
    assert address.endswith("?kind=SK448-19&municipality=Zvolen")


# --- who is how old --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("pre syna 4 roky", "pre dieťa"),
        ("dcéra má 3 roky", "pre dieťa"),
        ("2 ročný syn", "pre dieťa"),
        ("mama 80 rokov", "pre staršieho človeka"),
        ("78 rocnu mamu po porazke", "pre staršieho človeka"),
        ("otec je 5 rokov po mozgovej prihode", ""),
        ("mama po operacii na 2 mesiace", ""),
        ("cakame uz 2 roky na domov", ""),
        ("manzel 10 rokov pije", ""),
        ("dlh 8 rokov stary", ""),
        ("sme spolu 12 rokov a bije ma", ""),
        ("mam 16 rokov a mama ma bije", ""),
    ],
)
def test_an_age_is_somebodys_age_and_no_length_of_time(
    small_region: Any, region: Any, browse: Any, text: str, label: str
) -> None:
    assert tags(shown(browse, region, text)) == ([label] if label else [])


def test_a_filter_from_the_words_never_empties_the_page(small_region: Any, region: Any, browse: Any) -> None:
    context = shown(browse, region, "nocľaháreň pre syna 4 roky")
    assert context["found"].count
    assert context["widened"] == "filters"


# --- wishes ----------------------------------------------------------------------------------------------------------
def test_a_wish_is_told_as_left_out_and_comes_back_by_one_click(small_region: Any, region: Any, browse: Any) -> None:
    context = shown(browse, region, "opatrovanie cena kontakt")
    assert context["asked"].text == "opatrovanie"
    [(label, address)] = context["chips"]
    assert label == "bez slov: cena, kontakt"
    back = browse(region).get("/search" + address).context
    assert (back["asked"].text, tags(back)) == ("opatrovanie cena kontakt", [])


def test_politeness_is_passed_over_in_silence(small_region: Any, region: Any, browse: Any) -> None:
    context = shown(browse, region, "dobrý deň, hľadám opatrovanie")
    assert (context["asked"].text, tags(context)) == ("opatrovanie", [])


def test_a_wish_alone_is_looked_for(small_region: Any, region: Any, browse: Any) -> None:
    context = shown(browse, region, "kontakt")
    assert (context["asked"].text, tags(context)) == ("kontakt", [])


@pytest.mark.parametrize("text", ["%%%", "*", "…"])
def test_signs_without_a_word_are_said_to_be_none(small_region: Any, region: Any, browse: Any, text: str) -> None:
    page = browse(region).get("/search", {"q": text}).content.decode()
    assert f"V texte „{text}“ nie je žiadne slovo" in page
    assert "nie je žiadne slovo" not in browse(region).get("/search", {"q": ""}).content.decode()


def test_a_reason_speaks_in_the_words_that_were_written(small_region: Any, region: Any, browse: Any) -> None:
    page = browse(region).get("/search", {"q": "stacionár Slnečnica"}).content.decode().replace("\xa0", " ")
    assert "stacionár, Slnečnica" in page
