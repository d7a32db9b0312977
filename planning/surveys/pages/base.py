"""What the pages of one survey share: find it, show, press a button, go back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted, allowed
from kernel.errors import DomainError
from kernel.http import add_to_form
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

    def back(self, name: str = "survey", anchor: str = "") -> HttpResponse:
        return redirect(reverse(f"planning:{name}", args=[self.survey_id]) + anchor)


class Filled(OfSurvey):
    """A page with one form and one act; the form comes again while something in it is wrong."""

    title: Any = ""
    intro: Any = ""
    button: Any = ""
    said: Any = ""
    template = "form"

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self.page(self.form(None))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            answer = self.act(form)
        except DomainError as refusal:
            add_to_form(form, refusal)
            return self.page(form)
        if self.said:
            messages.success(request, self.said)
        return answer or self.done()

    def form(self, given: Any) -> Any:
        raise NotImplementedError

    def act(self, form: Any) -> HttpResponse | None:
        """The one act; where it makes an answer of its own, that is given."""
        raise NotImplementedError

    def done(self) -> HttpResponse:
        return self.back()

    def more(self) -> dict[str, Any]:
        return {}

    def page(self, form: Any, **context: Any) -> HttpResponse:
        words = {"form": form, "title": self.title, "intro": self.intro, "button": self.button or _("Save")}
        return self.show(self.template, **words | self.more() | context)


class Pressed(OfSurvey):
    """A button: one act, then back."""

    said: Any = ""
    leads_to = "survey"
    anchor = ""

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        try:
            self.act()
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            if self.said:
                messages.success(request, self.said)
        return self.back(self.leads_to, self.anchor)

    def act(self) -> None:
        raise NotImplementedError
