"""What is made of results and texts: tables of a chapter, needs of the register, texts for the public."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.clock import now
from kernel.errors import DomainError
from planning.knowing.forms import NeedForm
from planning.knowing.models import ChapterKind, Source
from planning.knowing.pages.needs import groups_of, towns_of
from planning.surveys import using
from planning.surveys.forms import QuoteForm
from planning.surveys.models import Stage
from planning.surveys.pages.base import Filled, OfSurvey, Pressed
from planning.surveys.pages.results import OfResults, result_of
from planning.surveys.telling import said_of
from planning.surveys.using import Text, text_at, texts_of

PAGE = 50


class FigurePage(OfResults):
    """The numbers of a question into the chapter on the needs of users."""

    permission = "planning.build_survey"

    def post(self, request: HttpRequest, survey: UUID, question: str) -> HttpResponse:
        result = result_of(self.counted(), question)
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
        result = result_of(self.counted(), self.kwargs["question"])
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
    leads_to = "survey_texts"
    permission = "planning.read_survey_texts"

    def form(self, given: Any) -> QuoteForm:
        return QuoteForm(given, initial={"text": self.text.text[:600]})

    def act(self, form: QuoteForm) -> None:
        using.choose_quote(
            self.survey, self.text.question, text=form.cleaned_data["text"], by=self.request.user, at=now()
        )

    def more(self) -> dict[str, Any]:
        return {"text": self.text}


class RemoveQuotePage(Pressed):
    """The public does not read it after all."""

    permission = "planning.read_survey_texts"
    said = gettext_lazy("The public does not read the text.")
    leads_to = "survey_results"

    def act(self) -> None:
        using.remove_quote(self.survey, self.kwargs["place"], by=self.request.user, at=now())
