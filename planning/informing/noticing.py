"""Acts on notices: write one, change it, publish it, take it back. What is published is logged in the same moment."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.informing.log import log_by_itself, whose
from planning.informing.models import Announcement, Channel
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.history import remember, values_of

FACTS = ("plan_id", "title", "text", "link", "shown_from", "shown_until")
Stage = Announcement.Stage


@transaction.atomic
def write_notice(*, by: Any, at: datetime, file: Any = None, **facts: Any) -> Announcement:
    """A draft; nobody outside sees it yet."""
    notice = Announcement(kind=Announcement.Kind.NOTICE, changed_at=at, **whose(by), **facts)
    _refuse_wrong(notice)
    put_file(notice, file)
    notice.save()
    _remember(notice, "notice_written", by, at, after=values_of(notice, ("title",)))
    record("planning.notice_written", subject=notice, by=by, at=at, plan=notice.plan_id)
    return notice


@transaction.atomic
def change_notice(
    notice: Announcement, *, version: int, by: Any, at: datetime, file: Any = None, **facts: Any
) -> Announcement:
    """Change a notice that was read in this version; of a published one everybody reads the new words at once."""
    notice = held(notice)
    if notice.stage == Stage.WITHDRAWN:
        raise PlanRefused(_("The notice was taken back; write another one."))
    if notice.version != version:
        raise ChangedMeanwhile(_("Somebody else has changed the notice meanwhile. Look what stands there now."))
    before = values_of(notice, ("title", "text"))
    for name, value in facts.items():
        setattr(notice, name, value)
    _refuse_wrong(notice)
    put_file(notice, file)
    save(notice, at)
    _remember(notice, "notice_changed", by, at, before=before, after=values_of(notice, ("title", "text")))
    record("planning.notice_changed", subject=notice, by=by, at=at, plan=notice.plan_id)
    return notice


@transaction.atomic
def publish_notice(notice: Announcement, *, by: Any, at: datetime) -> Announcement:
    """Everybody may read it from its first day on; a second press changes nothing."""
    notice = held(notice)
    if notice.stage == Stage.PUBLISHED:
        return notice
    if notice.stage == Stage.WITHDRAWN:
        raise PlanRefused(_("The notice was taken back; write another one."))
    if notice.is_past(day_of(at)):
        raise PlanRefused(_("The last day of the notice has passed already. Change it first."))
    notice.stage, notice.published_at = Stage.PUBLISHED, at
    save(notice, at)
    log_by_itself(
        f"notice:{notice.pk}",
        channel=Channel.WEB,
        on=max(day_of(at), notice.shown_from or day_of(at)),
        title=notice.title,
        audience=_("everybody"),
        plan_id=notice.plan_id,
        link="",
        by=by,
        at=at,
    )
    _remember(notice, "notice_published", by, at, after=values_of(notice, ("title",)))
    record("planning.notice_published", subject=notice, by=by, at=at, plan=notice.plan_id)
    return notice


@transaction.atomic
def withdraw_notice(notice: Announcement, *, why: str, by: Any, at: datetime) -> Announcement:
    """Nobody outside reads it any more, for a reason; that it was published stays in the log."""
    notice = held(notice)
    if notice.stage == Stage.WITHDRAWN:
        return notice
    if not why.strip():
        raise PlanRefused(_("Say why the notice is taken back."))
    if notice.stage != Stage.PUBLISHED:
        raise PlanRefused(_("The notice is not published."))
    notice.stage, notice.withdrawn_at, notice.withdrawn_why = Stage.WITHDRAWN, at, why.strip()
    save(notice, at)
    _remember(notice, "notice_withdrawn", by, at, why=why.strip())
    record("planning.notice_withdrawn", subject=notice, by=by, at=at, plan=notice.plan_id)
    return notice


@transaction.atomic
def remove_draft(notice: Announcement, *, by: Any, at: datetime) -> None:
    """A draft that nobody needs goes with its file; what was published once is only taken back."""
    notice = held(notice)
    if notice.stage != Stage.DRAFT:
        raise PlanRefused(_("The notice was published; it can only be taken back."))
    record("planning.notice_removed", subject=notice, by=by, at=at, plan=notice.plan_id)
    _remember(notice, "notice_removed", by, at, before=values_of(notice, ("title",)))
    drop_file(notice)
    notice.delete()


# --- shared with the log ----------------------------------------------------------------------------------------------
def held(row: Announcement) -> Announcement:
    """The row as it stands now; whoever changes it goes one after the other."""
    found = Announcement.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise PlanRefused(_("Somebody else has removed this notice meanwhile."))
    return found


def save(row: Announcement, at: datetime) -> None:
    row.version += 1
    row.changed_at = at
    row.save()


def put_file(row: Announcement, file: Any) -> None:
    """A new file takes the place of the earlier one; nothing given leaves it as it is."""
    if file:
        drop_file(row)
        row.file, row.file_name = file, (file.name or "")[-200:]


def drop_file(row: Announcement) -> None:
    if row.file:
        storage, name = row.file.storage, str(row.file.name)
        transaction.on_commit(lambda: storage.delete(name))


def _remember(notice: Announcement, act: str, by: Any, at: datetime, **said: Any) -> None:
    """In the history of the plan it belongs to."""
    if notice.plan:
        remember(notice.plan, notice, act, by=by, at=at, **said)


def _refuse_wrong(notice: Announcement) -> None:
    if notice.shown_from and notice.shown_until and notice.shown_until < notice.shown_from:
        raise PlanRefused(_("The last day must not come before the first one."))
