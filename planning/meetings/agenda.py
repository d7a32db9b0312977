"""Acts on the agenda: points, their order, and the papers that belong to them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.meetings.commands import opened, save
from planning.meetings.models import AgendaItem, AgendaPaper, Meeting
from planning.meetings.stages import Part
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.locking import still_there

ITEM_FACTS = ("kind", "title", "presenter", "minutes", "starts_at", "ends_at", "room", "about", "speakers")
WAYS = {"up": -1, "down": 1}


@transaction.atomic
def add_item(meeting: Meeting, *, title: str, by: Any, at: datetime, **facts: Any) -> AgendaItem:
    """Add a point as the last one."""
    meeting = opened(meeting, Part.AGENDA)
    if meeting.is_event and not facts.get("starts_at"):
        raise PlanRefused(_("A block of the programme has a beginning and an end."))
    item = AgendaItem.objects.create(meeting=meeting, position=meeting.items.count(), title=title.strip(), **facts)
    record("planning.agenda_item_added", subject=item, by=by, at=at, meeting=str(meeting.pk))
    return item


@transaction.atomic
def change_item(item: AgendaItem, *, version: int, by: Any, at: datetime, **facts: Any) -> AgendaItem:
    """Change a point that was read in this version."""
    opened(item.meeting, Part.AGENDA)
    item = still_there(AgendaItem, item.pk)
    if item.version != version:
        raise ChangedMeanwhile(_("Somebody else has changed this point meanwhile. Look what stands there now."))
    for name in ITEM_FACTS:
        if name in facts:
            setattr(item, name, facts[name])
    item.version += 1
    item.save()
    record("planning.agenda_item_changed", subject=item, by=by, at=at, meeting=str(item.meeting_id))
    return item


@transaction.atomic
def move_item(item: AgendaItem, *, way: str, by: Any, at: datetime) -> bool:
    """One place up or down; false at either end."""
    meeting = opened(item.meeting, Part.AGENDA)
    item = still_there(AgendaItem, item.pk)
    items = list(meeting.items.all())
    here = next(place for place, each in enumerate(items) if each.pk == item.pk)
    there = here + WAYS[way]
    if not 0 <= there < len(items):
        return False
    items[here], items[there] = items[there], items[here]
    for place, each in enumerate(items):
        each.position = place
    AgendaItem.objects.bulk_update(items, ["position"])
    record("planning.agenda_item_moved", subject=item, by=by, at=at, meeting=str(meeting.pk), way=way)
    return True


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Any, at: datetime) -> None:
    """Take a point off the agenda with its papers; what was resolved about it would go too, so it is refused then.

    The meeting is another one then: whoever is writing about this point is told, and their words are not lost.
    """
    meeting = opened(item.meeting, Part.AGENDA)
    item = still_there(AgendaItem, item.pk)
    if item.resolutions.exists() or item.course:
        raise PlanRefused(_("The minutes speak of this point already; it cannot be taken off the agenda."))
    record("planning.agenda_item_removed", subject=item, by=by, at=at, meeting=str(meeting.pk))
    position, laid = item.position, list(item.papers.all())
    item.delete()
    meeting.items.filter(position__gt=position).update(position=F("position") - 1)
    save(meeting, at)
    for paper in laid:
        _delete_file(paper)


@transaction.atomic
def add_paper(item: AgendaItem, *, name: str, file: Any, by: Any, at: datetime) -> AgendaPaper:
    """Lay a file to a point of the agenda."""
    meeting = opened(item.meeting, Part.AGENDA)
    item = still_there(AgendaItem, item.pk)
    file_name = (file.name or "")[-200:]
    paper = AgendaPaper.objects.create(item=item, name=name.strip() or file_name, file=file, file_name=file_name, at=at)
    record("planning.agenda_paper_added", subject=paper, by=by, at=at, meeting=str(meeting.pk))
    return paper


@transaction.atomic
def remove_paper(paper: AgendaPaper, *, by: Any, at: datetime) -> None:
    """Take a file away that was laid here by mistake."""
    meeting = opened(paper.item.meeting, Part.AGENDA)
    paper = still_there(AgendaPaper, paper.pk)
    record("planning.agenda_paper_removed", subject=paper, by=by, at=at, meeting=str(meeting.pk))
    paper.delete()
    _delete_file(paper)


def _delete_file(paper: AgendaPaper) -> None:
    storage, name = paper.file.storage, str(paper.file.name)
    transaction.on_commit(lambda: storage.delete(name))
