"""What the worker is told: thin, all they carry is the id of a row."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.db.models.functions import Now

from kernel.jobs import running
from kernel.jobs.commands import resend
from kernel.jobs.declaring import kind_of
from kernel.jobs.models import Job

SILENT = timedelta(seconds=30)
KEPT = timedelta(days=90)


@shared_task(ignore_result=True)
def run_job(*, job_id: str) -> None:
    running.run_job(UUID(job_id))


@shared_task(ignore_result=True)
def resend_unclaimed() -> None:
    """Every quarter of a minute: what no worker has taken is sent again, what lost its worker is freed."""
    free_abandoned()
    for job in Job.objects.waiting().filter(send_again_at__lte=Now()).order_by("send_again_at")[:200]:
        resend(job)


@shared_task(ignore_result=True)
def forget_old_jobs() -> None:
    """Once a day: ended jobs are kept for three months."""
    Job.objects.filter(finished_at__lt=Now() - KEPT).delete()


def free_abandoned() -> None:
    """Jobs whose worker fell silent wait again, or end if they may not begin twice."""
    for job in Job.objects.running().filter(heartbeat_at__lt=Now() - SILENT):
        if job.cancel_asked:
            Job.objects.running().filter(pk=job.pk, runner=job.runner).update(
                state=Job.State.CANCELLED, finished_at=Now()
            )
        elif _may_begin_again(job):
            Job.objects.running().filter(pk=job.pk, runner=job.runner).update(
                state=Job.State.WAITING, runner=None, send_again_at=Now()
            )
        else:
            running.give_up(job)


def _may_begin_again(job: Job) -> bool:
    try:
        return kind_of(job.kind).resumable and job.starts < running.MAX_STARTS
    except KeyError:
        return False
