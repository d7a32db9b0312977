"""What has changed for everybody: one list for the feed, for the page and, thing by thing, for the letters.

Only what is published stands in it. The id of a change stays the same for good, whatever else happens.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import gettext as _

from planning.delivery.models import ActionPlan, MonitoringRound, YearPicture
from planning.informing.models import Announcement
from planning.meetings.calendars import open_meetings
from planning.meetings.models import Meeting
from planning.meetings.papers import when_of
from planning.meetings.stages import Stage
from planning.structure.models import Plan, Publication
from tenants.addresses import URLS
from ui.typography import date_long

SHOWN = 40
SPACE = uuid.UUID("0c5d8c0e-8a0a-5f0e-9a52-3f6a7d1b2c90")


@dataclass(frozen=True, slots=True)
class Change:
    """`kind`: plan, year, notice, minutes, meeting; `thing` is what a letter about it is known by."""

    id: uuid.UUID
    kind: str
    thing: str
    title: str
    text: str
    path: str
    at: datetime
    changed_at: datetime


def changes(plan: Plan | None, day: date) -> list[Change]:
    """The newest changes of a plan, or of the whole municipality."""
    found = [
        *of_notices(notices_of(plan, day)),
        *of_meetings(meetings_of(plan)),
        *of_minutes(minutes_of(plan)),
        *of_publications(publications_of(plan)),
        *of_years(pictures_of(plan)),
    ]
    return list(islice(sorted(found, key=lambda each: (each.at, str(each.id)), reverse=True), SHOWN))


# --- rows -------------------------------------------------------------------------------------------------------------
def notices_of(plan: Plan | None, day: date) -> QuerySet[Announcement]:
    rows = Announcement.objects.public(day).select_related("plan")
    return (rows.of_plan(plan) if plan else rows).order_by("-published_at", "pk")[:SHOWN]


def meetings_of(plan: Plan | None) -> QuerySet[Meeting]:
    """Open meetings people were told of."""
    return concerning(open_meetings(), plan).filter(invited_at__isnull=False).order_by("-invited_at", "pk")[:SHOWN]


def minutes_of(plan: Plan | None) -> QuerySet[Meeting]:
    return concerning(Meeting.objects.filter(stage=Stage.PUBLISHED), plan).order_by("-published_at", "pk")[:SHOWN]


def publications_of(plan: Plan | None) -> QuerySet[Publication]:
    return published_rows(plan).order_by("-published_at", "pk")[:SHOWN]


def published_rows(plan: Plan | None) -> QuerySet[Publication]:
    """Publications in force; `told_title` and `told_summary` are as they were published, whatever is written since."""
    rows = Publication.objects.in_force().defer("content")
    rows = rows.annotate(told_title=KT("content__title"), told_summary=KT("content__summary"))
    return rows.filter(plan=plan) if plan else rows


def pictures_of(plan: Plan | None) -> QuerySet[YearPicture]:
    return shown_pictures(plan).order_by("-at", "pk")[:SHOWN]


def shown_pictures(plan: Plan | None) -> QuerySet[YearPicture]:
    """What was published of a year of a plan that is published itself."""
    rows = YearPicture.objects.filter(withdrawn_at__isnull=True).exclude(kind=YearPicture.Kind.CLOSED)
    rows = rows.filter(action_plan__plan__in=Publication.objects.in_force().values("plan_id"))
    rows = rows.filter(action_plan__plan=plan) if plan else rows
    texts = Publication.objects.in_force().filter(plan=OuterRef("action_plan__plan"))
    rows = rows.annotate(told_title=Subquery(texts.annotate(told=KT("content__title")).values("told")[:1]))
    return rows.select_related("action_plan", "round").defer("content")


def concerning(meetings: QuerySet[Meeting], plan: Plan | None) -> QuerySet[Meeting]:
    """Meetings of the groups of this plan, of groups that serve all plans, and of the public."""
    if plan is None:
        return meetings
    of_groups = Q(groups__plan=plan) | Q(groups__isnull=False, groups__plan__isnull=True) | Q(groups__isnull=True)
    return meetings.filter(pk__in=Meeting.objects.filter(of_groups).values("pk"))


def plans_of(meeting: Meeting) -> list[uuid.UUID]:
    """Which plans a meeting is about; nothing where it is about all of them."""
    found = list(meeting.groups.values_list("plan_id", flat=True))
    return [] if not found or None in found else sorted(set(found))


def things_of_hidden_years(ids: Collection[str]) -> list[str]:
    """What letters call years that are no longer shown, by the ids of years or of plans."""
    shown = shown_pictures(None).values("action_plan")
    hidden = ActionPlan.objects.filter(Q(pk__in=ids) | Q(plan__in=ids)).exclude(pk__in=shown)
    keys = list(hidden.values_list("pk", flat=True))
    rounds = MonitoringRound.objects.filter(action_plan__in=keys).values_list("pk", flat=True)
    return [*(f"year:{key}" for key in keys), *(f"round:{key}" for key in rounds)]


# --- as changes -------------------------------------------------------------------------------------------------------
def of_notices(rows: Iterable[Announcement]) -> Iterator[Change]:
    for row in rows:
        at = row.published_at or row.changed_at
        path = _path("notice", row.pk)
        yield Change(row.pk, "notice", f"notice:{row.pk}", row.title, row.text, path, at, row.changed_at)


def of_meetings(rows: Iterable[Meeting]) -> Iterator[Change]:
    for row in rows:
        at = row.invited_at or row.changed_at
        when = when_of(row)
        is_off = row.stage == Stage.CANCELLED
        words = _("Does not take place: %(title)s") if is_off else _("Open meeting: %(title)s")
        thing = f"meeting:{row.pk}:cancelled" if is_off else f"meeting:{row.pk}"
        text = "\n".join(filter(None, (when, row.place, row.cancelled_why, row.note)))
        title = words % {"title": row.title}
        yield Change(row.pk, "meeting", thing, title, text, _path("public_meeting", row.pk), at, row.changed_at)


def of_minutes(rows: Iterable[Meeting]) -> Iterator[Change]:
    for row in rows:
        at = row.published_at or row.changed_at
        title = _("Minutes published: %(title)s, %(day)s") % {"title": row.title, "day": date_long(row.starts_at)}
        path = _path("public_meeting", row.pk)
        yield Change(uuid.uuid5(SPACE, f"minutes:{row.pk}"), "minutes", f"minutes:{row.pk}", title, "", path, at, at)


def of_publications(rows: Iterable[Any]) -> Iterator[Change]:
    for row in rows:
        words = _("Plan published: %(title)s") if row.number == 1 else _("Plan published anew: %(title)s")
        path, thing = _path("plan", row.plan_id), f"plan:{row.plan_id}:{row.number}"
        title, at = words % {"title": row.told_title}, row.published_at
        yield Change(row.pk, "plan", thing, title, row.told_summary, path, at, at)


def of_years(rows: Iterable[Any]) -> Iterator[Change]:
    for row in rows:
        year = row.action_plan
        facts: dict[str, Any] = {"title": row.told_title, "year": year.year}
        if row.kind == YearPicture.Kind.ROUND and row.round:
            title = _("%(title)s: how far the tasks of %(year)s are (%(round)s)") % (facts | {"round": row.round.title})
            thing = f"round:{row.round_id}"
        else:
            title, thing = _("%(title)s: tasks for %(year)s published") % facts, f"year:{year.pk}"
        path = reverse("planning:public_year", URLS, [year.plan_id, year.year])
        yield Change(row.pk, "year", thing, title, "", path, row.at, row.at)


def _path(name: str, key: uuid.UUID) -> str:
    return reverse(f"planning:{name}", URLS, [key])
