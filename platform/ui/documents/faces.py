"""The typeface of the documents, and which letters it has: a letter without a glyph would make a PDF unreadable."""

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

import typst

FOLDER = Path(__file__).parent / "fonts"
FAMILY = "Source Sans 3"
FOR_OTHERS = "Arial"  # in DOCX: every office program has it or one of the same widths
_STRANGE = re.compile(r"[^\n\x20-\x7e\xa0-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac]")
_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs"}
_LEFT_OUT = {"Mn", "Me", "So", "Sk"}
INSTEAD = "?"


def printable(text: str) -> str:
    """The text with only such letters as the typeface has: pictograms and invisible signs go, the rest becomes „?“."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    return _STRANGE.sub(_in_glyphs, text) if _STRANGE.search(text) else text


def _in_glyphs(found: re.Match[str]) -> str:
    letter = found.group()
    category = unicodedata.category(letter)
    if category in _INVISIBLE:
        return ""
    if ord(letter) in letters():
        return letter
    known = [each for each in unicodedata.normalize("NFKC", letter) if ord(each) in letters()]
    return "".join(known) or ("" if category in _LEFT_OUT else INSTEAD)


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Our faces and no others, opened once in a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


@lru_cache(maxsize=1)
def letters() -> frozenset[int]:
    """The code points that all of our faces have."""
    faces = [_letters_of(path.read_bytes()) for path in sorted(FOLDER.glob("*.otf"))]
    return frozenset.intersection(*faces)


def _letters_of(font: bytes) -> frozenset[int]:
    """Read the table `cmap` of an OpenType file, its subtable of format 12 (32-bit segments)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    at = next(
        offset
        for tag, _sum, offset, _length in (struct.unpack_from(">4sLLL", font, 12 + 16 * i) for i in range(tables))
        if tag == b"cmap"
    )
    (subtables,) = struct.unpack_from(">H", font, at + 2)
    for index in range(subtables):
        _platform, _encoding, offset = struct.unpack_from(">HHL", font, at + 4 + 8 * index)
        (kind,) = struct.unpack_from(">H", font, at + offset)
        if kind == 12:
            (groups,) = struct.unpack_from(">L", font, at + offset + 12)
            spans = (struct.unpack_from(">LLL", font, at + offset + 16 + 12 * i) for i in range(groups))
            return frozenset(code for first, last, _glyph in spans for code in range(first, last + 1))
    raise ValueError("The font has no table of characters that we can read.")
