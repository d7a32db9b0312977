"""Carries what changed from the feeds to the table and on to the indexes."""

from collections.abc import Iterable
from uuid import UUID

from kernel.tenancy import current_key
from search.documents import service_id
from search.engine import bulk, indexes, reconciling
from search.engine.client import is_configured
from search.keeping import keep_plan, keep_services
from search.models import Document

CHUNK = 500


def index_services(ids: Iterable[UUID]) -> None:
    """Bring these services into the table and the indexes, as they are now."""
    wanted = sorted(set(ids))
    keep_services(wanted)
    names = [service_id(each) for each in wanted]
    for start in range(0, len(names), CHUNK):
        _send(Document.objects.for_index().filter(id__in=names[start : start + CHUNK]))


def index_plan(plan_id: str) -> None:
    """The same for a plan of the tenant we stand in."""
    keep_plan(plan_id)
    _send(Document.objects.of_plan(current_key(), plan_id).for_index())


def _send(rows: Iterable[Document]) -> None:
    """Without an address there is no index to keep; an index made later is filled from the table."""
    if is_configured():
        for index, names in bulk.write(rows, indexes.written()).items():
            reconciling.settle(names, index)
