"""Before and after an event: what of its papers everybody may read, thanks to those who came, and forgetting."""

import uuid
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.events.letters import to_be_thanked, untold
from planning.events.queries import came_to
from planning.meetings.commands import lock
from planning.meetings.guards import HERE
from planning.meetings.models import AgendaPaper, Meeting, Participant
from planning.meetings.stages import Stage
from planning.structure.errors import PlanRefused

NEEDS_KEPT = timedelta(days=7)
CONTACTS_KEPT = timedelta(days=60)


@transaction.atomic
def publish_papers(meeting: Meeting, *, public: Collection[uuid.UUID], by: Any, at: datetime) -> int:
    """Let everybody read exactly these papers of the event; answers how many changed."""
    meeting = lock(meeting)
    if not meeting.is_open:
        raise PlanRefused(_("Papers of a closed meeting are read by nobody from outside."))
    changed = [
        paper
        for paper in AgendaPaper.objects.filter(item__meeting=meeting)
        if paper.is_public != (paper.pk in set(public))
    ]
    for paper in changed:
        paper.is_public = not paper.is_public
        paper.version += 1
    AgendaPaper.objects.bulk_update(changed, ["is_public", "version"])
    if changed:
        record("planning.event_papers_published", subject=meeting, by=by, at=at, papers=len(changed))
    return len(changed)


@transaction.atomic
def thank(meeting: Meeting, *, by: Any, at: datetime) -> int:
    """Thank those who came and agreed to a letter; answers how many. Pressed again, only those not thanked yet."""
    meeting = lock(meeting)
    if at < meeting.ends_at or meeting.stage == Stage.CANCELLED:
        raise PlanRefused(_("Thanks go out after the event."))
    count = to_be_thanked(meeting).count()
    if count:
        record("planning.participants_thanked", subject=meeting, by=by, at=at, count=count)
    return count


@transaction.atomic
def forget_registered(*, at: datetime) -> int:
    """A week after an event needs are removed, of a cancelled one once everybody was told; sixty days after it
    contacts, and everybody who did not come.

    Name and organisation of those who came stay: they prove who was there. Answers how many were forgotten.
    """
    registered = Participant.objects.registered()
    with_needs = registered.exclude(needs=[], needs_note="")
    over = Q(meeting__ends_at__lt=at - NEEDS_KEPT) | Q(meeting__in=_called_off(with_needs))
    with_needs.filter(over).update(needs=[], needs_note="", version=F("version") + 1)
    events = Meeting.objects.filter(ends_at__lt=at - CONTACTS_KEPT, forgotten_at__isnull=True)
    events = events.exclude(kind=Meeting.Kind.MEETING)
    held = list(events.select_for_update(of=("self",)))
    rows = registered.filter(meeting__in=held)
    count = rows.filter(presence__in=HERE).update(email="", phone="", may_write=False, version=F("version") + 1)
    gone, _each = rows.exclude(presence__in=HERE).delete()
    for meeting in held:
        meeting.forgotten_at = at
    Meeting.objects.bulk_update(held, ["forgotten_at"])
    if held:
        record("planning.registered_forgotten", subject=("planning.meeting", "-"), by=None, at=at, count=count + gone)
    return count + gone


def _called_off(rows: QuerySet[Participant]) -> list[Meeting]:
    """Cancelled events of these whose letters are all written: nobody prepares anything for them any more."""
    events = Meeting.objects.filter(stage=Stage.CANCELLED, pk__in=rows.values("meeting"))
    return [meeting for meeting in events if not untold(meeting).exists()]


def organisations_of(meeting: Meeting) -> list[tuple[str, int]]:
    """From how many organisations how many came, the most first; who came for themselves is not counted here."""
    counts = Counter(row.represents for row in came_to(meeting) if row.represents)
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
