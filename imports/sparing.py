"""Which running services a rejected row may speak of: none of them may end because of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.intake import KnownService


@dataclass(frozen=True)
class Traits:
    """What can still be read of a rejected row; what is empty could not be read and narrows nothing down."""

    ico: str = ""
    kind: str = ""
    forms: frozenset[str] = frozenset()
    municipality: str = ""

    def fit(self, service: KnownService) -> bool:
        """The municipality is asked only where the provider is not known: a provider may have moved."""
        if self.ico and service.ico != self.ico:
            return False
        if self.kind and service.kind != self.kind:
            return False
        if self.forms and service.forms and service.forms != self.forms:
            return False
        towns = {place.municipality_code for place in service.places} - {""}
        return bool(self.ico) or not self.municipality or not towns or self.municipality in towns


class Spared:
    """Collects the rejected rows of a whole register and names the running services they keep from ending."""

    def __init__(self, running: Iterable[KnownService]) -> None:
        self.running = {service.register_key: service for service in running}
        self.rows: dict[str, int] = {}  # the rejected row by the key it names
        self.traits: dict[Traits, int] = {}
        self.kept = 0

    def add(self, row: int, key: str, traits: Traits | None) -> None:
        """A key that is in the catalogue says which service is meant; else everything counts that the row may mean."""
        if key:
            self.rows[key] = row
        if traits is not None and key not in self.running:
            self.traits.setdefault(traits, row)

    def forget(self, key: str) -> None:
        """A good row speaks of this service."""
        self.rows.pop(key, None)
        self.running.pop(key, None)

    def keys(self) -> Iterator[tuple[str, int]]:
        """Each key that must not count as missing, with the row that keeps it."""
        for key, service in self.running.items():
            row = self.rows.get(key) or next((row for traits, row in self.traits.items() if traits.fit(service)), None)
            if row is not None:
                self.kept += 1
                yield key, row
        yield from ((key, row) for key, row in self.rows.items() if key not in self.running)
