"""The group that stands for a measure looks at what was reported on it before the coordinator accepts it.

A check is asked for and shown; it never holds a report back. Whoever writes in the report again takes the check away,
for the group saw another text.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from kernel.text import fold
from planning.delivery.models import ActionItem, MonitoringRound, Report
from planning.delivery.readings.models import Reading
from planning.delivery.readings.showing import Shown, shown
from planning.delivery.reporting import held
from planning.structure.errors import PlanRefused
from planning.structure.guarantors import groups_of
from planning.structure.models import Level

NAMED = Q(item__node__guarantor__gt="") | Q(item__node__parent__guarantor__gt="")


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A report that a group looks at, with its values; what is still awaited is listed without them."""

    report: Report
    readings: tuple[Shown, ...]

    @property
    def is_waiting(self) -> bool:
        return self.report.stage == Report.Stage.SUBMITTED and self.report.checked_on is None


@dataclass(frozen=True, slots=True)
class ListOfGroup:
    """The reports of one group; `id` is None where the measure names a group that is not kept here, or none at all."""

    id: UUID | None
    name: str
    reports: list[ToCheck] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(each.is_waiting for each in self.reports)


def lists_of(opened: MonitoringRound) -> list[ListOfGroup]:
    """What each group is to check, by name; what no group stands for comes last."""
    rows = opened.reports.filter(item__removed_at__isnull=True).select_related("item__node__parent")
    reports = list(rows.order_by("item__position", "pk"))
    told = _readings([report.pk for report in reports if report.stage in Report.TOLD])
    names = dict(groups_of(None))
    found: dict[Any, ListOfGroup] = {}
    for report in reports:
        group, text = guarantor_of(report.item)
        name = names.get(group, text) if group else text
        there = found.setdefault(group or fold(text), ListOfGroup(group, name))
        there.reports.append(ToCheck(report, tuple(told.get(report.pk, ()))))
    return sorted(found.values(), key=lambda each: (not each.name, fold(each.name)))


def guarantor_of(item: ActionItem) -> tuple[UUID | None, str]:
    """Which group stands for the item: its measure's, for an activity that of the measure above it."""
    node = item.node
    if node is not None and not node.guarantor and node.level == Level.ACTIVITY:
        node = node.parent
    return (node.guarantor_id, node.guarantor) if node is not None else (None, "")


def unchecked(ids: Collection[UUID], opened: MonitoringRound) -> int:
    """How many of these wait for acceptance and were not checked by the group that stands for them."""
    rows = opened.reports.filter(pk__in=ids, stage=Report.Stage.SUBMITTED, checked_on__isnull=True)
    return rows.filter(NAMED).count()


@transaction.atomic
def check_report(report: Report, *, on: date, group: str, note: str, by: Any, at: datetime) -> Report:
    """The group has looked at the report that was sent in, on this day, and says so."""
    report = held(report)
    if report.stage != Report.Stage.SUBMITTED:
        raise PlanRefused(_("Only a report that was sent in and is not accepted yet is checked."))
    if on > day_of(at):
        raise PlanRefused(_("This day lies ahead; tell only what is done."))
    if not group.strip():
        raise PlanRefused(_("Say which group has checked it."))
    report.checked_on, report.checked_by_group, report.check_note = on, group.strip(), note.strip()
    report.version += 1
    report.save()
    record("planning.report_checked", subject=report, by=by, at=at, item=str(report.item_id))
    return report


def _readings(reports: Iterable[UUID]) -> dict[UUID | None, list[Shown]]:
    found: dict[UUID | None, list[Shown]] = {}
    for reading in Reading.objects.filter(report__in=list(reports)).order_by("indicator_name", "pk"):
        found.setdefault(reading.report_id, []).append(shown(reading))
    return found
