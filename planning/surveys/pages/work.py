"""Pages of those who lead surveys: the list, a survey and its life, its facts, letters and paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from kernel.access import Permitted, allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.structure.models import Revision
from planning.surveys import commands
from planning.surveys.answering import is_answerable
from planning.surveys.commands import FROZEN
from planning.surveys.forms import CopyForm, SurveyForm
from planning.surveys.inviting import public_address
from planning.surveys.models import Stage, Survey
from planning.surveys.pages.base import Filled, OfSurvey, Pressed, crumbs
from planning.surveys.picturing import returned_of
from planning.surveys.sets import SETS
from planning.surveys.telling import returned_rows
from planning.surveys.using import needs_of

PAGE = 20


class SurveysPage(Permitted, View):
    """All surveys of the municipality, the newest first."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = (
            Survey.objects.select_related("plan").annotate(count=Count("answers")).order_by("-opens_on", "title", "pk")
        )
        context = {
            "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "may_build": allowed("planning.build_survey", request),
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(request, "planning/surveys/surveys.html", context)


class NewSurveyPage(Permitted, View):
    """Begin a survey."""

    permission = "planning.build_survey"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(SurveyForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SurveyForm(request.POST)
        if form.is_valid():
            try:
                survey = commands.begin_survey(**form.facts(), by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                return redirect("planning:survey", survey.pk)
        return self._show(form)

    def _show(self, form: SurveyForm) -> HttpResponse:
        facts = {"form": form, "title": _("Begin a survey"), "button": _("Begin"), "breadcrumbs": crumbs(),
                 "back": reverse("planning:surveys")}  # fmt: skip
        return render(self.request, "planning/surveys/form.html", facts, status=422 if form.errors else 200)


class SurveyPage(OfSurvey):
    """One survey: its questions, how it is answered, sample and return, what comes next."""

    permission = "planning.read_draft"

    def get(self, request: Any, survey: UUID) -> HttpResponse:
        row = self.survey
        history = Revision.objects.filter(subject_id=row.pk).order_by("-at", "id")[:20]
        return self.show(
            "survey",
            line=_line(row),
            questions=row.asked,
            is_answerable=is_answerable(row, now()),
            is_over=row.stage == Stage.OPEN and row.closes_on < today(),
            address=public_address(row, request.tenant),
            returned=returned_rows(returned_of(row, exact=True)),
            needs=needs_of(row),
            history=history,
            sets=SETS,
            older=Survey.objects.exclude(pk=row.pk).order_by("-opens_on", "title", "pk")[:20],
            breadcrumbs=crumbs(),
        )


def _line(survey: Survey) -> list[dict[str, str]]:
    stages = list(Stage)
    here = stages.index(Stage(survey.stage))
    states = ["done"] * here + ["current"] + ["ahead"] * (len(stages) - here - 1)
    return [{"label": str(capfirst(stage.label)), "state": state} for stage, state in zip(stages, states, strict=True)]


class SurveyFactsPage(Filled):
    """Change the facts of a survey."""

    title = gettext_lazy("Facts of the survey")
    said = gettext_lazy("Saved.")

    def form(self, given: Any) -> SurveyForm:
        form = SurveyForm(given, instance=Survey.objects.get(pk=self.survey.pk))
        if self.survey.stage != Stage.DRAFT:
            form.close(FROZEN)
        return form

    def act(self, form: SurveyForm) -> None:
        version = form.cleaned_data["version"] or 0
        commands.change_survey(self.survey, **form.facts(), version=version, by=self.request.user, at=now())


class CopySurveyPage(Filled):
    """A new draft that asks the same."""

    title = gettext_lazy("Copy the survey")
    intro = gettext_lazy("The copy asks the same and can be changed. Answers and results stay with the older survey.")
    button = gettext_lazy("Make a copy")

    def form(self, given: Any) -> CopyForm:
        return CopyForm(given, initial={"plan": self.survey.plan_id})

    def act(self, form: CopyForm) -> HttpResponse:
        copy = commands.copy_survey(self.survey, **form.cleaned_data, by=self.request.user, at=now())
        return redirect("planning:survey", copy.pk)


class OpenSurveyPage(Pressed):
    """Let people answer."""

    said = gettext_lazy("The survey is open. From its first day on it can be answered.")

    def act(self) -> None:
        commands.open_survey(self.survey, by=self.request.user, at=now())


class TakeBackPage(Pressed):
    """Back to a draft."""

    said = gettext_lazy("The survey is a draft again.")

    def act(self) -> None:
        commands.take_back(self.survey, by=self.request.user, at=now())


class CloseSurveyPage(OfSurvey):
    """End the answering; asked once more, because it cannot be taken back."""

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        if self.survey.stage != Stage.OPEN:
            raise Http404
        return self.show("close", is_early=today() <= self.survey.closes_on)

    def post(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        try:
            commands.close_survey(self.survey, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The survey is closed. Now you see the results."))
        return self.back()


class RemoveSurveyPage(OfSurvey):
    """Remove a draft; asked once more."""

    def get(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        return self.show("remove")

    def post(self, request: HttpRequest, survey: UUID) -> HttpResponse:
        try:
            commands.remove_survey(self.survey, by=request.user, at=now())
        except DomainError as refusal:
            return self.show("remove", refusal=str(refusal), status=409)
        return redirect("planning:surveys")
