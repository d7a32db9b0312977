"""What an owner says of an item in a round: written, sent in, returned with a note or accepted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.delivery.commands import id_of
from planning.delivery.items import kept
from planning.delivery.models import ActionItem, Report
from planning.delivery.readings.telling import kept_of, write_readings
from planning.delivery.states import ItemState
from planning.structure.errors import ChangedMeanwhile, PlanRefused

VALUES = ("state", "per_cent", "spent", "comment", "link")
# Where the state alone says it, the share need not be typed; nought is a value as any other.
SHARE_OF = {ItemState.DONE: 100, ItemState.NOT_STARTED: 0}


@transaction.atomic
def save_report(
    report: Report, *, facts: Mapping[str, Any], version: int, by: Any, at: datetime, file: Any = None
) -> Report:
    """Keep what is written so far; nobody is told."""
    report = _write(report, facts, version, file)
    report.save()
    write_readings(report, facts.get("readings", {}), at)
    record("planning.report_saved", subject=report, by=by, at=at, item=str(report.item_id))
    return report


@transaction.atomic
def send_report(
    report: Report, *, facts: Mapping[str, Any], version: int, by: Any, at: datetime, file: Any = None
) -> Report:
    """Send it in; from then on the coordinator has the word. `by` is None where it came by a link."""
    report = _write(report, facts, version, file)
    if not report.state:
        raise PlanRefused(_("Say at least how far the task is."))
    if report.per_cent is None:
        report.per_cent = SHARE_OF.get(ItemState(report.state))
    report.stage, report.submitted_at, report.submitted_by = Report.Stage.SUBMITTED, at, id_of(by)
    report.save()
    write_readings(report, facts.get("readings", {}), at)
    record("planning.report_sent", subject=report, by=by, at=at, item=str(report.item_id))
    return report


@transaction.atomic
def return_report(report: Report, *, note: str, by: Any, at: datetime) -> Report:
    """Give it back to its owner, with what is to be mended."""
    report = held(report)
    if report.stage not in Report.TOLD:
        raise PlanRefused(_("Only a report that was sent in can be returned."))
    if not note.strip():
        raise PlanRefused(_("Say what is to be mended."))
    report.note = note.strip()
    _decide(report, Report.Stage.RETURNED, by, at)
    record("planning.report_returned", subject=report, by=by, at=at, item=str(report.item_id))
    return report


@transaction.atomic
def accept_reports(ids: Iterable[UUID], *, round_id: UUID, by: Any, at: datetime) -> int:
    """Accept those that were sent in; the state of each item is what its report says. Answers how many."""
    rows = Report.objects.select_for_update(of=("self",)).filter(
        pk__in=set(ids), round_id=round_id, stage=Report.Stage.SUBMITTED, round__closed_at__isnull=True
    )
    count = 0
    for report in rows.order_by("pk"):
        _decide(report, Report.Stage.ACCEPTED, by, at)
        item = ActionItem.objects.filter(pk=report.item_id).exclude(state=report.state)
        item.update(state=report.state, changed_at=at, version=F("version") + 1)
        record("planning.report_accepted", subject=report, by=by, at=at, item=str(report.item_id))
        count += 1
    return count


def _write(report: Report, facts: Mapping[str, Any], version: int, file: Any) -> Report:
    report = held(report)
    if report.stage not in Report.AWAITED:
        raise PlanRefused(_("This report was sent in already. Thank you; if it must be changed, ask the coordinator."))
    if report.version != version:
        raise ChangedMeanwhile(
            _("Somebody else has written in this report meanwhile. Look at it again."),
            facts={
                "now": {name: kept(getattr(report, name)) for name in VALUES},
                "readings": kept_of(report),
                "version": report.version,
            },
        )
    for name in VALUES:
        if name in facts:
            setattr(report, name, facts[name])
    if file:
        report.file, report.file_name = file, (file.name or "")[-200:]
    report.checked_on, report.checked_by_group, report.check_note = None, "", ""  # the group saw another text
    report.version += 1
    return report


def held(report: Report) -> Report:
    """The report, held; a closed round takes nothing any more."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("round__action_plan", "item__action_plan")
    found = rows.get(pk=report.pk)
    if found.round.closed_at:
        raise PlanRefused(_("This monitoring is closed. Thank you, nothing is needed any more."))
    if found.item.removed_at:
        raise PlanRefused(_("This item was removed from the action plan."))
    return found


def _decide(report: Report, stage: Report.Stage, by: Any, at: datetime) -> None:
    report.stage, report.decided_at, report.decided_by = stage, at, id_of(by)
    report.version += 1
    report.save()
