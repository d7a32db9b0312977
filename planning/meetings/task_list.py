"""The tasks of all meetings: which are open or late, whose they are, and the list on paper."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from planning.meetings.models import Meeting, MeetingTask
from tenants.addresses import URLS
from tenants.duties import Asked
from tenants.models import Tenant
from ui.documents import Block, Document, Paragraph, Table
from ui.typography import date_long, date_short


class Which(StrEnum):
    """What of the list is shown."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    ALL = "all"


WORDS = {
    Which.OPEN: pgettext_lazy("tasks", "open"),
    Which.LATE: pgettext_lazy("tasks", "late"),
    Which.DONE: pgettext_lazy("tasks", "done"),
    Which.ALL: pgettext_lazy("tasks", "all"),
}


def tasks_seen(groups: Collection[uuid.UUID] | None) -> QuerySet[MeetingTask]:
    """Tasks of open meetings and of meetings of these groups; of all meetings for None."""
    rows = MeetingTask.objects.select_related("person", "meeting")
    if groups is not None:
        own = Meeting.objects.filter(Q(is_open=True) | Q(of_groups__group__in=list(groups)))
        rows = rows.filter(meeting__in=own.values("pk"))
    return rows.order_by("due_on", "pk")


def chosen(
    rows: QuerySet[MeetingTask], which: Which, day: date, group: uuid.UUID | None = None
) -> QuerySet[MeetingTask]:
    """Those that are open, late or done; of one group where it is named. What is done last stands first."""
    if group is not None:
        rows = rows.filter(meeting__in=Meeting.objects.filter(of_groups__group=group).values("pk"))
    match which:
        case Which.OPEN:
            return rows.filter(done_on__isnull=True)
        case Which.LATE:
            return late(rows, day)
        case Which.DONE:
            return rows.filter(done_on__isnull=False).order_by("-done_on", "pk")
    return rows


def late(rows: QuerySet[MeetingTask], day: date) -> QuerySet[MeetingTask]:
    return rows.filter(done_on__isnull=True, due_on__lt=day)


def of_account(account: uuid.UUID, email: str) -> QuerySet[MeetingTask]:
    """Open tasks of the person who has this account, or this e-mail."""
    address = email.strip().lower()
    own = Q(person__account=account) | (Q(person__email=address) if address else Q(pk__in=[]))
    rows = MeetingTask.objects.filter(own, done_on__isnull=True).select_related("meeting", "person")
    return rows.order_by("due_on", "pk")


def open_duties() -> list[Asked]:
    """Who has how many open tasks here, and when the first is due: for the one inbox over all municipalities."""
    rows = MeetingTask.objects.filter(done_on__isnull=True, person__isnull=False).exclude(person__email="")
    asked: dict[str, list[MeetingTask]] = {}
    for task in rows.select_related("person").order_by("due_on", "pk"):
        if task.person:
            asked.setdefault(task.person.email, []).append(task)
    path = reverse("planning:my_tasks", URLS)
    return [
        Asked(tasks[0].person_id, email, tasks[0].what, len(tasks), tasks[0].due_on, path)
        for email, tasks in asked.items()
        if tasks[0].person_id
    ]


# --- on paper ---------------------------------------------------------------------------------------------------------
def tasks_paper(
    rows: Sequence[MeetingTask], which: Which, whose: str, day: date, site: Tenant, at: datetime
) -> Document:
    """The list as it was chosen, with the meeting where each was given."""
    words = str(gettext_lazy("Tasks from meetings"))
    blocks: list[Block] = [
        Paragraph(_("As of %(day)s: %(which)s") % {"day": date_long(day), "which": WORDS[which]}, "lead")
    ]
    if rows:
        cells = tuple((row.what, row.owner, date_short(row.due_on), state_words(row, day), _given(row)) for row in rows)
        names = (
            _("What is to be done"), _("Who"), _("Until when"), pgettext("task", "State"), pgettext("task", "Given at"),
        )  # fmt: skip
        blocks.append(Table(words, names, cells, widths=(5, 3, 2, 2.5, 4)))
    else:
        blocks.append(Paragraph(_("No task stands here.")))
    return Document(f"{words}: {whose}", site.language, site.name, at, tuple(blocks))


def state_words(task: MeetingTask, day: date) -> str:
    if task.done_on:
        return _("done on %(day)s") % {"day": date_short(task.done_on)}
    return pgettext("task", "late") if task.due_on < day else pgettext("task", "open")


def _given(task: MeetingTask) -> str:
    return f"{task.meeting.title}, {date_short(task.meeting.starts_at)}"


def heads() -> list[str]:
    return [
        _("What is to be done"), _("Who"), _("Until when"), pgettext("task", "State"), _("How it was done"),
        pgettext("task", "Given at"),
    ]  # fmt: skip


def table_rows(rows: Iterable[MeetingTask], day: date) -> Iterator[list[Any]]:
    for task in rows:
        yield [task.what, task.owner, task.due_on, state_words(task, day), task.done_note, _given(task)]
