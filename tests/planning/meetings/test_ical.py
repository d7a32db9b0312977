"""Calendars as RFC 5545 wants them, judged by a small strict reader of their own."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.meetings import ical

ZONE = ZoneInfo("Europe/Bratislava")
STAMP = datetime(2026, 4, 2, 7, 0, tzinfo=UTC)
CITY, GUEST = ical.Party('Mesto "Alfa"; úrad', "mesto@example.org"), ical.Party("Anna, Nováková", "anna@example.org")


def happening(**facts: Any) -> ical.Happening:
    facts = {
        "uid": "0198@opora", "sequence": 0, "starts_at": datetime(2026, 4, 25, 12, 30, tzinfo=ZONE),
        "ends_at": datetime(2026, 4, 25, 14, 45, tzinfo=ZONE), "title": "Stretnutie", "changed_at": STAMP,
    } | facts  # fmt: skip
    return ical.Happening(**facts)


def lines_of(calendar: str) -> list[str]:
    """The content lines, unfolded; refuses what RFC 5545 does not allow."""
    assert calendar.endswith("\r\n")
    raw = calendar[:-2].split("\r\n")
    assert all("\n" not in line and "\r" not in line for line in raw)
    assert max(len(line.encode()) for line in raw) <= 75
    unfolded: list[str] = []
    for line in raw:
        if line.startswith((" ", "\t")):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    assert all(re.match(r"^[A-Z-]+[;:]", line) for line in unfolded)
    return unfolded


def facts_of(calendar: str) -> dict[str, str]:
    """Name with parameters → value as a reader understands it."""
    found = {}
    for line in lines_of(calendar):
        head, value = re.match(r'^((?:[^":]|"[^"]*")+):(.*)$', line).groups()
        found[head] = re.sub(r"\\([\\;,nN])", lambda sign: "\n" if sign[1] in "nN" else sign[1], value)
    return found


def test_invitation_says_everything_a_calendar_asks_for() -> None:
    text = ical.request(happening(place="Mestský úrad, č. 290", address="https://a.sk/x"), CITY, GUEST, STAMP)
    assert lines_of(text) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Opora//Community planning//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "UID:0198@opora",
        "SEQUENCE:0",
        "DTSTAMP:20260402T070000Z",
        "LAST-MODIFIED:20260402T070000Z",
        "DTSTART:20260425T103000Z",
        "DTEND:20260425T124500Z",
        "SUMMARY:Stretnutie",
        "LOCATION:Mestský úrad\\, č. 290",
        "URL:https://a.sk/x",
        "STATUS:CONFIRMED",
        "ORGANIZER;CN=\"Mesto 'Alfa'; úrad\":mailto:mesto@example.org",
        'ATTENDEE;CN="Anna, Nováková";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:anna@example.org',
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_cancelled_meeting_is_method_cancel() -> None:
    facts = facts_of(ical.request(happening(is_cancelled=True, sequence=3), CITY, GUEST, STAMP))
    assert (facts["METHOD"], facts["STATUS"], facts["SEQUENCE"], facts["UID"]) == (
        "CANCEL", "CANCELLED", "3", "0198@opora",
    )  # fmt: skip


def test_time_is_told_in_utc_in_summer_and_in_winter() -> None:
    starts_at = datetime(2026, 1, 25, 12, 30, tzinfo=ZONE)
    winter = {"starts_at": starts_at, "ends_at": starts_at}
    assert facts_of(ical.feed([happening()], "x"))["DTSTART"] == "20260425T103000Z"
    assert facts_of(ical.feed([happening(**winter)], "x"))["DTSTART"] == "20260125T113000Z"


def test_feed_publishes_and_its_entries_have_no_guests() -> None:
    text = ical.feed([happening(), happening(uid="2@opora")], "Stretnutia: Mesto")
    assert facts_of(text)["METHOD"] == "PUBLISH"
    assert text.count("BEGIN:VEVENT\r\n") == text.count("END:VEVENT\r\n") == 2
    assert "ATTENDEE" not in text


def test_empty_feed_is_still_a_calendar() -> None:
    assert lines_of(ical.feed([], "Mesto"))[0] == "BEGIN:VCALENDAR"
    assert lines_of(ical.feed([], "Mesto"))[-1] == "END:VCALENDAR"


@pytest.mark.parametrize("length", range(60, 90))
def test_line_is_folded_in_octets_and_no_letter_is_cut(length: int) -> None:
    text = "č" * length
    assert facts_of(ical.feed([happening(title=text)], "x"))["SUMMARY"] == text


def test_nobody_smuggles_a_property_in() -> None:
    evil = 'x\r\nATTENDEE:mailto:evil@example.org\r\nEND:VEVENT":;,\\n\x00\x1f'
    calendar = ical.request(
        happening(title=evil, place=evil, text=evil, address=f"https://a.sk/{evil}", uid=evil),
        ical.Party(evil, "a@example.org"), ical.Party(evil, "b@example.org"), STAMP,
    )  # fmt: skip
    names = [re.split("[;:]", line)[0] for line in lines_of(calendar)]
    assert names.count("ATTENDEE") == 1
    assert names.count("END") == 2


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_is_read_again(text: str) -> None:
    read = facts_of(ical.feed([happening(title=f"a{text}")], "x"))["SUMMARY"]
    wanted = f"a{text}".replace("\r\n", "\n").replace("\r", "\n")
    assert read == re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", wanted)
