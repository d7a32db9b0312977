"""Life situations: a page of each with first steps and their sources, kept right by the region's staff."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from catalogue import feed
from search.danger import danger_in
from search.models import OwnStep, StepAside
from search.situations.signs import OF_DANGER, guessed, offered, signs, slugs_meant
from search.situations.steps import slug_of
from search.words.learning import situations_said


@pytest.fixture
def staff(person: Any, region: Any, browse: Any) -> Any:
    return browse(region, person("METHODOLOGIST", at=region))


def situation(slug: str = "hospital") -> Any:
    return next(each for each in feed.life_situations("SK") if slug_of(each.code) == slug)


def test_the_page_tells_what_to_do_first_and_who_says_so(small_region: Any, region: Any, browse: Any) -> None:
    page = browse(region).get("/situations/hospital").content.decode()
    first = situation().steps[0]
    assert first.words.sk in page.replace("\xa0", " ")
    assert first.source in page
    assert page.index('id="steps"') < page.index('id="kinds"')
    assert 'name="situation" value="SK-HOSPITAL"' in page
    assert "situation=SK-HOSPITAL&amp;kind=SK448-41" in page  # there are two of them in the small region


def test_each_situation_has_its_page_and_all_stand_together(small_region: Any, region: Any, browse: Any) -> None:
    everything = browse(region).get("/situations").content.decode()
    for each in feed.life_situations("SK"):
        address = f"/situations/{slug_of(each.code)}"
        assert f'href="{address}"' in everything
        assert browse(region).get(address).status_code == 200
    assert browse(region).get("/situations/nonsense").status_code == 404


def test_where_the_situation_is_a_danger_the_numbers_stand_first(small_region: Any, region: Any, browse: Any) -> None:
    for slug in ("violence", "home", "crisis"):
        page = browse(region).get(f"/situations/{slug}").content.decode()
        assert page.index('href="tel:112"') < page.index("<h1")
    assert 'href="tel:112"' not in browse(region).get("/situations/caring").content.decode()


def test_on_a_municipalitys_site_its_name_is_filled_in(small_region: Any, alfa: Any, browse: Any) -> None:
    page = browse(alfa).get("/situations/hospital").content.decode()
    assert f'value="{alfa.name}"' in page


def test_the_place_of_a_question_goes_along(small_region: Any, region: Any, browse: Any) -> None:
    page = browse(region).get("/situations/hospital", {"municipality": "Detva"}).content.decode()
    assert 'value="Detva"' in page
    assert "&amp;municipality=Detva" in page.partition('id="kinds"')[2]


@pytest.mark.parametrize("country", ["SK", "CZ"])
def test_every_step_is_said_in_three_languages_and_by_somebody(db: None, country: str) -> None:
    situations = feed.life_situations(country)
    assert 15 <= len(situations) <= 20
    for each in situations:
        assert each.steps, each.code
        for words in (each.names, each.intro, *(step.words for step in each.steps)):
            assert all((words.sk, words.cs, words.en)), each.code
            assert '"' not in words.sk + words.cs
        for step in each.steps:
            assert step.source, each.code
            assert step.address.startswith("https://") or step.address.startswith("http://"), each.code
            assert len(step.said_on) in {0, 4, 10}, each.code


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("prepúšťajú otca z nemocnice", "hospital"),
        ("nemam kde byvat", "home"),
        ("opatrujem otca a už nevládzem", "respite"),
    ],
)
def test_results_lead_to_the_first_steps(small_region: Any, region: Any, browse: Any, text: str, slug: str) -> None:
    first, *_others = browse(region).get("/search", {"q": text}).context["guides"]
    assert first[1] == f"/situations/{slug}"


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("babička chce žít doma", "cs", ""),
        ("chci žít samostatně", "cs", ""),
        ("syn chce žít sám v chráněném bydlení", "cs", "disability"),
        ("mám kde bydlet", "cs", ""),
        ("otec ztratil všechno při požáru", "cs", ""),
        ("potřebuju s někým mluvit o důchodu", "cs", ""),
        ("jsem sama s třemi dětmi", "cs", ""),
        ("mám kde bývať", "sk", ""),
        ("starám sa o mamu, som z toho na dne", "sk", "caring"),
        ("neviem ako ďalej s mamou", "sk", ""),
        ("bojím sa ísť domov z nemocnice", "sk", ""),
        ("už nevládzem žiť", "sk", "crisis"),
        ("mám dluhy a nechci žít", "cs", "crisis"),
        ("dcera sa reže", "sk", "crisis"),
        ("sebepoškozování", "cs", "crisis"),
        ("bije mě manžel", "cs", "violence"),
        ("nemám kde bývať", "sk", "home"),
    ],
)
def test_a_situation_is_never_thought_worse_than_it_is_said(text: str, language: str, slug: str) -> None:
    meant = slugs_meant(text, language)
    assert meant[:1] == (slug,) if slug else not set(meant) & set(OF_DANGER.values())


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("po operácii bedra sa otec nevie obuť ani obliecť", "sk", "hospital"),
        ("dedko si už nepamätá, kde býva", "sk", "dementia"),
        ("otec pije a rozbíja veci", "sk", "addiction"),
        ("babička po mrtvici potřebuje rehabilitaci", "cs", "hospital"),
        ("syn má autismus a nezvládáme to", "cs", "child-disability"),
    ],
)
def test_a_question_that_holds_no_sign_is_understood_from_its_like(text: str, language: str, slug: str) -> None:
    assert slug in slugs_meant(text, language)


@pytest.mark.parametrize(
    ("weights", "slugs"),
    [
        ({"caring": 0.5, "respite": 0.4, "hospital": 0.38}, ("caring", "respite")),
        ({"caring": 0.6, "respite": 0.35}, ("caring",)),
        ({"caring": 0.34}, ()),
        ({"home": 0.45, "money": 0.4}, ()),  # the likeliest is not sure enough: the next would be a wrong one
        ({"violence": 0.9, "old-age": 0.6}, ()),
        ({"money": 0.5, "home": 0.45}, ("money",)),
        ({"home": 0.5}, ("home",)),
        ({}, ()),
    ],
)
def test_only_what_is_sure_is_offered(weights: dict[str, float], slugs: tuple[str, ...]) -> None:
    assert offered(weights) == slugs


@pytest.mark.parametrize("text", ["mám rakovinu", "umrelo mi dieťa", "sociálka mi zobrala deti", "mama má dlhú chvíľu"])
def test_nobody_is_led_to_a_page_that_would_hurt(text: str) -> None:
    assert not {"dying", "youth", "home"} & set(slugs_meant(text, "sk"))


@pytest.mark.parametrize("text", ["denný stacionár Zvolen", "", "domov", "cena obedov", "otváracie hodiny úradu"])
def test_a_question_without_a_situation_leads_to_none(text: str) -> None:
    assert slugs_meant(text, "sk") == ()


def test_that_somebody_is_hurt_or_wants_to_die_is_never_guessed() -> None:
    """However alike a question is to what people in such a situation write."""
    for language in ("sk", "cs"):
        for text, codes in situations_said(language):
            alone = guessed(text, language)
            assert not {"crisis", "violence"} & set(alone), (text, codes)


def test_signs_lead_to_situations_of_their_country(db: None) -> None:
    for language, country in (("sk", "SK"), ("cs", "CZ")):
        known = {slug_of(each.code) for each in feed.life_situations(country)}
        assert {sign.slug for sign in signs(language)} == known
        of_one_sign: dict[str, str] = {}
        for sign in signs(language):
            key = " ".join(sorted(sign.words.elements()))
            assert of_one_sign.setdefault(key, sign.slug) == sign.slug, (key, sign.slug)


def test_somebody_in_crisis_sees_the_numbers_first() -> None:
    assert danger_in("nechce sa mi žiť", "sk") is not None


# --- the desk ---------------------------------------------------------------------------------------------------------
def desk(slug: str = "hospital") -> str:
    return reverse("search_desk:steps", args=[slug], urlconf="config.urls_region")


def test_a_step_that_holds_no_longer_is_put_aside_and_back(
    small_region: Any, staff: Any, region: Any, browse: Any
) -> None:
    step = situation().steps[0]

    def shown() -> bool:
        return step.words.sk in browse(region).get("/situations/hospital").content.decode().replace("\xa0", " ")

    assert shown()
    staff.post(desk(), {"act": "away", "step": step.key})
    assert not shown()
    assert "Opäť zobraziť" in staff.get(desk()).content.decode()
    staff.post(desk(), {"act": "away", "step": step.key})
    assert StepAside.objects.count() == 1
    staff.post(desk(), {"act": "back", "step": step.key})
    assert shown()


def test_the_region_adds_a_step_of_its_own(small_region: Any, staff: Any, region: Any, browse: Any) -> None:
    told = {
        "act": "add",
        "text_sk": "Zavolajte na sociálny odbor kraja.",
        "source": "Úrad kraja",
        "address": "https://www.kraj.example/socialne",
        "said_on": "26.11.2026",
    }
    assert staff.post(desk(), told).status_code == 302
    row = OwnStep.objects.get()
    assert (row.text_sk, row.said_on, row.text_en) == (told["text_sk"], date(2026, 11, 26), "")
    page = browse(region).get("/situations/hospital").content.decode()
    assert told["text_sk"] in page.replace("\xa0", " ")
    assert 'href="https://www.kraj.example/socialne"' in page
    staff.post(desk(), {"act": "away", "step": str(row.pk)})
    assert not OwnStep.objects.exists()


def test_an_incomplete_step_is_refused_with_a_sentence(small_region: Any, staff: Any) -> None:
    empty = staff.post(desk(), {"act": "add"})
    assert (empty.status_code, OwnStep.objects.count()) == (422, 0)
    whole = {"source": "Úrad", "said_on": "1.1.2026"}
    without_words = staff.post(desk(), {"act": "add", **whole})
    assert without_words.status_code == 422
    assert "Napíšte krok aspoň v jednom jazyku." in without_words.content.decode()
    for act in ("away", "back"):
        gone = staff.post(desk(), {"act": act, "step": "nonsense that is longer than any key"}, follow=True)
        assert "Taký krok tu už nie je." in gone.content.decode()


def test_strangers_keep_no_steps(small_region: Any, region: Any, browse: Any, person: Any) -> None:
    assert browse(region).get(desk()).status_code == 302
    assert browse(region, person("PROVIDER_EDITOR", at=region)).get(desk()).status_code == 403
