"""Housekeeping by the clock."""

import logging

from celery import shared_task

from kernel.clock import today
from kernel.tenancy import entered
from search import reminding, updating
from search.engine.client import FAILURES, SearchUnavailable, is_configured, reason

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def reconcile_search() -> None:
    """Every night: what can be found is compared with the catalogue, the plans and the index."""
    written = updating.keep_everything()
    try:
        differed = updating.compare_index() if is_configured() else 0
    except (SearchUnavailable, *FAILURES) as error:
        log.warning("The index could not be compared (%s)", reason(error))
        return
    log.info("Search compared: %s documents written, %s repaired in the index", written, differed)


@shared_task(ignore_result=True)
def remind_of_lines() -> None:
    """Each morning: staff hear of the crisis lines that have to be called again."""
    with entered(""):
        written = reminding.remind_of_lines(today())
    log.info("Letters about crisis lines: %s", written)
