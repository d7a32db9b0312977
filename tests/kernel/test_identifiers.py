"""Numbers of public life."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kernel.identifiers import (
    WrongIdentifier,
    format_ico,
    format_phone,
    format_postcode,
    ico_check_digit,
    parse_ico,
    parse_municipality_code,
    parse_phone,
    parse_postcode,
)

NBSP = "\N{NO-BREAK SPACE}"
seven_digits = some.from_regex(r"[0-9]{7}", fullmatch=True)


def ico_from(first_seven: str) -> str:
    return first_seven + str(ico_check_digit(first_seven))


# Public numbers: two regions, two cities, a Slovak and a Czech ministry.
@pytest.mark.parametrize("ico", ["37828100", "70890692", "00313271", "00845451", "00151866", "00551023"])
def test_real_ico_is_accepted(ico: str) -> None:
    assert parse_ico(ico) == ico


def test_ico_gets_back_the_zeros_a_spreadsheet_lost() -> None:
    assert parse_ico("313271") == "00313271"


def test_ico_may_be_written_with_gaps() -> None:
    assert parse_ico(f" 37 828{NBSP}100 ") == "37828100"


def test_ico_is_shown_in_groups() -> None:
    assert format_ico("37828100") == f"37{NBSP}828{NBSP}100"


@given(seven_digits.filter(lambda digits: int(digits) > 0))
def test_every_ico_with_the_right_last_digit_is_accepted_and_written_back(first_seven: str) -> None:
    ico = ico_from(first_seven)
    assert parse_ico(ico) == ico
    assert parse_ico(format_ico(ico)) == ico


@given(seven_digits, some.integers(0, 7), some.integers(1, 9))
def test_ico_with_one_wrong_digit_is_refused_unless_its_check_digit_stands_for_two(
    first_seven: str, place: int, step: int
) -> None:
    ico = ico_from(first_seven)
    wrong = ico[:place] + str((int(ico[place]) + step) % 10) + ico[place + 1 :]
    if wrong[7] == str(ico_check_digit(wrong[:7])) and wrong != "00000000":
        # The law gives ten digits for eleven rests, so two rests share a digit; nothing else may pass.
        assert ico_check_digit(first_seven) in {0, 1}
        return
    with pytest.raises(WrongIdentifier):
        parse_ico(wrong)


@pytest.mark.parametrize("text", ["", "123456789", "37828101", "00000000", "3782810a", "٣٧٨٢٨١٠٠", "-7828100"])
def test_what_is_no_ico_is_refused(text: str) -> None:
    with pytest.raises(WrongIdentifier):
        parse_ico(text)


@given(some.text(max_size=12))
def test_any_text_is_an_ico_or_is_refused(text: str) -> None:
    try:
        ico = parse_ico(text)
    except WrongIdentifier:
        return
    assert len(ico) == 8
    assert ico.isascii()
    assert ico.isdigit()


@pytest.mark.parametrize(
    ("text", "country", "stored"), [("974 01", "SK", "97401"), ("04001", "SK", "04001"), ("702 00", "CZ", "70200")]
)
def test_postcode_is_stored_without_its_gap_and_shown_with_it(text: str, country: str, stored: str) -> None:
    assert parse_postcode(text, country) == stored
    assert format_postcode(stored) == f"{stored[:3]}{NBSP}{stored[3:]}"


@pytest.mark.parametrize(
    ("text", "country"), [("97401", "CZ"), ("70200", "SK"), ("9740", "SK"), ("974011", "SK"), ("97 4O1", "SK")]
)
def test_postcode_of_another_country_or_length_is_refused(text: str, country: str) -> None:
    with pytest.raises(WrongIdentifier):
        parse_postcode(text, country)


@pytest.mark.parametrize("text", ["508438", " 508 438 ", "SK0321508438", "sk032a508438"])
def test_municipality_code_is_six_digits_however_written(text: str) -> None:
    assert parse_municipality_code(text) == "508438"


@pytest.mark.parametrize("text", ["608438", "50843", "DE0321508438", "5084380", ""])
def test_what_is_no_municipality_code_is_refused(text: str) -> None:
    with pytest.raises(WrongIdentifier):
        parse_municipality_code(text)


@pytest.mark.parametrize(
    ("text", "country", "stored", "shown"),
    [
        ("0905 123 456", "SK", "+421905123456", "0905 123 456"),
        ("048/415 12 34", "SK", "+421484151234", "048 415 12 34"),
        ("+421 48 415 12 34", "SK", "+421484151234", "048 415 12 34"),
        ("354 403 131", "CZ", "+420354403131", "354 403 131"),
        ("573372012", "CZ", "+420573372012", "573 372 012"),
        ("00420 573 372 012", "SK", "+420573372012", "+420 573 372 012"),
        ("112", "SK", "112", "112"),
        ("116 111", "CZ", "116111", "116 111"),
    ],
)
def test_phone_is_stored_internationally_and_shown_the_way_of_the_country(
    text: str, country: str, stored: str, shown: str
) -> None:
    assert parse_phone(text, country) == stored
    assert format_phone(stored, country) == shown.replace(" ", NBSP)


@pytest.mark.parametrize("text", ["", "kancelária", "12", "0905 123", "+421 000 000 000", "1234567890123456"])
def test_what_is_no_phone_is_refused(text: str) -> None:
    with pytest.raises(WrongIdentifier):
        parse_phone(text, "SK")


@given(some.text(max_size=30))
def test_any_text_is_a_phone_or_is_refused(text: str) -> None:
    try:
        number = parse_phone(text, "SK")
    except WrongIdentifier:
        return
    assert parse_phone(number, "SK") == number
