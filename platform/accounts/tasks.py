"""Housekeeping by the clock."""

from celery import shared_task

from accounts.tidying import tidy
from kernel.clock import now


@shared_task(ignore_result=True)
def tidy_accounts() -> None:
    """Once a day: sessions, sign-ins and links that nobody can use any more are removed."""
    tidy(at=now())
