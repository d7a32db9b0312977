"""At the door: who registered is ticked, who did not is written down; afterwards it is known who came."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.groups.models import Party
from planning.meetings.attending import add_guest
from planning.meetings.commands import opened
from planning.meetings.models import Meeting, Participant
from planning.meetings.stages import Part
from planning.structure.errors import PlanRefused
from planning.structure.locking import still_there

Presence = Participant.Presence
TICKED = (Presence.PRESENT.value, Presence.REMOTE.value, "")


@transaction.atomic
def check_in(row: Participant, *, presence: str, by: Any, at: datetime) -> Participant:
    """Tick somebody as here, as taking part remotely, or take the tick back; a second press changes nothing."""
    meeting = opened(row.meeting, Part.ATTENDANCE)
    if presence not in TICKED:
        raise PlanRefused(_("Choose whether the person is here."))
    _refuse_before(meeting, at)
    row = still_there(Participant, row.pk)
    if row.presence == presence:
        return row
    row.presence, row.represented_by = presence, ""
    row.version += 1
    row.save(update_fields=["presence", "represented_by", "version"])
    record("planning.checked_in", subject=row, by=by, at=at, meeting=str(meeting.pk), presence=presence)
    return row


@transaction.atomic
def walk_in(meeting: Meeting, *, name: str, represents: str = "", by: Any, at: datetime) -> Participant:
    """Somebody came who had not registered. Of a registered name it is asked for a tick instead of a second line."""
    meeting = opened(meeting, Part.ATTENDANCE)
    _refuse_before(meeting, at)
    name = " ".join(name.split())
    same = meeting.participants.registered().filter(name__iexact=name).order_by("number").first()
    if same and not same.presence:
        raise PlanRefused(
            _("%(name)s is registered under number %(number)s. Tick that line, or write the name with a difference.")
            % {"name": same.name, "number": same.number}
        )
    return add_guest(meeting, name=name, represents=represents, party=Party.PUBLIC, by=by, at=at)


def _refuse_before(meeting: Meeting, at: datetime) -> None:
    if day_of(at) < day_of(meeting.starts_at):
        raise PlanRefused(_("The event has not begun yet. Tick people on the day itself."))
