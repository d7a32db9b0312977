"""What a data steward does with a file: bring it in, have it compared, accept it or put it aside."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue import intake
from imports.ageing import age_of, refuse_older
from imports.deciding import (
    NeedsSecondPerson,
    SamePerson,
    accept_run,
    agree_as_second,
    ask_second_person,
    ask_to_accept,
    ask_to_undo,
    choose_changes,
    choose_page,
    discard_run,
    refuse_as_second,
    taken_of,
    undo_run,
    withdraw_request,
)
from imports.desk import Desk
from imports.findings import Findings, Problem, Weight
from imports.laying import lay_desk
from imports.models import RowProblem, Run, Schedule
from imports.pipeline import Outcome, outcomes
from imports.questions import keep_questions
from imports.reading.metering import Meter
from imports.reasons import BrokenFile, sentence
from imports.sources import source_named
from imports.sparing import Spared
from imports.stages import NotReady, Outdated, id_of, open_run
from kernel.clock import day_of
from kernel.files import sha256_of
from kernel.jobs import Cancelled, Progress, enqueue
from kernel.jobs.models import Job
from kernel.journal import record

AT_ONCE = 2000
LOOK_EVERY = 250
MOST_PROBLEMS = 20_000  # kept; all are counted
State = Run.State

__all__ = [
    "NeedsSecondPerson",
    "NotReady",
    "Outdated",
    "SamePerson",
    "accept_run",
    "agree_as_second",
    "ask_second_person",
    "ask_to_accept",
    "ask_to_compare",
    "ask_to_undo",
    "choose_changes",
    "choose_page",
    "discard_run",
    "read_and_compare",
    "receive_file",
    "refuse_as_second",
    "taken_of",
    "undo_run",
    "withdraw_request",
]


def receive_file(
    file: File,
    *,
    source: str,
    is_whole: bool,
    name: str,
    by: object,
    at: datetime,
    sha256: str = "",
    schedule: Schedule | None = None,
) -> Run:
    """Keep the file as it came. Nothing is read yet. Who has counted the fingerprint already may bring it along."""
    sha256 = sha256 or sha256_of(file)
    run = Run(
        source=source,
        original_name=Path(name.replace("\\", "/")).name[-200:],
        size=file.size,
        sha256=sha256,
        is_whole=is_whole,
        same_as=Run.objects.known_already(source, sha256, is_whole=is_whole),
        schedule=schedule,
        started_by=id_of(by),
        received_at=at,
    )
    run.file.save(run.original_name, file, save=False)
    run.save(force_insert=True)
    return run


@transaction.atomic
def ask_to_compare(run: Run, *, by: object) -> Job:
    """Have the run read and compared outside the request; also once more, after the catalogue has changed."""
    held = open_run(run)
    if held.is_waiting:
        raise NotReady(_("This run waits for a second person."))
    job = enqueue("imports.read", by=by, run_id=str(held.pk))
    Run.objects.filter(pk=held.pk).update(job_id=job.pk)
    run.job_id = job.pk
    return job


def read_and_compare(run: Run, *, progress: Progress, at: datetime) -> Run:
    """Read the file into a batch and compare it with the catalogue. May begin again at any point."""
    batch_id = _begin(run, at=at)
    try:
        counts = Counter(_fill(run, batch_id, progress, at=at))
        counts.update(intake.compare(batch_id).as_dict())  # adds up: some rows outside the region never reached it
        _finish(run, batch_id, dict(counts), at=at)
    except Exception as error:
        _abandon(run, batch_id, error)
        raise
    run.refresh_from_db()
    return run


def _begin(run: Run, *, at: datetime) -> uuid.UUID:
    """A fresh batch for the run; one that was left half-filled is thrown away."""
    source = source_named(run.source)
    with transaction.atomic():
        held = open_run(run)
        if held.is_waiting:
            raise NotReady(_("This run waits for a second person."))
        if held.batch_id:
            intake.discard(held.batch_id)
        RowProblem.objects.filter(run=held).delete()
        batch_id = intake.open_batch(
            source=held.source,
            is_whole=held.is_whole,
            adds_services=source.adds_services,
            holds=source.holds,
            at=at,
        )
        Run.objects.filter(pk=held.pk).update(state=State.READING, batch_id=batch_id, counts={}, compared_at=None)
    return batch_id


def _fill(run: Run, batch_id: uuid.UUID, progress: Progress, *, at: datetime) -> dict[str, int]:
    """Stage the records of the file in one go and keep what was found in its rows; answers how many of each."""
    path, source = _path_of(run), source_named(run.source)
    desk, meter, tally = lay_desk(source), Meter(path), Tally()
    desk.today = day_of(at).isoformat()
    if source.is_dated:
        refuse_older(run, age_of(run, "", today=day_of(at)))
    found = outcomes(source, path, desk, meter)
    spared = Spared(intake.known_services(run.source, only_running=True)) if run.is_whole else None
    watched = _watched(found, tally, meter, progress, source=run.source, spared=spared)
    is_complete = False
    try:
        intake.stage(batch_id, watched, desk.here)
        is_complete = True
    finally:
        keep_questions(run.source, desk.questions.asked.values(), is_whole=run.is_whole and is_complete, at=at)
    _date(run, desk, at=at)
    if not tally.rows:
        raise BrokenFile("NO_ROWS")
    if not tally.good and not tally.asked_rows:
        raise BrokenFile("NO_GOOD_ROWS", detail=tally.first_refusal)
    refused = [
        (refusal(problem), None) for problem in intake.problems(batch_id) if problem.row not in tally.left_out_rows
    ]
    RowProblem.objects.bulk_create(
        (RowProblem.of(run, problem, sent) for problem, sent in [*tally.kept, *refused]), batch_size=AT_ONCE
    )
    progress(meter.size, meter.size, _("Comparing with the catalogue"))
    return tally.as_counts() | {
        "rejected": tally.by_weight[Weight.REJECTED] + len(refused),
        "rejected_rows": len(tally.rejected_rows) + len(refused),
        "kept": spared.kept if spared else 0,
        "running": intake.count_running(run.source if source.adds_services else ""),
    }


def _date(run: Run, desk: Desk, *, at: datetime) -> None:
    """Remember the day whose state the file shows, unless it is older than what is in the catalogue already."""
    age = age_of(run, desk.newest, today=day_of(at)) if source_named(run.source).is_dated else None
    refuse_older(run, age)
    Run.objects.filter(pk=run.pk).update(
        dated_on=age.on if age else None, is_dated_by_name=age is not None and age.is_by_name
    )


class Tally:
    """Counts rows and findings while the file runs through; keeps the findings up to a bound."""

    def __init__(self) -> None:
        self.rows = self.good = 0
        self.by_weight: Counter[str] = Counter()
        self.kept: list[tuple[Problem, Any]] = []
        self.first_refusal = ""
        self.rejected_rows: set[int] = set()
        self.asked_rows: set[int] = set()
        self.aside: Counter[str] = Counter()

    def add(self, findings: Findings) -> None:
        self.rows += findings.times
        self.good += not findings.is_left_out
        self.by_weight.update({problem.weight.value for problem in findings})
        self._keep(findings)
        if findings.is_rejected:
            self.rejected_rows.add(findings.row)
        elif findings.waits:
            self.asked_rows.add(findings.row)
        elif findings.aside:
            self.aside[findings.aside] += 1
        if findings.is_rejected and not self.first_refusal:
            self.first_refusal = next(told(problem) for problem in findings if problem.weight == Weight.REJECTED)

    @property
    def left_out_rows(self) -> set[int]:
        return self.rejected_rows | self.asked_rows

    def _keep(self, findings: Findings) -> None:
        """What the sender wrote is kept once for each rejected row."""
        sent = findings.sent
        for problem in findings.problems[: max(0, MOST_PROBLEMS - len(self.kept))]:
            is_first = sent is not None and problem.weight == Weight.REJECTED
            self.kept.append((problem, sent if is_first else None))
            sent = None if is_first else sent

    def as_counts(self) -> dict[str, int]:
        return {"rows": self.rows, **{weight.lower(): self.by_weight[weight] for weight in Weight}, **self.aside}


def _watched(
    found: Iterator[Outcome], tally: Tally, meter: Meter, progress: Progress, *, source: str, spared: Spared | None
) -> Iterator[intake.ServiceRecord]:
    """The records, with a look at the clock and at the wish to stop now and then.

    A rejected row of a whole register still proves that its service is there: it goes in without fields, so that the
    service is refused rather than ended.
    """
    for step, (service, findings) in enumerate(found, start=1):
        tally.add(findings)
        if step % LOOK_EVERY == 0:
            progress(meter.done, meter.size, _("%(count)s rows read") % {"count": tally.rows})
            progress.stop_if_cancelled()
        if findings.is_left_out and spared:
            spared.add(findings.row, findings.key, findings.traits)
        if service:
            if spared:
                spared.forget(service.register_key)
            yield service
    for key, row in spared.keys() if spared else ():
        yield intake.ServiceRecord(source, key, row, {})


def told(problem: Problem) -> str:
    reason = sentence(problem.code, problem.facts)
    return f"{problem.column}: {reason}" if problem.column else reason


def refusal(problem: intake.StagingProblem) -> Problem:
    """What the catalogue itself could not take."""
    return Problem(problem.row, Weight.REJECTED, problem.field, problem.register_key, f"CATALOGUE_{problem.code}")


def _finish(run: Run, batch_id: uuid.UUID, counts: dict[str, Any], *, at: datetime) -> None:
    """Write the counts, unless the run was begun anew meanwhile. Who fetched it was the clock: a person has to hear."""
    with transaction.atomic():
        mine = Run.objects.filter(pk=run.pk, batch_id=batch_id, state=State.READING)
        if not mine.update(state=State.COMPARED, counts=counts, compared_at=at):
            return
        run.refresh_from_db()
        if run.schedule_id and run.written:
            record("imports.run_fetched", subject=run, by=None, at=at, source=run.source, written=run.written)


def _abandon(run: Run, batch_id: uuid.UUID, error: Exception) -> None:
    """Leave nothing half-read behind, and say why."""
    failure, facts = _why(error)
    with transaction.atomic():
        state = State.CANCELLED if isinstance(error, Cancelled) else State.FAILED
        mine = Run.objects.filter(pk=run.pk, batch_id=batch_id, state=State.READING)
        if mine.update(state=state, failure=failure, failure_facts=facts, batch_id=None):
            intake.discard(batch_id)


def _why(error: Exception) -> tuple[str, dict[str, Any]]:
    if isinstance(error, BrokenFile):
        return error.code, error.facts
    return ("", {}) if isinstance(error, Cancelled) else ("OUR_FAULT", {})


def _path_of(run: Run) -> Path:
    path = Path(run.file.path)
    if not path.exists():
        raise BrokenFile("LOST_FILE")
    return path
