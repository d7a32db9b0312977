"""Slovak and Czech order, in Python and in the database."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.collation import function_sql, sort_key

SLOVAK = [
    "a",
    "á",
    "abeceda",
    "ada",
    "äa",
    "b",
    "c",
    "cesta",
    "cz",
    "č",
    "čaj",
    "čln",
    "d",
    "ď",
    "dom",
    "ďateľ",
    "dz",
    "dzurinda",
    "dža",
    "džem",
    "e",
    "é",
    "ech",
    "f",
    "g",
    "h",
    "had",
    "hz",
    "ch",
    "chata",
    "chlieb",
    "chz",
    "i",
    "í",
    "ihla",
    "j",
    "k",
    "l",
    "ĺ",
    "ľ",
    "lampa",
    "ľan",
    "ĺk",
    "lz",
    "m",
    "n",
    "ň",
    "noc",
    "ňuch",
    "nz",
    "o",
    "ó",
    "oz",
    "ô",
    "ôsmy",
    "p",
    "q",
    "r",
    "ŕ",
    "rak",
    "ŕň",
    "rz",
    "ř",
    "řeka",
    "s",
    "sz",
    "š",
    "šach",
    "t",
    "ť",
    "tma",
    "ťava",
    "u",
    "ú",
    "úrad",
    "v",
    "w",
    "x",
    "y",
    "ý",
    "z",
    "zima",
    "zz",
    "ž",
    "žaba",
]
CZECH = [
    "a",
    "á",
    "auto",
    "až",
    "b",
    "c",
    "cukr",
    "cz",
    "č",
    "čaj",
    "d",
    "ď",
    "dům",
    "e",
    "é",
    "ě",
    "ekran",
    "f",
    "g",
    "h",
    "hz",
    "ch",
    "cha",
    "chci",
    "i",
    "í",
    "j",
    "k",
    "l",
    "m",
    "n",
    "ň",
    "o",
    "ó",
    "p",
    "q",
    "r",
    "rz",
    "ř",
    "řeka",
    "s",
    "sz",
    "š",
    "šek",
    "t",
    "ť",
    "u",
    "ú",
    "ů",
    "v",
    "w",
    "x",
    "y",
    "ý",
    "z",
    "zz",
    "ž",
    "žák",
]
TRAPS = [
    ("sk", ["cukor", "čaj", "dom", "hrad", "chata", "ihla"]),
    ("sk", ["Hýľ", "Chalupka", "Chudý", "Ilava"]),
    ("sk", ["mat", "maz", "mäkký", "mäso", "mlyn"]),
    ("sk", ["stolička", "stovka", "stôl", "stužka"]),
    ("sk", ["Lada", "Ľadová", "Lazy", "Ľubietová", "Lučenec"]),
    ("sk", ["kral", "král", "kráľ", "krava"]),
    ("sk", ["Nova Ves", "Nová Ves", "Nova Vieska"]),
    ("sk", ["„Domov“ Brezno", "Dom 1", "Dom A", "Doma"]),
    ("sk", ["Čadca", "ČESKÉ", "čierny"]),
    ("cs", ["hora", "hůl", "chata", "Cheb", "Ivančice"]),
    ("cs", ["rak", "rzi", "řeka", "Říčany", "sad"]),
    ("cs", ["bal", "bál", "bala"]),
    ("cs", ["mělník", "mess", "město"]),
    ("cs", ["stonek", "stůj", "stůl"]),
]


@pytest.mark.parametrize(("language", "words"), TRAPS)
def test_traps_stand_in_order(language: str, words: list[str]) -> None:
    assert sorted(words, key=lambda word: sort_key(word, language)) == words


@pytest.mark.parametrize(
    ("before", "after"), [("cz", "č"), ("hz", "ch"), ("chz", "i"), ("sz", "š"), ("zz", "ž"), ("rz", "ř")]
)
def test_letter_of_its_own_follows_the_whole_plain_letter(before: str, after: str) -> None:
    for language in ("sk", "cs"):
        assert sort_key(before, language) < sort_key(after, language)


@pytest.mark.parametrize(
    ("marked", "plain"), [("ď", "d"), ("ť", "t"), ("ň", "n"), ("á", "a"), ("ľ", "l"), ("ĺ", "l"), ("ŕ", "r")]
)
def test_other_marks_only_decide_between_equal_words(marked: str, plain: str) -> None:
    assert sort_key(f"{plain}a", "sk") < sort_key(f"{marked}a", "sk") < sort_key(f"{plain}b", "sk")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("sk", SLOVAK), ("cs", CZECH), *TRAPS])
def test_database_answers_the_same_key(language: str, words: list[str]) -> None:
    every = [*words, *(word.upper() for word in words), *(word.capitalize() for word in words)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {language}_key(word) from unnest(%s::text[]) with ordinality as w(word, n) order by n", [every]
        )
        assert [row[0] for row in cursor.fetchall()] == [sort_key(word, language) for word in every]


@pytest.mark.django_db
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20))
def test_database_answers_the_same_key_for_any_text(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select sk_key(%s), cs_key(%s)", [text, text])
        assert cursor.fetchone() == (sort_key(text, "sk"), sort_key(text, "cs"))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sk", "cs"])
def test_the_migration_carries_the_present_function(language: str) -> None:
    import importlib

    migration = importlib.import_module("tenants.migrations.0002_sort_keys")
    assert getattr(migration, f"{language.upper()}_KEY") == function_sql(language)


@pytest.mark.django_db
def test_key_can_be_indexed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select provolatile from pg_proc where proname in ('sk_key', 'cs_key')")
        assert cursor.fetchall() == [("i",), ("i",)]
