"""Housekeeping by the clock."""

from celery import shared_task

from kernel.limits.counting import sweep


@shared_task(ignore_result=True)
def sweep_counters() -> None:
    """Once an hour: counters whose span is over are removed."""
    sweep()
