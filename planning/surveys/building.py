"""Acts on the questions of a draft: add, change, move, remove, take over a ready set."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.structure.errors import PlanRefused
from planning.structure.history import remember
from planning.surveys.commands import held, save
from planning.surveys.models import Stage, Survey
from planning.surveys.questions import MOST_QUESTIONS, Question, checked, plain

WAYS = {"up": -1, "down": 1}


@transaction.atomic
def add_question(survey: Survey, question: Question, *, by: Any, at: datetime) -> Survey:
    """Ask one thing more, at the end."""
    survey = _draft(survey)
    asked = survey.asked
    return _write(survey, [*asked, checked(replace(question, id=_next_id(asked)))], "question_added", by, at)


@transaction.atomic
def change_question(survey: Survey, question: Question, *, version: int, by: Any, at: datetime) -> Survey:
    """Ask it otherwise; the survey was read in this version."""
    survey = _draft(survey)
    if survey.version != version:
        raise PlanRefused(_("Somebody else has changed the questions meanwhile. Look what stands there now."))
    _find(survey, question.id)
    asked = [checked(question) if each.id == question.id else each for each in survey.asked]
    return _write(survey, asked, "question_changed", by, at)


@transaction.atomic
def move_question(survey: Survey, key: str, *, way: str, by: Any, at: datetime) -> bool:
    """One place up or down; false at either end."""
    survey = _draft(survey)
    asked, here = survey.asked, _find(survey, key)
    there = here + WAYS[way]
    if not 0 <= there < len(asked):
        return False
    asked[here], asked[there] = asked[there], asked[here]
    _write(survey, asked, "question_moved", by, at)
    return True


@transaction.atomic
def remove_question(survey: Survey, key: str, *, by: Any, at: datetime) -> Survey:
    """Do not ask it."""
    survey = _draft(survey)
    _find(survey, key)
    return _write(survey, [each for each in survey.asked if each.id != key], "question_removed", by, at)


@transaction.atomic
def take_questions(survey: Survey, questions: Iterable[Question], *, by: Any, at: datetime) -> Survey:
    """Add questions of a ready set or of an older survey behind those that stand there."""
    survey = _draft(survey)
    asked = survey.asked
    for question in questions:
        asked.append(checked(replace(question, id=_next_id(asked))))
    return _write(survey, asked, "questions_taken", by, at)


def _draft(survey: Survey) -> Survey:
    survey = held(survey)
    if survey.stage != Stage.DRAFT:
        raise PlanRefused(_("The survey was opened, so its questions stay as they are. Make a copy and change that."))
    return survey


def _find(survey: Survey, key: str) -> int:
    place = next((place for place, each in enumerate(survey.asked) if each.id == key), None)
    if place is None:
        raise PlanRefused(_("Somebody else has removed this question meanwhile."))
    return place


def _next_id(asked: list[Question]) -> str:
    return f"Q{max((int(question.id[1:]) for question in asked), default=0) + 1}"


def _write(survey: Survey, asked: list[Question], act: str, by: Any, at: datetime) -> Survey:
    if len(asked) > MOST_QUESTIONS:
        raise PlanRefused(_("A survey asks at most %(count)s questions.") % {"count": MOST_QUESTIONS})
    before, survey.questions = survey.questions, plain(asked)
    save(survey, at)
    remember(
        survey.plan, survey, act, before={"questions": before}, after={"questions": survey.questions}, by=by, at=at
    )
    record(f"planning.survey_{act}", subject=survey, by=by, at=at, plan=str(survey.plan_id), questions=len(asked))
    return survey
