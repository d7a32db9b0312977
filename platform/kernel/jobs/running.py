"""Run a job: take its row, enter its tenant, call its function, write down how it ended."""

import logging
import secrets
import time
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.errors import DomainError
from kernel.jobs.beating import Heartbeat
from kernel.jobs.declaring import kind_of
from kernel.jobs.models import Job
from kernel.jobs.progress import Cancelled, Progress, Superseded
from kernel.tenancy import entered

log = logging.getLogger(__name__)

MAX_STARTS = 5
RETRY_PAUSE = timedelta(seconds=30)
LOOK_EVERY = 0.3  # seconds between two looks at a job that somebody else runs
GIVEN_UP_AFTER = timedelta(minutes=2)


def run_job(job_id: uuid.UUID) -> None:
    """Run a waiting job in a worker; do nothing if somebody else has taken it or it has ended."""
    job = take(job_id)
    if job:
        _run(job, Progress())


def run_now(job: Job, told: Callable[[Progress], None] | None = None) -> Job:
    """Run a waiting job here and now; `told` hears each step. For commands of the operator and tests.

    A worker that was quicker does the work: then this waits until it is done, as long as there are signs of life.
    """
    while True:
        taken = take(job.pk)
        if taken:
            _run(taken, Progress(told))
        job.refresh_from_db()
        if taken or job.is_finished or connection.in_atomic_block or _is_silent(job):
            return job
        _tell_of(job, told)
        time.sleep(LOOK_EVERY)


def _is_silent(job: Job) -> bool:
    return Job.objects.running().filter(pk=job.pk, heartbeat_at__lt=Now() - GIVEN_UP_AFTER).exists()


def _tell_of(job: Job, told: Callable[[Progress], None] | None) -> None:
    seen = Progress(told)
    seen(job.done, job.total, job.message)


def take(job_id: uuid.UUID) -> Job | None:
    """Claim the row for this runner, or answer None."""
    with transaction.atomic():
        job = Job.objects.waiting().select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None:
            return None
        job.runner = uuid.uuid4()
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.RUNNING, runner=job.runner, starts=F("starts") + 1, started_at=Now(), heartbeat_at=Now()
        )
        job.starts += 1
    return job


def _run(job: Job, progress: Progress) -> None:
    try:
        with _heartbeat(job, progress), translation.override(job.language or None), entered(job.tenant_key):
            kind_of(job.kind).handler(progress, **job.arguments)
    except Superseded:
        log.warning("Job %s was taken over by another worker", job.pk)
    except Cancelled:
        _end(job, progress, Job.State.CANCELLED)
    except DomainError as error:
        with translation.override(job.language or None):
            _end(job, progress, Job.State.FAILED, message=str(error))
    except Exception as error:  # noqa: BLE001 - a job that fails must say so on its page
        _fail(job, progress, error)
    else:
        _end(job, progress, Job.State.CANCELLED if progress.heeded else Job.State.DONE)


def _heartbeat(job: Job, progress: Progress) -> AbstractContextManager[object]:
    """Signs of life from a session of their own; pointless inside a transaction, where nobody sees the claim."""
    return nullcontext() if connection.in_atomic_block else Heartbeat(job, progress)


def _end(job: Job, progress: Progress, state: str, *, message: str = "", reference: str = "") -> None:
    """Write the end, unless another runner has taken the job over meanwhile."""
    written = Job.objects.filter(pk=job.pk, runner=job.runner).update(
        state=state,
        done=progress.done,
        total=progress.total,
        message=message or progress.message,
        reference=reference,
        finished_at=Now(),
    )
    if not written:
        log.warning("Job %s ended in a runner that no longer owns it", job.pk)


def _fail(job: Job, progress: Progress, error: Exception) -> None:
    """An unexpected error: again if its kind allows, else a reference that the operator finds in the log."""
    reference = secrets.token_hex(4)
    log.error("Job %s of kind %s failed, reference %s", job.pk, job.kind, reference, exc_info=error)
    if job.failures < kind_of(job.kind).retries:
        pause = RETRY_PAUSE * 2.0**job.failures
        Job.objects.filter(pk=job.pk, runner=job.runner).update(
            state=Job.State.WAITING,
            runner=None,
            failures=F("failures") + 1,
            send_again_at=Now() + pause,
            reference=reference,
        )
        return
    with translation.override(job.language or None):
        message = _("Something went wrong on our side. Please tell the operator this reference: %(reference)s") % {
            "reference": reference
        }
    _end(job, progress, Job.State.FAILED, message=message, reference=reference)


def give_up(job: Job) -> None:
    """End a job whose worker died and which may not begin again."""
    with translation.override(job.language or None):
        message = _("The work was interrupted before it was finished. Please start it again.")
    Job.objects.running().filter(pk=job.pk, runner=job.runner).update(
        state=Job.State.FAILED, message=message, finished_at=Now()
    )
