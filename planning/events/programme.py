"""The programme of an event: blocks with a time, a room and speakers; what cannot be is refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.groups.models import Group
from planning.meetings.agenda import add_item, change_item
from planning.meetings.commands import change_meeting, opened
from planning.meetings.models import AgendaItem, Meeting
from planning.meetings.stages import Part
from planning.structure.errors import PlanRefused
from ui.typography import clock_time

BETWEEN = re.compile(r"\s+[–—-]\s+")
MOST_SPEAKERS, LONGEST_NAME = 20, 200


@dataclass(frozen=True, slots=True)
class Twice:
    """Somebody speaks in two blocks at the same time."""

    name: str
    first: str
    second: str


def speakers_of(text: str) -> list[dict[str, str]]:
    """One on a line: the name, a dash, the organisation."""
    found = []
    for line in filter(None, (" ".join(line.split()) for line in text.splitlines())):
        name, *rest = BETWEEN.split(line, maxsplit=1)
        found.append({"name": name[:LONGEST_NAME], "organisation": (rest[0] if rest else "")[:LONGEST_NAME]})
    if len(found) > MOST_SPEAKERS:
        raise PlanRefused(_("At most %(count)s people speak in a block.") % {"count": MOST_SPEAKERS})
    return found


def speakers_text(speakers: Iterable[dict[str, str]]) -> str:
    return "\n".join(" – ".join(filter(None, (each["name"], each["organisation"]))) for each in speakers)


@transaction.atomic
def add_block(meeting: Meeting, *, title: str, by: Any, at: datetime, **facts: Any) -> AgendaItem:
    """Add a block; it stands where its time belongs."""
    meeting = opened(meeting, Part.AGENDA)
    _refuse_wrong(meeting, facts)
    item = add_item(meeting, title=title, by=by, at=at, **facts)
    _in_order(meeting)
    item.refresh_from_db()
    return item


@transaction.atomic
def change_block(item: AgendaItem, *, version: int, by: Any, at: datetime, **facts: Any) -> AgendaItem:
    """Change a block that was read in this version."""
    meeting = opened(item.meeting, Part.AGENDA)
    _refuse_wrong(meeting, facts, but=item)
    item = change_item(item, version=version, by=by, at=at, **facts)
    _in_order(meeting)
    item.refresh_from_db()
    return item


@transaction.atomic
def change_event(
    meeting: Meeting, *, groups: Iterable[Group], version: int, by: Any, at: datetime, **facts: Any
) -> Meeting:
    """Change day, place and groups; the blocks move with the beginning. Later than before, it is forgotten anew."""
    meeting = opened(meeting, Part.FACTS)
    before, ended = _here(meeting.starts_at), meeting.ends_at
    meeting = change_meeting(meeting, groups=groups, version=version, by=by, at=at, **facts)
    if meeting.forgotten_at and meeting.ends_at > ended:
        meeting.forgotten_at = None
        meeting.save(update_fields=["forgotten_at"])
    by_how_much = _here(meeting.starts_at) - before
    if by_how_much:
        blocks = list(meeting.items.all())
        for item in blocks:
            item.starts_at = _later(item.starts_at, by_how_much)
            item.ends_at = _later(item.ends_at, by_how_much)
            item.version += 1
        AgendaItem.objects.bulk_update(blocks, ["starts_at", "ends_at", "version"])
    return meeting


def speaking_twice(items: Iterable[AgendaItem]) -> list[Twice]:
    """Who would have to be in two rooms at once."""
    found, before = [], list[AgendaItem]()
    for item in (each for each in items if each.starts_at):
        names = {each["name"].casefold(): each["name"] for each in item.speakers}
        for other in before:
            if _overlap(item, other):
                both = names.keys() & {each["name"].casefold() for each in other.speakers}
                found += [Twice(names[name], other.title, item.title) for name in sorted(both)]
        before.append(item)
    return found


def outside(meeting: Meeting, items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Blocks that lie before the event begins or after it ends, since its time was changed."""
    timed = [(item, item.starts_at, item.ends_at) for item in items]
    return [
        item
        for item, starts_at, ends_at in timed
        if starts_at and ends_at and (starts_at < meeting.starts_at or ends_at > meeting.ends_at)
    ]


def _here(moment: datetime) -> datetime:
    """As the clock on the wall shows it."""
    return timezone.localtime(moment).replace(tzinfo=None)


def _later(moment: datetime | None, by_how_much: timedelta) -> datetime | None:
    return timezone.make_aware(_here(moment) + by_how_much) if moment else None


def _overlap(one: AgendaItem, other: AgendaItem) -> bool:
    return bool(
        one.starts_at and one.ends_at and other.starts_at and other.ends_at
        and one.starts_at < other.ends_at and other.starts_at < one.ends_at
    )  # fmt: skip


def _refuse_wrong(meeting: Meeting, facts: dict[str, Any], but: AgendaItem | None = None) -> None:
    starts_at, ends_at = facts.get("starts_at"), facts.get("ends_at")
    if starts_at is None or ends_at is None:
        raise PlanRefused(_("A block of the programme has a beginning and an end."))
    if ends_at <= starts_at:
        raise PlanRefused(_("The end must come after the beginning."))
    if starts_at < meeting.starts_at or ends_at > meeting.ends_at:
        raise PlanRefused(_("The block lies outside the event. Change the event first, or the time of the block."))
    room = str(facts.get("room", "")).strip().casefold()
    for other in meeting.items.filter(starts_at__lt=ends_at, ends_at__gt=starts_at):
        if (but is None or other.pk != but.pk) and other.room.strip().casefold() == room:
            raise PlanRefused(
                _("At this time „%(title)s“ is in the same room, until %(time)s. Give the blocks different rooms.")
                % {"title": other.title, "time": clock_time(other.ends_at)}
            )


def _in_order(meeting: Meeting) -> None:
    items = sorted(
        meeting.items.all(), key=lambda each: (each.starts_at or meeting.starts_at, each.room, each.position)
    )
    for place, item in enumerate(items):
        item.position = place
    AgendaItem.objects.bulk_update(items, ["position"])
