"""The lists by which those who plan judge their own work (`data/assessments.toml`), and what was said by them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from planning.meetings.models import MeetingTask
from planning.standards.models import CHECKLIST, ChecklistWord
from planning.structure.models import Plan

LISTS = Path(__file__).parent / "data" / "assessments.toml"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to judge, with a question that helps to judge it; both in every language."""

    code: str
    names: Mapping[str, str]
    looks: Mapping[str, str]

    @property
    def name(self) -> str:
        return _spoken(self.names)

    @property
    def look(self) -> str:
        return _spoken(self.looks)


@dataclass(frozen=True, slots=True)
class AssessmentList:
    """A list of criteria and where it comes from."""

    code: str
    names: Mapping[str, str]
    source: str
    criteria: tuple[Criterion, ...] = field(repr=False)

    @property
    def name(self) -> str:
        return _spoken(self.names)

    @property
    def slug(self) -> str:
        return self.code.lower()


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion, what is said of it now, what was said the last time, and the task that came of it."""

    criterion: Criterion
    word: ChecklistWord | None
    former: ChecklistWord | None
    task: MeetingTask | None

    @property
    def change(self) -> int | None:
        """How many points better than the last time; None where one of them has no score."""
        now = self.word.score if self.word else None
        then = self.former.score if self.former else None
        return now - then if now is not None and then is not None else None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment of a plan by one list on one day."""

    of: AssessmentList
    on: date
    lines: tuple[Judged, ...]
    former_on: date | None

    @property
    def said(self) -> int:
        return sum(line.word is not None for line in self.lines)

    @property
    def mean(self) -> float | None:
        """Of the scores that were given; what does not apply is left out."""
        scores = [line.word.score for line in self.lines if line.word and line.word.score is not None]
        return round(sum(scores) / len(scores), 1) if scores else None


@cache
def lists() -> dict[str, AssessmentList]:
    rows = tomllib.loads(LISTS.read_text("utf-8"))
    return {code: _list(code, facts) for code, facts in rows.items()}


def _list(code: str, facts: Mapping[str, Any]) -> AssessmentList:
    criteria = tuple(Criterion(item, _names(told), told["look"]) for item, told in facts["item"].items())
    return AssessmentList(code, _names(facts), facts["source"], criteria)


def _names(facts: Mapping[str, Any]) -> dict[str, str]:
    return {language: facts[language] for language in ("sk", "cs", "en")}


def _spoken(words: Mapping[str, str]) -> str:
    language = (get_language() or "en")[:2]
    return words.get(language, words["en"])


def assessment(plan: Plan, of: AssessmentList, on: date) -> Assessment:
    """With the last one before it; three questions whatever was said."""
    words = ChecklistWord.objects.filter(plan=plan, list=of.code, on__lte=on)
    now = {word.item: word for word in words if word.on == on}
    days = sorted({word.on for word in words if word.on and word.on < on})
    former_on = days[-1] if days else None
    then = {word.item: word for word in words if word.on == former_on} if former_on else {}
    ids = [word.task_id for word in now.values() if word.task_id]
    tasks = {task.pk: task for task in MeetingTask.objects.filter(pk__in=ids).select_related("person", "meeting")}
    lines = tuple(
        Judged(each, now.get(each.code), then.get(each.code), _task(now.get(each.code), tasks)) for each in of.criteria
    )
    return Assessment(of, on, lines, former_on)


def _task(word: ChecklistWord | None, tasks: Mapping[Any, MeetingTask]) -> MeetingTask | None:
    return tasks.get(word.task_id) if word and word.task_id else None


def assessments_of(plan: Plan) -> list[Assessment]:
    """All that were made, the newest first; one question."""
    words: dict[tuple[date, str], dict[str, ChecklistWord]] = {}
    for word in ChecklistWord.objects.filter(plan=plan).exclude(list=CHECKLIST):
        if word.on and word.list in lists():
            words.setdefault((word.on, word.list), {})[word.item] = word
    found = []
    for (on, code), said in sorted(words.items(), reverse=True):
        of = lists()[code]
        lines = tuple(Judged(each, said.get(each.code), None, None) for each in of.criteria)
        found.append(Assessment(of, on, lines, None))
    return found
