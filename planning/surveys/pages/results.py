"""What came of a survey: for those who lead it, and for everybody once it is published. No small group is shown."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from kernel import exports
from kernel.access import PUBLIC, Permitted
from kernel.clock import now
from kernel.errors import DomainError
from planning.structure.pages.papers import printed
from planning.surveys import commands, using
from planning.surveys.counting import Result
from planning.surveys.forms import PublishForm
from planning.surveys.models import Stage, Survey
from planning.surveys.pages.base import OfSurvey, Pressed
from planning.surveys.picturing import Picture, picture, read_picture
from planning.surveys.questions import Kind, Question
from planning.surveys.telling import (
    across_table,
    chart_of,
    hidden_note,
    results_paper,
    returned_rows,
    said_of,
    sheet_heads,
    sheet_rows,
)
from planning.surveys.using import needs_of


class OfResults(OfSurvey):
    """A page of the results, for those who work with them; nothing is seen while answers come in."""

    permission = "planning.see_survey_results"

    def across_by(self) -> str:
        return self.request.GET.get("by", "")[:20]

    def counted(self) -> Picture:
        if self.survey.stage not in using.DONE:
            raise Http404(_("Results are shown once the survey is closed."))
        return picture(self.survey, across_by=self.across_by(), exact=True)


class ResultsPage(OfResults):
    """Every question with its picture and its table; whatever may be done with it beside."""

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        row = self.survey
        if row.stage not in using.DONE:
            return self.show("results_later")
        found = self.counted()
        return self.show(
            "results",
            picture=found,
            shown=shown(found),
            returned=returned_rows(found.returned),
            groups=[question for question in row.asked if question.kind == Kind.SINGLE],
            by=found.by.id if found.by else "",
            suffix=f"?by={found.by.id}" if found.by else "",
            note=hidden_note(),
            needs=needs_of(row),
            quotes=list(enumerate(found.quotes)),
            publish=PublishForm(questions=row.asked, kept=row.published_across),
        )


class ResultsFile(OfResults):
    """The same as a workbook."""

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponseBase:
        return exports.answer("xlsx", sheet_heads(), sheet_rows(self.counted()), title=self.survey.title[:60])


class ResultsPaper(OfResults):
    """The same on paper."""

    def get(self, request: Any, survey: UUID, ending: str) -> HttpResponse:
        found = self.counted()
        return printed(request, ending, lambda: results_paper(found, request.tenant, now()), [self.survey.plan])


class PublishResultsPage(OfSurvey):
    """Show everybody what came of it."""

    permission = "planning.publish_survey"

    def post(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        form = PublishForm(request.POST, questions=self.survey.asked)
        if not form.is_valid():
            messages.error(request, " ".join(str(words) for told in form.errors.values() for words in told))
            return self.back("survey_results")
        across = form.cleaned_data["across"]
        try:
            commands.publish_results(self.survey, across=across, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The results are published."))
        return self.back()


class WithdrawResultsPage(Pressed):
    """The public sees the results no longer."""

    permission = "planning.publish_survey"
    said = gettext_lazy("The results are withdrawn.")

    def act(self) -> None:
        commands.withdraw_results(self.survey, by=self.request.user, at=now())


# --- the public -------------------------------------------------------------------------------------------------------
class PublicResults(Permitted, View):
    """What was published of a survey."""

    permission = PUBLIC

    def found(self, survey: UUID) -> tuple[Survey, Picture]:
        row = get_object_or_404(Survey, pk=survey, stage=Stage.PUBLISHED)
        return row, read_picture(row.results or {})


class PublicResultsPage(PublicResults):
    """Pictures and tables for everybody."""

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        row, told = self.found(survey)
        context = {
            "survey": row,
            "picture": told,
            "shown": shown(told),
            "returned": returned_rows(told.returned),
            "note": hidden_note(),
            "breadcrumbs": [(_("Home"), "/"), (_("Surveys"), reverse("planning:public_surveys"))],
        }
        return render(request, "planning/surveys/public_results.html", context)


class PublicResultsFile(PublicResults):
    """The same as a workbook."""

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponseBase:
        row, told = self.found(survey)
        return exports.answer("xlsx", sheet_heads(), sheet_rows(told), title=row.title[:60])


class PublicResultsPaper(PublicResults):
    """The same on paper."""

    def get(self, request: Any, survey: UUID) -> HttpResponse:
        row, told = self.found(survey)
        at = row.published_at or now()
        return printed(request, "pdf", lambda: results_paper(told, request.tenant, at), [row.plan])


# --- drawing ----------------------------------------------------------------------------------------------------------
def shown(found: Picture) -> list[dict[str, Any]]:
    """Each question as the pages show it."""
    return [_shown(number, result, found) for number, result in enumerate(found.results, 1)]


def _shown(number: int, result: Result, found: Picture) -> dict[str, Any]:
    table, chart = found.across_of(result.question), chart_of(result)
    heads, rows = across_table(table) if table else ([], [])
    return {
        "number": number,
        "question": result.question,
        "told": said_of(result),
        "result": result,
        "drawing": chart.drawn(f"chart-{result.question.id}", result.question.text) if chart else "",
        "heads": heads,
        "across": [(words, list(zip(heads, counts, strict=True))) for words, counts in rows],
        "quotes": found.quotes_of(result.question),
        "has_texts": _has_texts(result.question),
    }


def _has_texts(question: Question) -> bool:
    return question.kind == Kind.TEXT or question.other


def result_of(found: Picture, key: str) -> Result:
    result = next((each for each in found.results if each.question.id == key), None)
    if result is None:
        raise Http404(_("There is no such question."))
    return result
