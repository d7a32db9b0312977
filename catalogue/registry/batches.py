"""One door for batches of every kind: what a batch holds decides who takes it in, compares, writes and undoes it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from catalogue.models import Batch, RelatedActivity
from catalogue.registry import accepting, activities, activity_undoing, codes, comparing, staging, undoing
from catalogue.registry.codes import KnownPlace, KnownService
from catalogue.registry.records import Counts, ServiceRecord, Undone
from catalogue.registry.staging import Belongs

ACTIVITIES = Batch.Holds.ACTIVITIES


def _holds_activities(batch_id: UUID) -> bool:
    return Batch.objects.filter(pk=batch_id, holds=ACTIVITIES).exists()


def stage(batch_id: UUID, records: Iterable[ServiceRecord], belongs: Belongs) -> int:
    """Take in records; answers how many were read. `belongs` is asked with the municipality codes of a record."""
    return (activities if _holds_activities(batch_id) else staging).stage(batch_id, records, belongs)


def compare(batch_id: UUID) -> Counts:
    """Find what the batch would change now and keep it to be looked at; may be asked again at any time."""
    return (activities if _holds_activities(batch_id) else comparing).compare(batch_id)


def accept(batch_id: UUID, *, by: Any, at: datetime) -> Counts:
    """Write what was taken of the batch, as it was compared; refuses if the catalogue has changed under it since."""
    return (activities if _holds_activities(batch_id) else accepting).accept(batch_id, by=by, at=at)


def undo(batch_id: UUID, *, by: Any, at: datetime) -> Undone:
    """Put back each field that nobody has changed since; what somebody has changed is kept and listed."""
    return (activity_undoing if _holds_activities(batch_id) else undoing).undo(batch_id, by=by, at=at)


def count_running(source: str = "") -> int:
    """How many services and activities of a source (of any, without a name) are in the catalogue and have not ended."""
    rows = RelatedActivity.objects.filter(ended_on__isnull=True, withdrawn_on__isnull=True, source=source)
    return codes.count_running(source) + (rows.count() if source else 0)


def known_services(source: str = "", *, only_running: bool = False) -> list[KnownService]:
    """The services that came from a source (from any, without a name), and the activities of one that is named."""
    return codes.known_services(source, only_running=only_running) + (_known_activities(source, only_running))


def _known_activities(source: str, only_running: bool) -> list[KnownService]:
    rows = RelatedActivity.objects.filter(source=source).exclude(source_key="").select_related("provider")
    if only_running:
        rows = rows.filter(ended_on__isnull=True, withdrawn_on__isnull=True)
    return [
        KnownService(
            register=row.source,
            register_key=row.source_key,
            ico=row.provider.ico,
            kind="",
            forms=frozenset(),
            places=(KnownPlace("", "", "", row.municipality_id, ""),) if row.municipality_id else (),
        )
        for row in (rows.order_by("source_key") if source else ())
    ]
