"""Invite, answer, and the letters that follow: each member is told once of each state of the meeting."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.meetings.commands import enter, lock, save
from planning.meetings.models import Meeting, Participant
from planning.meetings.queries import Seat, seats_of
from planning.meetings.stages import Stage
from planning.structure.errors import PlanRefused

USUAL = timedelta(days=7)


def is_late(meeting: Meeting, at: datetime) -> bool:
    """Whether people would learn of it fewer than seven days before."""
    return day_of(meeting.starts_at) - day_of(at) < USUAL


def not_invited(meeting: Meeting, seats: list[Seat]) -> list[Seat]:
    """Members without an invitation: all of them before the first one, later those who came into the group."""
    asked = set(meeting.participants.filter(invited_at__isnull=False).values_list("person_id", flat=True))
    return [seat for seat in seats if seat.person not in asked]


@transaction.atomic
def invite(meeting: Meeting, *, although_late: bool = False, by: Any, at: datetime) -> int:
    """Ask every member of the groups; answers how many. Pressed again, it asks only those who have joined since."""
    meeting = lock(meeting)
    if meeting.stage != Stage.INVITED:
        if is_late(meeting, at) and not although_late:
            raise PlanRefused(_("Fewer than 7 days are left before the meeting. Tick that you invite nevertheless."))
        enter(meeting, Stage.INVITED, at)
    elif meeting.starts_at <= at:
        raise PlanRefused(_("The meeting has begun already."))
    asked = _ask(meeting, not_invited(meeting, seats_of(meeting)), at)
    if meeting.invited_at is None:
        meeting.invited_at = at
        save(meeting, at)
    elif not asked:
        return 0
    record("planning.meeting_invited", subject=meeting, by=by, at=at, asked=len(asked))
    return len(asked)


ASKED = ("name", "represents", "party", "channel", "invited_at", "version")


def _ask(meeting: Meeting, seats: list[Seat], at: datetime) -> list[Participant]:
    """Somebody who stands on the attendance list already is asked all the same; hundreds are asked in two questions."""
    standing = {row.person_id: row for row in meeting.participants.filter(person__in=[seat.person for seat in seats])}
    new, known = list[Participant](), list[Participant]()
    for seat in seats:
        row = standing.get(seat.person) or Participant(meeting=meeting, person_id=seat.person, version=0)
        row.name, row.represents, row.party = seat.name, seat.represents, seat.party
        row.channel = Participant.Channel.EMAIL if seat.email else Participant.Channel.PAPER
        row.invited_at, row.version = at, row.version + 1
        (known if seat.person in standing else new).append(row)
    Participant.objects.bulk_create(new)
    Participant.objects.bulk_update(known, ASKED)
    return [*new, *known]


@transaction.atomic
def answer_invitation(
    participant: Participant, *, answer: Participant.Answer, name: str = "", by: Any, at: datetime
) -> Participant:
    """What a member says to an invitation; the last word counts, until the meeting begins."""
    meeting = lock(participant.meeting)
    if meeting.stage != Stage.INVITED or meeting.starts_at <= at:
        raise PlanRefused(_("This meeting no longer waits for an answer."))
    name = name.strip() if answer == Participant.Answer.SUBSTITUTE else ""
    if answer == Participant.Answer.SUBSTITUTE and not name:
        raise PlanRefused(_("Tell the name of the person who comes for you."))
    row = Participant.objects.select_for_update().get(pk=participant.pk)
    if (row.answer, row.answer_name) != (answer, name):
        row.answer, row.answer_name, row.answered_at = answer, name, at
        row.version += 1
        row.save()
        record("planning.invitation_answered", subject=row, by=by, at=at, meeting=str(meeting.pk), answer=str(answer))
    return row
