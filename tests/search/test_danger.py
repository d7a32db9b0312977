"""Who writes of danger finds the numbers to call above everything else."""

from typing import Any

import pytest
from support.finding import without_elasticsearch

from search.danger import CALM, Danger, danger_in, warning
from search.understanding import understand
from search.words.learning import SITUATIONS, situations_said

GRAVE = {"CRISIS", "VIOLENCE"}
CALLED_FOR = [
    ("sk", "už nemôžem ďalej žiť", Danger.LIFE),
    ("sk", "samovrazedne myslienky", Danger.LIFE),
    ("sk", "skocim pod vlak", Danger.LIFE),
    ("sk", "otec ma chce zabiť", Danger.VIOLENCE),
    ("sk", "vyhražal sa mi, že ma zabije", Danger.VIOLENCE),
    ("sk", "muž ma bije, mám malé deti a nemáme kam ísť", Danger.VIOLENCE),
    ("sk", "chcem sa zabit, lebo ma bije", Danger.LIFE),
    ("sk", "dieťa je samo doma a plače", Danger.CHILD),
    ("sk", "sme s deťmi na ulici", Danger.ROOF),
    ("sk", "chci umřít", Danger.LIFE),
    ("sk", "I want to kill myself", Danger.LIFE),
    ("cs", "my husband beats me", Danger.VIOLENCE),
    ("sk", "я хочу померти", Danger.LIFE),
    ("sk", "kamarat povedal ze si nieco urobi", Danger.LIFE),
    ("sk", "otčim sa ma dotýka", Danger.CHILD),
    ("sk", "muž ma ponižuje pred deťmi", Danger.VIOLENCE),
    ("cs", "už nemůžu dál žít", Danger.LIFE),
    ("cs", "nemá to smysl, nemá smysl žít", Danger.LIFE),
    ("cs", "strejda mi sahá pod tričko", Danger.VIOLENCE),
    ("sk", "chcem sa zabit", Danger.LIFE),
    ("sk", "Nechcem už žiť", Danger.LIFE),
    ("sk", "manžel sa mi vyhráža", Danger.VIOLENCE),
    ("sk", "nemáme s deťmi kde spať", Danger.ROOF),
    ("sk", "manzel ma bije", Danger.VIOLENCE),
    ("sk", "kam s opitym manzelom co ma bije", Danger.VIOLENCE),
    ("sk", "sused bije svoje deti", Danger.CHILD),
    ("sk", "nemam kde spat dnes v noci", Danger.ROOF),
    ("cs", "chci se zabit", Danger.LIFE),
    ("cs", "manžel mě bije", Danger.VIOLENCE),
    ("cs", "soused týrá děti", Danger.CHILD),
    ("cs", "nemam dnes kde spat", Danger.ROOF),
]
HARMLESS = ["opatrovateľská služba", "mama sa nevie sama obliecť", "denný stacionár pre deti", "mám dosť práce",
            "bývanie", "domov dôchodcov Brezno", "byť doma", "noc v zariadení", "kde spať po operácii",
            "chcem žiť samostatne", "otec sa bojí vyjsť von", "prenasledujú ma spomienky", "mám kde spať",
            "otec chce zomrieť doma", "babka chce umrieť, hospic"]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "danger"), CALLED_FOR)
def test_words_of_danger_are_recognised_in_any_form(language: str, text: str, danger: Danger) -> None:
    assert danger_in(text, language) == danger
    assert danger_in(text, None) is not None


@pytest.mark.parametrize("language", ["sk", "cs"])
def test_whoever_writes_beyond_doubt_of_violence_or_of_dying_sees_the_numbers(language: str) -> None:
    """The examples that situations are learnt from guard the list of danger."""
    texts = [text for text, codes in situations_said(language, SITUATIONS[1:]) if {c[3:] for c in codes} & GRAVE]
    assert len(texts) >= 20
    assert [text for text in texts if danger_in(text, language) is None] == []


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_raise_no_alarm(text: str) -> None:
    assert danger_in(text, "sk") is None


def test_wanting_to_live_alone_in_czech_raises_no_alarm() -> None:
    assert danger_in("chci žít samostatně", "cs") is None


@pytest.mark.parametrize("danger", list(Danger))
def test_only_emergency_numbers_are_shown(danger: Danger) -> None:
    banner = warning(danger)
    assert banner is not None
    assert {call.number for call in banner.calls} <= {"112", "155", "158"}
    assert "112" in {call.number for call in banner.calls}


@pytest.mark.parametrize("language", ["sk", "cs"])
def test_every_sort_of_danger_has_phrases(language: str) -> None:
    from search.danger import _read

    assert {sort for _needed, sort in _read(language, language)} == {*Danger, CALM}


@pytest.mark.parametrize("is_away", [False, True])
def test_numbers_stand_above_the_heading(small_region: Any, region: Any, browse: Any, is_away: bool) -> None:
    def page(text: str) -> str:
        return str(browse(region).get("/search", {"q": text}).content.decode())

    if is_away:
        with without_elasticsearch():
            violence = page("manzel ma bije")
    else:
        violence = page("manzel ma bije")
    assert violence.index('href="tel:158"') < violence.index('href="tel:112"') < violence.index("<h1")
    assert 'href="tel:112"' not in page("opatrovateľská služba")


def test_nothing_found_still_says_whom_to_call(small_region: Any, region: Any, browse: Any) -> None:
    page = browse(region).get("/search", {"q": "xqzwk brrrl"}).content.decode()
    assert page.count('href="tel:112"') == 1


def test_words_of_danger_are_never_logged(
    small_region: Any, region: Any, browse: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        browse(region).get("/search", {"q": "chcem sa zabit"})
    assert "zabit" not in caplog.text
    assert "LIFE" not in caplog.text


@pytest.mark.parametrize(
    ("text", "kind"),
    [("zabijem sa", "SK448-53"), ("kamaratka sa chce zabit", "SK448-53"), ("I want to kill myself", "SK448-53")],
)
def test_services_that_help_in_danger_come_first(small_region: Any, text: str, kind: str) -> None:
    assert understand(text).kinds[0][0] == kind


@pytest.mark.parametrize("text", ["chcem zomrijet", "samovrazdz", "nechcm zit", "muž ma byje", "chcem sa zabyt"])
def test_danger_is_seen_through_mistakes(small_region: Any, region: Any, browse: Any, text: str) -> None:
    assert browse(region).get("/search", {"q": text}).context["danger"] is not None


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        *((text, "LIFE") for text in ("I don't want to live anymore", "mam myslienky na smrt", "zhltla tabletky")),
        *((text, "VIOLENCE") for text in ("I'm scared of my husband", "chlap ma tlčie", "skryt sa pred manzelom")),
        *((text, "CHILD") for text in ("my child is being abused", "susedove dieta je hladne a spinave")),
        *((text, "ROOF") for text in ("I am homeless", "we were evicted", "spím na lavičke", "muz nas vyhodil")),
    ],
)
def test_plain_words_of_danger_are_known(text: str, danger: str) -> None:
    assert danger_in(text, "sk") == danger


@pytest.mark.parametrize("text", ["bojím sa o otca", "dieťa nemôže byť samo doma", "ako ďalej žiť po úraze"])
def test_worries_are_no_danger(text: str) -> None:
    assert danger_in(text, "sk") is None


def test_help_in_danger_is_that_of_our_country(small_region: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from search import danger

    monkeypatch.setattr(danger, "country", lambda: "CZ")
    (first, sure), (second, less), *_others = understand("I want to kill myself").kinds
    assert (first, sure, second) == ("CZ108-55", 1.0, "CZ108-60")
    assert less <= 0.5


def test_where_the_likeliest_help_is_missing_the_other_help_is_shown(
    small_region: Any, region: Any, browse: Any
) -> None:
    from django.core.management import call_command
    from support.finding import bring, refresh, service

    bring(service("advice", name="Poradňa", kind="SK448-19"))
    call_command("search_update", verbosity=0)
    refresh()
    assert understand("priatel ma zbil som tehotna").kinds[0][0] == "SK448-29"  # the region has none
    context = browse(region).get("/search", {"q": "priatel ma zbil som tehotna", "municipality": "Zvolen"}).context
    assert [result.title for result in context["results"]] == ["Poradňa"]


def test_a_result_says_that_danger_put_it_first(small_region: Any, region: Any, browse: Any) -> None:
    from django.core.management import call_command
    from support.finding import bring, refresh, service

    bring(service("line", name="Linka", kind="SK448-53", forms=["REMOTE"], at=[], reach=[]))
    call_command("search_update", verbosity=0)
    refresh()
    page = browse(region).get("/search", {"q": "I want to kill myself"}).content.decode().replace("\xa0", " ")
    assert "Služby tohto druhu pomáhajú, keď je niekto v nebezpečenstve." in page
    assert "slová často hovoria" not in page


def test_of_danger_nothing_is_counted(small_region: Any, region: Any, browse: Any) -> None:
    from search.models import UnmetNeed

    far = {"municipality": "507440"}  # nothing of this kind is there or comes there
    browse(region).get("/search", {"q": "nocľaháreň", **far})
    counted = UnmetNeed.objects.count()
    browse(region).get("/search", {"q": "chcem zomrieť, kam mám ísť", **far})
    assert UnmetNeed.objects.count() == counted
