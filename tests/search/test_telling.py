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
