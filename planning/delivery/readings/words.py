"""Numbers of readings as people read them."""

from decimal import Decimal

from ui.typography import NBSP, number


def trimmed(value: Decimal) -> Decimal:
    """Without zeros nobody needs: 12.5 and 1250."""
    return Decimal(f"{value.normalize():f}") if value else Decimal(0)


def plain(value: Decimal | None) -> str:
    """12,5 and 1 250; "" where there is none."""
    return "" if value is None else number(trimmed(value)).replace(" ", NBSP)
