"""Schedules are made, changed, switched and removed by the data steward; the clock asks for what is due."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from imports.fetching.allowing import check_address, check_folder
from imports.models import Schedule
from imports.reasons import BrokenFile
from imports.sources import source_named
from imports.stages import id_of
from kernel.errors import DomainError
from kernel.jobs import enqueue
from kernel.jobs.models import Job
from kernel.journal import record


class ScheduleRefused(DomainError):
    """Nothing can be fetched in this way."""

    default_code = "schedule_refused"


@transaction.atomic
def make_schedule(
    source: str, *, folder: str = "", address: str = "", every: str, is_whole: bool, by: Any, at: datetime
) -> Schedule:
    """Have a source fetched regularly, the first time at once."""
    schedule = Schedule(source=source, next_at=at, made_by=id_of(by), made_at=at)
    _fill(schedule, folder=folder, address=address, every=every, is_whole=is_whole)
    schedule.save(force_insert=True)
    _say("imports.schedule_made", schedule, by=by, at=at)
    return schedule


@transaction.atomic
def change_schedule(
    schedule: Schedule, *, folder: str = "", address: str = "", every: str, is_whole: bool, by: Any, at: datetime
) -> Schedule:
    """Fetch from elsewhere or at another pace."""
    held = _held(schedule)
    _fill(held, folder=folder, address=address, every=every, is_whole=is_whole)
    held.save()
    _say("imports.schedule_changed", held, by=by, at=at)
    return held


@transaction.atomic
def switch_schedule(schedule: Schedule, *, is_on: bool, by: Any, at: datetime) -> Schedule:
    """Stop fetching for a while, or begin again."""
    held = _held(schedule)
    if held.is_on != is_on:
        held.is_on = is_on
        held.next_at = held.next_after(at) if is_on and held.next_at <= at else held.next_at
        held.save(update_fields=["is_on", "next_at"])
        _say("imports.schedule_switched", held, by=by, at=at)
    return held


@transaction.atomic
def remove_schedule(schedule: Schedule, *, by: Any, at: datetime) -> None:
    """Fetch no more; the runs that came this way stay."""
    held = _held(schedule)
    _say("imports.schedule_removed", held, by=by, at=at)
    held.delete()


@transaction.atomic
def ask_to_fetch(schedule: Schedule, *, by: Any, at: datetime) -> Job:
    """Fetch outside the request, now and whatever the clock says."""
    held = _held(schedule)
    if _is_being_fetched(held):
        raise ScheduleRefused(_("This source is just being fetched."))
    return _enqueue(held, by=by)


@transaction.atomic
def fetch_due(*, at: datetime) -> list[Job]:
    """Ask for every fetch whose time has come, each once; what is still being fetched waits for its next time."""
    jobs = []
    for schedule in Schedule.objects.due(at).select_for_update(skip_locked=True).order_by("next_at", "id"):
        schedule.next_at = schedule.next_after(at)
        schedule.save(update_fields=["next_at"])
        if not _is_being_fetched(schedule):
            jobs.append(_enqueue(schedule, by=None))
    return jobs


def _enqueue(schedule: Schedule, *, by: Any) -> Job:
    job = enqueue("imports.fetch", by=by, schedule_id=str(schedule.pk))
    schedule.job_id = job.pk
    schedule.save(update_fields=["job_id"])
    return job


def _is_being_fetched(schedule: Schedule) -> bool:
    return Job.objects.unfinished().filter(pk=schedule.job_id).exists() if schedule.job_id else False


def _fill(schedule: Schedule, *, folder: str, address: str, every: str, is_whole: bool) -> None:
    """Take what the person said, if something could be fetched from there at all."""
    if bool(folder) == bool(address):
        raise ScheduleRefused(_("Say either a folder or an address."))
    try:
        if address:
            check_address(address)
        else:
            check_folder(folder)
    except BrokenFile as refusal:
        raise ScheduleRefused(str(refusal), facts={"field": "address" if address else "folder"}) from refusal
    schedule.folder, schedule.address, schedule.every = folder, address, every
    schedule.is_whole = is_whole and source_named(schedule.source).adds_services


def _held(schedule: Schedule) -> Schedule:
    return Schedule.objects.select_for_update(of=("self",)).get(pk=schedule.pk)


def _say(verb: str, schedule: Schedule, *, by: Any, at: datetime) -> None:
    facts: dict[str, Any] = {
        "source": schedule.source,
        "every": schedule.every,
        "is_whole": schedule.is_whole,
        "is_on": schedule.is_on,
    }
    way = "address" if schedule.address else "folder"
    record(verb, subject=schedule, by=by, at=at, way=way, **facts)
