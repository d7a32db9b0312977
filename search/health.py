"""Can the demonstration's data be searched? Named `search` in /readyz."""

from kernel.health import State
from search.engine.client import FAILURES, SearchUnavailable, alias, is_configured, reading
from search.models import Document


def check() -> tuple[State, str]:
    if _held_by_index():
        return "ok", "elasticsearch"
    if Document.objects.findable().exists():
        return "degraded", "postgresql"
    return "failed", "no documents"


def _held_by_index() -> bool:
    if not is_configured():
        return False
    try:
        return int(reading().count(index=alias())["count"]) > 0
    except (SearchUnavailable, *FAILURES):
        return False
