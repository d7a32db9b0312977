"""Meetings as the search finds them: the open ones, and afterwards what was resolved where minutes are published."""

import uuid
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.urls import reverse

from kernel.clock import day_of
from planning.meetings.calendars import open_meetings
from planning.meetings.models import Meeting
from planning.meetings.picturing import from_json
from planning.meetings.stages import Stage
from planning.structure.finding import Announced, Source
from tenants.addresses import URLS

SORT, EVENT = "MEETING", "EVENT"


def seen_by_all() -> QuerySet[Meeting]:
    """Open meetings, and any whose minutes were published on purpose."""
    return open_meetings() | Meeting.objects.filter(stage=Stage.PUBLISHED)


def _find(ids: Iterable[uuid.UUID]) -> Iterator[Announced]:
    for row in seen_by_all().filter(pk__in=list(ids)):
        yield Announced(
            id=str(row.pk),
            sort=EVENT if row.is_event else SORT,
            title=row.title,
            text="\n".join(filter(None, (_note(row), *_said(row)))),
            page=reverse("planning:public_meeting", URLS, [row.pk]),
            starts_on=day_of(row.starts_at),
            ends_on=day_of(row.ends_at),
            time=row.starts_at.isoformat(),
            where=row.place,
            is_cancelled=row.stage == Stage.CANCELLED,
        )


def _note(row: Meeting) -> str:
    """What was written for those invited to a closed meeting stays with them, also when its minutes are published."""
    return row.note if row.is_open and row.stage != Stage.PUBLISHED else ""


def _said(row: Meeting) -> Iterator[str]:
    """What published minutes say, without any name: points and resolutions."""
    if row.stage == Stage.PUBLISHED and row.content:
        for point in from_json(row.content).points:
            yield point.title
            yield from (each.text for each in point.resolutions)


def _ids() -> Iterable[uuid.UUID]:
    return list(seen_by_all().values_list("pk", flat=True))


MEETINGS = Source(_find, _ids)
