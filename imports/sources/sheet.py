"""The spreadsheet of descriptions, contacts and hours: what registers do not know, by the key of the register."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.utils.translation import gettext_lazy as _

from catalogue.intake import KnownService, ServiceRecord, known_services
from imports import cleaning
from imports.addresses import split_name_and_street, street_and_number
from imports.desk import Desk, Kind, SeveralTowns
from imports.findings import Findings
from imports.forms_of_service import forms_of
from imports.known import KnownServices, address_words
from imports.reading.recognising import FileKind
from imports.reading.tables import SHIFTED, Row, table_rows
from imports.reasons import BrokenFile
from imports.resources import SHEET_COLUMNS, SheetResource
from imports.sources.base import TABLES, Source
from imports.sources.bbsk import natures_of
from kernel.text import fold

COUNTRIES = {"cele slovensko", "slovenska republika", "cela cr", "ceska republika", "cela ceska republika"}
IDENTITY = ("register_key", "ico", "kind", "form", "municipality", "street")


class Sheet(Source):
    """A table that staff fill in; it describes services that are known and adds none."""

    name: ClassVar[str] = "sheet"
    title: ClassVar[Any] = _("Spreadsheet of descriptions, contacts and opening hours")
    hint: ClassVar[Any] = _("XLSX, ODS or CSV. An empty cell changes nothing, a dash empties the value.")
    kinds: ClassVar[tuple[FileKind, ...]] = TABLES
    country: ClassVar[Any] = ""
    is_whole: ClassVar[bool] = False
    adds_services: ClassVar[bool] = False
    position: ClassVar[int] = 3

    def prepare(self, desk: Desk) -> None:
        desk.resource = SheetResource()
        desk.known = KnownServices(known_services())

    def read(self, path: Path, file: BinaryIO, kind: FileKind) -> Iterator[Row]:
        """A table that names its services neither by key nor by IČO is not this sheet."""
        for row in table_rows(path, file, kind, SHEET_COLUMNS):
            if SHIFTED not in row.cells and not {"register_key", "ico"} & row.cells.keys():
                raise BrokenFile("MISSING_COLUMNS", columns=SHEET_COLUMNS[0].names[0])
            yield row

    def clean(self, row: Row, desk: Desk, findings: Findings) -> ServiceRecord | None:
        draft = desk.resource.read_row(row.cells, findings, desk.country)
        if draft is None:
            return None
        service = self._service(row, desk, findings)
        if service is None:
            return None
        said = {name: value for name, value in draft.said.items() if name not in IDENTITY}
        if "reach" in said:
            said["reach"] = reach(said["reach"], desk, findings)
        if said.get("confirmed_on"):
            said["confirmed_how"] = "SHEET"
        return ServiceRecord(service.register, service.register_key, row.number, said)

    def _service(self, row: Row, desk: Desk, findings: Findings) -> KnownService | None:
        """By the key of the register, else by provider, kind, form and place; told apart or left to a person."""
        key = cleaning.text(row.cells.get("register_key"))
        if not cleaning.is_nothing(key):
            return _the_one(desk.known.of_key(key), key, findings)
        ico, kind = cleaning.text(row.cells.get("ico")), cleaning.text(row.cells.get("kind"))
        if not ico or not kind:
            findings.reject("register_key", "", "NO_KEY")
            return None
        return _the_one(self._alike(row, desk, findings), f"{ico}, {kind}", findings)

    def _alike(self, row: Row, desk: Desk, findings: Findings) -> list[KnownService]:
        ico = cleaning.ico(row.cells.get("ico"), "ico", findings)
        written = cleaning.text(row.cells.get("kind"))
        kind = desk.kind_named(written, desk.country)
        if kind is None:
            findings.reject("kind", written, "KIND")
            return []
        found = [known for nature in natures_of(row.cells, kind, desk) for known in desk.known.of_nature(nature)]
        return found if len(found) == 1 else self._like(row, ico, kind, desk)

    def _like(self, row: Row, ico: str, kind: Kind, desk: Desk) -> list[KnownService]:
        municipality = cleaning.text(row.cells.get("municipality"))
        name, street = split_name_and_street(cleaning.text(row.cells.get("street")))
        return desk.known.like(
            ico=ico,
            kind=kind.code,
            forms=frozenset(forms_of(row.cells.get("form"))),
            municipality=municipality,
            address=address_words(name, *street_and_number(street, municipality)),
        )


def _the_one(found: list[KnownService], shown: str, findings: Findings) -> KnownService | None:
    if findings.is_rejected:
        return None
    if len(found) > 1:
        findings.reject("", shown, "SEVERAL_SERVICES", count=len(found))
    elif not found:
        findings.reject("", shown, "NO_SUCH_SERVICE")
    return found[0] if len(found) == 1 else None


def reach(written: list[str], desk: Desk, findings: Findings, column: str = "reach") -> list[dict[str, str]]:
    """Municipalities, districts and regions by official code or by name."""
    found = []
    for word in written:
        area = _area(word, desk)
        if area:
            found.append({"level": area[0], "code": area[1]})
        else:
            findings.leave_out(column, word, "REACH")
    return found


def _area(word: str, desk: Desk) -> tuple[str, str] | None:
    """The level and the code of an area, by code, then by name."""
    territory, code, folded = desk.territory, word.upper(), fold(word)
    district = territory.districts.get(folded.removeprefix("okres ")) if folded.startswith("okres ") else None
    readings = (
        ("MUNICIPALITY", word if word in territory.towns else None),
        ("DISTRICT", code if code in territory.districts.values() else district),
        ("REGION", code if code in territory.regions.values() else territory.regions.get(folded)),
        ("COUNTRY", desk.country if folded in COUNTRIES else None),
        ("MUNICIPALITY", _town(word, desk)),
    )
    return next(((level, found) for level, found in readings if found), None)


def _town(word: str, desk: Desk) -> str | None:
    try:
        town = desk.territory.named(re.sub(r"^(obec|mesto|město)\s+", "", word, flags=re.IGNORECASE))
    except SeveralTowns:
        return None
    return town.code if town else None
