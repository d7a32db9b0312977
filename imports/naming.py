"""Which service of the catalogue each row of a sheet speaks of: asked for all rows at once, before they are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.intake import NaturalKey, known_keys, services_by_key
from imports import cleaning
from imports.addresses import split_name_and_street
from imports.desk import Desk
from imports.findings import Findings
from imports.forms_of_service import forms_of
from imports.reading.tables import Row
from kernel.text import fold

Found = list[tuple[str, str]]  # register and key


@dataclass
class Named:
    """What the catalogue answered."""

    by_key: dict[str, Found] = field(default_factory=dict)
    by_nature: dict[NaturalKey, Found] = field(default_factory=dict)

    def of(self, row: Row, desk: Desk) -> Found:
        """The services this row may mean; the key of the register goes before everything else."""
        key = written_key(row)
        if key:
            return self.by_key.get(key, [])
        found: dict[tuple[str, str], None] = {}
        for nature in natures(row, desk):
            found.update(dict.fromkeys(self.by_nature.get(nature, [])))
        return list(found)


def ask(registers: Iterable[str], rows: Iterable[Row], desk: Desk) -> Named:
    """Ask the catalogue for every row, register by register."""
    keys: set[str] = set()
    asked: set[NaturalKey] = set()
    for row in rows:
        key = written_key(row)
        if key:
            keys.add(key)
        else:
            asked.update(natures(row, desk))
    named = Named()
    for register in registers:
        for key in services_by_key(register, keys):
            named.by_key.setdefault(key, []).append((register, key))
        for nature, fitting in known_keys(register, asked).items():
            named.by_nature.setdefault(nature, []).extend((register, key) for key in fitting)
    return named


def written_key(row: Row) -> str:
    key = cleaning.text(row.cells.get("register_key"))
    return "" if cleaning.is_nothing(key) else key


def natures(row: Row, desk: Desk) -> list[NaturalKey]:
    """How the row names its service without a key: several readings where a name of a municipality repeats."""
    ico = cleaning.ico(row.cells.get("ico"), "", Findings(row.number))
    kind = desk.kind_named(cleaning.text(row.cells.get("kind")), desk.country) if desk.country else None
    if not ico or kind is None:
        return []
    form = row.cells.get("form")
    forms = forms_of(form) if cleaning.text(form) else [""]
    towns = desk.territory.by_name.get(fold(cleaning.text(row.cells.get("municipality"))), [])
    _name, street = split_name_and_street(cleaning.text(row.cells.get("street")))
    return [
        NaturalKey(ico, kind.code, forms[0] if forms else "", code, street)
        for code in [town.code for town in towns] or [""]
    ]
