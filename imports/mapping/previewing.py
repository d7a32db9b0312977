"""Ten rows as the catalogue would read them: each cell as it is written, what it means, what was found in it."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from imports import cleaning
from imports.findings import Findings, Problem
from imports.laying import lay_desk
from imports.mapping.building import path_of
from imports.models import MappingDraft
from imports.pipeline import record_of
from imports.reading.recognising import FileKind
from imports.reading.tables import SHIFTED, Row, simple
from imports.reasons import sentence
from imports.sources.mapped import MappedSource, mapped_source
from imports.spreadsheets.composing import key_of
from imports.spreadsheets.reading_by import mapped_rows
from imports.spreadsheets.targets import targets_of
from kernel.identifiers import format_phone
from ui.typography import date_short

ROWS = 10


@dataclass(frozen=True)
class Cell:
    """One cell: its column, what it fills, as it is written and as it is read."""

    head: str
    label: Any
    written: str
    read: str
    findings: list[str]


@dataclass(frozen=True)
class RowPreview:
    number: int
    is_taken: bool
    key: str
    cells: list[Cell]
    findings: list[str]  # of the row as a whole


def preview_of(draft: MappingDraft) -> list[RowPreview]:
    """The first rows, read by the mapping as it stands now."""
    spec = draft.parsed
    source = mapped_source("preview", draft.original_name, spec, draft.country, asks_first=False)
    desk = lay_desk(source)
    source.prepare(desk)
    rows = islice(mapped_rows(path_of(draft), FileKind(draft.kind), spec, spec.layout), ROWS)
    return [_row(row, source, desk) for row in rows]


def _row(row: Row, source: MappedSource, desk: Any) -> RowPreview:
    findings = Findings(row.number, row.times)
    record_of(source, row, desk, findings)
    if SHIFTED in row.cells:
        return RowPreview(row.number, False, "", [], [sentence(each.code, each.facts) for each in findings])
    said = source.resource.read_row(row.cells, Findings(row.number))
    targets = targets_of(source.spec.rows)
    heads = {head for head, _name in source.spec.columns}
    cells = []
    for head, name in source.spec.columns:
        written = cleaning.paragraphs(row.sent.get(_sent_head(row, head)))
        found = [sentence(each.code, each.facts) for each in findings if each.column == head]
        cells.append(Cell(head, targets[name].label, written, in_words(name, said.get(name), source), found))
    return RowPreview(
        number=row.number,
        is_taken=not findings.is_rejected,
        key=key_of(row.cells, said, source.spec),
        cells=cells,
        findings=[_told(each) for each in findings if each.column not in heads],
    )


def _sent_head(row: Row, head: str) -> str:
    return head if head in row.sent else next((each for each in row.sent if simple(each) == simple(head)), head)


def _told(problem: Problem) -> str:
    reason = sentence(problem.code, problem.facts)
    return f"{problem.column}: {reason}" if problem.column else reason


def in_words(name: str, value: Any, source: MappedSource) -> str:
    """A read value for a person."""
    if value in (None, "", [], {}):
        return ""
    target = targets_of(source.spec.rows)[name]
    writers: dict[str, Any] = {
        "phones": lambda: ", ".join(format_phone(number, source.country) for number in value),
        "hours": lambda: ", ".join(f"{each['opens']}–{each['closes']}" for each in value),
        "on": lambda: str(date_short(parse_date(str(value)))),
        "coded": lambda: ", ".join(source.vocabulary.name_of(target.coded, code) for code in value),
        "form": lambda: _("yes") if value else _("no"),
    }
    manner = "coded" if target.coded else next((each for each in writers if each in name.split("_")), name)
    if manner in writers:
        return str(writers[manner]())
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)
