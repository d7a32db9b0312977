"""The programme of an event: blocks in time and rooms, speakers, and what cannot be."""

import pytest
from support.events import ahead, conference

from kernel.clock import now
from planning.events.programme import add_block, change_block, change_event, speakers_of, speakers_text, speaking_twice
from planning.events.registering import set_registration
from planning.meetings.agenda import add_item
from planning.meetings.commands import plan_meeting
from planning.structure.errors import ChangedMeanwhile, PlanRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]


def test_blocks_stand_in_the_order_of_time_and_never_two_in_one_room() -> None:
    meeting = conference(announced=False)
    at = {"by": None, "at": now()}
    assert [item.title for item in meeting.items.all()] == ["Otvorenie", "Dielňa rodiny", "Dielňa seniori", "Obed"]
    with pytest.raises(PlanRefused, match="Otvorenie"):
        add_block(meeting, title="Navyše", room="sála", starts_at=ahead(30, 9), ends_at=ahead(30, 10), **at)
    with pytest.raises(PlanRefused):
        add_block(meeting, title="Navyše", room="X", starts_at=ahead(30, 8), ends_at=ahead(30, 10), **at)
    with pytest.raises(PlanRefused):
        add_block(meeting, title="Navyše", room="X", starts_at=ahead(30, 11), ends_at=ahead(30, 10), **at)
    with pytest.raises(PlanRefused):
        add_item(meeting, title="Bez času", **at)
    item = meeting.items.get(title="Dielňa rodiny")
    when = {"starts_at": ahead(30, 14), "ends_at": ahead(30, 15)}
    change_block(item, title="Rodiny", room="Sála", version=item.version, **when, **at)
    assert [each.title for each in meeting.items.all()] == ["Otvorenie", "Dielňa seniori", "Obed", "Rodiny"]
    with pytest.raises(ChangedMeanwhile):
        change_block(item, title="Rodiny", room="Sála", version=item.version, **when, **at)


def test_blocks_move_with_the_event() -> None:
    meeting = conference(announced=False)
    facts = {"starts_at": ahead(31, 10), "ends_at": ahead(31, 17), "groups": [], "version": meeting.version}
    change_event(meeting, **facts, by=None, at=now())
    assert meeting.items.first().starts_at == ahead(31, 10)


def test_a_speaker_in_two_rooms_at_once_is_told() -> None:
    meeting = conference(announced=False)
    item = meeting.items.get(title="Dielňa rodiny")
    item.speakers = [{"name": "jana nová", "organisation": ""}]
    item.save()
    found = speaking_twice(meeting.items.all())
    assert [(each.first, each.second) for each in found] == [("Dielňa rodiny", "Dielňa seniori")]


def test_speakers_are_written_one_on_a_line() -> None:
    text = "Mgr. Jana Nová, PhD. – Charita\n\n  Peter  Malý "
    speakers = speakers_of(text)
    assert speakers == [
        {"name": "Mgr. Jana Nová, PhD.", "organisation": "Charita"},
        {"name": "Peter Malý", "organisation": ""},
    ]
    assert speakers_of(speakers_text(speakers)) == speakers
    with pytest.raises(PlanRefused):
        speakers_of("\n".join(f"Meno {n}" for n in range(21)))


def test_an_event_is_open_and_a_plain_meeting_takes_no_registrations() -> None:
    facts = {"title": "X", "starts_at": ahead(3), "ends_at": ahead(3, 12), "groups": [], "by": None, "at": now()}
    with pytest.raises(PlanRefused):
        plan_meeting(kind="CONFERENCE", is_open=False, **facts)
    plain = plan_meeting(is_open=True, **facts)
    with pytest.raises(PlanRefused):
        set_registration(plain, takes=True, until=None, capacity=None, version=plain.version, by=None, at=now())
