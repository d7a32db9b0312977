"""Pages of the questions: add, change, move by buttons, remove, take over a ready set or those of an older survey."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.clock import now
from kernel.errors import DomainError
from planning.structure.errors import PlanRefused
from planning.surveys import building
from planning.surveys.answer_forms import AnswerForm
from planning.surveys.forms import QuestionForm
from planning.surveys.models import Stage, Survey
from planning.surveys.pages.base import Filled, OfSurvey, Pressed
from planning.surveys.questions import Question
from planning.surveys.sets import ready_set
from tenants.queries import site_of


class AddQuestionPage(Filled):
    """Ask one thing more."""

    title = gettext_lazy("Add a question")
    said = gettext_lazy("The question is added.")
    template = "question"
    anchor = "#questions"

    def form(self, given: Any) -> QuestionForm:
        return QuestionForm(given, version=self.survey.version)

    def act(self, form: QuestionForm) -> HttpResponse | None:
        building.add_question(self.survey, form.asked(), by=self.request.user, at=now())
        return self.back("add_question") if "another" in self.request.POST else None

    def more(self) -> dict[str, Any]:
        return {"is_new": True}


class OfQuestion(OfSurvey):
    """A page of one question."""

    @property
    def question(self) -> Question:
        found = next((each for each in self.survey.asked if each.id == self.kwargs["question"]), None)
        if found is None:
            raise Http404(_("There is no such question."))
        return found


class QuestionPage(Filled, OfQuestion):
    """Ask it otherwise."""

    title = gettext_lazy("Question of the survey")
    said = gettext_lazy("Saved.")
    template = "question"
    anchor = "#questions"

    def form(self, given: Any) -> QuestionForm:
        return QuestionForm(given, question=self.question, version=self.survey.version)

    def act(self, form: QuestionForm) -> None:
        version = form.cleaned_data["version"] or 0
        building.change_question(self.survey, form.asked(), version=version, by=self.request.user, at=now())


class MoveQuestionPage(OfQuestion):
    """One place up or down; the focus comes back to the same button."""

    def post(self, request: HttpRequest, survey: UUID, question: str) -> HttpResponse:
        way = request.POST.get("direction", "")
        if way not in building.WAYS:
            return HttpResponseBadRequest()
        try:
            building.move_question(self.survey, self.question.id, way=way, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return self.back(anchor=f"#question-{question}")


class RemoveQuestionPage(Pressed, OfQuestion):
    """Do not ask it."""

    said = gettext_lazy("The question is removed.")
    anchor = "#questions"

    def act(self) -> None:
        building.remove_question(self.survey, self.question.id, by=self.request.user, at=now())


class TakeQuestionsPage(Pressed):
    """Questions of a ready set, or of an older survey."""

    said = gettext_lazy("The questions stand in the survey. Change what does not fit.")
    anchor = "#questions"

    def act(self) -> None:
        building.take_questions(self.survey, self._chosen(), by=self.request.user, at=now())

    def _chosen(self) -> list[Question]:
        wished = self.request.POST.get("set", "")
        if wished:
            questions = ready_set(wished, site_of(self.request).language)
            if questions is None:
                raise PlanRefused(_("There is no ready set of questions of this name."))
            return questions
        older = self.request.POST.get("older", "")
        try:
            key = UUID(older)
        except ValueError as wrong:
            raise PlanRefused(_("Choose a ready set or an older survey.")) from wrong
        found: Survey = get_object_or_404(Survey, pk=key)
        return found.asked


class PreviewPage(OfSurvey):
    """The questionnaire as people will see it, in both wordings; nothing can be sent."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        easy = request.GET.get("easy") == "1"
        address = reverse("planning:preview_survey", args=[survey])
        return self.show(
            "preview",
            questionnaire=AnswerForm(survey=self.survey, easy=easy),
            easy=easy,
            switch=address if easy else f"{address}?easy=1",
            is_draft=self.survey.stage == Stage.DRAFT,
        )
