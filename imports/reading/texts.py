"""Text files: which encoding, which delimiter, and the cells of each line."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from imports.reading.cells import Line, NoValue
from imports.reasons import BrokenFile

CHUNK = 1024 * 1024
LONGEST_CELL = 200_000
LONGEST_LINE = 2_000_000
MOST_BYTES_OF_A_LETTER = 4
DELIMITERS = ";,\t"
# Š Ť Ž š ť ž and the quotation marks of Windows-1250 are control codes in ISO-8859-2.
ONLY_CP1250 = frozenset(b"\x8a\x8d\x8e\x9a\x9d\x9e\x84\x93\x94\x96\x97\x85")
# Š Ť Ž š ť Ľ ľ of ISO-8859-2 are rare signs in Windows-1250.
ONLY_LATIN2 = frozenset(b"\xa9\xab\xae\xb9\xbb\xa5\xb5")


def encoding_of(path: Path) -> str:
    """UTF-8, UTF-16 with its mark, Windows-1250 or ISO-8859-2, told by the bytes."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    broken_at, letters_before = _first_break_of_utf8(path)
    if broken_at is None:
        return "utf-8-sig"
    if letters_before:
        raise BrokenFile("MIXED_ENCODING", position=broken_at)
    return _single_byte_encoding(path)


def unspoiled(text: str) -> str:
    """What a text said before it was read as Windows-1250 or 1252 although it was UTF-8; empty if it was not."""
    for encoding in ("cp1250", "cp1252"):
        try:
            mended = b"".join(_as_byte(letter, encoding) for letter in text).decode()
        except UnicodeError:
            continue
        if mended != text:
            return mended
    return ""


def _as_byte(letter: str, encoding: str) -> bytes:
    """Bytes that the encoding leaves free came through as control codes."""
    return letter.encode("latin-1") if "\x80" <= letter <= "\x9f" else letter.encode(encoding)


class _LineLengths:
    """Looks on while a file is read and stops at a line that has no end."""

    def __init__(self) -> None:
        self.since = self.lines = 0

    def add(self, chunk: bytes) -> None:
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.lines += chunk.count(b"\n")
        self.since = self.since + len(chunk) if end < 0 else len(chunk) - end
        if self.since > LONGEST_LINE * MOST_BYTES_OF_A_LETTER:
            raise BrokenFile("LONG_LINE", line=self.lines + 1, limit=LONGEST_LINE)


def _first_break_of_utf8(path: Path) -> tuple[int | None, bool]:
    """Where UTF-8 breaks, if it does, and whether accented letters were read well before that."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    read, accented, lines = 0, False, _LineLengths()
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            lines.add(chunk)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as wrong:
                good = wrong.object[: wrong.start].decode("utf-8").lstrip("\ufeff")
                return read - pending + wrong.start, accented or not good.isascii()
            accented = accented or not text.lstrip("\ufeff").isascii()
            read += len(chunk)
            if not chunk:
                return None, accented


def _single_byte_encoding(path: Path) -> str:
    seen: set[int] = set()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            seen.update(chunk)
    encoding = "iso-8859-2" if seen & ONLY_LATIN2 and not seen & ONLY_CP1250 else "cp1250"
    try:
        bytes(seen).decode(encoding)  # each letter is one byte, so each has to be looked at once
    except UnicodeDecodeError as wrong:
        raise BrokenFile("UNKNOWN_ENCODING") from wrong
    return encoding


def _short_lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of the file, as long as they are lines: an endless one is not even taken into memory."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise BrokenFile("LONG_LINE", line=number, limit=LONGEST_LINE)
        yield line


def delimiter_of(sample: str) -> str:
    """The sign that divides most cells in the first lines, quoted text aside."""
    bare = "".join(part for index, part in enumerate(sample.split('"')) if index % 2 == 0)
    counts = {sign: bare.count(sign) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counts[sign]) if any(counts.values()) else ";"


def csv_lines(path: Path, file: BinaryIO, *, encoding: str = "", delimiter: str = "") -> Iterator[Line]:
    """The lines of a CSV file with their number as a spreadsheet program counts them."""
    encoding = encoding or encoding_of(path)
    with io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        sample = "".join(text.readline(LONGEST_CELL) for _line in range(5))
        text.seek(0)
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(_short_lines(text), delimiter=delimiter or delimiter_of(sample), strict=True)
        width = last = 0
        try:
            for number, cells in enumerate(reader, start=1):
                yield Line(number, [_value(cell) for cell in cells])
                width, last = max(width, len(cells)), len(cells) or last
        except csv.Error as wrong:
            raise _broken(wrong, reader.line_num) from wrong
        except UnicodeDecodeError as wrong:
            raise BrokenFile("UNKNOWN_ENCODING") from wrong
    if last < width and not _ends_with_a_line(path):
        raise BrokenFile("TRUNCATED")


def _value(cell: str) -> str | NoValue:
    """In a text file nobody can tell a formula from its result, so nothing that begins like one is taken."""
    return NoValue(cell, "FORMULA") if cell.startswith("=") else cell


def _ends_with_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-min(2, path.stat().st_size), 2)
        return bool({b"\n", b"\r"} & {bytes([byte]) for byte in file.read()})


def _broken(wrong: csv.Error, line: int) -> BrokenFile:
    if "field larger" in str(wrong):
        return BrokenFile("LONG_CELL", line=line, limit=LONGEST_CELL)
    if "unexpected end" in str(wrong):
        return BrokenFile("TRUNCATED")
    return BrokenFile("BROKEN_CSV", line=line)
