"""What a reader needs beside the file: municipalities of the country and the catalogue's code lists."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from imports.asking import Questions
from kernel.identifiers import Country
from kernel.text import fold

DISTRICT = re.compile(r"^okres\s+")
IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True)
class Town:
    """A municipality as addresses name it."""

    code: str
    name: str
    district_code: str
    district_name: str
    region_code: str
    region_name: str
    postcodes: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.name} ({self.district_name})"


@dataclass(frozen=True)
class Kind:
    """A kind of service by law, with all the ways registers name it."""

    code: str
    country: str
    names: tuple[str, ...]
    register_code: str = ""
    may_hide_address: bool = False
    usual_groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A target group with the code registers give it."""

    code: str
    country: str
    names: tuple[str, ...]
    register_code: str = ""


class SeveralTowns(LookupError):
    """A name that more than one municipality bears."""

    def __init__(self, towns: Iterable[Town]) -> None:
        super().__init__()
        self.candidates = ", ".join(sorted(town.full_name for town in towns))


@lru_cache(maxsize=1024)
def bare_district(name: str) -> str:
    """„Okres Banská Bystrica“ is called „Banská Bystrica“ elsewhere."""
    return DISTRICT.sub("", fold(name).strip())


@dataclass
class Territory:
    """Municipalities, districts and regions by code and by name."""

    towns: Mapping[str, Town]
    by_name: Mapping[str, list[Town]] = field(init=False)
    districts: dict[str, str] = field(init=False)
    regions: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        by_name: dict[str, list[Town]] = defaultdict(list)
        for town in self.towns.values():
            by_name[fold(town.name)].append(town)
        self.by_name = by_name
        self.districts = {bare_district(town.district_name): town.district_code for town in self.towns.values()}
        self.regions = {fold(town.region_name): town.region_code for town in self.towns.values()}
        self._in_region: dict[str, frozenset[str]] = {}

    def named(self, name: str, *, district: str = "", postcode: str = "") -> Town | None:
        """The municipality of this name, made certain by district or postcode; raises SeveralTowns when it is not."""
        found = list(self.by_name.get(fold(name).strip(), []))
        for narrowed in (
            [town for town in found if bare_district(town.district_name) == bare_district(district)],
            [town for town in found if postcode and postcode in town.postcodes],
        ):
            if len(found) > 1 and narrowed:
                found = narrowed
        if district and len(found) == 1 and bare_district(found[0].district_name) != bare_district(district):
            return None
        if len(found) > 1:
            raise SeveralTowns(found)
        return found[0] if found else None

    def in_region(self, region_code: str) -> frozenset[str]:
        """Codes of all municipalities of a region."""
        if region_code not in self._in_region:
            self._in_region[region_code] = frozenset(
                town.code for town in self.towns.values() if town.region_code == region_code
            )
        return self._in_region[region_code]

    def in_district(self, district_code: str) -> frozenset[str]:
        return frozenset(town.code for town in self.towns.values() if town.district_code == district_code)


@dataclass
class Desk:
    """All that is laid out before the first row is read."""

    territory: Territory
    kinds: list[Kind]
    groups: list[Group]
    country: str = ""
    here: frozenset[str] = frozenset()  # codes of the municipalities whose services the catalogue keeps
    questions: Questions = field(default_factory=Questions)  # what a person has answered, and what is to be asked
    today: str = ""  # ISO; days after it are plans and say nothing of how old a file is
    newest: str = ""  # the newest day not after today that the rows told
    # laid out by sources that need them:
    known: Any = None  # which services of the catalogue the rows speak of
    elements: Any = None  # which field an element of an XML means
    witnesses: Any = None  # services that tell what an unknown code may mean
    resource: Any = None  # the columns of the sheet

    def __post_init__(self) -> None:
        self.kinds_by_register = {kind.register_code: kind for kind in self.kinds if kind.register_code}
        self.kinds_by_code = {kind.code: kind for kind in self.kinds}
        self.kinds_by_name = {(kind.country, fold(name)): kind for kind in self.kinds for name in kind.names if name}
        self.groups_by_register = {group.register_code: group for group in self.groups if group.register_code}
        self.groups_by_code = {group.code: group for group in self.groups}

    def see_days(self, *days: str | None) -> None:
        """Days that a row tells, of which the newest says how old its file is."""
        for day in days:
            if day and self.newest < day <= self.today:
                self.newest = day

    def kind_named(self, name: str, country: str) -> Kind | None:
        """By the name in the law, whatever its spelling of accents and spaces, or by our code."""
        words = " ".join(fold(name).split())
        bare = IN_BRACKETS.sub("", words)
        names = self.kinds_by_name
        return names.get((country, words)) or names.get((country, bare)) or self.kinds_by_code.get(name.strip())

    def kind_of_paragraph(self, paragraph: str, country: Country) -> Kind | None:
        law = {"SK": "SK448", "CZ": "CZ108"}[country]
        return self.kinds_by_code.get(f"{law}-{paragraph.lower()}")


def town_of(row: Mapping[str, Any]) -> Town:
    return Town(**{**row, "postcodes": tuple(row["postcodes"])})
