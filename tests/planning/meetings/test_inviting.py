"""Inviting: once, in time, by e-mail or on paper; changes and cancelling are told; answers without signing in."""

from datetime import date, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from support.meetings import deliver, empty_group, invited, letters, moment, person, planned, seat

from kernel.mail.handing_over import as_message
from planning.meetings import inviting, queries
from planning.meetings.agenda import add_item
from planning.meetings.calendars import answer_secret, invited_by
from planning.meetings.commands import cancel_meeting, change_meeting, plan_meeting
from planning.meetings.models import Meeting, Participant
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from tenants.context import in_tenant

pytestmark = pytest.mark.django_db
ON_THE_2ND = moment(2, 9)


def facts_of(meeting: Meeting) -> dict[str, Any]:
    names = ("title", "starts_at", "ends_at", "place", "call_address", "is_open", "note")
    return {name: getattr(meeting, name) for name in names}


def change(meeting: Meeting, **changes: Any) -> Meeting:
    now = Meeting.objects.get(pk=meeting.pk)
    groups = list(now.groups.all())
    return change_meeting(now, groups=groups, version=now.version, by=None, at=moment(3, 9), **facts_of(now) | changes)


def test_each_member_is_asked_by_mail_or_on_paper(group: Any) -> None:
    meeting = invited(group)
    asked = meeting.participants.order_by("name").values_list("name", "channel")
    assert list(asked) == [
        ("Anna Nováková", "EMAIL"),
        ("Boris Dlhý", "EMAIL"),
        ("Cyril Krátky", "PAPER"),
        ("Dana Malá", "EMAIL"),
        ("Elena Hosťová", "EMAIL"),
    ]
    deliver()
    assert [mail.to.split("@")[0] for mail in letters()] == ["anna", "boris", "dana", "elena"]


def test_mandate_that_ended_or_has_not_begun_is_not_asked(group: Any) -> None:
    seat(group, person("Bývalý", "a@example.org"), ends_on=date(2026, 4, 26), ended_why="koniec")
    seat(group, person("Budúci", "b@example.org"), starts_on=date(2026, 4, 28))
    seat(
        group,
        person("Posledný deň", "c@example.org"),
        starts_on=date(2026, 4, 27),
        ends_on=date(2026, 4, 27),
        ended_why="x",
    )
    assert sorted(row.name for row in queries.seats_of(planned(group)))[-1] == "Posledný deň"
    assert len(queries.seats_of(planned(group))) == 6


def test_second_press_of_the_button_changes_nothing(group: Any) -> None:
    meeting = invited(group)
    assert inviting.invite(meeting, by=None, at=moment(2, 10)) == 0
    deliver()
    deliver()
    assert len(letters()) == 4
    assert meeting.participants.count() == 5


def test_whoever_joins_later_is_asked_alone(group: Any) -> None:
    meeting = invited(group)
    deliver()
    seat(group, person("Nový", "novy@example.org"))
    assert inviting.invite(meeting, by=None, at=moment(4, 9)) == 1
    deliver()
    assert [mail.to for mail in letters()][4:] == ["novy@example.org"]


def test_nothing_is_invited_to_without_agenda_and_place(group: Any) -> None:
    facts = {"starts_at": moment(27, 12), "ends_at": moment(27, 13), "title": "x"}
    meeting = plan_meeting(groups=[group], by=None, at=ON_THE_2ND, **facts)
    with pytest.raises(PlanRefused, match=r"Program je prázdny\..*miesto"):
        inviting.invite(meeting, by=None, at=ON_THE_2ND)
    add_item(meeting, title="Bod", by=None, at=ON_THE_2ND)
    change(meeting, place="Úrad")
    assert inviting.invite(meeting, by=None, at=ON_THE_2ND) == 5


def test_fewer_than_seven_days_before_needs_a_tick(group: Any) -> None:
    meeting = planned(group)
    with pytest.raises(PlanRefused, match="7 dní"):
        inviting.invite(meeting, by=None, at=moment(21, 1))
    assert meeting.participants.count() == 0
    assert inviting.invite(meeting, although_late=True, by=None, at=moment(21, 1)) == 5
    assert not inviting.is_late(meeting, moment(20, 23, 59))


def test_meeting_that_has_begun_invites_nobody(group: Any) -> None:
    with pytest.raises(PlanRefused, match="už začalo"):
        inviting.invite(planned(group), although_late=True, by=None, at=moment(27, 12, 30))


def test_change_is_told_once_with_the_next_sequence(group: Any) -> None:
    meeting = invited(group)
    deliver()
    change(meeting, place="Mestský úrad, č. 250")
    deliver()
    deliver()
    told = [mail for mail in letters() if mail.to == "anna@example.org"]
    assert [mail.calendar.count("SEQUENCE:0\r\n") for mail in told] == [1, 0]
    assert [mail.calendar.count("SEQUENCE:1\r\n") for mail in told] == [0, 1]
    assert {f"UID:{meeting.pk}@opora\r\n" in mail.calendar for mail in told} == {True}
    assert "METHOD:REQUEST\r\n" in told[1].calendar
    assert told[1].subject.startswith("Zmena: ")
    assert "č. 250" in told[1].text


def test_two_changes_before_the_letters_go_are_one_letter(group: Any) -> None:
    meeting = invited(group)
    deliver()
    change(meeting, place="A")
    change(meeting, place="B")
    deliver()
    told = [mail for mail in letters() if mail.to == "anna@example.org"]
    assert len(told) == 2
    assert "SEQUENCE:2\r\n" in told[1].calendar


def test_what_nobody_must_know_is_told_to_nobody(group: Any) -> None:
    meeting = invited(group)
    deliver()
    change(meeting, is_open=True)
    change(meeting)
    deliver()
    assert len(letters()) == 4
    assert Meeting.objects.get(pk=meeting.pk).sequence == 0


def test_cancelling_is_told_to_those_who_had_a_letter(group: Any) -> None:
    meeting = invited(group)
    deliver()
    seat(group, person("Nový", "novy@example.org"))
    cancel_meeting(meeting, why="Chrípka", by=None, at=moment(5, 9))
    cancel_meeting(meeting, why="Iný dôvod", by=None, at=moment(5, 9))
    deliver()
    told = letters()[4:]
    assert [mail.to.split("@")[0] for mail in told] == ["anna", "boris", "dana", "elena"]
    assert "METHOD:CANCEL\r\n" in told[0].calendar
    assert "SEQUENCE:1\r\n" in told[0].calendar
    assert "Chrípka" in told[0].text


def test_meeting_nobody_knew_of_is_cancelled_in_silence(group: Any) -> None:
    meeting = planned(group)
    with pytest.raises(PlanRefused):
        cancel_meeting(meeting, why=" ", by=None, at=ON_THE_2ND)
    cancel_meeting(meeting, why="Omyl", by=None, at=ON_THE_2ND)
    deliver()
    assert letters() == []
    with pytest.raises(PlanRefused):
        inviting.invite(meeting, by=None, at=ON_THE_2ND)


def test_letter_carries_the_entry_as_mail_programs_expect_it(group: Any) -> None:
    invited(group)
    deliver()
    message = message_from_bytes(as_message(letters()[0]).message().as_bytes())
    parts = [part for part in message.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/calendar", "application/ics"]
    assert parts[1].get_param("method") == "REQUEST"
    assert parts[1].get_content_charset() == "utf-8"
    assert parts[2].get_filename() == "invite.ics"
    whole = parts[2].get_payload(decode=True)
    assert whole == letters()[0].calendar.encode()
    assert parts[1].get_payload(decode=True).replace(b"\r\n", b"\n") == whole.replace(b"\r\n", b"\n")


def test_letter_speaks_the_language_of_the_town(group: Any) -> None:
    invited(group)
    deliver()
    mail = letters()[0]
    assert mail.subject == "Pozvánka: Akčný plán seniorov, 27.\xa0apríla\xa02026"
    assert "12:30 – 14:45" in mail.text
    assert "1. Vyhodnotenie roka 2025 (diskusia)" in mail.text
    assert "http://alfa.localhost" in mail.text


def test_older_version_does_not_overwrite(group: Any) -> None:
    meeting = planned(group)
    change(meeting, place="Inde")
    with pytest.raises(ChangedMeanwhile):
        change_meeting(meeting, groups=[group], version=meeting.version, by=None, at=ON_THE_2ND, **facts_of(meeting))
    assert Meeting.objects.get(pk=meeting.pk).place == "Inde"


def test_end_comes_after_the_beginning(group: Any) -> None:
    with pytest.raises(PlanRefused):
        planned(group, ends_at=moment(27, 12, 30))
    with pytest.raises(PlanRefused):
        planned()


def test_invited_group_cannot_be_left_out(group: Any) -> None:
    other = empty_group("Rodiny")
    meeting = invited(group)
    facts = facts_of(meeting)
    with pytest.raises(PlanRefused):
        change_meeting(meeting, groups=[other], version=meeting.version, by=None, at=ON_THE_2ND, **facts)
    change_meeting(meeting, groups=[group, other], version=meeting.version, by=None, at=ON_THE_2ND, **facts)
    assert meeting.groups.count() == 2


# --- two meetings at once (case 1) ------------------------------------------------------------------------------------
def test_person_invited_to_two_rooms_at_the_same_time_is_named(group: Any) -> None:
    """Banská Bystrica: rooms 290 and 250, 12:30–14:45 and 12:00–15:15 on one day."""
    families = empty_group("Rodiny, deti a mládež")
    anna = group.members.get(person__name="Anna Nováková").person
    seat(families, anna)
    first = planned(group, place="č. 290")
    second = planned(families, title="Rodiny", starts_at=moment(27, 12), ends_at=moment(27, 15, 15), place="č. 250")
    assert [(each.name, each.title, each.place) for each in queries.clashes(first, queries.seats_of(first))] == [
        ("Anna Nováková", "Rodiny", "č. 250")
    ]
    assert [each.title for each in queries.clashes(second, queries.seats_of(second))] == ["Akčný plán seniorov"]


def test_two_rooms_on_each_of_two_days_as_in_banska_bystrica(alfa: Any) -> None:
    """25 and 26 April 2022: room 290 from 12:30 to 14:45 and room 250 from 12:00 to 15:15; one provider sits in two."""
    with in_tenant(alfa.key):
        names = (
            "Seniori",
            "Ľudia so zdravotným postihnutím",
            "Rodiny, deti a mládež",
            "Marginalizované rómske komunity",
        )
        groups = [empty_group(name) for name in names]
        since = {"starts_on": date(2021, 1, 1)}
        for group in groups:
            seat(group, person(f"Vedie {group.name}"), "CHAIR", **since)
        both = person("Poskytovateľka", "p@example.org")
        seat(groups[0], both, "MEMBER", "PROVIDER", **since)
        seat(groups[1], both, "MEMBER", "PROVIDER", **since)
        rooms = [("č. 290", (12, 30), (14, 45)), ("č. 250", (12, 0), (15, 15))]
        held = [
            planned(
                group, title=group.name, place=room, is_open=True,
                starts_at=moment(25 + number // 2, *starts).replace(year=2022),
                ends_at=moment(25 + number // 2, *ends).replace(year=2022),
            )
            for number, group in enumerate(groups)
            for room, starts, ends in [rooms[number % 2]]
        ]  # fmt: skip
        told = [[(each.name, each.place) for each in queries.clashes(each, queries.seats_of(each))] for each in held]
        assert told == [[("Poskytovateľka", "č. 250")], [("Poskytovateľka", "č. 290")], [], []]


def test_meetings_one_after_the_other_do_not_clash(group: Any) -> None:
    first = planned(group)
    planned(group, starts_at=first.ends_at, ends_at=first.ends_at + timedelta(hours=1))
    gone = planned(group)
    cancel_meeting(gone, why="Omyl", by=None, at=ON_THE_2ND)
    assert queries.clashes(first, queries.seats_of(first)) == []


# --- answering --------------------------------------------------------------------------------------------------------
def answer(meeting: Meeting, name: str, said: str, who: str = "", at: Any = None) -> Participant:
    row = meeting.participants.get(name=name)
    return inviting.answer_invitation(row, answer=Participant.Answer(said), name=who, by=None, at=at or moment(5, 9))


def test_last_answer_counts(group: Any) -> None:
    meeting = invited(group)
    answer(meeting, "Anna Nováková", "COMING")
    answer(meeting, "Anna Nováková", "SUBSTITUTE", "Fero Zástupca")
    assert (answer(meeting, "Anna Nováková", "CANNOT").answer, answer(meeting, "Boris Dlhý", "COMING").answer) == (
        "CANNOT",
        "COMING",
    )
    assert meeting.participants.get(name="Anna Nováková").answer_name == ""


def test_whoever_sends_somebody_tells_the_name(group: Any) -> None:
    with pytest.raises(PlanRefused):
        answer(invited(group), "Anna Nováková", "SUBSTITUTE", "  ")


def test_answer_is_too_late_when_the_meeting_has_begun(group: Any) -> None:
    with pytest.raises(PlanRefused):
        answer(invited(group), "Anna Nováková", "COMING", at=moment(27, 12, 30))


def test_link_opens_its_own_invitation_in_its_own_town_only(group: Any, alfa: Any, beta: Any) -> None:
    row = invited(group).participants.get(name="Anna Nováková")
    secret = answer_secret(row)
    assert invited_by(secret, ON_THE_2ND) == row
    assert invited_by(secret[:-1] + ("a" if secret[-1] != "a" else "b"), ON_THE_2ND) is None
    assert invited_by("nothing", ON_THE_2ND) is None
    with in_tenant(beta.key):
        assert invited_by(secret, ON_THE_2ND) is None


def test_link_ends_with_the_e_mail_it_went_to_and_a_year_after_the_meeting(group: Any) -> None:
    row = invited(group).participants.get(name="Anna Nováková")
    secret = answer_secret(row)
    assert invited_by(secret, row.meeting.ends_at + timedelta(days=365)) == row
    assert invited_by(secret, row.meeting.ends_at + timedelta(days=366)) is None
    row.person.email = "Anna@Example.org"
    row.person.save()
    assert invited_by(secret, ON_THE_2ND) == row
    row.person.email = "ina@example.org"
    row.person.save()
    assert invited_by(secret, ON_THE_2ND) is None


def test_whose_mandate_ended_before_the_meeting_gets_no_letter(group: Any) -> None:
    meeting = invited(group)
    deliver()
    group.members.filter(person__name="Anna Nováková").update(ends_on=date(2026, 4, 26), ended_why="koniec")
    change(meeting, place="Inde")
    deliver()
    assert [mail.to.split("@")[0] for mail in letters()[4:]] == ["boris", "dana", "elena"]


def test_change_of_the_day_asks_again_and_a_change_of_the_place_does_not(group: Any) -> None:
    meeting = invited(group)
    answer(meeting, "Anna Nováková", "SUBSTITUTE", "Fero")
    change(meeting, place="Inde")
    row = meeting.participants.get(name="Anna Nováková")
    assert (row.answer, row.answer_name) == ("SUBSTITUTE", "Fero")
    change(meeting, ends_at=moment(27, 16))
    row.refresh_from_db()
    assert (row.answer, row.answer_name, row.answered_at) == ("", "", None)


def test_entry_of_a_meeting_with_a_place_and_a_call_tells_both(group: Any) -> None:
    invited(group, call_address="https://call.example.org/x")
    deliver()
    entry = letters()[0].calendar.replace("\r\n ", "")
    assert "LOCATION:Mestský úrad" in entry
    assert "https://call.example.org/x" in next(line for line in entry.split("\r\n") if line.startswith("DESCRIPTION"))
