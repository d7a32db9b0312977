"""The whole catalogue and all that planning has published: bring the table up to date, compare it with the index."""

from catalogue import feed as catalogue
from kernel.tenancy import current_key
from planning import feed as planning
from search import keeping
from search.engine import indexes
from search.engine.reconciling import reconcile
from search.models import Document
from tenants.context import each_tenant

CHUNK = 500


def keep_everything() -> int:
    """Compare the table with the feeds and write what differs; answers how many documents were written."""
    return _keep_catalogue() + _keep_plans() + _keep_announced()


def _keep_catalogue() -> int:
    written, last = 0, catalogue.FIRST
    while ids := catalogue.service_ids_after(last, CHUNK):
        written += keeping.keep_services(ids)
        last = ids[-1]
    return written


def _keep_plans() -> int:
    written = 0
    for _tenant in each_tenant():
        known = _known(Document.Kind.PLAN_NODE)
        for plan_id in sorted(known | set(planning.plan_versions())):
            written += keeping.keep_plan(plan_id)
    return written


def _keep_announced() -> int:
    """Also what ended by the calendar, or began to count, without anything having happened."""
    written = 0
    for _tenant in each_tenant():
        ids = sorted(_known(Document.Kind.ANNOUNCED) | set(planning.announced_ids()))
        for start in range(0, len(ids), CHUNK):
            written += keeping.keep_announced(ids[start : start + CHUNK])
    return written


def _known(kind: Document.Kind) -> set[str]:
    rows = Document.objects.filter(kind=kind, tenant_key=current_key())
    return set(rows.values_list("source_id", flat=True))


def compare_index() -> int:
    """Make every written index hold what the table holds; answers how many documents differed."""
    return sum(reconcile(name) for name in indexes.written())
