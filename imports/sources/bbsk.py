"""The yearly layer of the Banská Bystrica region: cut headers, mixed columns, doubled rows, no id of a service."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.utils.translation import gettext_lazy as _

from catalogue.intake import ServiceRecord
from imports import cleaning
from imports.addresses import split_name_and_street, street_and_number
from imports.desk import Desk, Kind, SeveralTowns, Town
from imports.findings import Findings
from imports.forms_of_service import form_words, forms_of
from imports.reading import jsons
from imports.reading.cells import NoValue
from imports.reading.recognising import FileKind
from imports.reading.tables import NOT_AN_OBJECT, SHIFTED, Column, Row, find_column, table_rows
from imports.sources.base import TABLES, Source
from imports.sparing import Traits
from kernel.text import fold

REGION = "SK032"
COLUMNS = (
    Column("kind", ("Druh poskytovanej sociálnej služby",), required=True),
    Column("form", ("Forma poskytovanej sociálnej služby",), required=True),
    Column("citation", ("Cieľová skupina fyzických osôb podľa zákona", "Cieľová skupina fyzických osôb")),
    Column("capacity", ("Kapacita",)),
    Column("street", ("Ulica sociálnej služby",)),
    Column("municipality", ("Obec sociálnej služby",), required=True),
    Column("postcode", ("PSČ sociálnej služby",)),
    Column("district", ("Okres sociálnej služby",)),
    Column("web", ("Webová adresa",)),
    Column("type", ("Typ poskytovateľa",)),
    Column("provider", ("Obchodné meno",), required=True),
    Column("ico", ("IČO",), required=True),
    Column("email", ("Email sociálnej služby",)),
    Column("phone", ("Telefón sociálnej služby",)),
)
CITED = re.compile(r"§\s*(\d+[a-z]?)")
KEY_COLUMNS = ("ico", "kind", "form", "municipality", "street", "citation", "postcode", "district")
TYPES = {
    "obec/mesto": "MUNICIPALITY",
    "pravnicka osoba zriadena alebo zalozena obcou/mestom": "FOUNDED_BY_MUNICIPALITY",
    "pravnicka osoba zriadena alebo zalozena samospravnym krajom": "FOUNDED_BY_REGION",
    "neverejny poskytovatel": "NON_PUBLIC",
}


class Bbsk(Source):
    """Providers and services of the Banská Bystrica region, as its open-data portal gives them."""

    name: ClassVar[str] = "bbsk"
    title: ClassVar[Any] = _("Banská Bystrica region: open layer of social services")
    hint: ClassVar[Any] = _("GeoJSON, CSV or XLSX from the region's open-data portal.")
    kinds: ClassVar[tuple[FileKind, ...]] = (FileKind.GEOJSON, FileKind.JSON, *TABLES)
    country: ClassVar[Any] = "SK"
    is_whole: ClassVar[bool] = True
    position: ClassVar[int] = 2

    def read(self, path: Path, file: BinaryIO, kind: FileKind) -> Iterator[Row]:
        """Equal lines come once, in an order that does not depend on the order in the file."""
        rows = list(
            _features(path, file)
            if kind in {FileKind.GEOJSON, FileKind.JSON}
            else table_rows(path, file, kind, COLUMNS)
        )
        equal: dict[str, list[Row]] = {}
        for row in rows:
            equal.setdefault(_whole(row), []).append(row)
        for _line, alike in sorted(equal.items()):
            first = min(alike, key=lambda row: row.number)
            yield Row(first.number, first.cells, first.sent, len(alike))

    def key_of(self, row: Row, desk: Desk) -> str:
        return service_key(row.cells, desk)

    def traits_of(self, row: Row, desk: Desk) -> Traits | None:
        who = identity_of(row.cells, desk)
        return Traits(who.ico, who.kind, frozenset(forms_of(row.cells.get("form"))), who.municipality)

    def given_back(self, row: Row, desk: Desk) -> Mapping[str, Any]:
        """Of a kind that may hide its address the row goes back without it; so does one whose kind cannot be told."""
        if SHIFTED in row.cells:
            hiding = {fold(name) for kind in desk.kinds if kind.may_hide_address for name in kind.names}
            return {} if any(fold(cleaning.text(value)) in hiding for value in row.sent.values()) else row.sent
        if not _may_hide(recognised_kind(row.cells, desk)):
            return row.sent
        shown = {name: find_column(name, COLUMNS) for name in row.sent}
        return {
            name: value
            for name, value in row.sent.items()
            if (column := shown[name]) is not None and column.id not in ("street", "postcode")
        }

    def clean(self, row: Row, desk: Desk, findings: Findings) -> ServiceRecord | None:
        cells = row.cells
        if row.times > 1:
            findings.mend("", "", "DOUBLED_ROW", times=row.times)
        ico = cleaning.ico(cells.get("ico"), "IČO", findings)
        kind = self._kind(cells, desk, findings)
        forms = service_forms(cells.get("form"), findings)
        town = self._town(cells, desk, findings)
        told = Findings(0) if _may_hide(kind) else findings  # of an address that may be a secret nothing is told
        name, street = self._place_name(cells, town, told)
        provider = self._provider(cells, ico, findings)
        webs = cleaning.webs(cleaning.parts(cells.get("web")), "Webová adresa", findings)
        fields: dict[str, Any] = {
            "provider": provider,
            "kind": kind.code if kind else "",
            "name": name or (kind.names[0][:1].upper() + kind.names[0][1:] if kind else ""),
            "forms": sorted(forms),
            "target_groups": self._target_groups(cells, kind, desk),
            "target_note": cleaning.text(cells.get("citation")),
            "ended_on": None,
            "places": self._places(cells, town, name, street, told),
            "capacities": self._capacities(cells, forms, findings),
            "webs": webs,
            "emails": cleaning.emails(cleaning.parts(cells.get("email")), "Email_sociálnej_služby", findings),
            "phones": cleaning.phones(cleaning.parts(cells.get("phone")), "SK", "Telefón_sociálnej_služby", findings),
        }
        if findings.is_rejected:
            return None
        belongs_to = frozenset({town.code}) if town else desk.territory.in_region(REGION)
        return ServiceRecord(self.name, service_key(cells, desk), row.number, fields, belongs_to)

    def _kind(self, cells: Any, desk: Desk, findings: Findings) -> Kind | None:
        written, kind = cleaning.text(cells.get("kind")), recognised_kind(cells, desk)
        if kind is None:
            findings.reject("Druh_poskytovanej_sociálnej_slu", written, "KIND" if written else "MISSING")
        elif desk.kind_named(written, "SK") is None:
            findings.mend("Druh_poskytovanej_sociálnej_slu", written, "KIND_BY_PARAGRAPH")
        return kind

    def _target_groups(self, cells: Any, kind: Kind | None, desk: Desk) -> list[str]:
        """The layer cites a paragraph where a target group should stand; it says for whom the law means the service."""
        meant = cited_kind(cells, desk) or kind
        return sorted(meant.usual_groups) if meant else []

    def _town(self, cells: Any, desk: Desk, findings: Findings) -> Town | None:
        name = cleaning.text(cells.get("municipality"))
        if cleaning.is_nothing(name):
            return self._town_of_provider(cells, desk)
        try:
            town = named_town(cells, desk)
        except SeveralTowns as several:
            findings.reject("Obec_sociálnej_služby", name, "SEVERAL_MUNICIPALITIES", candidates=several.candidates)
            return None
        if town is None:
            district = cleaning.text(cells.get("district"))
            findings.reject("Obec_sociálnej_služby", f"{name}, {district}" if district else name, "MUNICIPALITY")
        return town

    def _town_of_provider(self, cells: Any, desk: Desk) -> Town | None:
        """A field service without an address, provided by a municipality, belongs to that municipality."""
        if TYPES.get(fold(cleaning.text(cells.get("type")))) != "MUNICIPALITY":
            return None
        name = re.sub(r"^(obec|mesto)\s+", "", cleaning.text(cells.get("provider")), flags=re.IGNORECASE)
        here = [town for town in desk.territory.by_name.get(fold(name), []) if town.region_code == REGION]
        return here[0] if len(here) == 1 else None

    def _place_name(self, cells: Any, town: Town | None, findings: Findings) -> tuple[str, str]:
        """The layer mixes the name of the house and its street in one column."""
        written = cleaning.text(cells.get("street"))
        if cleaning.is_nothing(written):
            return "", ""
        name, street = split_name_and_street(written)
        if name and street:
            findings.mend("Ulica_sociálnej_služby", written, "NAME_FROM_STREET")
        return cleaning.limited(name, 300, "Ulica_sociálnej_služby", findings), street

    def _provider(self, cells: Any, ico: str, findings: Findings) -> dict[str, Any]:
        name = cleaning.limited(cleaning.text(cells.get("provider")), 300, "Obchodné_meno", findings)
        if not name:
            findings.reject("Obchodné_meno", "", "MISSING")
        written = cleaning.text(cells.get("type"))
        known = TYPES.get(fold(written))
        if written and known is None:
            findings.leave_out("Typ_poskytovateľa", written, "PROVIDER_TYPE")
        return {"country": "SK", "ico": ico, "name": name, "legal_form": "", "type": known or "UNKNOWN"}

    def _places(
        self, cells: Any, town: Town | None, name: str, street: str, findings: Findings
    ) -> list[dict[str, Any]]:
        if town is None or cleaning.is_nothing(cells.get("municipality")):
            return []
        line, number = street_and_number(street, town.name)
        return [
            {
                "name": name,
                "street": cleaning.limited(line, 160, "Ulica_sociálnej_služby", findings),
                "house_number": cleaning.limited(number, 24, "Ulica_sociálnej_služby", findings),
                "postcode": cleaning.postcode(cells.get("postcode"), "SK", "PSČ_sociálnej_služby", findings),
                "municipality": town.code,
                "address_code": "",
                "secret": False,
                "starts_on": None,
                "ended_on": None,
            }
        ]

    def _capacities(self, cells: Any, forms: list[str], findings: Findings) -> list[dict[str, Any]]:
        """The layer counts places; nothing and nought both mean that no number was registered."""
        count = cleaning.whole_number(cells.get("capacity"), "Kapacita", findings)
        if not count or not forms:
            return []
        return [{"form": forms[0], "unit": "BEDS" if forms[0] == "RESIDENTIAL" else "PLACES", "count": count}]


def _may_hide(kind: Kind | None) -> bool:
    return kind is None or kind.may_hide_address


def cited_kind(cells: Any, desk: Desk) -> Kind | None:
    """The kind whose paragraph the row cites: „§24d ods. 1 zákona č. 448/2008 Z. z.“"""
    cited = CITED.search(cleaning.text(cells.get("citation")))
    return desk.kind_of_paragraph(cited[1], "SK") if cited else None


def service_forms(written: Any, findings: Findings) -> list[str]:
    forms = forms_of(written)
    if not forms:
        findings.reject("Forma_poskytovanej_sociálnej_sl", written, "FORM" if cleaning.text(written) else "MISSING")
    return forms


def _features(path: Path, file: BinaryIO) -> Iterator[Row]:
    for number, feature in enumerate(jsons.items(path, file, "features"), start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            yield Row(number, {NOT_AN_OBJECT: True}, {})
            continue
        cells = {column.id: value for name, value in properties.items() if (column := find_column(name, COLUMNS))}
        yield Row(number, cells, properties)


@dataclass(frozen=True)
class Identity:
    """Who provides what, how and where, in codes; how a row words it plays no part. Empty: not recognised."""

    ico: str
    kind: str
    forms: str
    municipality: str
    street: str


def identity_of(cells: Mapping[str, Any], desk: Desk) -> Identity:
    """What a row of the layer says of its service, as far as it can be recognised."""
    kind, town = recognised_kind(cells, desk), recognised_town(cells, desk)
    return Identity(
        ico=cleaning.ico(cells.get("ico"), "", Findings(0)),
        kind=kind.code if kind else "",
        forms=form_words(cells.get("form")),
        municipality=town.code if town else "",
        street=_folded(cleaning.text(cells.get("street"))),
    )


def service_key(cells: Mapping[str, Any], desk: Desk) -> str:
    """A key that tells one service from another: who, what, how, for whom and where. The order of rows plays no part.

    Its first half is made of what a sheet of descriptions says as well, so that the sheet finds the service by it.
    """
    who = identity_of(cells, desk)
    is_told = (
        who.ico and who.kind and who.forms and (who.municipality or cleaning.is_nothing(cells.get("municipality")))
    )
    if not is_told or any(isinstance(cells.get(column), NoValue) for column in KEY_COLUMNS):
        return ""
    postcode = "".join(cleaning.text(cells.get("postcode")).split()).zfill(5)
    return _nature(who) + _digest(_folded(cleaning.text(cells.get("citation"))), postcode)


def natures_of(cells: Mapping[str, Any], kind: Kind, desk: Desk) -> set[str]:
    """The first halves a row of a sheet may mean: several municipalities may bear the name it writes."""
    name = cleaning.text(cells.get("municipality"))
    codes = {""} if cleaning.is_nothing(name) else {town.code for town in desk.territory.by_name.get(fold(name), [])}
    who = replace(identity_of(cells, desk), kind=kind.code)
    return {_nature(replace(who, municipality=code)) for code in codes}


def recognised_kind(cells: Mapping[str, Any], desk: Desk) -> Kind | None:
    """By its name; a name that is not in the law is helped by the paragraph the row cites."""
    written = cleaning.text(cells.get("kind"))
    return desk.kind_named(written, "SK") or (cited_kind(cells, desk) if written else None)


def recognised_town(cells: Mapping[str, Any], desk: Desk) -> Town | None:
    """The municipality the row names; none when it names none, an unknown one or one of several."""
    try:
        return named_town(cells, desk)
    except SeveralTowns:
        return None


def named_town(cells: Mapping[str, Any], desk: Desk) -> Town | None:
    """The municipality the row names; raises SeveralTowns when it is not certain."""
    name = cleaning.text(cells.get("municipality"))
    if cleaning.is_nothing(name):
        return None
    postcode = "".join(cleaning.text(cells.get("postcode")).split())
    return desk.territory.named(name, district=cleaning.text(cells.get("district")), postcode=postcode)


def _nature(who: Identity) -> str:
    return _digest(who.ico, who.kind, who.forms, who.municipality, who.street)


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def _whole(row: Row) -> str:
    return "\x1f".join(f"{name}\x1e{value}" for name, value in sorted(row.cells.items()))


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """Kinds, forms, municipalities and districts repeat from row to row."""
    return " ".join(fold(text).split())
