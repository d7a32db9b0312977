"""Acts on an assessment: judge the criteria, make a task of a recommendation."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.meetings.minuting import give_task
from planning.meetings.models import Meeting, MeetingTask
from planning.standards.assessing import AssessmentList
from planning.standards.models import ChecklistWord
from planning.structure.errors import PlanRefused
from planning.structure.history import remember
from planning.structure.locking import lock, still_there
from planning.structure.models import Plan

Verdict = ChecklistWord.Verdict
KEPT = ("verdict", "score", "text", "recommendation")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a criterion: a score, or None where it does not apply; always with what proves it."""

    score: int | None
    evidence: str
    recommendation: str = ""


@transaction.atomic
def assess(
    plan: Plan, of: AssessmentList, *, on: date, answers: Mapping[str, Answer], seen: str, by: Any, at: datetime
) -> int:
    """Say what is so of these criteria; the others stay as they are. `seen`: `digest` of the words that were shown."""
    plan = lock(plan)
    if on > day_of(at):
        raise PlanRefused(_("This day lies ahead; tell only what is done."))
    there = {word.item: word for word in ChecklistWord.objects.filter(plan=plan, list=of.code, on=on)}
    if digest(there.values()) != seen:
        raise PlanRefused(_("Somebody else has written into this assessment meanwhile. Look at it and save again."))
    known = {each.code for each in of.criteria}
    said = 0
    for code, answer in answers.items():
        if code not in known:
            raise PlanRefused(_("This criterion is not on the list."))
        said += _say(there.get(code) or ChecklistWord(plan=plan, list=of.code, on=on, item=code), answer, by, at)
    if said:
        after = {"list": of.code, "on": on.isoformat(), "said": said}
        remember(plan, plan, "assessed", after=after, by=by, at=at)
        record("planning.process_assessed", subject=plan, by=by, at=at, list=of.code, on=on, said=said)
    return said


def _say(word: ChecklistWord, answer: Answer, by: Any, at: datetime) -> bool:
    if not answer.evidence.strip():
        raise PlanRefused(_("Say what proves it, or why it does not apply."))
    before = [getattr(word, name) for name in KEPT]
    word.verdict = Verdict.NOT_APPLICABLE if answer.score is None else Verdict.SCORED
    word.score, word.text = answer.score, answer.evidence.strip()
    if not word.task_id:  # what became a task is told there
        word.recommendation = answer.recommendation.strip()
    if before == [getattr(word, name) for name in KEPT] and not word._state.adding:
        return False
    word.by, word.at = getattr(by, "pk", by), at
    word.version += 0 if word._state.adding else 1
    word.save()
    return True


@transaction.atomic
def make_task(
    word: ChecklistWord, meeting: Meeting, *, what: str, who: str, due_on: date, by: Any, at: datetime
) -> MeetingTask:
    """A recommendation becomes a task of a meeting whose minutes are being written; once."""
    lock(word.plan)
    word = still_there(ChecklistWord, word.pk)
    if word.task_id:
        raise PlanRefused(_("This recommendation is a task already."))
    if not word.recommendation:
        raise PlanRefused(_("There is no recommendation to make a task of."))
    task = give_task(meeting, what=what, who=who, due_on=due_on, by=by, at=at)
    word.task_id = task.pk
    word.version += 1
    word.save(update_fields=["task_id", "version"])
    record("planning.recommendation_given", subject=task, by=by, at=at, plan=str(word.plan_id), item=word.item)
    return task


def digest(words: Iterable[ChecklistWord]) -> str:
    """The same as long as nobody has written anything."""
    told = sorted(f"{word.pk}:{word.version}" for word in words)
    return hashlib.sha256(",".join(told).encode()).hexdigest()[:32]
