"""Addresses that registers write in one piece."""

import re

from kernel.text import fold

NUMBER = r"\d{1,5}\s?[a-zA-Z]?(?:\s?/\s?\d{1,4}\s?[a-zA-Z]?)?"
ENDS_WITH_NUMBER = re.compile(rf"^(?P<street>.*?)[\s,]*\b(?:č\.\s?|súp\.\s?č\.\s?|č\.\s?p\.\s?)?(?P<number>{NUMBER})$")


def split_name_and_street(written: str) -> tuple[str, str]:
    """„Domov seniorov Dolinka, ČSA 67/57“ → the name of the house and its street; either may be missing."""
    head, comma, tail = written.rpartition(",")
    if comma and ENDS_WITH_NUMBER.match(tail.strip()):
        return head.strip(), tail.strip()
    if ENDS_WITH_NUMBER.match(written):
        return "", written
    return written, ""


def street_and_number(written: str, municipality: str) -> tuple[str, str]:
    """„Š. Moyzesa 934/48“ → street and number; in a village without streets the name stands in their place."""
    match = ENDS_WITH_NUMBER.match(written)
    if not match:
        return written, ""
    street = match["street"].strip(" ,")
    number = "".join(match["number"].split())
    return ("" if fold(street) == fold(municipality) else street), number
