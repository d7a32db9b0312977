"""What a word may mean: the catalogue's short lists, and guesses that a person looks at.

A word that is exactly an official name is certain and is never asked about; everything else is a guess.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from catalogue import intake
from imports import cleaning
from imports.desk import Desk, SeveralTowns, Town
from imports.forms_of_service import forms_of
from imports.spreadsheets.spec import word

LIKE_ENOUGH = 0.78
SHORT = {
    # what people call kinds of services for short, by country
    "SK": {
        "zps": "SK448-35", "zos": "SK448-36", "dss": "SK448-38", "sz": "SK448-39", "ds": "SK448-40", "os": "SK448-41",
        "opatrovatelska sluzba": "SK448-41", "dom seniorov": "SK448-35", "domov dochodcov": "SK448-35",
        "domov seniorov": "SK448-35", "rehabilitacne stredisko": "SK448-37", "zpb": "SK448-34", "nddc": "SK448-31",
        "utulok": "SK448-26", "noclaharen": "SK448-25", "kc": "SK448-24d",
        "komunitne centrum": "SK448-24d", "socialna poradna": "SK448-19",
    },
    "CZ": {
        "ds": "CZ108-49", "dozp": "CZ108-48", "dzr": "CZ108-50", "ps": "CZ108-40", "oa": "CZ108-39", "sas": "CZ108-65",
        "nzdm": "CZ108-62", "ad": "CZ108-57", "osp": "CZ108-37", "sr": "CZ108-70", "chb": "CZ108-51", "std": "CZ108-67",
        "tp": "CZ108-69", "ndc": "CZ108-61", "rp": "CZ108-54", "dum s pecovatelskou sluzbou": "CZ108-40",
        "pecovatelska sluzba": "CZ108-40", "domov duchodcu": "CZ108-49", "domov pro seniory": "CZ108-49",
        "azylovy dum": "CZ108-57", "nocleharna": "CZ108-63",
    },
}  # fmt: skip
UNITS = (
    (r"loz|luz|bed|postel", "BEDS"), (r"kontakt|contact", "CONTACTS"), (r"interven", "INTERVENTIONS"),
    (r"hovor|call", "CALLS"), (r"klient|osob|prijimat|uzivat|people|person", "CLIENTS"),
    (r"miest|mist|place", "PLACES"),
)  # fmt: skip
TYPES = (
    (r"(zriaden|zalozen|zrizen).*(krajom|krajem|vuc)|vuc|kraj", "FOUNDED_BY_REGION"),
    (r"(zriaden|zalozen|zrizen).*(obc|mest)", "FOUNDED_BY_MUNICIPALITY"),
    (r"neverejn|neziskov|sukromn|soukrom|nestat|non.?public|cirk|obcianske|spolek|o\.?\s?p\.?\s?s", "NON_PUBLIC"),
    (r"^(obec|mesto|obec/mesto|verejn.*)$|municipality", "MUNICIPALITY"),
)  # fmt: skip
BEFORE_TOWN = re.compile(r"^(obec|mesto|město|mestys|městys|statutární město|hlavné mesto)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Guess:
    """A code for a word; certain where the word is the official name."""

    code: str = ""
    is_certain: bool = False


class Vocabulary:
    """The lists of one country, each asked for once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.forms, self.units, self.types = intake.code_list_forms(), intake.code_list_units(), intake.provider_types()

    def choices(self, coded: str) -> list[tuple[str, str]]:
        """The codes of a list with their names; municipalities are too many to choose from and are written."""
        if coded == "kind":
            kinds = [kind for kind in self.desk.kinds if kind.country == self.desk.country]
            return sorted(
                ((kind.code, f"{kind.names[0]} (§ {kind.code.partition('-')[2]})") for kind in kinds), key=_second
            )
        if coded == "target_groups":
            groups = [group for group in self.desk.groups if group.country == self.desk.country]
            return [(group.code, group.names[0 if self.desk.country == "SK" else 1] or group.code) for group in groups]
        plain: Mapping[str, Any] = {"forms": self.forms, "unit": self.units, "provider_type": self.types}.get(coded, {})
        return [(code, str(name)) for code, name in plain.items()]

    def name_of(self, coded: str, code: str) -> str:
        """The code in words."""
        if coded == "municipality":
            town = self.desk.territory.towns.get(code)
            return town.full_name if town else code
        return dict(self.choices(coded)).get(code, code)

    def guess(self, coded: str, written: str) -> Guess:
        """What the word means: certainly, probably, or no idea."""
        found: Guess = getattr(self, f"_{coded}")(written)
        return found

    def is_code(self, coded: str, code: str) -> bool:
        return code in (self.desk.territory.towns if coded == "municipality" else dict(self.choices(coded)))

    def _kind(self, written: str) -> Guess:
        desk = self.desk
        if kind := desk.kind_named(written, desk.country) or desk.kinds_by_register.get(written.strip()):
            return Guess(kind.code, is_certain=True)
        if (cited := re.search(r"§\s*(\d+\s?[a-z]?)\b", written)) and desk.country in {"SK", "CZ"}:
            found = desk.kind_of_paragraph(cited[1].replace(" ", ""), desk.country)  # type: ignore[arg-type]
            if found:
                return Guess(found.code)
        short = SHORT.get(desk.country, {}).get(word(written), "")
        return Guess(short) if short in desk.kinds_by_code else self._alike("kind", written)

    def _forms(self, written: str) -> Guess:
        codes = forms_of(written)
        if len(codes) == 1:
            return Guess(codes[0], is_certain=True)
        likely = ((r"telef|online|internet|distan", "REMOTE"), (r"domac|domov klient|ulic", "OUTREACH"))
        return Guess(next((code for pattern, code in likely if re.search(pattern, word(written))), ""))

    def _target_groups(self, written: str) -> Guess:
        found = self.desk.groups_by_register.get(written.strip()) or self.desk.groups_by_code.get(written.strip())
        for group in self.desk.groups:
            if found is None and group.country == self.desk.country and word(written) in map(word, group.names):
                found = group
        return Guess(found.code, is_certain=True) if found else self._alike("target_groups", written)

    def _unit(self, written: str) -> Guess:
        if written in self.units:
            return Guess(written, is_certain=True)
        return Guess(next((code for pattern, code in UNITS if re.search(pattern, word(written))), ""))

    def _provider_type(self, written: str) -> Guess:
        if written in self.types:
            return Guess(written, is_certain=True)
        return Guess(next((code for pattern, code in TYPES if re.search(pattern, word(written))), ""))

    def _municipality(self, written: str) -> Guess:
        try:
            town = self.town(written)
        except SeveralTowns:
            return Guess()
        if town:
            return Guess(town.code, is_certain=True)
        name = word(written.partition(",")[0])
        like = [each for each in self.desk.territory.by_name if _likeness(name, each) >= 0.86]
        towns = self.desk.territory.by_name[max(like, key=lambda each: _likeness(name, each))] if like else []
        return Guess(towns[0].code) if len(towns) == 1 else Guess()

    def town(self, written: str, postcode: str = "") -> Town | None:
        """By code, by name, by „Name, District“ or „Name (District)“; raises SeveralTowns when it is not certain."""
        territory = self.desk.territory
        if written in territory.towns:
            return territory.towns[written]
        if bracketed := re.fullmatch(r"(.+?)\s*\(([^)]+)\)", written):
            return territory.named(bracketed[1], district=bracketed[2], postcode=postcode)
        name, _comma, district = (part.strip() for part in written.partition(","))
        found = territory.named(name, district=district, postcode=postcode)
        return found or territory.named(BEFORE_TOWN.sub("", name), district=district, postcode=postcode)

    def words(self, coded: str, value: Any) -> list[str]:
        """The single words of a cell, several where the field takes several.

        Names of target groups hold commas themselves, so a comma divides only what is no name as a whole.
        """
        text = cleaning.text(value)
        if cleaning.is_nothing(text):
            return []
        if coded == "forms":
            parts = re.split(r"\s*[;,/|+\n]\s*|\s+a\s+", re.sub(r"\s*\([^)]*\)", "", cleaning.paragraphs(value)))
        elif coded == "target_groups":
            parts = re.split(r"\s*[;|\n•]\s*", cleaning.paragraphs(value))
            parts = [each for part in parts for each in self._by_commas(part)]
        else:
            parts = [text]
        return list(dict.fromkeys(part.strip() for part in parts if not cleaning.is_nothing(part)))

    def _by_commas(self, part: str) -> list[str]:
        return [part] if "," not in part or self._target_groups(part).is_certain else re.split(r"\s*,\s*", part)

    def _alike(self, coded: str, written: str) -> Guess:
        """The most similar name, if it is similar enough; a name that stands in the text whole is meant."""
        said = word(written)
        names = [(code, word(re.sub(r"\(§.*\)$", "", name))) for code, name in self.choices(coded)]
        inside = [(code, name) for code, name in names if len(name) >= 8 and name in said]
        if inside:
            return Guess(max(inside, key=lambda each: len(each[1]))[0])
        best = max(names, key=lambda each: _likeness(said, each[1]), default=("", ""))
        return Guess(best[0]) if best[1] and _likeness(said, best[1]) >= LIKE_ENOUGH else Guess()


@lru_cache(maxsize=50_000)
def _likeness(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > max(len(one), len(other)) * 0.4:
        return 0.0
    return SequenceMatcher(None, one, other).ratio()


def _second(pair: tuple[str, str]) -> str:
    return word(pair[1])
