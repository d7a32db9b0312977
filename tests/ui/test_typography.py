import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from ui import typography
from ui.typography import NBSP

DAY = datetime.date(2026, 4, 25)
MOMENT = datetime.datetime(2026, 4, 25, 14, 30, tzinfo=ZoneInfo("Europe/Bratislava"))
GENITIVES = {
    "sk": "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "en": "January February March April May June July August September October November December",
}


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("language", "long", "short", "time"),
    [
        ("sk", "25. apríla 2026", "25. 4. 2026", "25. apríla 2026 o 14:30"),
        ("cs", "25. dubna 2026", "25. 4. 2026", "25. dubna 2026 v 14:30"),
        ("en", "25 April 2026", "25 Apr 2026", "25 April 2026 at 14:30"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(language: str, long: str, short: str, time: str) -> None:
    with translation.override(language):
        assert plain(typography.date_long(DAY)) == long
        assert plain(typography.date_short(DAY)) == short
        assert plain(typography.date_time(MOMENT)) == time


@pytest.mark.parametrize("language", GENITIVES)
def test_all_months_stand_in_the_genitive(language: str) -> None:
    with translation.override(language):
        written = [typography.date_long(datetime.date(2026, month, 1)).split(NBSP)[1] for month in range(1, 13)]
    assert written == GENITIVES[language].split()


def test_date_does_not_break_at_the_end_of_a_line() -> None:
    assert typography.date_long(DAY) == f"25.{NBSP}apríla{NBSP}2026"


def test_moment_is_shown_in_the_time_of_the_place() -> None:
    assert plain(typography.date_time(MOMENT.astimezone(datetime.UTC))) == "25. apríla 2026 o 14:30"


def test_range_with_open_end_stays_open() -> None:
    assert plain(typography.date_range(DAY, datetime.date(2027, 12, 31))) == "25. apríla 2026 – 31. decembra 2027"
    assert plain(typography.date_range(DAY, None)) == "25. apríla 2026 –"
    assert plain(typography.date_range(DAY, DAY)) == "25. apríla 2026"
    assert typography.date_range(None, None) == ""


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("v obci a s rodinou", "v~obci a~s~rodinou"),
        ("K návrhu. O každej", "K~návrhu. O~každej"),
        ("(z kraja) „v meste“ i\npotom", "(z~kraja) „v~meste“ i~potom"),
        ("dom v", "dom v"),
        ("vitamín B s cukrom", "vitamín B s~cukrom"),
        ("12 km od mesta, 20 % a 5 €", "12~km od mesta, 20~% a~5~€"),
        ("mav a dedov", "mav a~dedov"),
    ],
)
def test_short_words_do_not_end_a_line(text: str, bound: str) -> None:
    assert typography.nbsp(text) == bound.replace("~", NBSP)


def test_nbsp_escapes_what_people_wrote_and_leaves_tags_of_ours_alone() -> None:
    assert typography.nbsp("a <b onclick='x'>") == f"a{NBSP}&lt;b onclick=&#x27;x&#x27;&gt;"
    assert typography.nbsp(mark_safe('<a title="v obci">v obci</a>')) == f'<a title="v obci">v{NBSP}obci</a>'


def test_contact_line_has_a_number_to_tap_and_an_address_to_write_to() -> None:
    assert typography.contact("048/432 51 11, info@kraj.sk <b>") == (
        '<a class="govuk-link opora-nowrap" href="tel:0484325111">048/432 51 11</a>, '
        '<a href="mailto:info@kraj.sk">info@kraj.sk</a> &lt;b&gt;'
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "sk",
            {
                0: "Opravte, prosím, 0 údajov",
                1: "Opravte, prosím, 1 údaj",
                2: "Opravte, prosím, 2 údaje",
                5: "Opravte, prosím, 5 údajov",
                21: "Opravte, prosím, 21 údajov",
            },
        ),
        (
            "cs",
            {
                0: "Opravte prosím 0 údajů",
                1: "Opravte prosím 1 údaj",
                2: "Opravte prosím 2 údaje",
                5: "Opravte prosím 5 údajů",
                21: "Opravte prosím 21 údajů",
            },
        ),
        ("en", {0: "Please correct 0 things", 1: "Please correct 1 thing", 21: "Please correct 21 things"}),
    ],
)
def test_counts_take_the_right_one_of_four_forms(language: str, expected: dict[int, str]) -> None:
    with translation.override(language):
        said = {
            n: translation.ngettext("Please correct %(number)s thing", "Please correct %(number)s things", n)
            % {"number": n}
            for n in expected
        }
    assert said == expected


def test_money_is_written_in_the_language_of_the_page() -> None:
    from decimal import Decimal

    assert plain(typography.money(Decimal("1250.50"), "EUR")) == "1 250,50 €"
    assert typography.money(None, "EUR") == ""
    assert plain(typography.number(12345)) == "12 345"
    assert format_html("{}", typography.nbsp("a b")) == f"a{NBSP}b"
