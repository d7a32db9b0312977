"""Acts of those who answer, and of those who enter sheets of paper.

What came by a link or a code is kept apart from it: the link is used up in the same transaction, for the day and not
for the moment; the answer bears neither number nor time, and the journal hears of no single answer.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.errors import LinkRefused
from kernel.clock import day_of, moment
from kernel.journal import record
from kernel.tenancy import current_key
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.surveys.commands import held
from planning.surveys.models import Channel, Stage, Survey, SurveyAnswer
from planning.surveys.numbers import number_of, spelled
from planning.surveys.questions import check_said

PURPOSE = "planning.survey"
ONCE = uuid.UUID("0b7b6c1e-64a4-5f0a-9b0e-5a1c2f9d7e11")
Given = Mapping[str, Mapping[str, Any]]


@transaction.atomic
def answer_publicly(survey: Survey, *, said: Given, version: int, once: uuid.UUID, at: datetime) -> bool:
    """Somebody answers on the public page. `once` came with the page: sent twice it counts once. False the second
    time."""
    survey = _answerable(survey, version, at)
    if survey.one_each:
        raise PlanRefused(_("This survey is answered by the link or the code that you were given."))
    key = uuid.uuid5(ONCE, f"{survey.pk} {once}")
    if survey.answers.filter(pk=key).exists():
        return False
    _keep(survey, Channel.WEB, said, id=key)
    return True


@transaction.atomic
def answer_by_link(secret: str, *, said: Given, version: int, at: datetime) -> Survey:
    """Somebody answers by the link of a letter or the code of a paper, which nobody can use again."""
    survey = _answerable(survey_of(secret, at=at), version, at)
    midnight = moment(day_of(at))
    tokens.use(secret, PURPOSE, tenant=current_key(), at=midnight)
    _keep(survey, Channel.LETTER, said)
    return survey


def survey_of(secret: str, *, at: datetime) -> Survey:
    """The survey that a link leads to; looking uses nothing up. Raises LinkRefused."""
    link = tokens.look(secret, PURPOSE, tenant=current_key(), at=at)
    survey = Survey.objects.filter(pk=link.subject).first()
    if survey is None:
        raise LinkRefused(_("This link is not valid. Perhaps it was not copied whole."))
    return survey


@transaction.atomic
def enter_sheet(survey: Survey, *, sheet: str, said: Given, by: Any, at: datetime) -> SurveyAnswer:
    """What stands on a sheet of paper. Each sheet is entered once; where people have codes, its code is used up."""
    survey = _entering(survey)
    number = number_of(sheet)
    if not survey.last_number:
        raise PlanRefused(_("No numbered sheets have been printed yet. Print them first."), "sheet_unknown")
    if number is None or not 0 < number <= survey.last_number:
        words = _("No sheet has this number. Write it whole as it is printed, with its last digit, which proves it.")
        raise PlanRefused(words, "sheet_unknown")
    if survey.one_each:
        midnight = moment(day_of(at))
        if not tokens.use_unseen(PURPOSE, survey, at=midnight, number=number):
            raise PlanRefused(_("This sheet or its code was used already, so it is not entered again."), "sheet_used")
        answer = _keep(survey, Channel.PAPER, said)
    else:
        answer = _enter_numbered(survey, number, said)
    record("planning.survey_sheet_entered", subject=survey, by=by, at=at, plan=str(survey.plan_id))
    return answer


def _enter_numbered(survey: Survey, number: int, said: Given) -> SurveyAnswer:
    if survey.answers.filter(sheet=number).exists():
        raise PlanRefused(_("The sheet %(sheet)s is entered already.") % {"sheet": spelled(number)}, "sheet_used")
    try:
        with transaction.atomic():
            return _keep(survey, Channel.PAPER, said, sheet=number)
    except IntegrityError as twice:
        raise PlanRefused(_("The sheet %(sheet)s is entered already.") % {"sheet": spelled(number)}) from twice


@transaction.atomic
def correct_sheet(survey: Survey, answer_id: uuid.UUID, *, said: Given, by: Any, at: datetime) -> SurveyAnswer:
    """The sheet that was entered last, entered right. Once the answers were mixed nobody finds it again."""
    survey = _entering(survey)
    answer = survey.answers.select_for_update().filter(pk=answer_id, channel=Channel.PAPER).first()
    if answer is None:
        raise PlanRefused(_("This sheet cannot be corrected any more: the answers were mixed meanwhile."))
    answer.said = _told(survey, said)
    answer.version += 1
    answer.save()
    record("planning.survey_sheet_corrected", subject=survey, by=by, at=at, plan=str(survey.plan_id))
    return answer


def is_answerable(survey: Survey, at: datetime) -> bool:
    """Whether it takes answers of the public now."""
    return survey.stage == Stage.OPEN and survey.opens_on <= day_of(at) <= survey.closes_on


def _answerable(survey: Survey, version: int, at: datetime) -> Survey:
    survey = held(survey)
    if not is_answerable(survey, at):
        raise PlanRefused(_("This survey takes no answers now."))
    if fingerprint(survey) != version:
        raise ChangedMeanwhile(_("The survey was changed meanwhile. Look at your answers and send them once more."))
    return survey


def fingerprint(survey: Survey) -> int:
    """A number that is another one when other questions are asked; it travels with the page."""
    return uuid.uuid5(ONCE, str(survey.questions)).int % 2**31


def _entering(survey: Survey) -> Survey:
    survey = held(survey)
    if survey.stage != Stage.OPEN:
        raise PlanRefused(_("Sheets are entered until the survey is closed, also after the last day to answer."))
    return survey


def _keep(survey: Survey, channel: Channel, said: Given, **facts: Any) -> SurveyAnswer:
    return SurveyAnswer.objects.create(survey=survey, channel=channel, said=_told(survey, said), **facts)


def _told(survey: Survey, said: Given) -> Mapping[str, Any]:
    told = check_said(survey.asked, said)
    if not told:
        raise PlanRefused(_("Nothing was answered. Answer at least one question."))
    return told
