"""Who came: the list of a meeting, written on the spot or afterwards from the signed sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.journal import record
from kernel.text import fold
from planning.meetings.commands import opened
from planning.meetings.models import Meeting, Participant
from planning.meetings.queries import Seat, seats_of
from planning.meetings.stages import Part
from planning.structure.errors import PlanRefused
from planning.structure.locking import still_there

REPRESENTED = Participant.Presence.REPRESENTED


@dataclass(frozen=True, slots=True)
class Came:
    """What is said of one line: the presence, and who came instead where somebody did."""

    presence: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a member or a guest. `key` is the person's id, a guest's own id without a person."""

    key: str
    name: str
    represents: str
    party: str
    has_vote: bool
    stands_for: tuple[str, ...]
    participant: Participant | None

    @property
    def is_guest(self) -> bool:
        return self.participant is not None and self.participant.person_id is None


def lines_of(meeting: Meeting, seats: list[Seat], people: list[Participant]) -> list[Line]:
    """Members, those who were asked and have left the group since, and guests; each once."""
    rows = {each.person_id: each for each in people if each.person_id}
    lines = [
        Line(
            str(seat.person), seat.name, seat.represents, seat.party, seat.has_vote, tuple(seat.stands_for),
            rows.pop(seat.person, None),
        )
        for seat in seats
    ]  # fmt: skip
    left = sorted(rows.values(), key=lambda each: each.name)
    guests = sorted((each for each in people if not each.person_id), key=lambda each: each.name)
    lines += [_line(each, str(each.person_id)) for each in left] + [_line(each, str(each.pk)) for each in guests]
    return lines


def lines_with(lines: list[Line], words: str) -> list[Line]:
    """Those whose name or organisation holds the words, diacritics aside."""
    wanted = fold(words).split()
    return [line for line in lines if all(word in fold(f"{line.name} {line.represents}") for word in wanted)]


def _line(each: Participant, key: str) -> Line:
    return Line(key, each.name, each.represents, each.party, False, (), each)


@transaction.atomic
def write_attendance(meeting: Meeting, *, came: Mapping[str, Came], by: Any, at: datetime) -> int:
    """Write the lines that changed, by their keys, and answer how many; what others ticked elsewhere stays."""
    meeting = opened(meeting, Part.ATTENDANCE)
    lines = {line.key: line for line in lines_of(meeting, seats_of(meeting), list(meeting.participants.on_the_list()))}
    written = [_write(meeting, lines[key], said) for key, said in came.items() if key in lines]
    _refuse_two_votes(meeting)
    count = sum(written)
    if count:
        record("planning.attendance_written", subject=meeting, by=by, at=at, lines=count)
    return count


def _write(meeting: Meeting, line: Line, said: Came) -> bool:
    instead = " ".join(said.instead.split()) if said.presence == REPRESENTED else ""
    if said.presence == REPRESENTED and not line.has_vote:
        raise PlanRefused(_("Nobody can stand in for %(name)s, who has no vote.") % {"name": line.name})
    if said.presence == REPRESENTED and not instead:
        raise PlanRefused(_("Tell who came instead of %(name)s.") % {"name": line.name})
    row = line.participant or Participant(
        meeting=meeting, person_id=line.key, name=line.name, represents=line.represents, party=line.party
    )
    if (row.presence, row.represented_by) == (said.presence, instead):
        return False
    row.presence, row.represented_by = said.presence, instead
    row.version += 1
    row.save()
    return True


def _refuse_two_votes(meeting: Meeting) -> None:
    """One person stands in for one member, and not for anybody while having a vote of their own."""
    seats = {seat.person: seat for seat in seats_of(meeting)}
    people = list(meeting.participants.all())
    own = {each.name.casefold() for each in people if each.person_id in seats and seats[each.person_id].has_vote}
    seen: set[str] = set()
    for each in people:
        if each.presence != REPRESENTED:
            continue
        name = each.represented_by.casefold()
        if name in own:
            raise PlanRefused(_("%(name)s has a vote already and cannot stand in.") % {"name": each.represented_by})
        if name in seen:
            raise PlanRefused(_("%(name)s cannot stand in for two members.") % {"name": each.represented_by})
        seen.add(name)


@transaction.atomic
def add_guest(
    meeting: Meeting, *, name: str, represents: str = "", party: str, remote: bool = False, by: Any, at: datetime
) -> Participant:
    """Somebody came who is no member: without a vote. The same name twice is the same guest."""
    meeting = opened(meeting, Part.ATTENDANCE)
    name = " ".join(name.split())
    if not name:
        raise PlanRefused(_("Write the name of the guest."))
    known = meeting.participants.filter(person__isnull=True, registration="", name__iexact=name).first()
    if known:
        return known
    presence = Participant.Presence.REMOTE if remote else Participant.Presence.PRESENT
    row = Participant.objects.create(
        meeting=meeting, name=name, represents=represents.strip(), party=party, presence=presence
    )
    record("planning.guest_added", subject=row, by=by, at=at, meeting=str(meeting.pk))
    return row


@transaction.atomic
def remove_guest(participant: Participant, *, by: Any, at: datetime) -> None:
    """A guest who was written down by mistake."""
    meeting = opened(participant.meeting, Part.ATTENDANCE)
    participant = still_there(Participant, participant.pk)
    if participant.person_id:
        raise PlanRefused(_("A member stays on the list."))
    if participant.registration:
        raise PlanRefused(_("Whoever registered stays on the list."))
    record("planning.guest_removed", subject=participant, by=by, at=at, meeting=str(meeting.pk))
    participant.delete()
