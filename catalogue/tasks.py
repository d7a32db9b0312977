"""Work of this room by the clock."""

import logging

from celery import shared_task

from catalogue.quality.scoring import score_services
from catalogue.quality.snapshots import picture_quarter
from kernel.clock import today
from kernel.tenancy import entered

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def count_quality() -> None:
    """Every night: time has passed for each entry, and the picture of the running quarter is drawn anew."""
    day = today()
    with entered(""):
        changed = score_services(day=day)
        picture_quarter(day)
    log.info("Quality counted: %s scores became another one", changed)
