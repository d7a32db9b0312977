"""What the pages of a meeting ask: who sits in its groups, whether there is a quorum, what is left from last time."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kernel.clock import day_of
from planning.groups.models import Group, GroupMember
from planning.meetings.guards import HERE
from planning.meetings.models import Meeting, MeetingTask, Participant
from planning.meetings.stages import Part, Stage, is_open
from planning.structure.models import Plan

VOTING = (GroupMember.Office.CHAIR, GroupMember.Office.SECRETARY, GroupMember.Office.MEMBER)


@dataclass(slots=True)
class Seat:
    """A person as a member of the groups that meet; a person who sits in two of them is here once."""

    person: uuid.UUID
    name: str
    email: str
    party: str
    represents: str
    name_is_public: bool
    ends_on: date | None = None
    votes_in: set[uuid.UUID] = field(default_factory=set)
    stands_for: list[str] = field(default_factory=list)

    @property
    def has_vote(self) -> bool:
        return bool(self.votes_in)


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of a group's members with a vote are here, themselves or by somebody who came instead."""

    group: str
    here: int
    members: int
    share: int

    @property
    def needed(self) -> int:
        return -(-self.members * self.share // 100)

    @property
    def is_reached(self) -> bool:
        return self.members > 0 and self.here >= self.needed


def members_on(day: date, groups: Iterable[uuid.UUID]) -> QuerySet[GroupMember]:
    """Whose mandate holds on the day."""
    holds = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    rows = GroupMember.objects.filter(holds, group__in=list(groups))
    return rows.select_related("person", "substitute_for__person").order_by("person__name", "person_id", "starts_on")


def seats_of(meeting: Meeting) -> list[Seat]:
    """The members of the groups that meet, on the day of the meeting, by name."""
    seats: dict[uuid.UUID, Seat] = {}
    for row in members_on(day_of(meeting.starts_at), meeting.of_groups.values_list("group_id", flat=True)):
        seat = seats.setdefault(
            row.person_id,
            Seat(
                row.person_id, row.person.name, row.person.email, row.party, row.represents, row.name_is_public,
                row.ends_on,
            ),
        )  # fmt: skip
        seat.ends_on = max(seat.ends_on, row.ends_on) if seat.ends_on and row.ends_on else None
        seat.name_is_public = seat.name_is_public and row.name_is_public
        if row.office in VOTING:
            seat.votes_in.add(row.group_id)
        if row.substitute_for:
            seat.stands_for.append(row.substitute_for.person.name)
    return list(seats.values())


def holds_a_mandate(meeting: Meeting, day: date, **whose: Any) -> bool:
    """Whether somebody sits in a group of this meeting today, as a substitute too, or will when it comes."""
    runs = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    rows = GroupMember.objects.filter(runs, starts_on__lte=max(day, day_of(meeting.starts_at)), **whose)
    return rows.filter(group__in_meetings__meeting=meeting).exists()


def groups_of_account(account: uuid.UUID, day: date) -> set[uuid.UUID]:
    """The groups where the person of an account sits."""
    rows = GroupMember.objects.sitting_on(day).filter(person__account=account)
    return set(rows.values_list("group_id", flat=True))


def quorums(groups: Iterable[Group], seats: Iterable[Seat], people: Iterable[Participant]) -> list[Quorum]:
    """One for each group; guests and substitutes have no vote of their own."""
    here = {each.person_id for each in people if each.presence in HERE}
    voting = [seat for seat in seats if seat.has_vote]
    found = []
    for group in groups:
        members = {seat.person for seat in voting if group.pk in seat.votes_in}
        found.append(Quorum(group.name, len(members & here), len(members), group.quorum))
    return found


def heads_of(quorums: Iterable[Quorum]) -> str:
    """How many are here of each group, as a short text to compare."""
    return ".".join(str(each.here) for each in quorums)


def voters(seats: Iterable[Seat], people: Iterable[Participant]) -> int:
    """How many votes are in the room: members with a vote who are here or for whom somebody came."""
    here = {each.person_id for each in people if each.presence in HERE}
    return sum(seat.has_vote and seat.person in here for seat in seats)


@dataclass(frozen=True, slots=True)
class Clash:
    """A person is expected at two meetings at the same time."""

    name: str
    title: str
    meeting: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    place: str


def clashes(meeting: Meeting, seats: list[Seat]) -> list[Clash]:
    """Members of this meeting's groups who sit in a group that meets elsewhere at the same time, or were invited."""
    others = list(
        Meeting.objects.filter(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
        .exclude(pk=meeting.pk)
        .exclude(stage=Stage.CANCELLED)
        .order_by("starts_at", "title")
    )
    if not others or not seats:
        return []
    names = {seat.person: seat.name for seat in seats}
    expected: dict[uuid.UUID, set[uuid.UUID]] = {other.pk: set() for other in others}
    asked = Participant.objects.filter(meeting__in=others, person__in=names, invited_at__isnull=False)
    for other_id, person in asked.values_list("meeting_id", "person_id"):
        expected[other_id].add(person)
    day = day_of(meeting.starts_at)
    holds = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    sitting = GroupMember.objects.filter(holds, person__in=names, group__in_meetings__meeting__in=others)
    for other_id, person in sitting.values_list("group__in_meetings__meeting_id", "person_id"):
        if other_id in expected:
            expected[other_id].add(person)
    return [
        Clash(names[person], other.title, other.pk, other.starts_at, other.ends_at, other.place)
        for other in others
        for person in sorted(expected[other.pk], key=lambda each: names[each])
    ]


def plans_of(meeting: Meeting) -> list[Plan]:
    """The plans that the groups of the meeting work on; none where they work on all."""
    return list(Plan.objects.filter(groups__meetings=meeting).distinct().order_by("starts_on", "pk"))


def taking_tasks(plan: Plan) -> QuerySet[Meeting]:
    """Meetings of the plan's groups, or of those that serve all plans, whose minutes are being written."""
    stages = [stage.value for stage in Stage if is_open(Part.MINUTES, stage)]
    of_plan = Q(groups__plan=plan) | Q(groups__plan__isnull=True)
    return Meeting.objects.filter(of_plan, stage__in=stages).distinct().order_by("-starts_at", "pk")


def open_tasks(meeting: Meeting) -> QuerySet[MeetingTask]:
    """What earlier meetings of these groups left to do and nobody has done."""
    earlier = Q(meeting__starts_at__lt=meeting.starts_at) & ~Q(meeting=meeting)
    groups = meeting.of_groups.values("group_id")
    rows = MeetingTask.objects.filter(earlier, meeting__of_groups__group__in=groups, done_on__isnull=True)
    return rows.select_related("person", "meeting").distinct().order_by("due_on", "id")


def invited_to(meeting: Meeting) -> list[Participant]:
    """Everybody with a row, by name; members first, then guests."""
    people = meeting.participants.on_the_list().select_related("person")
    return sorted(people, key=lambda each: (each.person_id is None, each.name))


def still_sitting(seats: Iterable[Seat], day: date) -> set[uuid.UUID]:
    """Members on the day of the meeting whose mandate has not ended since."""
    return {seat.person for seat in seats if seat.ends_on is None or seat.ends_on >= day}


def minutes_post(seats: Iterable[Seat], people: Iterable[Participant], day: date) -> tuple[list[str], list[str]]:
    """To whom the minutes go by e-mail, and which members get no letter: they were not invited, or have no e-mail."""
    sitting = still_sitting(seats, day)
    members = [each for each in people if each.person_id in sitting]
    reached = [each for each in members if each.invited_at and each.person and each.person.email]
    return [each.name for each in reached], [each.name for each in members if each not in reached]


def members_words(here: int, members: int) -> str:
    """Present so many of so many members with a vote."""
    return _("Present: %(here)s, members with a vote: %(members)s") % {"here": here, "members": members}
