"""Carries what stands in the table on to the indexes.

Only what is committed is told to an index. So whoever finds the table behind its feed leaves it to those who keep it
and comes again.
"""

from collections.abc import Iterable
from uuid import UUID

from kernel.journal import Later
from kernel.tenancy import current_key
from search import keeping
from search.documents import service_id
from search.engine import bulk, indexes
from search.engine.client import is_configured
from search.models import Document, DocumentQuerySet

CHUNK = 500


def index_services(ids: Iterable[UUID]) -> None:
    """Bring these services into the indexes, as the table has them."""
    wanted = sorted(set(ids))
    if keeping.are_services_behind(wanted):
        raise Later("the table does not hold these services yet")
    names = [service_id(each) for each in wanted]
    for start in range(0, len(names), CHUNK):
        _send(Document.objects.for_index().filter(id__in=names[start : start + CHUNK]))


def index_plan(plan_id: str) -> None:
    """The same for a plan of the tenant we stand in."""
    if keeping.is_plan_behind(plan_id):
        raise Later("the table does not hold this plan yet")
    _send(Document.objects.of_plan(current_key(), plan_id).for_index())


def index_announced(ids: Iterable[str]) -> None:
    """The same for meetings and notices of the tenant we stand in."""
    wanted = sorted(set(ids))
    if keeping.is_announced_behind(wanted):
        raise Later("the table does not hold these yet")
    _send(Document.objects.announced(current_key(), wanted).for_index())


def _send(rows: DocumentQuerySet) -> None:
    """Without an address there is no index to keep; an index made later is filled from the table."""
    if is_configured():
        bulk.write(rows, indexes.written())
