"""The door for indicators that the region defines: whoever keeps the list hands it in, a sheet keeps code and name.

Nothing here stores a definition; without a list every municipality words its indicators itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator of the region's list: its code never changes, its name may."""

    code: str
    name: str
    unit: str = ""


Teller = Callable[[], Sequence[Definition]]
_TELLERS: list[Teller] = []


def offer_definitions(teller: Teller) -> None:
    """Whoever keeps the region's list tells it here when the house starts."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)


def take_back(teller: Teller) -> None:
    _TELLERS.remove(teller)


def definitions() -> list[Definition]:
    """The list as it stands now; empty where the region keeps none."""
    return [each for teller in _TELLERS for each in teller()]
