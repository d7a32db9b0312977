"""What the clock asks of this room."""

from celery import shared_task

from kernel.clock import now


@shared_task(ignore_result=True)
def fetch_due_sources() -> None:
    """Every five minutes: sources whose time has come are fetched, each by a job of its own."""
    from imports.fetching import fetch_due

    fetch_due(at=now())
