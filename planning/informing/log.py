"""The information log: how people were told of something, on which day, and what proves it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.informing.models import Announcement, Channel
from planning.structure.errors import PlanRefused

SPACE = UUID("3b1f7f4e-6a0c-5d51-9d6e-6f3a1c2b9d11")
ENTRY = Announcement.Kind.ENTRY


@transaction.atomic
def write_entry(
    *,
    channel: str,
    on: date,
    title: str,
    by: Any,
    at: datetime,
    text: str = "",
    audience: str = "",
    plan_id: UUID | None = None,
    link: str = "",
    file: Any = None,
) -> Announcement:
    """Somebody told people of something outside Opora, and proves it by a file or an address."""
    if on > day_of(at):
        raise PlanRefused(_("This day lies ahead; write down only what was told already."))
    row = Announcement(
        kind=ENTRY,
        channel=channel,
        on=on,
        title=title.strip(),
        text=text.strip(),
        audience=audience.strip(),
        plan_id=plan_id,
        link=link,
        changed_at=at,
        **whose(by),
    )
    if file:
        row.file, row.file_name = file, (file.name or "")[-200:]
    row.save()
    record("planning.information_logged", subject=row, by=by, at=at, channel=str(channel), plan=plan_id)
    return row


@transaction.atomic
def log_by_itself(
    source: str,
    *,
    channel: Channel,
    on: date,
    title: str,
    audience: str,
    plan_id: UUID | None,
    at: datetime,
    link: str = "",
    by: Any = None,
) -> bool:
    """What Opora did itself is logged once, however often we hear of it; answers whether it is new.

    `source` names what was done: `notice:<id>`.
    """
    row = Announcement(
        kind=ENTRY,
        source=uuid5(SPACE, source),
        channel=channel,
        on=on,
        title=" ".join(title.split())[:200],
        audience=audience[:200],
        plan_id=plan_id,
        link=link,
        changed_at=at,
        **whose(by),
    )
    Announcement.objects.bulk_create([row], ignore_conflicts=True)
    is_new = Announcement.objects.filter(pk=row.pk).exists()
    if is_new:
        record("planning.information_logged", subject=row, by=by, at=at, channel=str(channel), plan=plan_id)
    return is_new


@transaction.atomic
def withdraw_entry(entry: Announcement, *, why: str, by: Any, at: datetime) -> Announcement:
    """An entry that was written by mistake counts no longer; it stays to be seen."""
    row = Announcement.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if row.withdrawn_at:
        return row
    if not why.strip():
        raise PlanRefused(_("Say why the entry does not count."))
    row.withdrawn_at, row.withdrawn_why = at, why.strip()
    row.version += 1
    row.changed_at = at
    row.save()
    record("planning.information_withdrawn", subject=row, by=by, at=at, plan=row.plan_id)
    return row


def whose(by: Any) -> dict[str, Any]:
    """Who did it, as a row keeps it: the account, and the name as it was then."""
    return {"by": getattr(by, "pk", by), "by_name": str(getattr(by, "name", "") or "")[:120]}
