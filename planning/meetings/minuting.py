"""Acts on the minutes: what was said, resolved and given to do; sent round, approved, published and then frozen."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.groups.models import Person
from planning.meetings.commands import enter, lock, opened, save
from planning.meetings.guards import HERE
from planning.meetings.models import AgendaItem, Meeting, MeetingTask, Resolution
from planning.meetings.picturing import picture
from planning.meetings.queries import quorums, seats_of, voters
from planning.meetings.stages import Part, Stage
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.locking import still_there

HEAD = ("number", "written_by", "verified_by", "next_time")


@transaction.atomic
def write_minutes(
    meeting: Meeting, *, head: Mapping[str, str], courses: Mapping[UUID, str], version: int, by: Any, at: datetime
) -> Meeting:
    """The course of each point in words, and who wrote and verified it; read in this version."""
    meeting = opened(meeting, Part.MINUTES)
    if meeting.version != version:
        raise ChangedMeanwhile(_("Somebody else has written into the minutes meanwhile. Your text is kept below."))
    for name in HEAD:
        setattr(meeting, name, head.get(name, "").strip())
    items = [item for item in meeting.items.all() if item.pk in courses]
    for item in items:
        item.course = courses[item.pk].strip()
        item.version += 1
    AgendaItem.objects.bulk_update(items, ["course", "version"])
    if meeting.stage == Stage.HELD:
        enter(meeting, Stage.MINUTES_DRAFTED, at)
    else:
        save(meeting, at)
    record("planning.minutes_written", subject=meeting, by=by, at=at)
    return meeting


@transaction.atomic
def resolve(item: AgendaItem, *, text: str, by: Any, at: datetime, **facts: Any) -> Resolution:
    """What was resolved about a point: `votes_for`, `votes_against`, `abstained`, `is_recommendation`, `conflicts`."""
    meeting = opened(item.meeting, Part.MINUTES)
    item = still_there(AgendaItem, item.pk)
    resolution = Resolution(item=item, text=text.strip(), position=item.resolutions.count(), **facts)
    _refuse_impossible(meeting, resolution)
    resolution.save()
    record("planning.resolution_added", subject=resolution, by=by, at=at, meeting=str(meeting.pk))
    return resolution


@transaction.atomic
def change_resolution(resolution: Resolution, *, version: int, by: Any, at: datetime, **facts: Any) -> Resolution:
    """Correct a resolution while the minutes are being written."""
    meeting = opened(resolution.item.meeting, Part.MINUTES)
    resolution = still_there(Resolution, resolution.pk)
    if resolution.version != version:
        raise ChangedMeanwhile(_("Somebody else has changed the resolution meanwhile. Look what stands there now."))
    for name, value in facts.items():
        setattr(resolution, name, value)
    _refuse_impossible(meeting, resolution)
    resolution.version += 1
    resolution.save()
    record("planning.resolution_changed", subject=resolution, by=by, at=at, meeting=str(meeting.pk))
    return resolution


@transaction.atomic
def remove_resolution(resolution: Resolution, *, by: Any, at: datetime) -> None:
    """Written down by mistake."""
    meeting = opened(resolution.item.meeting, Part.MINUTES)
    resolution = still_there(Resolution, resolution.pk)
    record("planning.resolution_removed", subject=resolution, by=by, at=at, meeting=str(meeting.pk))
    resolution.delete()


def _refuse_impossible(meeting: Meeting, resolution: Resolution) -> None:
    people, seats = list(meeting.participants.all()), seats_of(meeting)
    cast = resolution.votes_for + resolution.votes_against + resolution.abstained
    most = voters(seats, people)
    if cast > most:
        raise PlanRefused(
            _("%(cast)s votes were counted, but only %(most)s persons with a vote are present.")
            % {"cast": cast, "most": most}
        )
    here = {each.pk for each in people if each.presence in HERE}
    if not set(resolution.conflicts) <= here:
        raise PlanRefused(_("A conflict of interest can only be told of somebody who was present."))
    reached = quorums(meeting.groups.all(), seats, people)
    if not resolution.is_recommendation and not (reached and all(each.is_reached for each in reached)):
        raise PlanRefused(_("There is no quorum. Only a recommendation can be resolved; mark it as one."))


@transaction.atomic
def give_task(
    meeting: Meeting,
    *,
    what: str,
    due_on: date,
    item: AgendaItem | None = None,
    person: Person | None = None,
    who: str = "",
    by: Any,
    at: datetime,
) -> MeetingTask:
    """Somebody took a task upon themselves: a person or an organisation, until a day."""
    meeting = opened(meeting, Part.MINUTES)
    item = still_there(AgendaItem, item.pk) if item else None
    if person is None and not who.strip():
        raise PlanRefused(_("Choose the person, or write the organisation that does it."))
    if due_on < day_of(meeting.starts_at):
        raise PlanRefused(_("The term of a task cannot lie before the meeting."))
    task = MeetingTask.objects.create(
        meeting=meeting, item=item, what=what.strip(), person=person, who="" if person else who.strip(), due_on=due_on
    )
    record("planning.task_given", subject=task, by=by, at=at, meeting=str(meeting.pk), due_on=due_on)
    return task


@transaction.atomic
def remove_task(task: MeetingTask, *, by: Any, at: datetime) -> None:
    """Written down by mistake, while the minutes are being written."""
    meeting = opened(task.meeting, Part.MINUTES)
    task = still_there(MeetingTask, task.pk)
    record("planning.task_removed", subject=task, by=by, at=at, meeting=str(meeting.pk))
    task.delete()


@transaction.atomic
def finish_task(task: MeetingTask, *, note: str, by: Any, at: datetime) -> MeetingTask:
    """The task is done; a second press changes nothing."""
    task = still_there(MeetingTask, task.pk)
    if task.done_on:
        return task
    task.done_on, task.done_note, task.done_by = day_of(at), note.strip(), getattr(by, "pk", by)
    task.version += 1
    task.save()
    record("planning.task_done", subject=task, by=by, at=at, meeting=str(task.meeting_id))
    return task


@transaction.atomic
def send_minutes_round(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """The minutes go to every member who was invited and has an e-mail; from now on nothing in them changes."""
    meeting = lock(meeting)
    if meeting.stage == Stage.SENT_ROUND:
        return meeting
    meeting.sent_at = at
    enter(meeting, Stage.SENT_ROUND, at)
    record("planning.minutes_sent_round", subject=meeting, by=by, at=at)
    return meeting


@transaction.atomic
def return_minutes(meeting: Meeting, *, why: str, by: Any, at: datetime) -> Meeting:
    """Somebody found a mistake: the minutes are written on."""
    meeting = lock(meeting)
    if not why.strip():
        raise PlanRefused(_("Say what is to be mended."))
    if meeting.stage == Stage.PUBLISHED:
        raise PlanRefused(_("The minutes are published. They have to be taken back first."))
    meeting.returned_why, meeting.approved_on = why.strip(), None
    enter(meeting, Stage.MINUTES_DRAFTED, at)
    record("planning.minutes_returned", subject=meeting, by=by, at=at)
    return meeting


@transaction.atomic
def approve_minutes(meeting: Meeting, *, on: date, by: Any, at: datetime) -> Meeting:
    """The group or the verifier agreed with the minutes on a day."""
    meeting = lock(meeting)
    if meeting.stage == Stage.APPROVED:
        return meeting
    if not day_of(meeting.starts_at) <= on <= day_of(at):
        raise PlanRefused(_("The day of approval lies between the meeting and today."))
    meeting.approved_on = on
    enter(meeting, Stage.APPROVED, at)
    record("planning.minutes_approved", subject=meeting, by=by, at=at, on=on)
    return meeting


@transaction.atomic
def publish_minutes(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """Everybody may read the minutes as they stand now; what is kept is never changed, only taken back."""
    meeting = lock(meeting)
    if meeting.stage == Stage.PUBLISHED:
        return meeting
    meeting.content = picture(meeting)
    meeting.published_at = at
    enter(meeting, Stage.PUBLISHED, at)
    record("planning.minutes_published", subject=meeting, by=by, at=at)
    return meeting


@transaction.atomic
def withdraw_minutes(meeting: Meeting, *, why: str, by: Any, at: datetime) -> Meeting:
    """Something stands in the published minutes that the public must not read: they are written on, for a reason.

    What was published stays kept, and is read by nobody from outside, until other minutes are published.
    """
    meeting = lock(meeting)
    if not why.strip():
        raise PlanRefused(_("Say why the minutes are taken back."))
    if meeting.stage != Stage.PUBLISHED:
        raise PlanRefused(_("The minutes are not published."))
    meeting.returned_why, meeting.approved_on = why.strip(), None
    enter(meeting, Stage.MINUTES_DRAFTED, at)
    record("planning.minutes_withdrawn", subject=meeting, by=by, at=at)
    return meeting
