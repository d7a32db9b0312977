"""Calendars after RFC 5545: folded in octets, escaped, in UTC; the same UID for a meeting as long as it lives."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

PRODUCT = "-//Opora//Community planning//EN"
LONGEST = 75
TYPE = "text/calendar; charset=utf-8"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a calendar. `changed_at` is when it was last written; all moments are aware."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    changed_at: datetime
    place: str = ""
    text: str = ""
    address: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """Who invites or is invited: a name and an e-mail."""

    name: str
    email: str


def request(happening: Happening, organizer: Party, attendee: Party, stamp: datetime) -> str:
    """An invitation or its update, for one person (METHOD:REQUEST); a cancelled meeting becomes METHOD:CANCEL."""
    method = "CANCEL" if happening.is_cancelled else "REQUEST"
    people = [
        f"ORGANIZER;CN={parameter(organizer.name)}:mailto:{one_word(organizer.email)}",
        f"ATTENDEE;CN={parameter(attendee.name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE"
        f":mailto:{one_word(attendee.email)}",
    ]
    return _joined(["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}",
                    *_event(happening, stamp, people), "END:VCALENDAR"])  # fmt: skip


def feed(happenings: Iterable[Happening], name: str) -> str:
    """A calendar to subscribe to (METHOD:PUBLISH)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for each in happenings:
        lines += _event(each, each.changed_at, [])
    return _joined([*lines, "END:VCALENDAR"])


def _event(each: Happening, stamp: datetime, people: list[str]) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{escaped(each.uid)}", f"SEQUENCE:{each.sequence}", f"DTSTAMP:{utc(stamp)}")
    yield from (f"LAST-MODIFIED:{utc(each.changed_at)}", f"DTSTART:{utc(each.starts_at)}", f"DTEND:{utc(each.ends_at)}")
    yield f"SUMMARY:{escaped(each.title)}"
    if each.place:
        yield f"LOCATION:{escaped(each.place)}"
    if each.text:
        yield f"DESCRIPTION:{escaped(each.text)}"
    if each.address:
        yield f"URL:{one_word(each.address)}"
    yield f"STATUS:{'CANCELLED' if each.is_cancelled else 'CONFIRMED'}"
    yield from people
    yield "END:VEVENT"


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(value: str) -> str:
    """A text value: backslash, comma and semicolon escaped, line breaks as \\n, other control characters gone."""
    text = CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def one_word(value: str) -> str:
    """An address: nothing in it is white or a control character."""
    return CONTROLS.sub("", "".join(value.split()))


def parameter(value: str) -> str:
    """A parameter's value in quotation marks, which it may not hold itself."""
    return '"' + CONTROLS.sub("", re.sub(r"[\r\n\t]+", " ", value)).replace('"', "'") + '"'


def folded(line: str) -> str:
    """At most 75 octets on a line; a letter of several octets is never cut in two."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += width
    return "\r\n".join([*pieces, piece])


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{folded(line)}\r\n" for line in lines)
