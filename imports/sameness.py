"""New records that may be services the catalogue knows: a person says which, and the file is compared again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue import intake
from catalogue.intake import CandidateCard
from imports.models import Run, SecondLook
from imports.showing import Shown, shown
from imports.stages import NotReady, batch_of, locked
from kernel.jobs import Progress, enqueue
from kernel.jobs.models import Job


@dataclass(frozen=True)
class Doubt:
    """A new record beside the services it may be."""

    change: Shown
    candidates: list[CandidateCard]


def doubts_of(run: Run, *, offset: int, limit: int) -> list[Doubt]:
    """A page of records that wait, each with its candidates, the likeliest first."""
    waiting = intake.waiting_changes(batch_of(run), offset=offset, limit=limit)
    candidates = intake.candidates_of([card.id for card in waiting])
    return [Doubt(change, candidates.get(change.card.id, [])) for change in shown(waiting)]


@transaction.atomic
def settle_doubts(run: Run, *, same: Mapping[int, UUID], another: Collection[int], by: Any, at: datetime) -> Job:
    """Keep what a person has said of these records, and have the batch compared again outside the request."""
    held = locked(run)
    if held.state != Run.State.COMPARED:
        raise NotReady(_("Only of a run that has been compared can this be said."))
    if not same and not another:
        raise NotReady(_("Say of at least one record what it is."), "nothing_said")
    for change, service in same.items():
        intake.is_the_same(change, service, by=by, at=at)
    for change in another:
        intake.is_another(change, by=by, at=at)
    answer = SecondLook.Answer
    held.second_looks.filter(batch_id=batch_of(held), answer=answer.AGREED).update(answer=answer.OVERTAKEN)
    job = enqueue("imports.compare_again", by=by, run_id=str(held.pk))
    Run.objects.filter(pk=held.pk).update(job_id=job.pk)
    run.job_id = job.pk
    return job


@transaction.atomic
def settle_evident(run: Run, *, by: Any, at: datetime) -> Job:
    """A person says of all evident pairs at once that they are the same."""
    return settle_doubts(run, same=intake.evident_pairs(batch_of(run)), another=[], by=by, at=at)


@transaction.atomic
def compare_again(run: Run, *, progress: Progress, at: datetime) -> Run:
    """Compare the batch that was read already; what a person left out stays left out."""
    held = locked(run)
    if held.state != Run.State.COMPARED:
        return held
    progress(0, 1, _("Comparing with the catalogue"))
    compared = intake.compare(batch_of(held))
    held.counts, held.compared_at = held.counts | compared.as_dict(), at
    held.save(update_fields=["counts", "compared_at"])
    return held
