"""A file, row by row: recognised, read, cleaned, each service once."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from catalogue.intake import ServiceRecord
from imports.desk import Desk
from imports.findings import Findings
from imports.reading.cells import NoValue
from imports.reading.metering import Meter
from imports.reading.recognising import FileKind, recognise
from imports.reading.tables import NOT_AN_OBJECT, SHIFTED, Row
from imports.reasons import BrokenFile
from imports.sources.base import Source

Outcome = tuple[ServiceRecord | None, Findings]


def read_rows(source: Source, path: Path, meter: Meter) -> Iterator[Row]:
    """The rows of the file in the source's own columns."""
    kind = recognise(path, limit=settings.OPORA_UPLOAD_LIMIT)
    if kind not in source.kinds:
        if kind == FileKind.XML:
            raise BrokenFile("XML", wanted=", ".join(source.kinds))
        raise BrokenFile("WRONG_KIND", found=str(kind), wanted=", ".join(source.kinds))
    with meter as file:
        yield from source.read(path, file, kind)


def outcomes(source: Source, path: Path, desk: Desk, meter: Meter) -> Iterator[Outcome]:
    """For each row its record, or none, and what was found in it. What the source has to look up is asked at once."""
    source.prepare(desk)
    return _outcomes(source, path, desk, meter)


def _outcomes(source: Source, path: Path, desk: Desk, meter: Meter) -> Iterator[Outcome]:
    seen: dict[str, tuple[int, str]] = {}
    for row in read_rows(source, path, meter):
        findings = Findings(row.number, row.times)
        record = record_of(source, row, desk, findings)
        once = _once(record, seen, findings) if record else None
        if findings.is_rejected:
            findings.sent = source.given_back(row, desk)
        if findings.is_left_out:
            findings.key, findings.traits = source.key_of(row, desk), source.traits_of(row, desk)
        yield once, findings
    source.conclude(desk)


def record_of(source: Source, row: Row, desk: Desk, findings: Findings) -> ServiceRecord | None:
    """What a row says as a record; none where it is no row or holds a cell that cannot be trusted."""
    if NOT_AN_OBJECT in row.cells:
        findings.reject("", "", "NOT_AN_OBJECT")
        return None
    if SHIFTED in row.cells:
        found, wanted = row.cells[SHIFTED]
        findings.reject("", "", "SHIFTED", found=found, wanted=wanted)
        return None
    _refuse_formulas(source, row, desk, findings)
    if findings.is_rejected:
        return None
    return source.clean(row, desk, findings)


def _refuse_formulas(source: Source, row: Row, desk: Desk, findings: Findings) -> None:
    """Formulas and spreadsheet errors are never guessed at: the row waits until a value stands there.

    Each is told in the sender's own column; what may not be given back, the street of a hidden address, is not told.
    """
    wrong = {name: value for name, value in row.cells.items() if isinstance(value, NoValue)}
    given_back = source.given_back(row, desk) if wrong else {}
    for name, value in wrong.items():
        head = next((head for head, sent in row.sent.items() if str(sent) == value.text), name)
        findings.reject(head, value.text if head in given_back else "", value.reason)


def _once(record: ServiceRecord, seen: dict[str, tuple[int, str]], findings: Findings) -> ServiceRecord | None:
    """Of several rows about one service the first counts; the others say so, each in its own row."""
    key = f"{record.register}/{record.register_key}"
    said = hashlib.sha256(json.dumps(dict(record.fields), sort_keys=True).encode()).hexdigest()
    if key not in seen:
        seen[key] = (record.row, said)
        return record
    row, before = seen[key]
    if before == said:
        findings.mend("", "", "DOUBLED_ROW", times=2)
    else:
        findings.reject("", record.register_key, "DOUBLED_KEY", row=row)
    return None
