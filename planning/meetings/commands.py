"""Acts on a meeting: plan it, change it, cancel it, say that it was held."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.groups.models import Group
from planning.meetings.guards import missing_for
from planning.meetings.models import Meeting, MeetingGroup
from planning.meetings.stages import Part, Stage, is_open, may_follow
from planning.structure.errors import ChangedMeanwhile, PlanRefused

FACTS = ("kind", "title", "starts_at", "ends_at", "place", "call_address", "is_open", "note")
TOLD_TO_ALL = ("title", "starts_at", "ends_at", "place", "call_address", "note")


@transaction.atomic
def plan_meeting(*, groups: Iterable[Group], by: Any, at: datetime, **facts: Any) -> Meeting:
    """Set a meeting down; nobody is told of it yet. Without groups it is a meeting of the public."""
    meeting = Meeting(changed_at=at, **facts)
    chosen = list(groups)
    _refuse_wrong(meeting, chosen)
    meeting.save()
    MeetingGroup.objects.bulk_create(MeetingGroup(meeting=meeting, group=group) for group in chosen)
    record("planning.meeting_planned", subject=meeting, by=by, at=at, groups=[str(group.pk) for group in chosen])
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, groups: Iterable[Group], version: int, by: Any, at: datetime, **facts: Any
) -> Meeting:
    """Change what was read in this version. Once people were invited, a change they must know of is sent to them."""
    meeting = opened(meeting, Part.FACTS)
    if meeting.version != version:
        raise ChangedMeanwhile(_("Somebody else has changed the meeting meanwhile. Look what stands there now."))
    chosen = {group.pk: group for group in groups}
    standing = set(meeting.of_groups.values_list("group_id", flat=True))
    before = {name: getattr(meeting, name) for name in FACTS}
    for name, value in facts.items():
        setattr(meeting, name, value)
    _refuse_wrong(meeting, list(chosen.values()))
    changed = [name for name in FACTS if getattr(meeting, name) != before[name]]
    if not changed and standing == set(chosen):
        return meeting
    _change_groups(meeting, standing, chosen)
    if {"starts_at", "ends_at"} & set(changed):
        _forget_answers(meeting)
    is_told = meeting.stage == Stage.INVITED and meeting.starts_at > at and bool(set(changed) & set(TOLD_TO_ALL))
    if is_told:
        meeting.sequence += 1
    save(meeting, at)
    record("planning.meeting_changed", subject=meeting, by=by, at=at, sequence=meeting.sequence, told=is_told)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, why: str, by: Any, at: datetime) -> Meeting:
    """The meeting does not take place, for a reason; whoever was invited is told. A second press changes nothing."""
    meeting = lock(meeting)
    if meeting.stage == Stage.CANCELLED:
        return meeting
    if not why.strip():
        raise PlanRefused(_("Say why the meeting is cancelled."))
    if meeting.stage == Stage.INVITED:
        meeting.sequence += 1
    meeting.cancelled_why = why.strip()
    enter(meeting, Stage.CANCELLED, at)
    record("planning.meeting_cancelled", subject=meeting, by=by, at=at, sequence=meeting.sequence)
    return meeting


@transaction.atomic
def hold_meeting(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """The meeting took place, with the attendance that is written down."""
    meeting = lock(meeting)
    if meeting.stage == Stage.HELD:
        return meeting
    enter(meeting, Stage.HELD, at)
    record("planning.meeting_held", subject=meeting, by=by, at=at)
    return meeting


def lock(meeting: Meeting) -> Meeting:
    """Hold the meeting: whoever changes anything of it goes one after the other."""
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def opened(meeting: Meeting, part: Part) -> Meeting:
    """The meeting, held, if this part of it may still be changed."""
    meeting = lock(meeting)
    if not is_open(part, meeting.stage):
        raise PlanRefused(
            _("This can no longer be changed: the meeting stands here now: %(stage)s.")
            % {"stage": Stage(meeting.stage).label}
        )
    return meeting


def enter(meeting: Meeting, stage: Stage, at: datetime) -> None:
    """Into the stage, if it follows the one where the meeting stands and nothing is missing."""
    if not may_follow(stage, meeting.stage):
        raise PlanRefused(
            _("This is not possible: the meeting stands here now: %(stage)s.") % {"stage": Stage(meeting.stage).label}
        )
    missing = missing_for(meeting, stage, at)
    if missing:
        raise PlanRefused(_("Something is still missing: %(what)s") % {"what": " ".join(each.text for each in missing)})
    meeting.stage = stage
    save(meeting, at)


def save(meeting: Meeting, at: datetime) -> None:
    meeting.version += 1
    meeting.changed_at = at
    meeting.save()


def _forget_answers(meeting: Meeting) -> None:
    """Whoever could come then may not be able to come now."""
    answered = meeting.participants.exclude(answer="")
    answered.update(answer="", answer_name="", answered_at=None, version=F("version") + 1)


def _change_groups(meeting: Meeting, standing: set[Any], chosen: dict[Any, Group]) -> None:
    if meeting.stage == Stage.INVITED and standing - set(chosen):
        raise PlanRefused(_("A group that was invited cannot be left out. Cancel the meeting and plan another one."))
    meeting.of_groups.filter(group__in=standing - set(chosen)).delete()
    MeetingGroup.objects.bulk_create(
        MeetingGroup(meeting=meeting, group=group) for pk, group in chosen.items() if pk not in standing
    )


def _refuse_wrong(meeting: Meeting, groups: list[Group]) -> None:
    if meeting.ends_at <= meeting.starts_at:
        raise PlanRefused(_("The end must come after the beginning."))
    if meeting.is_event and not meeting.is_open:
        raise PlanRefused(_("An open event is open to everybody."))
    if not groups and not meeting.is_open:
        raise PlanRefused(_("Choose a group, or say that the meeting is open to the public."))
