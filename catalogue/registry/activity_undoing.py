"""Undoes an accepted list of related activities, also an older one; what somebody has changed since stays."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalogue.models import Batch, Change
from catalogue.registry.accepting import ONE_AT_A_TIME
from catalogue.registry.activity_sql import ALONE, LOCK, PUT_BACK, STAYED, UNSAY, WITHDRAW, WRITE, WRITTEN
from catalogue.registry.records import Undone
from catalogue.registry.staging import BatchRefused
from kernel.clock import day_of
from kernel.journal import record


@transaction.atomic
def undo(batch_id: UUID, *, by: Any, at: datetime) -> Undone:
    """Put back each field that still holds the word of this list; a new activity nobody has touched is taken out."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state == Batch.State.UNDONE:
        raise BatchRefused(_("This file was undone already."))
    if batch.state != Batch.State.ACCEPTED:
        raise BatchRefused(_("Only an accepted file can be undone."))
    facts: dict[str, Any] = {"batch": batch.pk, "at": at, "day": day_of(at)}
    with connection.cursor() as cursor:
        for statement in (ONE_AT_A_TIME, LOCK, WRITTEN, ALONE, STAYED, PUT_BACK):
            cursor.execute(statement, facts)
        cursor.execute("select coalesce(sum((select count(*) from jsonb_object_keys(doc))), 0) from agreed_activity")
        (put_back,) = cursor.fetchone()
        for statement in [*WRITE[3:], UNSAY, WITHDRAW]:
            cursor.execute(statement, facts)
            withdrawn = cursor.rowcount
        cursor.execute("drop table written, alone, agreed_activity")
    stayed = sum(len(each) for each in Change.objects.filter(batch=batch).values_list("stayed", flat=True))
    result = Undone(int(put_back), withdrawn, stayed)
    batch.state, batch.undone_at, batch.undone_by = Batch.State.UNDONE, at, getattr(by, "pk", by)
    batch.save(update_fields=["state", "undone_at", "undone_by"])
    tally: dict[str, Any] = {"put_back": result.put_back, "withdrawn": withdrawn, "stayed": stayed}
    record("catalogue.activities_changed", subject=batch, by=by, at=at, batch=batch.pk, act="undone", **tally)
    return result
