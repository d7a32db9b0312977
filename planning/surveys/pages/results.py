"""What came of a survey: for those who lead it, and for everybody once it is published. No small group is shown."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from kernel import exports
from kernel.access import PUBLIC, Permitted
from kernel.clock import now
from kernel.errors import DomainError
from planning.knowing.forms import NeedForm
from planning.knowing.models import ChapterKind, Source
from planning.knowing.pages.needs import groups_of, towns_of
from planning.structure.pages.papers import printed
from planning.surveys import commands, using
from planning.surveys.counting import Result
from planning.surveys.forms import PublishForm, QuoteForm
from planning.surveys.models import Stage, Survey
from planning.surveys.pages.base import Filled, OfSurvey, Pressed
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
from planning.surveys.using import Text, needs_of, text_at, texts_of

PAGE = 50


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
            publish=PublishForm(questions=row.asked),
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


class FigurePage(OfResults):
    """The numbers of a question into the chapter on the needs of users."""

    permission = "planning.build_survey"

    def post(self, request: HttpRequest, survey: UUID, question: str) -> HttpResponse:
        result = _result(self.counted(), question)
        try:
            using.put_into_chapter(self.survey, result, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return self.back("survey_results", f"#{question}")
        messages.success(request, _("The table stands in the chapter on the needs of users."))
        return redirect("planning:chapter", self.survey.plan_id, ChapterKind.NEEDS.value)


class OfNeed(OfSurvey):
    """A need that was read in the results; its source and its survey are filled in."""

    permission = "planning.build_survey"

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self._show(NeedForm(initial=self._told(), towns=towns_of(request)))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        form = NeedForm(request.POST, towns=towns_of(request))
        if not form.is_valid():
            return self._show(form)
        try:
            need = using.make_need(self.survey, **form.changes(), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self._show(form)
        messages.success(request, _("%(code)s is in the register.") % {"code": need.code})
        return redirect("planning:need_line", self.survey.plan_id, need.pk)

    def _told(self) -> dict[str, Any]:
        survey = self.survey
        known = {"source": Source.SURVEY, "source_note": survey.title, "source_on": survey.closes_on}
        return known | self.words()

    def words(self) -> dict[str, str]:
        raise NotImplementedError

    def _show(self, form: NeedForm) -> HttpResponse:
        return self.show("need", form=form, groups=groups_of(self.survey.plan))


class NeedOfResultPage(OfNeed, OfResults):
    """A need from the numbers of a question."""

    permission = "planning.build_survey"

    def words(self) -> dict[str, str]:
        result = _result(self.counted(), self.kwargs["question"])
        lines = [f"{cell.words}: {cell.count} ({cell.share} %)" for cell in result.cells if cell.count is not None]
        wished = self.request.GET.get("answer", "")
        chosen = next((cell.words for cell in result.cells if cell.words == wished), "")
        return {"title": chosen[:300], "text": "\n".join([result.question.text, said_of(result), *lines])}


class TextsPage(OfSurvey):
    """Free texts, for the coordinator alone."""

    permission = "planning.read_survey_texts"

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        wished = request.GET.get("question", "")
        texts = texts_of(self.survey)
        asked = {text.question.id: text.question for text in texts}
        pile = [text for text in texts if not wished or text.question.id == wished]
        return self.show(
            "texts",
            page_obj=Paginator(pile, PAGE).get_page(request.GET.get("page")),
            asked=list(asked.values()),
            wished=wished,
            is_closed=self.survey.stage == Stage.CLOSED,
        )


class OfText(OfSurvey):
    """A page of one free text."""

    permission = "planning.read_survey_texts"

    @property
    def text(self) -> Text:
        found = text_at(self.survey, self.kwargs["text"])
        if found is None:
            raise Http404(_("This text is not here any more; the answers were mixed meanwhile."))
        return found


class NeedOfTextPage(OfNeed, OfText):
    """A need from a free text; what names somebody is left out by whoever writes it."""

    permission = "planning.read_survey_texts"

    def words(self) -> dict[str, str]:
        text = " ".join(self.text.text.split())
        return {"title": text[:300], "text": text if len(text) > 300 else ""}


class QuotePage(Filled, OfText):
    """Choose a text for the public, after everything personal was taken out."""

    title = gettext_lazy("Choose the text for the public")
    button = gettext_lazy("The public may read it")
    said = gettext_lazy("The text will be published with the results.")
    template = "quote"
    permission = "planning.read_survey_texts"

    def form(self, given: Any) -> QuoteForm:
        return QuoteForm(given, initial={"text": self.text.text[:600]})

    def act(self, form: QuoteForm) -> None:
        using.choose_quote(
            self.survey, self.text.question, text=form.cleaned_data["text"], by=self.request.user, at=now()
        )

    def done(self) -> HttpResponse:
        return self.back("survey_texts")

    def more(self) -> dict[str, Any]:
        return {"text": self.text}


class RemoveQuotePage(Pressed):
    """The public does not read it after all."""

    permission = "planning.read_survey_texts"
    said = gettext_lazy("The public does not read the text.")
    leads_to = "survey_results"

    def act(self) -> None:
        using.remove_quote(self.survey, self.kwargs["place"], by=self.request.user, at=now())


class PublishResultsPage(OfSurvey):
    """Show everybody what came of it."""

    permission = "planning.publish_survey"

    def post(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        form = PublishForm(request.POST, questions=self.survey.asked)
        across = form.cleaned_data["across"] if form.is_valid() else ""
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


def _result(found: Picture, key: str) -> Result:
    result = next((each for each in found.results if each.question.id == key), None)
    if result is None:
        raise Http404(_("There is no such question."))
    return result
