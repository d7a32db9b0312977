"""What becomes of the results: texts that are read and chosen, needs of the register, tables of a chapter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.knowing import chapters
from planning.knowing.commands import add_need
from planning.knowing.models import ChapterKind, Figure, Need, Source
from planning.knowing.tables import Table
from planning.structure.errors import PlanRefused
from planning.structure.history import remember
from planning.surveys.commands import held, save
from planning.surveys.counting import Result
from planning.surveys.hiding import LEAST
from planning.surveys.models import Stage, Survey
from planning.surveys.questions import Kind, Question

MOST_QUOTES = 60
DONE = (Stage.CLOSED, Stage.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Text:
    """One free text. `key` finds it among the answers as they stand now; nothing tells whose it is."""

    key: str
    question: Question
    text: str


def texts_of(survey: Survey) -> list[Text]:
    """Free texts and words of “something else”, in an order that says nothing; none while answers come in, none of a
    handful of people."""
    if survey.stage not in DONE or survey.answers.count() < LEAST:
        return []
    rows = survey.answers.order_by("pk").values_list("pk", "said")
    asked = [question for question in survey.asked if question.kind == Kind.TEXT or question.other]
    return [
        Text(f"{key}.{question.id}", question, text)
        for question in asked
        for key, said in rows
        if (text := _words(said.get(question.id, {})))
    ]


def text_at(survey: Survey, key: str) -> Text | None:
    return next((text for text in texts_of(survey) if text.key == key), None)


def _words(said: dict[str, Any]) -> str:
    return str(said.get("text") or said.get("other") or "")


def stand_results(survey: Survey) -> None:
    """Results are seen once the survey is closed, when neither the web nor paper brings an answer any more: two looks
    would tell what the one between them said."""
    if survey.stage not in DONE:
        raise PlanRefused(_("Results are shown once the survey is closed."))


@transaction.atomic
def choose_quote(survey: Survey, question: Question, *, text: str, by: Any, at: datetime) -> Survey:
    """A text that the public may read, as it was redacted. It is kept apart from the answer it was taken from."""
    survey = _closed(survey)
    quote = {"question": question.id, "text": text.strip()}
    if not quote["text"]:
        raise PlanRefused(_("Write the text."))
    if quote in survey.quotes:
        return survey
    if len(survey.quotes) >= MOST_QUOTES:
        raise PlanRefused(_("At most %(count)s texts are chosen for the public.") % {"count": MOST_QUOTES})
    survey.quotes = [*survey.quotes, quote]
    return _keep(survey, "quote_chosen", by, at)


@transaction.atomic
def remove_quote(survey: Survey, place: int, *, by: Any, at: datetime) -> Survey:
    """The public does not read it after all."""
    survey = _closed(survey)
    if not 0 <= place < len(survey.quotes):
        raise PlanRefused(_("Somebody else has removed this text meanwhile."))
    survey.quotes = [quote for number, quote in enumerate(survey.quotes) if number != place]
    return _keep(survey, "quote_removed", by, at)


@transaction.atomic
def make_need(survey: Survey, *, by: Any, at: datetime, **facts: Any) -> Need:
    """A need that was read in the results; the register leads back to the survey. `facts`: as of a need."""
    survey = held(survey)
    stand_results(survey)
    return add_need(survey.plan, by=by, at=at, **facts | {"source": Source.SURVEY, "survey": survey.pk})


def needs_of(survey: Survey) -> QuerySet[Need]:
    """The needs that were read in the results of a survey."""
    return Need.objects.filter(survey=survey.pk).order_by("number")


@transaction.atomic
def put_into_chapter(survey: Survey, result: Result, *, kind: str = ChapterKind.NEEDS, by: Any, at: datetime) -> Figure:
    """The numbers of a question as a table of a chapter, with the survey as its source and its last day."""
    stand_results(survey)
    if not result.cells:
        raise PlanRefused(_("There are no numbers to put into the chapter."))
    answered = _("%(title)s, %(count)s answers") % {"title": survey.title, "count": result.answered}
    return chapters.add_figure(
        survey.plan, kind=kind, title=result.question.text[:200], source=answered[:300], as_of=survey.closes_on,
        drawing=Figure.Drawing.BARS, table=table_of(result), by=by, at=at,
    )  # fmt: skip


def table_of(result: Result) -> Table:
    """What is not shown is a dash: not known to whoever reads the chapter."""
    heads = [_("Answer"), _("How many"), _("Share")]
    rows = [
        [
            cell.words[:200],
            "–" if cell.count is None else str(cell.count),
            "–" if cell.share is None else f"{cell.share} %",
        ]
        for cell in result.cells
    ]
    return Table(heads, rows)


def _closed(survey: Survey) -> Survey:
    survey = held(survey)
    if survey.stage != Stage.CLOSED:
        raise PlanRefused(
            _("Texts for the public are chosen after the survey is closed and before its results are published.")
        )
    return survey


def _keep(survey: Survey, act: str, by: Any, at: datetime) -> Survey:
    save(survey, at)
    remember(survey.plan, survey, act, by=by, at=at)
    record(f"planning.survey_{act}", subject=survey, by=by, at=at, plan=str(survey.plan_id), quotes=len(survey.quotes))
    return survey
