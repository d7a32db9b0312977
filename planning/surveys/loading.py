"""Surveys with their answers from a file, by the same commands that people use.

Shape: `[[survey]]` with `title audience introduction introduction_easy sampling addressed set`, the days `opens_on
closes_on` or `open_days` from today on, `stage`, `across`; `answers`, each a line as it is typed from paper with `|`
between the questions; `paper`, how many of the last ones came on paper; `quotes` and `[[survey.need]]` with `title
text target_group weight` and `measures`, the titles of what answers it.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kernel.clock import day_of, moment
from planning.knowing.commands import link
from planning.knowing.models import Need
from planning.structure.errors import PlanRefused
from planning.structure.models import Plan
from planning.surveys import answering, building, commands, inviting, using
from planning.surveys.answer_forms import Typed
from planning.surveys.models import Stage, Survey
from planning.surveys.numbers import spelled
from planning.surveys.questions import Question, Said
from planning.surveys.sets import ready_set
from tenants.queries import here

NOON = time(12)
FACTS = ("title", "audience", "introduction", "introduction_easy", "privacy", "addressed", "sampling")


def load_surveys(plan: Plan, content: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    for row in content.get("survey", []):
        needs = [{name: value for name, value in each.items() if name != "measures"} for each in row.get("need", [])]
        _loaded, made = load_survey(plan, {**row, "need": needs}, language=here().language, by=by, at=at)
        for need, told in zip(made, row.get("need", []), strict=True):
            for title in told.get("measures", []):
                link(plan, need=need, node=plan.nodes.get(title=title), by=by, at=at)


def load_survey(
    plan: Plan, row: Mapping[str, Any], *, language: str, by: Any, at: datetime
) -> tuple[Survey, list[Need]]:
    """The survey in the stage that is told, and the needs that were read in it."""
    opens_on, closes_on = row.get("opens_on"), row.get("closes_on")
    if opens_on is None or closes_on is None:
        opens_on, closes_on = day_of(at), day_of(at) + timedelta(days=int(row["open_days"]))
    told = {name: row[name] for name in FACTS if name in row}
    survey = commands.begin_survey(plan, opens_on=opens_on, closes_on=closes_on, by=by, at=at, **told)
    survey = building.take_questions(survey, _set(row["set"], language), by=by, at=at)
    first, last = (moment(day, NOON) for day in (opens_on, closes_on))
    survey = commands.open_survey(survey, by=by, at=first)
    _answer(survey, row.get("answers", []), int(row.get("paper", 0)), by, first)
    return _end(survey, row, by, last)


def _set(name: str, language: str) -> list[Question]:
    questions = ready_set(name, language)
    if questions is None:
        raise PlanRefused(_("There is no ready set of questions of this name."))
    return questions


def _answer(survey: Survey, lines: list[str], paper: int, by: Any, at: datetime) -> None:
    asked = survey.asked
    if paper:
        inviting.number_sheets(survey, paper, by=by, at=at)
    for place, line in enumerate(lines):
        said = _said(asked, line)
        sheet = place - (len(lines) - paper) + 1
        if sheet > 0:
            answering.enter_sheet(survey, sheet=spelled(sheet), said=said, by=by, at=at)
        else:
            version = answering.fingerprint(survey)
            answering.answer_publicly(survey, said=said, version=version, once=uuid.uuid4(), at=at)


def _said(asked: list[Question], line: str) -> Said:
    pairs = zip(asked, line.split("|"), strict=True)
    try:
        return {question.id: Typed(question).clean(cell.strip()) for question, cell in pairs}
    except ValidationError as wrong:
        raise PlanRefused(" ".join(wrong.messages)) from wrong


def _end(survey: Survey, row: Mapping[str, Any], by: Any, at: datetime) -> tuple[Survey, list[Need]]:
    stage = row.get("stage", Stage.OPEN)
    if stage == Stage.OPEN:
        return survey, []
    survey = commands.close_survey(survey, by=by, at=at)
    needs = [using.make_need(survey, **facts, **_source(survey), by=by, at=at) for facts in row.get("need", [])]
    for quote in row.get("quotes", []):
        question = survey.asked[quote["question"] - 1]
        survey = using.choose_quote(survey, question, text=quote["text"], by=by, at=at)
    if stage == Stage.PUBLISHED:
        survey = commands.publish_results(survey, across=row.get("across", ""), by=by, at=at)
    return survey, needs


def _source(survey: Survey) -> dict[str, Any]:
    return {"source_note": survey.title, "source_on": survey.closes_on}
