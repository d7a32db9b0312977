"""What becomes of a compared run: chosen among, accepted by one person or by two, put aside, undone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue import intake
from imports.guarding import chosen_counts, is_agreed, weigh
from imports.models import Run, SecondLook
from imports.stages import NotReady, batch_of, id_of, locked, open_run, person_id, refuse_outdated, text_id
from kernel.errors import DomainError
from kernel.jobs import enqueue
from kernel.jobs.models import Job
from kernel.journal import record

State, Answer = Run.State, SecondLook.Answer
DECIDED = ("new", "changed", "ended", "returned", "conflict", "noted")  # what a person takes or leaves


class NeedsSecondPerson(DomainError):
    """More would end or change than one person may decide alone."""

    default_code = "needs_second_person"


class SamePerson(DomainError):
    """Whoever asked cannot be the second person."""

    default_code = "same_person"


class NoReason(DomainError):
    """A refusal has to say why."""

    default_code = "no_reason"


@transaction.atomic
def ask_to_accept(run: Run, *, by: Any) -> Job:
    """Have the run accepted outside the request; what speaks against it is said at once."""
    held = locked(run)
    _refuse_unready(held)
    return _enqueue_accepting(run, held, by=by)


def _enqueue_accepting(run: Run, held: Run, *, by: Any) -> Job:
    job = enqueue("imports.accept", by=by, run_id=str(held.pk), by_id=text_id(by))
    Run.objects.filter(pk=held.pk).update(job_id=job.pk)
    run.job_id = job.pk
    return job


@transaction.atomic
def accept_run(run: Run, *, by: Any, at: datetime) -> Run:
    """Write what the run would change into the catalogue, all of it or nothing."""
    held = locked(run)
    if held.state == State.ACCEPTED:
        return held
    _refuse_unready(held)
    look = _agreed_look(held) if weigh(held).is_beyond else None
    taken = intake.accept(batch_of(held), by=by, at=at)
    held.left_aside = sum(held.count(kind) for kind in DECIDED) - taken.writes - taken.noted
    held.counts = held.counts | {"written": taken.writes}
    held.state, held.decided_by, held.decided_at = State.ACCEPTED, id_of(by), at
    if look:
        held.is_beyond_limits, held.decided_by, held.second_by = True, look.asked_by, look.answered_by
    held.save()
    if held.written:
        facts: dict[str, Any] = {"left_aside": held.left_aside} if held.left_aside else {}
        facts |= {"second_by": look.answered_by} if look else {}
        record("imports.run_accepted", subject=held, by=by, at=at, source=held.source, written=held.written, **facts)
    return held


@transaction.atomic
def choose_changes(
    run: Run, *, taken: bool, ids: Collection[int] | None = None, kinds: Collection[str] | None = None
) -> int:
    """Take these changes or leave them out; answers how many services would be written now.

    What a second person has agreed to was another choice: it has to be asked anew.
    """
    held = locked(run)
    _refuse_uncompared(held)
    _refuse_busy(held)
    held.second_looks.filter(batch_id=batch_of(held), answer=Answer.AGREED).update(answer=Answer.OVERTAKEN)
    return intake.choose(batch_of(held), taken=taken, ids=ids, kinds=kinds)


@transaction.atomic
def choose_page(run: Run, *, shown: Collection[int], taken: Collection[int]) -> int:
    """Of the changes shown on a page take those that are ticked and leave out the others."""
    left = set(shown) - set(taken)
    choose_changes(run, taken=True, ids=set(shown) & set(taken))
    return choose_changes(run, taken=False, ids=left)


def taken_of(run: Run) -> dict[str, int]:
    """How many changes of each kind a run has written."""
    return chosen_counts(run)


@transaction.atomic
def ask_to_undo(run: Run, *, by: Any) -> Job:
    """Have the run undone outside the request."""
    held = locked(run)
    _refuse_not_accepted(held)
    _refuse_busy(held)
    job = enqueue("imports.undo", by=by, run_id=str(held.pk), by_id=text_id(by))
    Run.objects.filter(pk=held.pk).update(job_id=job.pk)
    run.job_id = job.pk
    return job


@transaction.atomic
def undo_run(run: Run, *, by: Any, at: datetime) -> Run:
    """Put back each field that nobody has changed since, all in one; what somebody has changed stays and is listed."""
    held = locked(run)
    if held.state == State.UNDONE:
        return held
    _refuse_not_accepted(held)
    done = intake.undo(batch_of(held), by=by, at=at)
    held.undone = {"put_back": done.put_back, "withdrawn": done.withdrawn, "stayed": done.stayed}
    held.state, held.undone_by, held.undone_at = State.UNDONE, id_of(by), at
    held.save(update_fields=["state", "undone", "undone_by", "undone_at"])
    record("imports.run_undone", subject=held, by=by, at=at, source=held.source, **held.undone)
    return held


@transaction.atomic
def discard_run(run: Run, *, by: Any, at: datetime) -> Run:
    """Put the run aside; the catalogue stays as it is."""
    held = open_run(run)
    _answer_open_look(held, Answer.WITHDRAWN, by=by, at=at)
    if held.batch_id:
        intake.discard(held.batch_id)
    held.state, held.decided_by, held.decided_at = State.DISCARDED, id_of(by), at
    held.save(update_fields=["state", "decided_by", "decided_at"])
    return held


@transaction.atomic
def ask_second_person(run: Run, *, by: Any, at: datetime) -> SecondLook:
    """Ask for the run to be accepted; it waits until another data steward agrees."""
    held = locked(run)
    _refuse_uncompared(held)
    weighed = weigh(held)
    if not weighed.is_beyond:
        raise NotReady(_("This run needs no second person."))
    if is_agreed(held):
        raise NotReady(_("A second person has agreed already. The run can be accepted."))
    look = SecondLook.objects.create(run=held, batch_id=batch_of(held), asked_by=person_id(by), asked_at=at)
    Run.objects.filter(pk=held.pk).update(state=State.WAITING)
    facts: dict[str, Any] = {
        "source": held.source,
        "running": weighed.running,
        "ended": weighed.ended,
        "changed": weighed.changed,
    }
    record("imports.second_person_asked", subject=held, by=by, at=at, look=look.pk, **facts)
    return look


@transaction.atomic
def agree_as_second(run: Run, *, by: Any, at: datetime, where: str = "page") -> Job:
    """The second person agrees: what was seen is written in the name of both."""
    held = locked(run)
    look = _look_of_another(held, by)
    refuse_outdated(held)
    _answer(look, Answer.AGREED, by=by, at=at)
    Run.objects.filter(pk=held.pk).update(state=State.COMPARED)
    record("imports.second_person_agreed", subject=held, by=by, at=at, look=look.pk, where=where)
    return _enqueue_accepting(run, held, by=look.asked_by)


@transaction.atomic
def refuse_as_second(run: Run, *, reason: str, by: Any, at: datetime) -> Run:
    """The second person refuses and says why; the first one may choose otherwise or put the run aside."""
    held = locked(run)
    look = _look_of_another(held, by)
    if not reason.strip():
        raise NoReason(_("Say why you refuse, so that the other person knows what to look at."))
    _answer(look, Answer.REFUSED, by=by, at=at, reason=reason.strip())
    Run.objects.filter(pk=held.pk).update(state=State.COMPARED)
    record("imports.second_person_refused", subject=held, by=by, at=at, look=look.pk)
    held.refresh_from_db()
    return held


@transaction.atomic
def withdraw_request(run: Run, *, by: Any, at: datetime) -> Run:
    """Take the request back, to choose otherwise or to compare once more."""
    held = locked(run)
    if held.state != State.WAITING:
        raise NotReady(_("This run does not wait for a second person."))
    _answer_open_look(held, Answer.WITHDRAWN, by=by, at=at)
    held.refresh_from_db()
    return held


def _answer_open_look(held: Run, answer: Any, *, by: Any, at: datetime) -> None:
    look = held.second_looks.filter(answer=Answer.NONE).first()
    if look is None:
        return
    _answer(look, answer, by=by or look.asked_by, at=at)
    held.state = State.COMPARED
    held.save(update_fields=["state"])
    record("imports.second_person_request_withdrawn", subject=held, by=by, at=at, look=look.pk)


def _answer(look: SecondLook, answer: Any, *, by: Any, at: datetime, reason: str = "") -> None:
    look.answer, look.answered_by, look.answered_at, look.reason = answer, id_of(by), at, reason
    look.save(update_fields=["answer", "answered_by", "answered_at", "reason"])


def _look_of_another(held: Run, by: Any) -> SecondLook:
    look = held.second_looks.filter(answer=Answer.NONE).first() if held.state == State.WAITING else None
    if look is None:
        raise NotReady(_("This run does not wait for a second person."))
    if look.asked_by == id_of(by):
        raise SamePerson(_("You asked for this run to be accepted. Another data steward has to answer."))
    return look


def _agreed_look(held: Run) -> SecondLook:
    return held.second_looks.filter(batch_id=batch_of(held), answer=Answer.AGREED).latest("answered_at")


def _refuse_uncompared(held: Run) -> None:
    if held.state == State.WAITING:
        raise NotReady(_("This run waits for a second person."))
    if held.state != State.COMPARED:
        raise NotReady(_("Only a run that has been compared can be accepted."))
    refuse_outdated(held)


def _refuse_not_accepted(held: Run) -> None:
    if held.state != State.ACCEPTED:
        raise NotReady(_("Only an accepted run can be undone."))


def _refuse_busy(held: Run) -> None:
    if held.job_id and Job.objects.unfinished().filter(pk=held.job_id).exists():
        raise NotReady(_("This run is just being worked on. Wait until it is done."))


def _refuse_unready(held: Run) -> None:
    _refuse_uncompared(held)
    counts = chosen_counts(held)
    if not any(counts.get(kind) for kind in DECIDED) and any(held.count(kind) for kind in DECIDED):
        raise NotReady(_("Nothing is chosen. Choose at least one change, or put the run aside."))
    weighed = weigh(held, counts)
    if weighed.is_beyond and not is_agreed(held):
        raise NeedsSecondPerson(" ".join(weighed.reasons))
