"""Merged cells: a head that stands above several columns, or a value that stands beside several rows."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from imports.reasons import BrokenFile

CHUNK = 1024 * 1024
MOST_MERGES = 20_000
BEGIN = b"mergeCells"
REF = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")


@dataclass(frozen=True)
class Merge:
    """A rectangle of cells shown as one; its value stands in the first of them. Counted from one."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def merges_of_part(file: BinaryIO, part: str) -> list[Merge]:
    """The merged cells of one sheet of an XLSX; they stand behind its rows, so the file is passed through once."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(part) as sheet:
            return [_merge(found) for found in REF.findall(_tail(sheet))[:MOST_MERGES]]
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError) as broken:
        raise BrokenFile("BROKEN_BOOK") from broken


def _tail(sheet: Any) -> bytes:
    """What follows the word that begins the list of merged cells; nothing where there is none."""
    held = b""
    while chunk := sheet.read(CHUNK):
        held = held[-len(BEGIN) :] + chunk
        where = held.find(BEGIN)
        if where >= 0:
            return held[where:] + bytes(sheet.read(CHUNK))
    return b""


def _merge(found: Sequence[bytes]) -> Merge:
    left, top, right, bottom = found
    return Merge(int(top), _column(left), int(bottom), _column(right))


def _column(letters: bytes) -> int:
    """„AA“ → 27"""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
