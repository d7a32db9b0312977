"""The spreadsheet of descriptions, contacts and hours: what registers do not know, by the key of the register."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.utils.translation import gettext_lazy as _

from catalogue.intake import ServiceRecord
from imports import cleaning
from imports.desk import Desk, SeveralTowns
from imports.findings import Findings
from imports.naming import ask, written_key
from imports.reading.recognising import FileKind
from imports.reading.tables import SHIFTED, Row, table_rows
from imports.reasons import BrokenFile
from imports.resources import SHEET_COLUMNS, SheetResource
from imports.sources.base import TABLES, Source
from kernel.text import fold

REGISTERS = {"SK": ("bbsk",), "CZ": ("rpss",)}  # whose services a sheet of the country describes
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

    def prepare(self, desk: Desk, rows: Callable[[], Iterator[Row]]) -> None:
        desk.resource = SheetResource()
        desk.known = ask(REGISTERS[desk.country], rows(), desk)

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
        return ServiceRecord(*service, row.number, said)

    def _service(self, row: Row, desk: Desk, findings: Findings) -> tuple[str, str] | None:
        """By the key of the register, else by provider, kind, form and place; told apart or left to a person."""
        key, ico, kind = written_key(row), cleaning.text(row.cells.get("ico")), cleaning.text(row.cells.get("kind"))
        if not key:
            if not ico or not kind:
                findings.reject("register_key", "", "NO_KEY")
            elif desk.kind_named(kind, desk.country) is None:
                findings.reject("kind", kind, "KIND")
            elif cleaning.ico(ico, "IČO", Findings(row.number)) == "":
                findings.reject("IČO", ico, "ICO")
            if findings.is_rejected:
                return None
        return _the_one(desk.known.of(row, desk), key or f"{ico}, {kind}", findings)


def _the_one(found: list[tuple[str, str]], shown: str, findings: Findings) -> tuple[str, str] | None:
    if len(found) > 1:
        findings.reject("", shown, "SEVERAL_SERVICES", count=len(found))
    elif not found:
        findings.reject("", shown, "NO_SUCH_SERVICE")
    return found[0] if len(found) == 1 else None


def reach(written: list[str], desk: Desk, findings: Findings) -> list[dict[str, str]]:
    """Municipalities, districts and regions by official code or by name."""
    found = []
    for word in written:
        area = _area(word, desk)
        if area:
            found.append({"level": area[0], "code": area[1]})
        else:
            findings.leave_out("reach", word, "REACH")
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
