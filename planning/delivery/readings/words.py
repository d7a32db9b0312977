"""Numbers of readings as people read them."""

from decimal import Decimal

from ui.typography import NBSP, number


def trimmed(value: Decimal) -> Decimal:
    """Without zeros nobody needs: 12.5 and 1250."""
    return Decimal(f"{value.normalize():f}") if value else Decimal(0)


PER_CENT = {"%", "percentá", "percent", "per cent", "procenta"}


def sign(unit: str) -> str:
    """The sign that may stand right behind a number; "" for a unit that has to be said in words."""
    return "%" if unit.strip().lower() in PER_CENT else ""


def counted(value: Decimal, unit: str) -> str:
    """Like 80 % or 9 (people): a unit is written in its first case, which fits behind no number but in brackets."""
    return f"{plain(value)}{NBSP}%" if sign(unit) else f"{plain(value)} ({unit})"


def value_words(value: Decimal, unit: str, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """A value with its unit; of a share both its numbers as well."""
    words = counted(value, unit)
    return words if numerator is None else f"{words} ({plain(numerator)} / {plain(denominator)})"


def plain(value: Decimal | None) -> str:
    """12,5 and 1 250; "" where there is none."""
    return "" if value is None else number(trimmed(value)).replace(" ", NBSP)
