"""Acts on a survey as a whole: begin it, copy it, change it, open, close, publish what came of it, remove a draft."""

import logging
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.structure.errors import PlanRefused
from planning.structure.history import remember, values_of
from planning.structure.locking import refuse_overwriting, still_there
from planning.structure.models import Plan
from planning.surveys.mixing import mix
from planning.surveys.models import Stage, Survey
from planning.surveys.picturing import picture_of
from planning.surveys.questions import Kind
from tenants.queries import here

log = logging.getLogger(__name__)

SURVEY_FIELDS = (
    "title", "audience", "introduction", "introduction_easy", "privacy", "opens_on", "closes_on", "one_each",
    "addressed", "sampling",
)  # fmt: skip
FROZEN = {"audience", "introduction", "introduction_easy", "privacy", "opens_on", "one_each"}  # once it was opened


@transaction.atomic
def begin_survey(plan: Plan, *, by: Any, at: datetime, **facts: Any) -> Survey:
    """A new draft of a survey for a plan. `facts`: SURVEY_FIELDS."""
    _in_order(facts["opens_on"], facts["closes_on"])
    survey = Survey.objects.create(plan=plan, created_at=at, changed_at=at, **facts)
    remember(plan, survey, "added", after=values_of(survey, SURVEY_FIELDS), by=by, at=at)
    record("planning.survey_begun", subject=survey, by=by, at=at, plan=str(plan.pk), audience=str(survey.audience))
    return survey


@transaction.atomic
def copy_survey(source: Survey, *, plan: Plan, opens_on: date, closes_on: date, by: Any, at: datetime) -> Survey:
    """A new draft that asks the same; answers, letters and results stay with the older one."""
    facts = {name: getattr(source, name) for name in SURVEY_FIELDS} | {"addressed": None}
    title = _("Copy: %(title)s") % {"title": source.title}
    survey = begin_survey(
        plan, **facts | {"title": title[:200], "opens_on": opens_on, "closes_on": closes_on}, by=by, at=at
    )
    survey.questions = source.questions
    survey.save(update_fields=["questions"])
    return survey


@transaction.atomic
def change_survey(survey: Survey, *, version: int, by: Any, at: datetime, **facts: Any) -> Survey:
    """Change what was read in this version. Once it was opened only its title, its last day and its sample change."""
    survey = held(survey)
    refuse_overwriting(survey, version, SURVEY_FIELDS)
    before = values_of(survey, SURVEY_FIELDS)
    if survey.stage == Stage.PUBLISHED:
        raise PlanRefused(_("The results are published. Withdraw them first."))
    for name in SURVEY_FIELDS:
        if name in facts and not (name in FROZEN and survey.stage != Stage.DRAFT):
            setattr(survey, name, facts[name])
    _in_order(survey.opens_on, survey.closes_on)
    after = values_of(survey, SURVEY_FIELDS)
    if after != before:
        save(survey, at)
        remember(survey.plan, survey, "changed", before=before, after=after, by=by, at=at)
        record("planning.survey_changed", subject=survey, by=by, at=at, plan=str(survey.plan_id))
    return survey


@transaction.atomic
def open_survey(survey: Survey, *, by: Any, at: datetime) -> Survey:
    """From its first day on it can be answered; its questions stay as they are."""
    survey = held(survey)
    if survey.stage == Stage.OPEN:
        return survey
    _stands(survey, Stage.DRAFT)
    if not survey.questions:
        raise PlanRefused(_("The survey asks nothing yet. Add a question first."))
    if survey.closes_on < day_of(at):
        raise PlanRefused(_("The last day to answer is over. Set a later one first."))
    return _enter(survey, Stage.OPEN, "opened", by, at)


@transaction.atomic
def take_back(survey: Survey, *, by: Any, at: datetime) -> Survey:
    """Back to a draft, so that its questions can be changed; not once anybody has answered or got a letter."""
    survey = held(survey)
    _stands(survey, Stage.OPEN)
    if survey.answers.exists():
        raise PlanRefused(_("The survey has answers, so its questions stay as they are. Make a copy and change that."))
    if survey.last_number:
        raise PlanRefused(_("Letters or sheets were given out already, so the questions stay. Make a copy."))
    return _enter(survey, Stage.DRAFT, "taken_back", by, at)


@transaction.atomic
def close_survey(survey: Survey, *, by: Any, at: datetime) -> Survey:
    """No answers come any more, neither from the web nor from paper. Then results are seen."""
    survey = held(survey)
    if survey.stage == Stage.CLOSED:
        return survey
    _stands(survey, Stage.OPEN)
    mix(survey)
    return _enter(survey, Stage.CLOSED, "closed", by, at)


@transaction.atomic
def publish_results(survey: Survey, *, across: str = "", by: Any, at: datetime) -> Survey:
    """Show everybody what came of it: a picture that is kept, with small groups left out. `across`: the question whose
    groups are told apart, or none. One such question is published and no other after it: two tables, laid beside each
    other, would tell what each of them leaves out."""
    survey = held(survey)
    _stands(survey, Stage.CLOSED)
    if across and across not in {question.id for question in survey.asked if question.kind == Kind.SINGLE}:
        raise PlanRefused(_("Results are told apart by a question with one answer only."))
    if across and survey.published_across not in ("", across):
        raise PlanRefused(
            _("The results were published told apart by another question before. Choose that one, or none.")
        )
    mix(survey)
    with translation.override(here().language):
        survey.results = picture_of(survey, across=across)
    survey.published_at = at
    survey.published_across = across or survey.published_across
    return _enter(survey, Stage.PUBLISHED, "results_published", by, at)


@transaction.atomic
def withdraw_results(survey: Survey, *, by: Any, at: datetime) -> Survey:
    """The public sees the results no longer; they can be published anew, told apart by the same question."""
    survey = held(survey)
    _stands(survey, Stage.PUBLISHED)
    survey.results, survey.published_at = None, None
    return _enter(survey, Stage.CLOSED, "results_withdrawn", by, at)


@transaction.atomic
def remove_survey(survey: Survey, *, by: Any, at: datetime) -> None:
    """A draft that nobody needs; whatever was open once stays."""
    survey = held(survey)
    _stands(survey, Stage.DRAFT)
    remember(survey.plan, survey, "removed", before=values_of(survey, SURVEY_FIELDS), by=by, at=at)
    record("planning.survey_removed", subject=survey, by=by, at=at, plan=str(survey.plan_id))
    survey.delete()


def held(survey: Survey) -> Survey:
    """Hold the survey: whoever changes it or answers it goes one after the other."""
    return still_there(Survey, survey.pk)


def save(survey: Survey, at: datetime) -> None:
    survey.version += 1
    survey.changed_at = at
    survey.save()


def _enter(survey: Survey, stage: Stage, act: str, by: Any, at: datetime) -> Survey:
    survey.stage = stage
    save(survey, at)
    remember(survey.plan, survey, act, by=by, at=at)
    record(f"planning.survey_{act}", subject=survey, by=by, at=at, plan=str(survey.plan_id))
    return survey


def _stands(survey: Survey, stage: Stage) -> None:
    if survey.stage != stage:
        raise PlanRefused(
            _("This is not possible: the survey stands here now: %(stage)s.") % {"stage": Stage(survey.stage).label}
        )


def _in_order(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise PlanRefused(_("The last day must not come before the first."))


def mix_links_and_codes() -> int:
    """Each night: mix what came by links and codes while a survey is open; closing mixes the rest. The ids of the
    public page stay until the end, because it knows by them what was sent twice. One that fails does not
    stop the others."""
    count = 0
    for survey in Survey.objects.filter(stage=Stage.OPEN, one_each=True):
        try:
            with transaction.atomic():
                count += mix(held(survey))
        except Exception:
            log.exception("The answers of the survey %s could not be mixed", survey.pk)
    return count
