"""Who came, and whether there is a quorum: members with a vote, those who came instead, never guests."""

from datetime import date
from typing import Any

import pytest
from support.meetings import came, empty_group, invited, moment, person, planned, seat

from planning.meetings.attending import Came, add_guest, remove_guest, write_attendance
from planning.meetings.commands import cancel_meeting, hold_meeting
from planning.meetings.models import Meeting
from planning.meetings.queries import quorums, seats_of, voters
from planning.structure.errors import PlanRefused

pytestmark = pytest.mark.django_db
AT = moment(27, 13)


def counted(meeting: Meeting) -> list[tuple[str, int, int, int, bool]]:
    found = quorums(meeting.groups.order_by("name"), seats_of(meeting), meeting.participants.all())
    return [(each.group, each.here, each.members, each.needed, each.is_reached) for each in found]


def in_the_room(meeting: Meeting) -> int:
    return voters(seats_of(meeting), meeting.participants.all())


def test_half_of_the_members_with_a_vote_is_enough_where_the_rule_says_so(group: Any) -> None:
    meeting = invited(group)
    assert counted(meeting) == [("Seniori", 0, 4, 2, False)]
    came(meeting, "Anna Nováková")
    assert counted(meeting) == [("Seniori", 1, 4, 2, False)]
    came(meeting, "Boris Dlhý", presence="REMOTE")
    assert counted(meeting) == [("Seniori", 2, 4, 2, True)]


@pytest.mark.parametrize(("share", "needed"), [(0, 0), (50, 2), (51, 3), (66, 3), (75, 3), (76, 4), (100, 4)])
def test_needed_is_rounded_up(group: Any, share: int, needed: int) -> None:
    group.quorum = share
    group.save()
    assert counted(invited(group))[0][3] == needed


def test_guests_excused_and_absent_do_not_count(group: Any) -> None:
    meeting = invited(group)
    came(meeting, "Elena Hosťová")
    came(meeting, "Boris Dlhý", presence="EXCUSED")
    came(meeting, "Cyril Krátky", presence="ABSENT")
    add_guest(meeting, name="Občan", party="PUBLIC", by=None, at=AT)
    assert counted(meeting) == [("Seniori", 0, 4, 2, False)]
    assert in_the_room(meeting) == 0


def test_substitute_counts_for_whom_they_stand_in(group: Any) -> None:
    boris = group.members.get(person__name="Boris Dlhý")
    seat(group, person("Fero Zástupca", "f@example.org"), "SUBSTITUTE", "PROVIDER", substitute_for=boris)
    meeting = invited(group)
    came(meeting, "Anna Nováková", "Fero Zástupca")
    assert counted(meeting) == [("Seniori", 1, 4, 2, False)]
    came(meeting, "Boris Dlhý", presence="REPRESENTED", instead="Fero Zástupca")
    assert counted(meeting) == [("Seniori", 2, 4, 2, True)]
    assert in_the_room(meeting) == 2


def test_nobody_stands_in_for_two_or_beside_an_own_vote(group: Any) -> None:
    meeting = invited(group)
    came(meeting, "Boris Dlhý", presence="REPRESENTED", instead="Fero  Zástupca")
    with pytest.raises(PlanRefused, match="dvoch"):
        came(meeting, "Dana Malá", presence="REPRESENTED", instead="fero zástupca")
    came(meeting, "Anna Nováková")
    with pytest.raises(PlanRefused, match="vlastný hlas"):
        came(meeting, "Dana Malá", presence="REPRESENTED", instead="Anna Nováková")
    with pytest.raises(PlanRefused, match="namiesto"):
        came(meeting, "Dana Malá", presence="REPRESENTED")
    with pytest.raises(PlanRefused, match="nemá hlas"):
        came(meeting, "Elena Hosťová", presence="REPRESENTED", instead="Niekto")
    assert counted(meeting) == [("Seniori", 2, 4, 2, True)]


def test_each_group_has_its_own_quorum_and_a_person_in_both_one_vote(group: Any) -> None:
    families = empty_group("Rodiny", quorum=100)
    anna = group.members.get(person__name="Anna Nováková").person
    seat(families, anna)
    seat(families, person("Zuzana"), "CHAIR")
    meeting = invited(group, families)
    assert len(seats_of(meeting)) == 6
    came(meeting, "Anna Nováková", "Boris Dlhý")
    assert counted(meeting) == [("Rodiny", 1, 2, 2, False), ("Seniori", 2, 4, 2, True)]
    assert in_the_room(meeting) == 2


def test_group_without_members_has_no_quorum(alfa: Any, group: Any) -> None:
    assert counted(planned(empty_group("Prázdna"))) == [("Prázdna", 0, 0, 0, False)]


def test_member_is_ticked_who_was_never_invited(group: Any) -> None:
    meeting = planned(group)
    assert came(meeting, "Cyril Krátky") == 1
    row = meeting.participants.get()
    assert (row.name, row.presence, row.channel, row.invited_at) == ("Cyril Krátky", "PRESENT", "", None)


def test_same_line_saved_again_writes_nothing(group: Any) -> None:
    meeting = invited(group)
    assert came(meeting, "Anna Nováková") == 1
    assert came(meeting, "Anna Nováková") == 0


def test_unknown_line_is_nobody(group: Any) -> None:
    meeting = invited(group)
    stranger = str(person("Cudzí").pk)
    assert write_attendance(meeting, came={stranger: Came("PRESENT"), "x": Came("PRESENT")}, by=None, at=AT) == 0
    assert meeting.participants.count() == 5


def test_whoever_left_the_group_after_the_invitation_has_no_vote(group: Any) -> None:
    meeting = invited(group)
    member = group.members.get(person__name="Boris Dlhý")
    member.ends_on, member.ended_why = date(2026, 4, 20), "Odišiel"
    member.save()
    key = str(member.person_id)
    assert write_attendance(meeting, came={key: Came("PRESENT")}, by=None, at=AT) == 1
    assert counted(meeting) == [("Seniori", 0, 3, 2, False)]


def test_guest_is_written_down_once_and_can_be_taken_off(group: Any) -> None:
    meeting = invited(group)
    guest = add_guest(meeting, name=" Ján  Občan ", party="PUBLIC", by=None, at=AT)
    assert add_guest(meeting, name="ján občan", party="PUBLIC", by=None, at=AT) == guest
    assert guest.name == "Ján Občan"
    with pytest.raises(PlanRefused):
        add_guest(meeting, name=" ", party="PUBLIC", by=None, at=AT)
    with pytest.raises(PlanRefused):
        remove_guest(meeting.participants.get(name="Anna Nováková"), by=None, at=AT)
    remove_guest(guest, by=None, at=AT)
    assert meeting.participants.filter(person__isnull=True).count() == 0


def test_nothing_is_ticked_at_a_cancelled_meeting(group: Any) -> None:
    meeting = invited(group)
    cancel_meeting(meeting, why="Chrípka", by=None, at=AT)
    with pytest.raises(PlanRefused, match="zrušené"):
        came(meeting, "Anna Nováková")


def test_meeting_was_held_only_after_its_beginning_and_with_somebody_there(group: Any) -> None:
    meeting = invited(group)
    with pytest.raises(PlanRefused, match="nezačalo"):
        hold_meeting(meeting, by=None, at=moment(27, 12))
    with pytest.raises(PlanRefused, match="Nikto"):
        hold_meeting(meeting, by=None, at=AT)
    came(meeting, "Cyril Krátky", presence="EXCUSED")
    with pytest.raises(PlanRefused, match="Nikto"):
        hold_meeting(meeting, by=None, at=AT)
    came(meeting, "Anna Nováková")
    assert hold_meeting(meeting, by=None, at=AT).stage == "HELD"
    assert hold_meeting(meeting, by=None, at=AT).stage == "HELD"
