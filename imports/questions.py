"""Questions to the steward: kept while a file is read, answered on a page, remembered for every later file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from imports.asking import Answers, Asked
from imports.meanings import meanings
from imports.open_questions import Question
from kernel.errors import DomainError
from kernel.journal import record


class NoSuchMeaning(DomainError):
    """The answer is none of those that the question has."""

    default_code = "no_such_meaning"


def answers_of(source: str) -> Answers:
    """What has been answered about this source so far."""
    rows = Question.objects.of_source(source).answered().values_list("subject", "code", "answer")
    return {(subject, code): answer for subject, code, answer in rows}


def count_open(source: str = "") -> int:
    """How many questions wait, of one source or of all."""
    rows = Question.objects.unanswered()
    return rows.of_source(source).count() if source else rows.count()


@transaction.atomic
def keep_questions(source: str, asked: Iterable[Asked], *, is_whole: bool, at: datetime) -> None:
    """Keep what a file leaves open; what an earlier one asked and a whole register no longer says is forgotten."""
    rows = [
        Question(
            source=source,
            subject=each.subject,
            code=each.code,
            times=each.times,
            times_here=each.times_here,
            examples=each.examples,
            proposals=each.proposals,
            first_seen_at=at,
            last_seen_at=at,
        )
        for each in asked
    ]
    Question.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["source", "subject", "code"],
        update_fields=["times", "times_here", "examples", "proposals", "last_seen_at"],
    )
    if is_whole:
        Question.objects.of_source(source).unanswered().filter(last_seen_at__lt=at).delete()


@transaction.atomic
def answer_question(question: Question, *, answer: str, by: Any, at: datetime) -> Question:
    """Say what a code or an element means; the files read from now on are read with it."""
    held = Question.objects.select_for_update().get(pk=question.pk)
    if answer not in dict(meanings(held.source, held.subject)):
        raise NoSuchMeaning(_("This is none of the possible answers."))
    if answer == held.answer:
        return held
    held.answer, held.answered_by, held.answered_at = answer, _id_of(by), at
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    _journal("imports.question_answered", held, held.answer, by=by, at=at)
    return held


@transaction.atomic
def take_answer_back(question: Question, *, by: Any, at: datetime) -> Question:
    """The question is open again; what was accepted with the answer stays as it is."""
    held = Question.objects.select_for_update().get(pk=question.pk)
    if held.is_answered:
        before = held.answer
        held.answer, held.answered_by, held.answered_at = "", None, None
        held.save(update_fields=["answer", "answered_by", "answered_at"])
        _journal("imports.answer_taken_back", held, before, by=by, at=at)
    return held


def _journal(verb: str, held: Question, answer: str, *, by: Any, at: datetime) -> None:
    """The code itself stays with the question: a register may write whole words there, and the journal holds none."""
    record(verb, subject=held, by=by, at=at, source=held.source, answer=answer)


def _id_of(by: Any) -> UUID | None:
    found = getattr(by, "pk", by)
    return None if found is None else UUID(str(found))
