"""Work of this room by the clock."""

import logging

from celery import shared_task

from catalogue import commands
from catalogue.quality.scoring import score_services
from catalogue.quality.snapshots import picture_quarter
from kernel.clock import now, today
from kernel.tenancy import entered

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def end_overrides() -> None:
    """Every night: facts whose override has run out are the owner's word again."""
    with entered(""):
        count = commands.end_overrides_that_ran_out(at=now())
    log.info("Overrides that ran out: %s", count)


@shared_task(ignore_result=True)
def count_quality() -> None:
    """Every night: time has passed for each entry, and the picture of the running quarter is drawn anew."""
    day = today()
    with entered(""):
        changed = score_services(day=day)
        picture_quarter(day)
    log.info("Quality counted: %s scores became another one", changed)
