"""One scheduled fetch from its source to the preview. May begin again at any point; what was done is found done."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from imports.commands import discard_run, read_and_compare, receive_file
from imports.fetching.carrying import Fetched, place_for
from imports.fetching.folder import fetch_from_folder
from imports.fetching.web import fetch_from_web
from imports.models import Run, Schedule
from imports.reasons import BrokenFile
from kernel.jobs import Cancelled, Progress
from kernel.jobs.models import Job

Result = Schedule.Result


def fetch_and_compare(schedule: Schedule, *, progress: Progress, at: datetime) -> Schedule:
    """Fetch the file of a schedule and compare it with the catalogue. Nothing is accepted, whatever is in it."""
    try:
        run = _begun(schedule) or _fetch(schedule, progress, at)
        if run is not None:
            read_and_compare(run, progress=progress, at=at)
    except BrokenFile as broken:
        _note(schedule, Result.FAILED, at=at, failure=broken.code, facts=broken.facts)
        raise
    except Cancelled:
        raise
    except Exception:
        _note(schedule, Result.FAILED, at=at, failure="FETCH_FAULT")
        raise
    nothing_new = run is None or not run.written
    _note(schedule, Result.NOTHING_NEW if nothing_new else Result.WAITS, at=at)
    return schedule


def _begun(schedule: Schedule) -> Run | None:
    """A run whose file has come, but whose worker died before it was compared."""
    begun = schedule.runs.filter(state__in=[Run.State.RECEIVED, Run.State.READING])
    return begun.order_by("-received_at", "-id").first()


def _fetch(schedule: Schedule, progress: Progress, at: datetime) -> Run | None:
    """The run of what has come, or None where it says nothing new."""
    fetched = _bring(schedule, _watched(progress))
    try:
        if _is_known(schedule, fetched):
            return None
        return _receive(schedule, fetched, at)
    finally:
        fetched.forget()


def _bring(schedule: Schedule, told: Callable[[int, int], None]) -> Fetched:
    place = place_for(schedule.pk)
    try:
        if schedule.address:
            return fetch_from_web(schedule.address, place, told)
        return fetch_from_folder(schedule.folder, place, told)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def _watched(progress: Progress) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        progress(done, max(done, total), _("Fetching the file"))
        progress.stop_if_cancelled()

    return told


def _is_known(schedule: Schedule, fetched: Fetched) -> bool:
    """The file was accepted last, or waits already, or could not be read the last time either."""
    if Run.objects.known_already(schedule.source, fetched.sha256, is_whole=schedule.is_whole):
        return True
    last = schedule.runs.order_by("-received_at", "-id").first()
    if last is None or (last.sha256, last.is_whole) != (fetched.sha256, schedule.is_whole):
        return False
    if last.state == Run.State.FAILED and last.failure != "OUR_FAULT":
        raise BrokenFile(last.failure, **last.failure_facts)
    return last.state in {Run.State.COMPARED, Run.State.WAITING}


@transaction.atomic
def _receive(schedule: Schedule, fetched: Fetched, at: datetime) -> Run:
    """A run of the newer file; what it supersedes and nobody has touched is put aside."""
    for older in schedule.runs.filter(state=Run.State.COMPARED):
        if not (older.job_id and Job.objects.unfinished().filter(pk=older.job_id).exists()):
            discard_run(older, by=None, at=at)
    with fetched.opened() as file:
        return receive_file(
            file,
            source=schedule.source,
            is_whole=schedule.is_whole,
            name=fetched.name,
            by=None,
            at=at,
            sha256=fetched.sha256,
            schedule=schedule,
        )


def _note(
    schedule: Schedule, result: str, *, at: datetime, failure: str = "", facts: dict[str, Any] | None = None
) -> None:
    """What the page of schedules says of this fetch."""
    schedule.result, schedule.tried_at = result, at
    schedule.failure, schedule.failure_facts = failure, facts or {}
    if result != Result.FAILED:
        schedule.reached_at = at
    schedule.save(update_fields=["result", "tried_at", "failure", "failure_facts", "reached_at"])
