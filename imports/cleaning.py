"""Values as the catalogue keeps them, out of what people and registers write. Each refusal is told to the findings."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from imports.findings import Findings
from kernel import identifiers
from kernel.errors import DomainError
from kernel.identifiers import Country
from kernel.text import fold

NOTHING = {"", "-", "–", "—", "/", "x", "n/a", "null", "none"}
SEPARATORS = re.compile(r"\s*[;\n|]\s*")
SOFT_SEPARATORS = re.compile(r"\s*[;,\n|]\s*")
PARAGRAPH_GAP = re.compile(r"\n{3,}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
KEPT_AS_TEXT = ("'=", "'+", "'-", "'@")
EXCEL_ZERO = date(1899, 12, 30)
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9-]{1,63}\.)+[a-z]{2,24}", re.IGNORECASE)
CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
PERIOD = re.compile(rf"^{CLOCK}\s*(?:h|hod\.?)?\s*(?:-|–|—|do)\s*{CLOCK}\s*(?:h|hod\.?)?$")
CLOSED = {"zatvorene", "zavreno", "zavrete", "closed"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MIDNIGHT = 24 * 60


def text(value: Any) -> str:
    """One line of text: spaces joined, hard spaces softened, whole numbers without „.0“."""
    return _line(value) if type(value) is str else " ".join(_plain(value).split())


@lru_cache(maxsize=16_384)  # each cell is asked for several times, and columns repeat their words
def _line(written: str) -> str:
    return " ".join(_plain(written).split())


def paragraphs(value: Any) -> str:
    """A longer text whose lines stay."""
    lines = [" ".join(line.split()) for line in _plain(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return PARAGRAPH_GAP.sub("\n\n", "\n".join(lines)).strip()


def _plain(value: Any) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    written = str(value)
    if not written.isprintable():
        written = CONTROL.sub("", written.replace("\N{NO-BREAK SPACE}", " "))
    # An apostrophe in front of a sign is how spreadsheets, and our own CSV, keep text from being counted.
    return written[1:] if written.startswith(KEPT_AS_TEXT) else written


def is_nothing(value: Any) -> bool:
    return text(value).lower() in NOTHING


def parts(value: Any, *, commas: bool = True) -> list[str]:
    """Several values in one cell."""
    pattern = SOFT_SEPARATORS if commas else SEPARATORS
    return [part for part in pattern.split(paragraphs(value)) if part.lower() not in NOTHING]


def limited(value: str, limit: int, column: str, findings: Findings) -> str:
    """The text, unless it is longer than the catalogue keeps; nothing is cut silently."""
    if len(value) > limit:
        findings.reject(column, value[:80] + "…", "LONG", limit=limit)
        return ""
    return value


def ico(value: Any, column: str, findings: Findings) -> str:
    """Eight digits with a right check digit; a row without them says nothing of its provider."""
    written = text(value)
    if not written:
        findings.reject(column, value, "MISSING")
        return ""
    try:
        found = identifiers.parse_ico(written)
    except DomainError:
        findings.reject(column, written, "ICO")
        return ""
    if len("".join(written.split())) < len(found):
        findings.mend(column, written, "ICO_PADDED")
    return found


def phones(values: Iterable[Any], country: Country, column: str, findings: Findings) -> list[str]:
    """Telephone numbers in the international form, each once, in the order given."""
    found: list[str] = []
    for written in (text(value) for value in values):
        if is_nothing(written):
            continue
        try:
            found.append(identifiers.parse_phone(written, country))
        except DomainError:
            findings.leave_out(column, written, "PHONE")
    return list(dict.fromkeys(found))


def emails(values: Iterable[Any], column: str, findings: Findings) -> list[str]:
    """E-mail addresses in lower case, each once."""
    found: list[str] = []
    for written in (text(value).removeprefix("mailto:").lower() for value in values):
        if is_nothing(written):
            continue
        try:
            validate_email(written)
        except ValidationError:
            findings.leave_out(column, written, "EMAIL")
        else:
            found.append(written)
    return list(dict.fromkeys(found))


def webs(values: Iterable[Any], column: str, findings: Findings) -> list[str]:
    """Web addresses with a scheme, each once; nothing but http and https."""
    found: list[str] = []
    for written in (text(value) for value in values):
        if is_nothing(written):
            continue
        address = web(written)
        if address:
            found.append(address)
        else:
            findings.leave_out(column, written, "WEB")
    return list(dict.fromkeys(found))


def web(written: str) -> str:
    """The address with https:// in front if it had no scheme; empty when it is none."""
    complete = written if re.match(r"(?i)https?://", written) else f"https://{written.removeprefix('//')}"
    try:
        split = urlsplit(complete)
        host = (split.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return ""
    if not HOST.fullmatch(host) or "@" in split.netloc or " " in complete or len(complete) > 300:
        return ""
    return (split.scheme + complete[len(split.scheme) :]).rstrip("/")


def postcode(value: Any, country: Country, column: str, findings: Findings) -> str:
    written = "".join(text(value).split())
    if is_nothing(written):
        return ""
    try:
        return identifiers.parse_postcode(written.zfill(5) if len(written) == 4 else written, country)
    except DomainError:
        findings.leave_out(column, written, "POSTCODE")
        return ""


def whole_number(value: Any, column: str, findings: Findings) -> int | None:
    """A count; a decimal comma with zeros behind it, as spreadsheets write it, is one too."""
    written = "".join(text(value).split())
    if is_nothing(written):
        return None
    match = re.fullmatch(r"(\d{1,9})(?:[.,]0+)?", written)
    if match:
        return int(match[1])
    findings.leave_out(column, written, "NUMBER")
    return None


def day(value: Any, column: str, findings: Findings) -> str | None:
    """An ISO date out of a date cell, d.m.yyyy, ISO text or the serial number of a spreadsheet."""
    if is_nothing(value):
        return None
    found = _date(value)
    if found is None or not 1900 <= found.year <= 2200:
        findings.reject(column, value, "DATE")
        return None
    return found.isoformat()


def _date(value: Any) -> date | None:
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    written = text(value)
    try:
        if match := re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\.?", written):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if re.fullmatch(r"\d{5}", written):
            return EXCEL_ZERO + timedelta(days=int(written))
        return date.fromisoformat(written[:10]) if re.fullmatch(r"\d{4}-\d{2}-\d{2}(T.*)?", written) else None
    except (ValueError, OverflowError):
        return None


def hours(value: Any, weekday: str, column: str, findings: Findings) -> list[dict[str, str]]:
    """The opening hours of one day: „8:00-12:00, 13:00-16:00“, „7.30–15“, „nonstop“, „zatvorené“."""
    if is_nothing(value) or _folded(value) in CLOSED:
        return []
    if _folded(value) in {"nonstop", "nepretrzite", "24 hodin", "24 h"}:
        return [{"day": weekday, "opens": "00:00", "closes": "24:00"}]
    found: list[tuple[int, int]] = []
    for written in parts(value):
        period = _period(written)
        if period is None or (found and period[0] < found[-1][1]):
            findings.leave_out(column, value, "HOURS")
            return []
        found.append(period)
    return [{"day": weekday, "opens": _clock(opens), "closes": _clock(closes)} for opens, closes in found]


def _period(written: str) -> tuple[int, int] | None:
    match = PERIOD.match(written.lower().strip())
    if not match:
        return None
    opens = int(match[1]) * 60 + int(match[2] or 0)
    closes = int(match[3]) * 60 + int(match[4] or 0)
    minutes_fit = int(match[2] or 0) < 60 and int(match[4] or 0) < 60
    return (opens, closes) if minutes_fit and opens < closes <= MIDNIGHT else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _folded(value: Any) -> str:
    return fold(text(value))
