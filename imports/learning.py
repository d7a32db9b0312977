"""What an unknown code means, told by services of the catalogue that stand at the same house under the same IČO."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from catalogue.intake import KnownService
from kernel.text import fold


@dataclass(frozen=True)
class Trace:
    """What a row tells of its service beside the code that nobody knows."""

    ico: str
    municipality: str = ""
    street: str = ""
    numbers: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    kind: str = ""

    def of(self, *, kind: str = "", forms: Iterable[str] = ()) -> "Trace":
        return replace(self, kind=kind, forms=frozenset(forms))


@dataclass(frozen=True)
class _Stand:
    """A known service at one of its houses; one without a house stands nowhere."""

    service: KnownService
    street: str = ""
    numbers: frozenset[str] = frozenset()


class Witnesses:
    """Services whose kind and form are known, found again by provider and house."""

    def __init__(self, services: Iterable[KnownService]) -> None:
        self.at: dict[tuple[str, str], list[_Stand]] = defaultdict(list)
        for service in services:
            if not service.ico:
                continue
            for place in service.places:
                stand = _Stand(service, street_word(place.street), house_numbers(place.house_number))
                self.at[service.ico, place.municipality_code].append(stand)
            if not service.places:
                self.at[service.ico, ""].append(_Stand(service))

    def like(self, trace: Trace) -> list[KnownService]:
        """Services of this provider at this house; of one without a house those that have none either."""
        if not trace.ico:
            return []
        stands = self.at.get((trace.ico, trace.municipality), [])
        found = {stand.service for stand in stands if _is_same_house(stand, trace)}
        narrowed = [service for service in found if not trace.forms or service.forms == trace.forms]
        return [service for service in narrowed if not trace.kind or service.kind == trace.kind]

    def kinds(self, trace: Trace, *, but_for: Collection[str] = ()) -> frozenset[str]:
        """The kinds it may be; those that have a code of their own already it cannot be."""
        return frozenset(service.kind for service in self.like(trace)) - frozenset(but_for)

    def forms(self, trace: Trace) -> frozenset[str]:
        """The forms it may have, of services that have one alone."""
        return frozenset(next(iter(each.forms)) for each in self.like(trace) if len(each.forms) == 1)


def _is_same_house(stand: _Stand, trace: Trace) -> bool:
    """One number in common is enough in the same street; without streets, or where one is missing, in the same town."""
    if not trace.municipality:
        return True
    if stand.numbers.isdisjoint(trace.numbers):
        return False
    return not (stand.street and trace.street) or stand.street == trace.street


def house_numbers(*written: str) -> frozenset[str]:
    """„67/57“ names the house twice: by the number of the land register and by that of the street."""
    return frozenset(number for each in written for number in re.findall(r"\d+[a-z]?", fold(each or "")))


def street_word(street: str) -> str:
    """The street as far as two registers write it alike: its longest word."""
    words = re.findall(r"[a-z0-9]+", fold(street or ""))
    return max(words, key=len, default="")
