"""Any spreadsheet as a source: read by a mapping that a person has built and saved."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.utils.translation import gettext_lazy as _

from catalogue.intake import ActivityRecord, ServiceRecord
from imports import cleaning
from imports.desk import Desk
from imports.findings import Findings
from imports.reading.recognising import FileKind
from imports.reading.tables import SHIFTED, Row
from imports.resources import SheetResource
from imports.sources.base import TABLES, Source
from imports.sources.sheet import Sheet, reach
from imports.sparing import Traits
from imports.spreadsheets.composing import (
    OF_ADDRESS,
    activity_fields,
    forms_in,
    key_of,
    only,
    service_fields,
)
from imports.spreadsheets.reading_by import found_layout, mapped_rows, refuse_new_words
from imports.spreadsheets.resources import CodeWidget, MappedResource
from imports.spreadsheets.spec import Rows, Spec
from imports.spreadsheets.vocabularies import Vocabulary
from tenants.queries import codes_of_region, region

FIRST = 100  # saved mappings stand behind the registers
FORM_WORDS = {"AMBULATORY": "ambulantna", "OUTREACH": "terenna", "RESIDENTIAL": "pobytova", "REMOTE": "ina forma"}


class MappedSource(Source):
    """One saved mapping. A class of its own is made for each, so that it is a source like any other."""

    kinds: ClassVar[tuple[FileKind, ...]] = TABLES
    position: ClassVar[int] = FIRST
    spec: ClassVar[Spec]
    asks_first: ClassVar[bool] = True  # not while the mapping is still being built

    def prepare(self, desk: Desk) -> None:
        self.vocabulary = Vocabulary(desk)
        self.resource = desk.resource = MappedResource(self.spec, self.vocabulary, self.country)
        self.hiding = frozenset(kind.code for kind in desk.kinds if kind.may_hide_address)
        here = region()
        self.home = codes_of_region(here) if here else frozenset(desk.territory.towns)

    def read(self, path: Path, file: BinaryIO, kind: FileKind) -> Iterator[Row]:
        """A column that has gone or a word nobody has heard of is a question, not a guess."""
        layout = found_layout(path, kind, self.spec)
        if self.asks_first:
            refuse_new_words(path, kind, self.spec, self.vocabulary, layout)
        yield from mapped_rows(path, kind, self.spec, layout)

    def clean(self, row: Row, desk: Desk, findings: Findings) -> ServiceRecord | None:
        said = desk.resource.read_row(row.cells, findings)
        key = key_of(row.cells, said, self.spec)
        if not key and not findings.is_rejected:
            findings.reject(next(iter(self.spec.heads_of("key")), ""), "", "CATALOGUE_NO_KEY")
        return self.record(row, said, key, desk, findings)

    def record(
        self, row: Row, said: Mapping[str, Any], key: str, desk: Desk, findings: Findings
    ) -> ServiceRecord | None:
        fields = service_fields(said, self.spec, desk, findings)
        if "reach" in said:
            fields["reach"] = reach(said["reach"], desk, findings, next(iter(self.spec.heads_of("reach")), ""))
        if findings.is_rejected:
            return None
        town = only(said.get("municipality"))
        return ServiceRecord(self.name, key, row.number, fields, frozenset({town}) if town else self.home)

    def key_of(self, row: Row, desk: Desk) -> str:
        return "" if SHIFTED in row.cells else key_of(row.cells, self._said(row, desk), self.spec)

    def traits_of(self, row: Row, desk: Desk) -> Traits | None:
        if SHIFTED in row.cells:
            return Traits()
        said = self._said(row, desk)
        if self.spec.heads_of("key") and said.get("key"):
            return None
        return Traits(
            said.get("ico") or "", only(said.get("kind")), frozenset(forms_in(said)), only(said.get("municipality"))
        )

    def _said(self, row: Row, desk: Desk) -> dict[str, Any]:
        """What a rejected row says, its findings told already."""
        unheard = Findings(row.number)
        said: dict[str, Any] = desk.resource.read_row(row.cells, unheard)
        return said

    def given_back(self, row: Row, desk: Desk) -> Mapping[str, Any]:
        """Of a service whose address may be secret the address does not leave the file."""
        if not self._may_hide(row):
            return row.sent
        hidden = {head for name in OF_ADDRESS for head in self.spec.heads_of(name)}
        return {head: value for head, value in row.sent.items() if head not in hidden}

    def _may_hide(self, row: Row) -> bool:
        """Also where the kind cannot be told."""
        if SHIFTED in row.cells or self.spec.rows != Rows.SERVICES:
            return self.spec.rows == Rows.SERVICES
        said = self.resource.read_row(row.cells, Findings(row.number))
        return not said.get("kind") or only(said["kind"]) in self.hiding


class MappedActivities(MappedSource):
    """Related activities: help that stands in no register."""

    holds: ClassVar[str] = "ACTIVITIES"

    def record(
        self, row: Row, said: Mapping[str, Any], key: str, desk: Desk, findings: Findings
    ) -> ServiceRecord | None:
        fields = activity_fields(said, self.spec, desk, findings)
        if findings.is_rejected:
            return None
        town = only(said.get("municipality"))
        return ActivityRecord(self.name, key, row.number, fields, frozenset({town}) if town else self.home)


class MappedDescriptions(MappedSource):
    """Descriptions of known services in columns of any name: put under the heads of our own sheet and read as that."""

    adds_services: ClassVar[bool] = False

    def prepare(self, desk: Desk) -> None:
        super().prepare(desk)
        self.mapped, self.sheet = desk.resource, Sheet()
        self.sheet.prepare(desk)

    def clean(self, row: Row, desk: Desk, findings: Findings) -> ServiceRecord | None:
        cells = self._as_sheet(row, desk, findings)
        if findings.is_rejected:
            return None
        record = self.sheet.clean(Row(row.number, cells, row.sent), desk, findings)
        findings.problems = [replace(each, column=self._head_of(each.column)) for each in findings.problems]
        return record

    def _head_of(self, column: str) -> str:
        """The sender's own head for a column of our sheet, told by its title or its name."""
        for name, field in SheetResource.fields.items():
            if column in {name, field.column.names[0]}:
                return next(iter(self.spec.heads_of(name)), column)
        return column

    def _as_sheet(self, row: Row, desk: Desk, findings: Findings) -> dict[str, Any]:
        cells: dict[str, Any] = dict(self.spec.constants)
        for name, field in self.mapped.fields.items():
            values = [row.cells.get(head) for head in field.heads]
            filled = [value for value in values if cleaning.text(value)]
            cells[name] = filled[0] if len(filled) == 1 else "\n".join(cleaning.text(each) for each in filled)
            if isinstance(field.widget, CodeWidget) and filled:
                field.widget.column = field.heads[0]
                codes = field.widget.clean(filled[0], row=row.cells, findings=findings)
                cells[name] = self._in_words(name, codes, desk)
        return cells

    def _in_words(self, name: str, codes: list[str], desk: Desk) -> str:
        """The codes as our sheet writes them."""
        if name == "form":
            return ", ".join(FORM_WORDS[code] for code in codes)
        if name == "municipality":
            town = desk.territory.towns.get(only(codes))
            return town.name if town else ""
        return only(codes)

    def key_of(self, row: Row, desk: Desk) -> str:
        return ""

    def traits_of(self, row: Row, desk: Desk) -> Traits | None:
        return None


CLASSES: dict[Rows, type[MappedSource]] = {
    Rows.SERVICES: MappedSource,
    Rows.DESCRIPTIONS: MappedDescriptions,
    Rows.ACTIVITIES: MappedActivities,
}


def mapped_source(slug: str, title: str, spec: Spec, country: str, *, asks_first: bool = True) -> MappedSource:
    """A source that reads by this mapping."""
    said = {
        "name": slug,
        "title": title,
        "hint": _("A spreadsheet (CSV, XLSX or ODS) of the shape for which the mapping was made."),
        "spec": spec,
        "country": country,
        "is_whole": spec.is_whole and spec.rows != Rows.DESCRIPTIONS,
        "asks_first": asks_first,
    }
    made: type[MappedSource] = type(f"Mapped_{slug}", (CLASSES[spec.rows],), said)
    return made()
