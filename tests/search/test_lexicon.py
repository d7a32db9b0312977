"""The lexicon: folding, words, lemmas, and how well they hold over whole paradigms."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.lexicon import content_lemmas, fold, lemma, lemmas, version, words
from search.lexicon.build import OVERRIDES, preferred
from search.lexicon.measure import conflation, confusable_pairs, paradigms, wrongly_joined
from search.lexicon.sources import override_pairs

LANGUAGES = ("sk", "cs")


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Ťažký ďateľ", "tazky datel"), ("PŘÍLIŠ žluťoučký", "prilis zlutoucky"), ("Łódź", "lodz"), ("Straße", "strasse")],
)
def test_folding_takes_case_and_diacritics(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_hyphen_parts_words_and_codes_stay_whole() -> None:
    assert words("sociálno-právna, § 24b, DSS/ADOS 3x") == ["sociálno", "právna", "24b", "DSS", "ADOS", "3x"]


def test_marks_written_apart_do_not_cut_a_word() -> None:
    assert words("de\u0301t") == ["dét"]


@given(st.text(alphabet="aábcčdďeéiíoóľšťžřůn 12-.", max_size=60), st.sampled_from(["sk", "cs", None]))
def test_every_word_has_exactly_one_lemma(text: str, language: str | None) -> None:
    assert len(lemmas(text, language)) == len(words(text))


@given(st.text(alphabet="aábcčdďeéiíoóľšťžřůn ", max_size=60), st.sampled_from(["sk", "cs", None]))
def test_lemmas_are_the_same_without_diacritics(text: str, language: str | None) -> None:
    assert lemmas(text, language) == lemmas(fold(text), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("with_marks", [True, False])
def test_forms_of_held_out_words_meet(language: str, with_marks: bool) -> None:
    hit, total = conflation(language, held_out=True, with_marks=with_marks)
    assert total > 800
    assert hit / total >= 0.97


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_ours_comes_from_the_held_out_half(language: str) -> None:
    held_out = paradigms(language, held_out=True)
    forms = {fold(form) for paradigm in held_out for form in paradigm.forms}
    own = {fold(side) for pair in override_pairs(OVERRIDES / f"{language}.tsv") for side in pair}
    assert own & forms == set()
    assert preferred(language) & {fold(paradigm.word) for paradigm in held_out} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_half_has_many_words(language: str) -> None:
    assert min(len(paradigms(language, held_out=half)) for half in (True, False)) >= 75


@pytest.mark.parametrize("language", LANGUAGES)
def test_different_words_seldom_meet(language: str) -> None:
    assert len(wrongly_joined(language)) / len(confusable_pairs(language)) <= 0.03


@pytest.mark.parametrize(
    ("language", "form", "name"),
    [
        ("sk", "Detve", "Detva"),
        ("sk", "Michaloviec", "Michalovce"),
        ("sk", "Topoľčanoch", "Topoľčany"),
        ("sk", "Ružomberku", "Ružomberok"),
        ("sk", "v Banskej Bystrici", "v Banská Bystrica"),
        ("sk", "v Žiari nad Hronom", "v Žiar nad Hronom"),
        ("cs", "Praze", "Praha"),
        ("cs", "Ostravě", "Ostrava"),
        ("cs", "Blansku", "Blansko"),
        ("cs", "Nepomuku", "Nepomuk"),
        ("cs", "Karlových Varech", "Karlovy Vary"),
        ("cs", "Frýdku-Místku", "Frýdek-Místek"),
    ],
)
def test_place_names_meet_in_any_case(language: str, form: str, name: str) -> None:
    assert lemmas(form, language) == lemmas(name, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_of_an_unknown_name_meet(language: str) -> None:
    forms = ["Xvorbelna", "Xvorbelny", "Xvorbelnu", "Xvorbelnou"]
    assert len({lemma(form, language) for form in forms}) == 1


@pytest.mark.parametrize(
    ("language", "negated", "plain"),
    [("sk", "nepočujúcich", "počujúcich"), ("cs", "neslyšícím", "slyšícím"), ("cs", "nezávislých", "závislých")],
)
def test_a_negation_stays_apart(language: str, negated: str, plain: str) -> None:
    assert lemma(negated, language) == "ne" + lemma(plain, language)


def test_superlative_meets_its_adjective() -> None:
    assert lemma("najdostupnejšie", "sk") == lemma("dostupný", "sk")


def test_a_lemma_is_its_own_lemma() -> None:
    for language in LANGUAGES:
        for paradigm in paradigms(language, held_out=True):
            found = lemma(paradigm.word, language)
            assert lemma(found, language) == found


def test_function_words_are_left_out_of_the_content() -> None:
    assert content_lemmas("opatrovateľka pre moju mamu", "sk") == ["opatrovatelka", "mama"]


def test_flat_is_not_taken_for_a_function_word() -> None:
    assert content_lemmas("hľadám byt", "sk") == ["hladat", "byt"]


def test_with_both_languages_a_shared_word_is_one_word() -> None:
    assert lemmas("sociálních služeb", None) == lemmas("sociálnych služieb", None)


def test_version_names_the_built_files() -> None:
    assert len(version()) == 12
    assert version().isalnum()


def test_lexicon_knows_nothing_of_django_and_opens_nothing_at_import() -> None:
    check = (
        "import sys, search.words, search.lexicon.lemmatising as lexicon; "
        "sys.exit('django' in sys.modules or lexicon.table.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
