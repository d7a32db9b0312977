"""Housekeeping by the clock."""

from datetime import timedelta

from celery import shared_task

from kernel.mail.handing_over import purge_sent

KEPT = timedelta(days=30)


@shared_task(ignore_result=True)
def forget_old_mail() -> None:
    """Once a day: sent letters are kept for a month."""
    purge_sent(KEPT)
