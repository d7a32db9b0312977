"""Everyday words lead to the kinds of service people mean."""

import re

import pytest

from search import classifier
from search.words import OwnWords, kinds_for, load, matches, phrase_lemmas
from search.words.learning import kinds_model, kinds_said, situations_model, situations_said

LANGUAGES = ("sk", "cs")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_hundreds_of_phrases(language: str) -> None:
    assert len(load(language)) >= 250


@pytest.mark.parametrize(("language", "code"), [("sk", r"SK448-\d\d[a-d]?"), ("cs", r"CZ108-\d\da?")])
def test_every_phrase_names_kinds_of_its_own_country(language: str, code: str) -> None:
    wrong = [e.phrase for e in load(language) if not e.kinds or not all(re.fullmatch(code, kind) for kind in e.kinds)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_written_twice(language: str) -> None:
    keys = [tuple(sorted(entry.lemmas)) for entry in load(language)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_finds_itself_first(language: str) -> None:
    lost = [entry.phrase for entry in load(language) if entry not in matches(entry.phrase, language)]
    assert lost == []


@pytest.mark.parametrize(
    ("language", "query", "code"),
    [
        ("sk", "domov dochodcov", "SK448-35"),
        ("sk", "otec sa po operacii nevie sam obliect", "SK448-41"),
        ("sk", "opatrovateľku pre mamu v Detve", "SK448-41"),
        ("sk", "nemáme kde bývať", "SK448-26"),
        ("sk", "JASLE pre deti", "SK448-32b"),
        ("sk", "požičať invalidný vozík", "SK448-47"),
        ("sk", "nechce zit", "SK448-53"),
        ("cs", "pecovka", "CZ108-40"),
        ("cs", "do azyláku", "CZ108-57"),
        ("cs", "domova se zvláštním režimem", "CZ108-50"),
        ("cs", "ranou péči", "CZ108-54"),
        ("cs", "chci umrit", "CZ108-55"),
    ],
)
def test_query_in_any_form_leads_to_its_kind(language: str, query: str, code: str) -> None:
    assert kinds_for(query, language)[0][0] == code


def test_order_of_words_does_not_matter() -> None:
    assert kinds_for("dôchodcov domov", "sk") == kinds_for("domov dôchodcov", "sk")


def test_longer_phrase_wins_and_keeps_its_words() -> None:
    assert [entry.phrase for entry in matches("týdenní stacionář", "cs")] == ["týdenní stacionář"]


def test_a_word_that_means_nothing_alone_leads_nowhere() -> None:
    for word in ("domov", "dom", "pomoc", "starostlivosť"):
        assert kinds_for(word, "sk") == []


def test_weights_fall_with_the_place_in_the_list() -> None:
    weights = [weight for _, weight, _ in kinds_for("nemám kde bývať", "sk")]
    assert weights == sorted(weights, reverse=True)
    assert 0 < weights[-1] < weights[0] <= 1


def test_single_content_word_keeps_its_small_words() -> None:
    assert phrase_lemmas("na ulici", "sk") == ("na", "ulica")


def test_health_nursing_is_remarked_as_no_social_service() -> None:
    assert "health" in next(entry.remark for entry in load("sk") if entry.phrase == "ADOS")


def test_both_languages_answer_where_a_deployment_holds_both() -> None:
    assert kinds_for("doléčovací centrum", None)[0][0] == "CZ108-64"
    assert kinds_for("opatrovateľka", None)[0][0] == "SK448-41"


@pytest.mark.parametrize(
    ("language", "query", "code"),
    [
        ("sk", "kamarátku týra partner, treba utiecť", "SK448-29"),
        ("sk", "dedkovi treba niekoho na obliekanie a prebaľovanie", "SK448-41"),
        ("sk", "rolátor a polohovacia posteľ pre starú mamu", "SK448-47"),
        ("cs", "kdo mi přečte dopisy a doprovodí mě", "CZ108-42"),
        ("cs", "vnuk si píchá pervitin", "CZ108-59"),
    ],
)
def test_words_of_several_phrases_hint_at_a_kind(language: str, query: str, code: str) -> None:
    """None of these is a phrase of the lists."""
    assert kinds_for(query, language)[0][0] == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_learnt_was_learnt_from_the_lists_as_they_are(language: str) -> None:
    """Else: python -m search.words.learning"""
    assert classifier.is_of(kinds_model(language), kinds_said(language))
    assert classifier.is_of(situations_model(language), situations_said(language))


def test_a_mistyped_word_and_a_word_of_the_same_root_are_guessed_as_well() -> None:
    for query in ("opatrovatelky", "opatrovtelka", "opatrovateľskú pomoc pre babku"):
        assert kinds_for(query, "sk")[0][0] == "SK448-41"


def test_what_the_region_said_of_words_is_not_guessed_over() -> None:
    own = OwnWords("1", (("pečovka", ()),))
    assert kinds_for("pečovka", "cs")
    assert kinds_for("pečovka", "cs", own) == []
    for language in ("cs", None):
        asked = "pečovka pro babičku s demencí"
        assert kinds_for(asked, language)[0][0] != "CZ108-63"
        assert kinds_for(asked, language, OwnWords("2", (("pečovka", ("CZ108-63",)),)))[0][0] == "CZ108-63"
