"""Housekeeping by the clock."""

from datetime import timedelta

from celery import shared_task

from kernel.journal.relaying import purge_done

KEPT = timedelta(days=30)


@shared_task(ignore_result=True)
def forget_old_deliveries() -> None:
    """Once a day: deliveries done are kept for a month; entries for ever."""
    purge_done(KEPT)
