"""Which service of the catalogue a row of a sheet speaks of, when the sender does not know the key of the register."""

from collections import defaultdict
from collections.abc import Iterable

from catalogue.intake import KnownService
from kernel.text import fold


class KnownServices:
    """Finds services by key, or narrows them down by what the row tells of them."""

    def __init__(self, services: Iterable[KnownService]) -> None:
        self.by_key: dict[str, list[KnownService]] = defaultdict(list)
        self.by_provider: dict[tuple[str, str], list[KnownService]] = defaultdict(list)
        self.by_nature: dict[str, list[KnownService]] = defaultdict(list)
        for service in services:
            self.by_nature[service.register_key[:16]].append(service)
            self.by_key[service.register_key].append(service)
            self.by_provider[service.ico, service.kind].append(service)

    def of_key(self, key: str) -> list[KnownService]:
        return self.by_key.get(key, [])

    def of_nature(self, nature: str) -> list[KnownService]:
        """Services whose key begins with this half."""
        return self.by_nature.get(nature, [])

    def like(
        self, *, ico: str, kind: str, forms: frozenset[str], municipality: str, address: str
    ) -> list[KnownService]:
        """Services of this provider, kind, form and municipality; the address decides while several are left.

        An empty cell says something too: a field service has no municipality and no address.
        """
        found = [
            service
            for service in self.by_provider.get((ico, kind), [])
            if (not forms or service.forms == forms) and _is_in(service, municipality)
        ]
        if len(found) > 1:
            found = [service for service in found if _stands_at(service, address)]
        return found


def _is_in(service: KnownService, municipality: str) -> bool:
    names = {fold(place.municipality_name) for place in service.places} - {""}
    return fold(municipality) in names if municipality else not names


def _stands_at(service: KnownService, address: str) -> bool:
    known = {address_words(place.name, place.street, place.house_number) for place in service.places}
    return address in known if address else not known - {""}


def address_words(name: str, street: str, number: str) -> str:
    """Name of the house, street and number as one folded text, so that any way of writing them in cells compares."""
    return " ".join(fold(f"{name} {street} {number}").replace(",", " ").split())
