"""Money: exact, two places, never a float; written the way each language writes it."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db import models

SPACE = "\N{NO-BREAK SPACE}"
CENT = Decimal("0.01")
SIGNS = {"EUR": "€", "CZK": "Kč"}


class MoneyField(models.DecimalField):
    """An amount with two decimal places. The currency belongs to the tenant or stands in a column beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"] = kwargs.get("max_digits", 12)
        kwargs["decimal_places"] = 2
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, float):
            raise TypeError("Money is never a float.")
        return super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, float):
            raise TypeError("Money is never a float.")
        return super().get_prep_value(value)


def rounded(amount: Decimal | int) -> Decimal:
    """The amount to the cent; half a cent goes to the even neighbour."""
    return Decimal(amount).quantize(CENT, ROUND_HALF_EVEN)


def format_money(amount: Decimal | int, currency: str, language: str) -> str:
    """1 234,50 € in Slovak, 1 234,50 Kč in Czech, €1,234.50 in English."""
    if isinstance(amount, float):
        raise TypeError("Money is never a float.")
    value = rounded(amount)
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    if language.startswith("en"):
        mark = SIGNS["EUR"] if currency == "EUR" else currency + SPACE
        return f"{sign}{mark}{abs(value):,.2f}"
    digits = f"{abs(value):,.2f}".replace(",", SPACE).replace(".", ",")
    return f"{sign}{digits}{SPACE}{SIGNS.get(currency, currency)}"
