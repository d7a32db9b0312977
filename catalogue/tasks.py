"""Work of this room by the clock."""

import logging
from datetime import timedelta

from celery import shared_task

from catalogue import commands
from catalogue.models import Draft
from catalogue.opendata.keeping import forget_old_files
from catalogue.quality.scoring import score_services
from catalogue.quality.snapshots import picture_quarter
from catalogue.review.commands import forget_reporters, open_cases
from kernel.clock import now, today
from kernel.jobs import enqueue
from kernel.tenancy import entered

log = logging.getLogger(__name__)

DRAFTS_KEPT_FOR = timedelta(days=90)


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


@shared_task(ignore_result=True)
def remind_providers() -> None:
    """Each morning: reminders of the campaigns, as a job that can begin again."""
    enqueue("catalogue.remind_providers")


@shared_task(ignore_result=True)
def forget_old_drafts() -> None:
    """Each night: what was typed three months ago and never saved."""
    Draft.objects.filter(kept_at__lt=now() - DRAFTS_KEPT_FOR).delete()


@shared_task(ignore_result=True)
def compare_words() -> None:
    """Each night: a word may have run out, and what a file only confirmed is told by no event."""
    with entered(""):
        found = open_cases(at=now())
    log.info("Conflicts with registers: %s opened, %s ended", found.opened, found.agreed)


@shared_task(ignore_result=True)
def forget_who_reported() -> None:
    """Each night: addresses of people whose report was answered long enough ago."""
    with entered(""):
        count = forget_reporters(at=now())
    log.info("Addresses of reporters forgotten: %s", count)


@shared_task(ignore_result=True)
def forget_old_lists() -> None:
    """Each night: files of long lists that were asked for a week ago."""
    forget_old_files(at=now())


@shared_task(ignore_result=True)
def find_duplicates() -> None:
    """Each night: which entries may be the same."""
    enqueue("catalogue.find_duplicates")
