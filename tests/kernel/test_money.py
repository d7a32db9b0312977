"""Money is exact and written the way each language writes it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kernel.money import MoneyField, format_money, rounded

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        (Decimal("1234.5"), "EUR", "sk", "1_234,50_€"),
        (Decimal("1234567.89"), "CZK", "cs", "1_234_567,89_Kč"),
        (Decimal("1234.5"), "EUR", "en", "€1,234.50"),
        (Decimal("1234.5"), "CZK", "en", "CZK_1,234.50"),
        (0, "EUR", "sk", "0,00_€"),
        (Decimal("-3.20"), "EUR", "sk", "−3,20_€"),
        (Decimal("-3.20"), "EUR", "en", "−€3.20"),
    ],
)
def test_money_is_written_in_the_language(amount: Decimal, currency: str, language: str, written: str) -> None:
    assert format_money(amount, currency, language) == written.replace("_", NBSP)


@given(some.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_written_money_reads_back_to_the_cent(amount: Decimal) -> None:
    written = format_money(amount, "EUR", "sk").removesuffix(f"{NBSP}€")
    assert Decimal(written.replace(NBSP, "").replace("−", "-").replace(",", ".")) == rounded(amount)


def test_money_is_never_a_float() -> None:
    field = MoneyField()
    for act in (field.to_python, field.get_prep_value):
        with pytest.raises(TypeError):
            act(1.1)
    with pytest.raises(TypeError):
        format_money(1.1, "EUR", "sk")


def test_money_field_keeps_two_places_in_migrations() -> None:
    field = MoneyField(max_digits=14)
    assert (field.max_digits, field.decimal_places) == (14, 2)
    rebuilt = MoneyField(**field.deconstruct()[3])
    assert (rebuilt.max_digits, rebuilt.decimal_places) == (14, 2)
