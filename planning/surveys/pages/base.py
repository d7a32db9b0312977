"""What the pages of one survey share: find it, show, press a button, go back."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted, allowed
from planning.structure.pages.base import Filling, Pressing
from planning.surveys.models import Survey


def crumbs(survey: Survey | None = None) -> list[tuple[str, str]]:
    """The way from the first page to a survey at work."""
    way = [(_("Home"), "/"), (_("Surveys"), reverse("planning:surveys"))]
    if survey is not None:
        way.append((survey.title, reverse("planning:survey", args=[survey.pk])))
    return way


class OfSurvey(Permitted, View):
    """A page of one survey, for those who work with it."""

    permission = "planning.build_survey"
    leads_to = "survey"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.survey_id: uuid.UUID = kwargs["survey"]

    @cached_property
    def survey(self) -> Survey:
        found: Survey = get_object_or_404(Survey.objects.select_related("plan"), pk=self.survey_id)
        return found

    def show(self, template: str, **context: Any) -> HttpResponse:
        form = context.get("form")
        status = context.pop("status", 422 if form is not None and form.is_bound and form.errors else 200)
        facts = {
            "survey": self.survey,
            "may_build": allowed("planning.build_survey", self.request),
            "may_publish": allowed("planning.publish_survey", self.request),
            "may_enter": allowed("planning.enter_paper", self.request),
            "may_see": allowed("planning.see_survey_results", self.request),
            "may_read": allowed("planning.read_survey_texts", self.request),
            "breadcrumbs": crumbs(self.survey),
        }
        return render(self.request, f"planning/surveys/{template}.html", {**facts, **context}, status=status)

    def back(self, name: str = "", anchor: str = "") -> HttpResponse:
        return redirect(reverse(f"planning:{name or self.leads_to}", args=[self.survey_id]) + anchor)


class Filled(Filling, OfSurvey):
    """A form of one survey."""

    template = "form"


class Pressed(Pressing, OfSurvey):
    """A button of one survey."""
