"""Ask for a job, and ask for it to end."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import get_language

from kernel.jobs.declaring import kind_of
from kernel.jobs.models import Job
from kernel.tenancy import current_key

log = logging.getLogger(__name__)

TASK = "kernel.jobs.tasks.run_job"
FIRST_RESEND = timedelta(seconds=15)
SLOWEST_RESEND = 600.0
IMPATIENT = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}  # a person is waiting


def enqueue(kind: str, *, by: object = None, **arguments: Any) -> Job:
    """Ask for a job of this kind; it begins after the running transaction has committed.

    Arguments are ids and plain values. The job runs in the tenant where we stand now.
    """
    kind_of(kind)
    found = getattr(by, "pk", by)
    job = Job.objects.create(
        kind=kind,
        arguments=arguments,
        tenant_key=current_key(),
        by_id=None if found is None else UUID(str(found)),
        language=get_language() or "",
        send_again_at=Now() + FIRST_RESEND,
    )
    job.refresh_from_db()
    transaction.on_commit(lambda: send(job.pk))
    return job


def send(job_id: UUID) -> bool:
    """Tell the broker of the job. If it does not listen, the row is enough: the job is sent again later."""
    try:
        with current_app.connection_for_write(transport_options=IMPATIENT) as broker:
            facts = {"job_id": str(job_id)}
            current_app.send_task(TASK, kwargs=facts, connection=broker, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001 - whatever the broker does, the request goes on
        log.warning("The broker did not take job %s (%s); it will be sent again.", job_id, type(error).__name__)
        return False
    return True


def cancel(job: Job) -> None:
    """Ask the job to end: at once if it has not begun, else at the next place where its work can stop."""
    never_begun = Job.objects.waiting().filter(pk=job.pk)
    if not never_begun.update(state=Job.State.CANCELLED, cancel_asked=True, finished_at=Now()):
        Job.objects.running().filter(pk=job.pk).update(cancel_asked=True)
    job.refresh_from_db()


def resend(job: Job) -> None:
    """Send a job nobody has taken; each time a longer pause, so that a busy queue is not flooded."""
    pause = timedelta(seconds=min(FIRST_RESEND.total_seconds() * 2.0 ** min(job.sends + 1, 20), SLOWEST_RESEND))
    Job.objects.filter(pk=job.pk).update(sends=F("sends") + 1, send_again_at=Now() + pause)
    send(job.pk)
