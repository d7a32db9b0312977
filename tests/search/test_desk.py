"""Staff keep the search right: crisis lines they have called, everyday words of their own."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from support.finding import DETVA
from support.harness.answers import read_whole

from kernel.clock import now, today
from kernel.mail import recent
from search import lines
from search.desk import own_words, unmet
from search.desk.own_words import WordsRefused
from search.models import ConfirmedLine, OwnPhrase, UnmetNeed
from search.reminding import remind_of_lines
from search.request import SearchRequest
from search.searching import find

LINE = "SK-0800800566"


def address(name: str, *args: Any) -> str:
    return reverse(f"search_desk:{name}", args=args, urlconf="config.urls_region")


@pytest.fixture
def staff(person: Any, region: Any, browse: Any) -> Any:
    return browse(region, person("METHODOLOGIST", at=region))


# --- crisis lines -----------------------------------------------------------------------------------------------------
def test_a_line_is_shown_only_while_the_region_stands_behind_it(
    small_region: Any, region: Any, browse: Any, staff: Any
) -> None:
    def page() -> str:
        return str(browse(region).get("/search", {"q": "chcem sa zabit"}).content.decode())

    assert 'href="tel:0800800566"' not in page()
    staff.post(address("lines"), {"line": LINE, "act": "confirm"})
    shown = page()
    assert shown.index('href="tel:112"') < shown.index("Zavolať môžete aj") < shown.index('href="tel:0800800566"')
    assert "vo dne v noci" in shown.partition('href="tel:0800800566"')[2].partition("</li>")[0]
    assert shown.index('href="tel:0800800566"') < shown.index("<h1")
    ConfirmedLine.objects.update(confirmed_on=today() - timedelta(days=184))
    assert 'href="tel:0800800566"' not in page()
    assert "treba ju znova zavolať" in staff.get(address("lines")).content.decode()
    staff.post(address("lines"), {"line": LINE, "act": "withdraw"})
    assert not ConfirmedLine.objects.exists()


def test_a_phrase_without_a_kind_is_not_switched_off_unseen(staff: Any) -> None:
    answer = staff.post(address("words"), {"phrase": "jedáleň", "act": "save"})
    assert answer.status_code == 422
    assert "Vyberte druh služby zo zoznamu" in answer.content.decode()
    assert not OwnPhrase.objects.exists()
    assert staff.post(address("words"), {"phrase": "jedáleň", "nowhere": "on", "act": "save"}).status_code == 302
    assert OwnPhrase.objects.get().kinds == []
    both = {"phrase": "jedáleň", "kind_1": "SK448-58", "nowhere": "on", "act": "save"}
    assert staff.post(address("words"), both).status_code == 422


def test_staff_are_asked_to_call_a_line_again_once_before_and_once_after(person: Any, region: Any) -> None:
    """A month before it is no longer shown and when it is not; never twice, and never of a line just called."""
    lines.confirm_line(LINE, country="SK", by=None, at=now())
    assert remind_of_lines(today() + timedelta(days=160)) == 0  # nobody is there to call
    someone = person("METHODOLOGIST", "DATA_STEWARD", at=region)
    person("AUDITOR", at=region)
    lines.confirm_line(LINE, country="SK", by=None, at=now())
    start = today()

    def letters_on(day: int) -> list[str]:
        before = {mail.pk for mail in recent()}
        remind_of_lines(start + timedelta(days=day))
        return [mail.to for mail in recent() if mail.pk not in before]

    expected = {0: [], 150: [], 160: [someone.email], 161: [], 183: [], 184: [someone.email], 185: [], 400: []}
    assert {day: letters_on(day) for day in expected} == expected
    assert "už sa neukazuje, naposledy" in recent()[0].text
    assert address("lines") in recent()[0].text
    lines.confirm_line(LINE, country="SK", by=None, at=now())
    assert letters_on(160) == [someone.email]


def test_staff_see_for_which_danger_no_line_is_shown(staff: Any) -> None:
    title = "Ľudia v nebezpečenstve vidia len čísla tiesňového volania"
    for name in ("lines", "situations"):
        assert title in staff.get(address(name)).content.decode()
    for line in lines.offered("SK"):
        lines.confirm_line(line.key, country="SK", by=None, at=now())
    for name in ("lines", "situations"):
        assert title not in staff.get(address(name)).content.decode()


def test_a_line_is_shown_for_its_own_sort_of_danger(db: None) -> None:
    lines.confirm_line("SK-0800212212", country="SK", by=None, at=now())
    assert [line.name for line in lines.shown("SK", "VIOLENCE", today())] == [
        "Národná linka pre ženy zažívajúce násilie"
    ]
    assert lines.shown("SK", "LIFE", today()) == lines.shown("CZ", "VIOLENCE", today()) == []


def test_a_line_that_is_not_on_the_list_cannot_be_confirmed(staff: Any, db: None) -> None:
    for line in ("SK-666", "CZ-116123", "", "'"):
        staff.post(address("lines"), {"line": line, "act": "confirm"})
    assert not ConfirmedLine.objects.exists()


@pytest.mark.parametrize("country", ["SK", "CZ"])
def test_every_offered_line_says_where_it_was_found(country: str) -> None:
    for line in lines.offered(country):
        assert line.source
        assert set(line.dangers) <= {"LIFE", "CHILD", "VIOLENCE", "ROOF"}
        assert line.dangers


# --- everyday words ---------------------------------------------------------------------------------------------------
def test_a_phrase_counts_as_soon_as_it_is_saved(
    small_region: Any, region: Any, staff: Any, django_capture_on_commit_callbacks: Any
) -> None:
    assert find(SearchRequest(text="bublifuk")).count == 0
    said = {"phrase": "bublifuk", "kind_1": "SK448-40"}
    tried = staff.post(address("words"), said | {"act": "try"})
    assert (tried.context["tried"]["before"], OwnPhrase.objects.count()) == ([], 0)
    assert [each.name for each in tried.context["tried"]["after"]] == ["denný stacionár"]
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(address("words"), said | {"act": "save"})
    assert [card["service_kind"] for card in find(SearchRequest(text="s bublifukom")).cards] == ["SK448-40"]
    row = OwnPhrase.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(address("take_words_back", row.pk))
    assert find(SearchRequest(text="bublifuk")).count == 0


def test_the_region_says_otherwise_than_the_common_list(
    small_region: Any, region: Any, django_capture_on_commit_callbacks: Any
) -> None:
    assert find(SearchRequest(text="starobinec")).cards[0]["service_kind"] == "SK448-35"
    with django_capture_on_commit_callbacks(execute=True):
        own_words.say("starobince", kinds=["SK448-41"], by=None, at=now())
    assert {card["service_kind"] for card in find(SearchRequest(text="starobinec")).cards} == {"SK448-41"}
    assert own_words.listed("Starobinec") == ("SK448-35",)
    with django_capture_on_commit_callbacks(execute=True):
        own_words.say("starobinec", kinds=[], by=None, at=now())
    assert OwnPhrase.objects.count() == 1
    assert find(SearchRequest(text="starobinec")).count == 0


@pytest.mark.parametrize(
    ("phrase", "kinds"),
    [("", ["SK448-35"]), ("   ", []), ("?!", []), ("x" * 121, ["SK448-35"]), ("dom", ["CZ108-40"]), ("dom", ["nope"])],
)
def test_what_cannot_be_said_is_refused(region: Any, phrase: str, kinds: list[str]) -> None:
    with pytest.raises(WordsRefused):
        own_words.say(phrase, kinds=kinds, by=None, at=now())
    assert not OwnPhrase.objects.exists()


def test_a_refusal_is_told_on_the_page(staff: Any, db: None) -> None:
    answer = staff.post(address("words"), {"phrase": "?!", "kind_1": "SK448-35", "act": "save"})
    assert answer.status_code == 422
    assert "Napíšte aspoň jedno slovo." in answer.content.decode()


@pytest.mark.parametrize("role", ["AUDITOR", "OPERATOR", "PROVIDER_EDITOR"])
def test_others_do_not_keep_the_search(person: Any, region: Any, browse: Any, role: str) -> None:
    client = browse(region, person(role, at=region))
    for name in ("lines", "words", "unmet"):
        assert client.get(address(name)).status_code == 403
        assert client.post(address(name), {"act": "save", "phrase": "x"}).status_code in {403, 405}


# --- unmet needs ------------------------------------------------------------------------------------------------------
def look(browse: Any, region: Any, text: str, whence: str, **more: str) -> None:
    browse(region).get("/search", {"q": text, **more}, REMOTE_ADDR=whence)


def test_what_nothing_in_reach_gives_is_counted_once_a_day_for_everybody(
    small_region: Any, region: Any, browse: Any
) -> None:
    for _again in range(3):
        look(browse, region, "jasle", "203.0.113.7", municipality=DETVA)
    look(browse, region, "detské jasličky v Detve", "203.0.113.8")
    assert UnmetNeed.objects.get().count == 2
    for text, more in (
        ("opatrovateľka", {"municipality": DETVA}),  # there is one
        ("jasle", {}),  # nobody said where
        ("xqzwv", {"municipality": DETVA}),  # nobody knows what
        ("jasle", {"municipality": DETVA, "form": "REMOTE"}),  # a filter made it empty
    ):
        look(browse, region, text, "203.0.113.9", **more)
    row = UnmetNeed.objects.get()
    assert (row.count, row.kind_code, row.municipality_code) == (2, "SK448-32b", DETVA)
    assert row.month == today().replace(day=1)


def test_small_numbers_are_put_together_or_not_shown(db: None) -> None:
    month = today().replace(day=1)
    for kind, town, number in (
        ("SK448-32b", "508438", 7),
        ("SK448-32b", "518158", 4),
        ("SK448-32b", "518263", 3),
        ("SK448-25", "508438", 4),
    ):
        UnmetNeed.objects.create(month=month, kind_code=kind, municipality_code=town, count=number)
    found = [(need.kind_code, need.municipality_code, need.count) for need in unmet.needs(month)]
    assert found == [("SK448-32b", "", 7), ("SK448-32b", "508438", 7)]


def test_staff_sees_table_chart_and_file(staff: Any, region: Any) -> None:
    assert "Zatiaľ niet čo ukázať" in staff.get(address("unmet")).content.decode()
    month = today().replace(day=1)
    UnmetNeed.objects.create(month=month, kind_code="SK448-32b", municipality_code="508438", count=12)
    page = staff.get(address("unmet"), {"month": f"{month:%Y-%m}"}).content.decode()
    assert "Banská Bystrica" in page
    assert 'aria-label="Mapa toho, čo sa hľadalo márne"' in page
    assert page.count("<svg") > 1
    assert ">12</text>" in page.partition("opora-map")[2]
    assert "Zatiaľ niet čo" in staff.get(address("unmet"), {"month": "2020-01"}).content.decode()
    assert staff.get(address("unmet"), {"month": "nonsense"}).status_code == 200
    file = read_whole(staff.get(address("unmet_file", "csv"))).getvalue().decode("utf-8-sig")
    assert "Banská Bystrica" in file
    assert "12" in file
