"""Registering for an event: places, the waiting list, letters, and what is forgotten."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from support.events import ahead, conference, over, signed_up
from support.meetings import deliver, letters

from kernel.clock import now
from kernel.signing import unsign
from planning.events import after, checking_in, links, queries
from planning.events.links import registered_by, registration_secret
from planning.events.programme import change_event
from planning.events.registering import (
    Said,
    change_registration,
    close_registration,
    register,
    set_registration,
    told_by_telephone,
    withdraw,
)
from planning.meetings.commands import cancel_meeting, change_meeting
from planning.meetings.inviting import invite
from planning.meetings.models import Meeting, Participant
from planning.structure.errors import ChangedMeanwhile, PlanRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]

STAFF = uuid.uuid4()


def states(meeting: Any) -> list[str]:
    return list(meeting.participants.registered().order_by("number").values_list("registration", flat=True))


# --- places -----------------------------------------------------------------------------------------------------------
def test_places_are_given_in_order_and_the_rest_waits() -> None:
    meeting = conference(capacity=2)
    rows = signed_up(meeting, "Anna Prvá", "Boris Druhý", "Cyril Tretí")
    assert [row.registration for row in rows] == ["TAKEN", "TAKEN", "WAITING"]
    assert [row.number for row in rows] == [1, 2, 3]
    meeting.refresh_from_db()
    assert (meeting.places_taken, meeting.free_places) == (2, 0)


def test_the_same_sent_twice_is_one_registration() -> None:
    meeting = conference()
    first = signed_up(meeting, "Anna Prvá")[0]
    again, is_new = register(meeting, Said("  anna   PRVÁ ", email="Anna@Example.org"), by=None, at=now())
    assert (again.pk, is_new) == (first.pk, False)
    assert states(meeting) == ["TAKEN"]


def test_who_withdraws_gives_the_place_to_who_waits_longest() -> None:
    meeting = conference(capacity=1)
    anna, boris, cyril = signed_up(meeting, "Anna Prvá", "Boris Druhý", "Cyril Tretí")
    withdraw(anna, by=None, at=now())
    withdraw(anna, by=None, at=now())
    assert states(meeting) == ["WITHDRAWN", "TAKEN", "WAITING"]
    withdraw(cyril, by=None, at=now())
    withdraw(boris, by=None, at=now())
    assert states(meeting) == ["WITHDRAWN"] * 3
    meeting.refresh_from_db()
    assert meeting.places_taken == 0


def test_more_places_let_those_who_wait_move_up_and_fewer_than_taken_are_refused() -> None:
    meeting = conference(capacity=1)
    signed_up(meeting, "Anna Prvá", "Boris Druhý", "Cyril Tretí")
    meeting.refresh_from_db()
    facts = {"takes": True, "until": None, "by": None, "at": now()}
    meeting = set_registration(meeting, capacity=2, version=meeting.version, **facts)
    assert states(meeting) == ["TAKEN", "TAKEN", "WAITING"]
    with pytest.raises(PlanRefused):
        set_registration(meeting, capacity=1, version=meeting.version, **facts)
    with pytest.raises(PlanRefused):
        set_registration(meeting, capacity=2, version=meeting.version, **facts | {"takes": False})
    with pytest.raises(PlanRefused):
        set_registration(meeting, capacity=2, version=meeting.version, **facts | {"until": ahead(31)})
    with pytest.raises(ChangedMeanwhile):
        set_registration(meeting, capacity=5, version=meeting.version - 1, **facts)
    meeting = set_registration(meeting, capacity=None, version=meeting.version, **facts)
    assert states(meeting) == ["TAKEN"] * 3


def test_the_database_refuses_more_places_than_there_are() -> None:
    meeting = conference(capacity=1)
    signed_up(meeting, "Anna Prvá")
    with pytest.raises(IntegrityError, match="no_more_places_are_taken_than_there_are"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(places_taken=2)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "CONFERENCE", "is_open": False}, "event_is_open_to_everybody"),
        ({"kind": "MEETING", "takes_registrations": True}, "people_register_for_an_event_only"),
        ({"capacity": 0, "places_taken": 0}, "event_has_at_least_one_place"),
    ],
)
def test_the_database_refuses_what_no_event_can_be(change: dict[str, Any], constraint: str) -> None:
    meeting = conference()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**change)


def test_the_database_refuses_a_registration_without_number_and_the_same_twice() -> None:
    row = signed_up(conference(), "Anna Prvá")[0]
    with pytest.raises(IntegrityError, match="registration_has_a_number_and_a_moment"), transaction.atomic():
        Participant.objects.filter(pk=row.pk).update(number=None)
    row.pk, row.number = None, 2
    with pytest.raises(IntegrityError, match="somebody_registers_for_an_event_once"), transaction.atomic():
        Participant.objects.bulk_create(
            [Participant(meeting_id=row.meeting_id, name="ANNA PRVÁ", email=row.email, party="PUBLIC",
                         registration="TAKEN", number=9, registered_at=now())]
        )  # fmt: skip


def test_who_may_no_longer_register() -> None:
    meeting = conference()
    close_registration(meeting, closed=True, by=None, at=now())
    with pytest.raises(PlanRefused):
        signed_up(meeting, "Anna Prvá")
    row, _new = register(meeting, Said("Anna Prvá", phone="0905 123 456"), by=STAFF, at=now())
    assert row.registration == "TAKEN"  # whoever answers the telephone may still enter somebody
    close_registration(meeting, closed=False, by=None, at=now())
    signed_up(meeting, "Boris Druhý")
    with pytest.raises(PlanRefused):  # it has begun
        register(meeting, Said("Cyril", email="c@example.org"), by=None, at=meeting.starts_at)
    with pytest.raises(PlanRefused):  # it is over
        register(meeting, Said("Cyril", email="c@example.org"), by=STAFF, at=meeting.ends_at)
    cancel_meeting(meeting, why="Búrka", by=None, at=now())
    with pytest.raises(PlanRefused):
        register(meeting, Said("Cyril", email="c@example.org"), by=STAFF, at=now())


def test_before_it_is_announced_and_after_the_last_day_nobody_registers_alone() -> None:
    hidden = conference(announced=False)
    with pytest.raises(PlanRefused):
        signed_up(hidden, "Anna Prvá")
    shown = conference()
    facts = {"takes": True, "capacity": 2, "by": None, "at": now()}
    shown = set_registration(shown, until=ahead(10), version=shown.version, **facts)
    assert shown.is_registering(ahead(9))
    assert not shown.is_registering(ahead(11))


def test_a_name_and_a_contact_are_needed_and_one_address_brings_no_crowd() -> None:
    meeting = conference(capacity=None)
    for said in (Said("", email="a@example.org"), Said("Anna")):
        with pytest.raises(PlanRefused):
            register(meeting, said, by=None, at=now())
    signed_up(meeting, "A A", "B B", "C C", "D D", "E E", email="urad@example.org")
    with pytest.raises(PlanRefused):
        signed_up(meeting, "F F", email="urad@example.org")
    register(meeting, Said("F F", email="urad@example.org"), by=STAFF, at=now())
    assert len(states(meeting)) == 6


def test_correcting_keeps_another_readers_words_and_meets_nobody_twice() -> None:
    meeting = conference(capacity=None)
    anna, boris = signed_up(meeting, "Anna Prvá", "Boris Druhý")
    change_registration(anna, Said("Anna Nová", email="nova@example.org"), version=anna.version, by=None, at=now())
    with pytest.raises(ChangedMeanwhile):
        change_registration(anna, Said("X", email="x@example.org"), version=anna.version, by=None, at=now())
    twin = Said("Anna Nová", email="nova@example.org")
    with pytest.raises(PlanRefused):
        change_registration(boris, twin, version=boris.version, by=None, at=now())
    with pytest.raises(PlanRefused):
        change_registration(boris, Said("Boris"), version=boris.version, by=None, at=now())


def test_another_e_mail_gets_the_confirmation() -> None:
    (anna,) = signed_up(conference(), "Anna Prvá")
    deliver()
    anna.refresh_from_db()
    change_registration(anna, Said("Anna Prvá", email="nova@example.org"), version=anna.version, by=None, at=now())
    deliver()
    deliver()
    assert [mail.to for mail in letters()] == ["anna@example.org", "nova@example.org"]


# --- letters ----------------------------------------------------------------------------------------------------------
def test_each_is_told_of_each_state_once(alfa: Any) -> None:
    meeting = conference(capacity=1)
    anna, _boris = signed_up(meeting, "Anna Prvá", "Boris Druhý")
    deliver()
    first, second = letters()
    assert "miesto" in first.subject
    assert "METHOD:REQUEST" in first.calendar
    assert f"UID:{meeting.pk}@opora" in first.calendar
    assert second.calendar == ""
    assert "/meetings/registration/" in second.text
    withdraw(anna, by=None, at=now())
    deliver()
    deliver()
    taken_back, moved = letters()[2:] if letters()[2].to.startswith("anna") else reversed(letters()[2:])
    assert (taken_back.to, moved.to) == ("anna@example.org", "boris@example.org")
    assert "METHOD:CANCEL" in taken_back.calendar
    assert "METHOD:REQUEST" in moved.calendar
    assert len(letters()) == 4


def test_a_change_and_a_cancelling_reach_those_who_registered() -> None:
    meeting = conference(capacity=None)
    _anna, boris = signed_up(meeting, "Anna Prvá", "Boris Druhý")
    deliver()
    withdraw(boris, by=None, at=now())
    deliver()
    meeting.refresh_from_db()
    facts = {"place": "Divadlo", "groups": [], "version": meeting.version, "by": None, "at": now()}
    meeting = change_meeting(meeting, **facts)
    deliver()
    assert [mail.to for mail in letters()[3:]] == ["anna@example.org"]
    assert "LOCATION:Divadlo" in letters()[3].calendar
    cancel_meeting(meeting, why="Búrka", by=None, at=now())
    deliver()
    assert [mail.to for mail in letters()[4:]] == ["anna@example.org"]
    assert "METHOD:CANCEL" in letters()[4].calendar
    assert "Búrka" in letters()[4].text


def test_who_has_no_e_mail_is_called() -> None:
    meeting = conference(capacity=1)
    anna, boris = signed_up(meeting, "Anna Prvá", "Boris Druhý", email="", phone="0905 111 222")
    assert [row.name for row in queries.to_be_called(meeting)] == ["Anna Prvá", "Boris Druhý"]
    told_by_telephone(anna, by=None, at=now())
    told_by_telephone(boris, by=None, at=now())
    assert not queries.to_be_called(meeting).exists()
    withdraw(anna, by=None, at=now())
    assert [row.name for row in queries.to_be_called(meeting)] == ["Boris Druhý"]  # moved up: call once more


# --- the door and afterwards ------------------------------------------------------------------------------------------
def test_ticked_at_the_door_and_counted() -> None:
    meeting = conference(capacity=2)
    anna, boris, cyril = signed_up(meeting, "Anna Prvá", "Boris Druhý", "Cyril Tretí")
    with pytest.raises(PlanRefused):
        checking_in.check_in(anna, presence="PRESENT", by=None, at=now())  # not before the day
    at = meeting.starts_at
    checking_in.check_in(anna, presence="PRESENT", by=None, at=at)
    checking_in.check_in(anna, presence="PRESENT", by=None, at=at)
    checking_in.check_in(boris, presence="REMOTE", by=None, at=at)
    checking_in.check_in(cyril, presence="PRESENT", by=None, at=at)  # waited, and there was a chair
    checking_in.check_in(boris, presence="", by=None, at=at)
    checking_in.walk_in(meeting, name="Dana Náhodná", represents="Klub", by=None, at=at)
    with pytest.raises(PlanRefused):
        checking_in.check_in(anna, presence="EXCUSED", by=None, at=at)
    with pytest.raises(PlanRefused):  # registered and not ticked: tick that line
        checking_in.walk_in(meeting, name="boris druhý", by=None, at=at)
    numbers = queries.numbers_of(meeting)
    assert (numbers.came, numbers.registered_came, numbers.walked_in, numbers.taken, numbers.waiting) == (3, 2, 1, 2, 1)
    assert [row.name for row in queries.came_to(meeting)] == ["Anna Prvá", "Cyril Tretí", "Dana Náhodná"]


def test_thanks_go_once_to_those_who_came_and_agreed() -> None:
    meeting = conference(capacity=None)
    anna, boris = signed_up(meeting, "Anna Prvá", "Boris Druhý", may_write=True)
    (cyril,) = signed_up(meeting, "Cyril Tretí")
    deliver()
    with pytest.raises(PlanRefused):
        after.thank(meeting, by=None, at=now())
    Participant.objects.filter(pk__in=[anna.pk, cyril.pk]).update(presence="PRESENT")
    over(meeting)
    assert after.thank(meeting, by=None, at=now()) == 1
    deliver()
    assert after.thank(meeting, by=None, at=now()) == 0
    deliver()
    assert [mail.to for mail in letters() if mail.kind == "planning.thanks"] == ["anna@example.org"]
    for row in (anna, boris):
        row.refresh_from_db()
    assert (anna.thanked_at is not None, boris.thanked_at) == (True, None)


def test_needs_go_after_a_week_contacts_and_absent_people_after_sixty_days() -> None:
    meeting = conference(capacity=None)
    anna, _boris = signed_up(meeting, "Anna Prvá", "Boris Druhý", needs=("WHEELCHAIR",), needs_note="rampa")
    Participant.objects.filter(pk=anna.pk).update(presence="PRESENT")
    over(meeting, days=3)
    after.forget_registered(at=now())
    anna.refresh_from_db()
    assert anna.needs == ["WHEELCHAIR"]
    after.forget_registered(at=now() + timedelta(days=5))
    anna.refresh_from_db()
    assert (anna.needs, anna.needs_note, anna.email) == ([], "", "anna@example.org")
    assert after.forget_registered(at=now() + timedelta(days=60)) == 2
    assert [(row.name, row.email) for row in meeting.participants.all()] == [("Anna Prvá", "")]
    assert after.forget_registered(at=now() + timedelta(days=61)) == 0


def test_needs_of_a_cancelled_event_go_once_everybody_was_told() -> None:
    meeting = conference()
    (anna,) = signed_up(meeting, "Anna Prvá", needs=("INTERPRETER",), needs_note="posunkový jazyk")
    deliver()
    cancel_meeting(meeting, why="Chrípka", by=None, at=now())
    after.forget_registered(at=now())
    anna.refresh_from_db()
    assert anna.needs_note
    deliver()
    after.forget_registered(at=now())
    anna.refresh_from_db()
    assert (anna.needs, anna.needs_note, anna.email) == ([], "", "anna@example.org")


def test_before_it_is_announced_nobody_is_written_to_and_then_everybody() -> None:
    meeting = conference(announced=False)
    register(meeting, Said("Anna Prvá", email="anna@example.org"), by=STAFF, at=now())
    deliver()
    assert letters() == []
    meeting.refresh_from_db()
    invite(meeting, by=None, at=now())
    deliver()
    assert [mail.to for mail in letters()] == ["anna@example.org"]


def test_a_corrected_e_mail_makes_the_first_link_useless() -> None:
    (anna,) = signed_up(conference(), "Anna Prvá")
    secret = registration_secret(anna)
    assert registered_by(secret, now()) == anna
    assert "@" not in str(unsign(secret, links.PURPOSE, max_age=links.FOR_YEARS))
    said = Said("Anna Prvá", email="nova@example.org")
    anna = change_registration(anna, said, version=anna.version, by=None, at=now())
    assert registered_by(secret, now()) is None
    assert registered_by(registration_secret(anna), now()) == anna


def test_an_event_moved_to_a_later_day_is_forgotten_anew() -> None:
    meeting = conference()
    Meeting.objects.filter(pk=meeting.pk).update(forgotten_at=now())
    later = {"starts_at": meeting.starts_at + timedelta(days=90), "ends_at": meeting.ends_at + timedelta(days=90)}
    facts = {"title": meeting.title, "place": meeting.place, "call_address": "", "note": "", "is_open": True}
    change_event(meeting, groups=[], version=meeting.version, by=None, at=now(), **facts, **later)
    meeting.refresh_from_db()
    assert meeting.forgotten_at is None
