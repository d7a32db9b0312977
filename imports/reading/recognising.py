"""What a file is, told by what is in it; its name is not believed."""

import zipfile
from enum import StrEnum
from pathlib import Path

from imports.reasons import BrokenFile

HEAD = 64 * 1024
EXPANDED_LIMIT_MB = 400


class FileKind(StrEnum):
    """The formats that can be read."""

    CSV = "CSV"
    XLSX = "XLSX"
    ODS = "ODS"
    JSON = "JSON"
    GEOJSON = "GeoJSON"
    XML = "XML"


def recognise(path: Path, *, limit: int) -> FileKind:
    """The format of the file; raises BrokenFile when it is none that can be read. `limit` in bytes."""
    size = path.stat().st_size
    if size > limit:
        raise BrokenFile("TOO_LARGE", limit=limit // (1024 * 1024))
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\xef\xbb\xbf\xfe\xff \t\r\n\0"):
        raise BrokenFile("EMPTY")
    if head.startswith(b"PK"):
        return _workbook(path)
    _refuse_by_signature(head)
    return _text(head)


def _refuse_by_signature(head: bytes) -> None:
    signatures = {
        b"\xd0\xcf\x11\xe0": "OLD_BOOK",
        b"%PDF": "PDF",
        b"\x1f\x8b": "PACKED",
        b"Rar!": "PACKED",
        b"7z\xbc\xaf": "PACKED",
        b"\x89PNG": "PICTURE",
        b"\xff\xd8\xff": "PICTURE",
        b"GIF8": "PICTURE",
        b"II*\0": "PICTURE",
        b"MM\0*": "PICTURE",
    }
    for signature, reason in signatures.items():
        if head.startswith(signature):
            raise BrokenFile(reason)
    if head[8:12] == b"WEBP" or head[4:12] in {b"ftypheic", b"ftypmif1", b"ftypavif"}:
        raise BrokenFile("PICTURE")
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in head:
        raise BrokenFile("BINARY")


def _text(head: bytes) -> FileKind:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"<" in head.replace(b"\0", b"")[2:20]:
        head = head.decode("utf-16", errors="ignore").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start[:2000]:
        raise BrokenFile("HTML")
    if start.startswith(b"<"):
        return FileKind.XML
    if start.startswith((b"{", b"[")):
        return FileKind.GEOJSON if b'"featurecollection"' in start else FileKind.JSON
    return FileKind.CSV


def _workbook(path: Path) -> FileKind:
    """A ZIP archive that is a workbook, and of a size that can be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if sum(entry.file_size for entry in entries) > EXPANDED_LIMIT_MB * 1024 * 1024:
                raise BrokenFile("BOMB", limit=EXPANDED_LIMIT_MB)
            if any(entry.flag_bits & 1 for entry in entries):
                raise BrokenFile("LOCKED_ARCHIVE")
            if "xl/workbook.xml" in names:
                return FileKind.XLSX
            kind = archive.read("mimetype")[:200] if "mimetype" in names else b""
            if b"opendocument.spreadsheet" in kind:
                return FileKind.ODS
            if "word/document.xml" in names or b"opendocument.text" in kind:
                raise BrokenFile("DOCUMENT")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError) as broken:
        raise BrokenFile("BROKEN_ARCHIVE") from broken
    raise BrokenFile("OTHER_ARCHIVE")
