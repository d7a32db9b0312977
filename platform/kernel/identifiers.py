"""Numbers of public life: IČO, postcode, municipality code, telephone. Read, checked, written.

`parse_*` take what a person or a register wrote and answer the one stored form, or refuse with a DomainError.
"""

import re
from functools import lru_cache
from typing import Literal

import phonenumbers
from django.utils.translation import gettext_lazy as _

from kernel.errors import DomainError

Country = Literal["SK", "CZ"]
WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
GAPS = re.compile(r"[\s\u00a0\u202f]+")


class WrongIdentifier(DomainError):
    """What was written is no such number."""

    default_code = "wrong_identifier"


@lru_cache(maxsize=4096)  # a register names each body over and over
def parse_ico(text: str) -> str:
    """Eight digits; zeros that a spreadsheet has lost in front are put back."""
    digits = GAPS.sub("", text)
    if not re.fullmatch(r"[0-9]{1,8}", digits):
        raise WrongIdentifier(_("The IČO has eight digits."), "ico_form")
    ico = digits.zfill(8)
    if ico == "00000000" or int(ico[7]) != ico_check_digit(ico[:7]):
        raise WrongIdentifier(_("This IČO does not exist: its last digit does not fit the others."), "ico_check")
    return ico


def ico_check_digit(first_seven: str) -> int:
    """The last digit that belongs to the first seven; the same in Slovakia and Czechia."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_seven, strict=True))
    return (11 - total % 11) % 10


def format_ico(ico: str) -> str:
    """36 861 201 – as Slovak and Czech offices write it."""
    return "\N{NO-BREAK SPACE}".join((ico[:2], ico[2:5], ico[5:]))


def parse_postcode(text: str, country: Country) -> str:
    """Five digits without the gap; Slovak ones begin with 0, 8 or 9, Czech ones with 1 to 7."""
    digits = GAPS.sub("", text)
    first = {"SK": "089", "CZ": "1234567"}[country]
    if not re.fullmatch(rf"[{first}][0-9]{{4}}", digits):
        raise WrongIdentifier(_("The postcode has five digits, like 974 01 or 702 00."), "postcode")
    return digits


def format_postcode(postcode: str) -> str:
    """974 01"""
    return f"{postcode[:3]}\N{NO-BREAK SPACE}{postcode[3:]}"


def parse_municipality_code(text: str) -> str:
    """The six digits of the statistical office; the long European code is shortened to them."""
    code = GAPS.sub("", text).upper()
    short = code[6:] if re.fullmatch(r"(SK|CZ)[0-9A-Z]{4}[0-9]{6}", code) else code
    if not re.fullmatch(r"5[0-9]{5}", short):
        raise WrongIdentifier(_("The code of a municipality has six digits and begins with 5."), "municipality_code")
    return short


def format_municipality_code(code: str) -> str:
    return code


@lru_cache(maxsize=4096)  # services of one provider often share a number
def parse_phone(text: str, country: Country) -> str:
    """The international form (+421905123456); short lines of help like 112 or 116 111 stay as they are."""
    compact = re.sub(r"[^0-9+]", "", text)
    if re.fullmatch(r"1[0-9]{2}|116[0-9]{3}", compact):
        return compact
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException as error:
        raise WrongIdentifier(_("This is not a telephone number."), "phone") from error
    if not phonenumbers.is_valid_number(number):
        raise WrongIdentifier(_("There is no such telephone number. Please check its digits."), "phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def format_phone(number: str, country: Country) -> str:
    """The way people of the country write it; a number from abroad keeps its international form."""
    if not number.startswith("+"):
        return "\N{NO-BREAK SPACE}".join((number[:3], number[3:])) if len(number) > len("112") else number
    parsed = phonenumbers.parse(number, None)
    home = phonenumbers.region_code_for_number(parsed) == country
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    written: str = phonenumbers.format_number(parsed, style)
    return written.replace(" ", "\N{NO-BREAK SPACE}")
