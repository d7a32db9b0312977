"""What follows for people when something was published, announced or given to do: who is told, what is logged.

Events may come twice and late: everything looks at the state as it is now, and nobody is told twice.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.clock import day_of
from planning.delivery.models import Report
from planning.informing import changes, telling
from planning.informing.log import log_by_itself
from planning.informing.models import Channel
from planning.meetings.calendars import answer_path, open_meetings
from planning.meetings.models import Meeting, MeetingTask, Participant
from planning.meetings.stages import Stage
from tenants import post
from tenants.addresses import URLS
from tenants.models import How, Tenant
from ui.typography import date_long

Row = TypeVar("Row")


def was_taken_back(things: Iterable[str], site: Tenant) -> None:
    """Whoever has not had the letter yet is not told of what is no longer public."""
    for thing in sorted(set(things)):
        post.take_back(site, thing)


def plan_was_published(ids: Iterable[str], site: Tenant, at: datetime) -> None:
    """Whoever follows the plan hears of the publication in force."""
    with translation.override(site.language):
        rows = changes.published_rows(None).filter(plan__in=set(ids))
        for row, change in _paired(rows, changes.of_publications):
            telling.tell_change(change, [row.plan_id], site, at=at)
            log_by_itself(
                change.thing,
                channel=Channel.WEB,
                on=day_of(row.published_at),
                title=change.title,
                audience=_("everybody"),
                plan_id=row.plan_id,
                at=at,
            )


def year_was_shown(site: Tenant, at: datetime) -> None:
    """Whoever follows a plan hears of what was published of its years lately."""
    with translation.override(site.language):
        rows = changes.shown_pictures(None).filter(at__gte=at - telling.RECENT).order_by("at", "pk")
        for row, change in _paired(rows, changes.of_years):
            telling.tell_change(change, [row.action_plan.plan_id], site, at=at)


def meeting_was_told(ids: Iterable[str], site: Tenant, at: datetime) -> None:
    """An open meeting goes to those who follow, unless they were invited themselves; sent invitations are logged."""
    shown = open_meetings().filter(pk__in=set(ids)).exclude(stage=Stage.CANCELLED).values_list("pk", flat=True)
    was_taken_back([f"meeting:{key}" for key in set(ids) - {str(pk) for pk in shown}], site)
    with translation.override(site.language):
        for meeting in Meeting.objects.filter(pk__in=set(ids), invited_at__isnull=False):
            _log_meeting(meeting, at)
        rows = open_meetings().filter(pk__in=set(ids), invited_at__isnull=False, ends_at__gte=at)
        for row, change in _paired(rows.order_by("pk"), changes.of_meetings):
            invited = row.participants.filter(channel=Participant.Channel.EMAIL, person__isnull=False)
            known = invited.values_list("person__email", flat=True)
            telling.tell_change(change, changes.plans_of(row), site, at=at, but=[email for email in known if email])


def _log_meeting(meeting: Meeting, at: datetime) -> None:
    asked = list(meeting.participants.filter(invited_at__isnull=False).values_list("channel", flat=True))
    plans = changes.plans_of(meeting)
    facts: dict[str, Any] = {"at": at, "on": day_of(meeting.invited_at or at)}
    facts["plan_id"] = plans[0] if len(plans) == 1 else None
    for channel, logged in ((Participant.Channel.EMAIL, Channel.EMAIL), (Participant.Channel.PAPER, Channel.OTHER)):
        count = asked.count(channel)
        if count:
            log_by_itself(
                f"meeting:{meeting.pk}:{channel.lower()}",
                channel=logged,
                title=_("Invitation to a meeting: %(title)s") % {"title": meeting.title},
                audience=ngettext("%(n)s member of the group", "%(n)s members of the group", count) % {"n": count},
                **facts,
            )
    if meeting.is_open and meeting.stage != Stage.CANCELLED:
        log_by_itself(
            f"meeting:{meeting.pk}",
            channel=Channel.WEB,
            title=_("Open meeting announced: %(title)s") % {"title": meeting.title},
            audience=_("everybody"),
            **facts,
        )


def minutes_were_published(ids: Iterable[str], site: Tenant, at: datetime) -> None:
    with translation.override(site.language):
        rows = Meeting.objects.filter(pk__in=set(ids), stage=Stage.PUBLISHED).order_by("pk")
        for row, change in _paired(rows, changes.of_minutes):
            telling.tell_change(change, changes.plans_of(row), site, at=at)


def tasks_were_given(ids: Iterable[str], site: Tenant, at: datetime) -> None:
    """Who took a task upon themselves has it in writing, once, when the minutes go round."""
    with translation.override(site.language):
        rows = MeetingTask.objects.filter(meeting__in=set(ids), person__isnull=False, done_on__isnull=True)
        for task in rows.exclude(person__email="").select_related("person", "meeting").order_by("due_on", "pk"):
            words = _("Your task until %(day)s: %(what)s") % {"day": date_long(task.due_on), "what": task.what}
            person = task.person
            if person is not None:
                news = post.News("task", f"task:{task.pk}", words, _answer_path(task.meeting, person.pk))
                post.tell(site, [person.email], news, at=at)


def _answer_path(meeting: Meeting, person: UUID) -> str:
    """The person's own page of the meeting, where they were invited."""
    row = meeting.participants.select_related("person").filter(person=person, invited_at__isnull=False).first()
    return answer_path(row) if row else ""


def report_was_returned(ids: Iterable[str], site: Tenant, at: datetime) -> None:
    """Who wishes to hear at once that a report came back does; to all others the letter of the morning says it."""
    with translation.override(site.language):
        rows = Report.objects.filter(pk__in=set(ids), stage=Report.Stage.RETURNED).select_related("item", "round")
        for report in rows.exclude(item__owner_email="").order_by("pk"):
            if post.how(site, report.item.owner_email, "report") != How.AT_ONCE:
                continue
            words = _("Your report came back: %(item)s. %(note)s") % {"item": report.item, "note": report.note}
            thing = (
                f"report:{report.pk}:{report.decided_at:%Y%m%d%H%M%S}" if report.decided_at else f"report:{report.pk}"
            )
            news = post.News("report", thing, words, reverse("planning:reports", URLS))
            post.tell(site, [report.item.owner_email], news, at=at)


def _paired(
    rows: Iterable[Row], as_changes: Callable[[Iterable[Row]], Iterator[changes.Change]]
) -> Iterator[tuple[Row, changes.Change]]:
    found = list(rows)
    return zip(found, as_changes(found), strict=True)
