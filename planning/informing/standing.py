"""Where a plan is, as everybody may know it: stages, what was decided, what comes, and how to join."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from kernel.clock import day_of
from planning.course.models import Paper
from planning.course.stages import PUBLIC_PAPERS, PaperKind
from planning.groups.models import Group
from planning.informing.changes import concerning, minutes_of
from planning.informing.models import Announcement
from planning.meetings.calendars import open_meetings
from planning.meetings.models import Meeting
from planning.meetings.picturing import from_json
from planning.structure.models import Plan

DECISIONS, MEETINGS, NOTICES, MINUTES = 20, 5, 5, 10


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a day: a paper of the process, or a resolution of a group whose minutes are published."""

    on: date
    title: str
    text: str
    href: str
    is_recommendation: bool = False


def decisions(plan: Plan) -> list[Decision]:
    """The newest first; only what everybody may read."""
    found = [*_papers(plan), *_resolutions(plan)]
    return sorted(found, key=lambda each: each.on, reverse=True)[:DECISIONS]


def _papers(plan: Plan) -> Iterator[Decision]:
    """Day and number of papers that are public by their nature; the file and the note stay inside."""
    rows = Paper.objects.filter(plan=plan, kind__in=PUBLIC_PAPERS, withdrawn_at__isnull=True)
    for row in rows.order_by("-on", "pk"):
        yield Decision(row.on, str(capfirst(PaperKind(row.kind).label)), row.number, "")


def _resolutions(plan: Plan) -> Iterator[Decision]:
    for meeting in minutes_of(plan)[:MINUTES]:
        href = reverse("planning:public_meeting", args=[meeting.pk])
        for point in from_json(meeting.content or {}).points:
            for each in point.resolutions:
                yield Decision(day_of(meeting.starts_at), meeting.title, each.text, href, each.is_recommendation)


def coming(plan: Plan, at: datetime) -> list[Meeting]:
    """The next open meetings, those that were cancelled too, so that nobody comes in vain."""
    rows = concerning(open_meetings().filter(ends_at__gte=at), plan)
    return list(rows.order_by("starts_at", "title", "pk")[:MEETINGS])


def groups(plan: Plan, day: date) -> list[Group]:
    """Groups that everybody may know of, those one can join first."""
    rows = Group.objects.of_plan(plan).open_to_the_public(day)
    return list(rows.order_by("-is_open", "kind", "name", "pk"))


def notices(plan: Plan, day: date) -> list[Announcement]:
    rows = Announcement.objects.of_today(day).of_plan(plan)
    return list(rows.order_by("-published_at", "pk")[:NOTICES])


def whole(plan: Plan, at: datetime, day: date) -> dict[str, Any]:
    return {
        "decisions": decisions(plan),
        "meetings": coming(plan, at),
        "groups": groups(plan, day),
        "notices": notices(plan, day),
    }
