"""What is still missing before a meeting may enter a stage, each with the page where it is mended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from planning.meetings.models import Meeting, Participant
from planning.meetings.stages import RULES, Guard, Stage

HERE = (Participant.Presence.PRESENT, Participant.Presence.REMOTE, Participant.Presence.REPRESENTED)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do, and where."""

    text: str
    href: str


def missing_for(meeting: Meeting, stage: Stage, at: datetime) -> list[Missing]:
    """Empty when the stage may begin."""
    found = (CHECKS[guard](meeting, at) for guard in RULES[stage].needs)
    return [Missing(text, reverse(f"planning:{page}", args=[meeting.pk])) for text, page in filter(None, found)]


Found = tuple[str, str] | None


def _has_agenda(meeting: Meeting, _at: datetime) -> Found:
    if meeting.is_event:
        return None if meeting.items.exists() else (_("The programme is empty."), "add_block")
    return None if meeting.items.exists() else (_("The agenda is empty."), "add_item")


def _has_place(meeting: Meeting, _at: datetime) -> Found:
    named = meeting.place or meeting.call_address
    return None if named else (_("Neither a place nor the address of a call is told."), "meeting_facts")


def _lies_ahead(meeting: Meeting, at: datetime) -> Found:
    return (_("The meeting has begun already."), "meeting_facts") if meeting.starts_at <= at else None


def _has_begun(meeting: Meeting, at: datetime) -> Found:
    return (_("The meeting has not begun yet."), "meeting_facts") if at < meeting.starts_at else None


def _somebody_came(meeting: Meeting, _at: datetime) -> Found:
    came = meeting.participants.filter(presence__in=HERE).exists()
    return None if came else (_("Nobody is ticked as present."), "attendance")


def _says_who_wrote(meeting: Meeting, _at: datetime) -> Found:
    return None if meeting.written_by else (_("The minutes do not say who wrote them."), "minutes")


CHECKS: dict[Guard, Callable[[Meeting, datetime], Found]] = {
    Guard.HAS_AGENDA: _has_agenda,
    Guard.HAS_PLACE: _has_place,
    Guard.LIES_AHEAD: _lies_ahead,
    Guard.HAS_BEGUN: _has_begun,
    Guard.SOMEBODY_CAME: _somebody_came,
    Guard.SAYS_WHO_WROTE: _says_who_wrote,
}
