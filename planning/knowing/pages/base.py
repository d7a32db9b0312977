"""What the pages of a plan's knowledge have in common."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted, allowed
from kernel.text import fold
from planning.structure.models import Plan
from planning.structure.pages.plans import crumbs


class OfPlan(Permitted, View):
    """A page of one plan; whoever may read the draft may read it."""

    permission = "planning.read_draft"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.plan_id: uuid.UUID = kwargs["plan"]

    @cached_property
    def plan(self) -> Plan:
        found: Plan = get_object_or_404(Plan, pk=self.plan_id)
        return found

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs(self.plan)

    def show(self, template: str, *, status: int = 0, **context: Any) -> HttpResponse:
        form = context.get("form")
        wrong = 422 if form is not None and form.is_bound and form.errors else 200
        facts = {
            "plan": self.plan,
            "may_write": allowed("planning.write_plan", self.request),
            "breadcrumbs": self.crumbs(),
        }
        return render(self.request, f"planning/knowing/{template}.html", {**facts, **context}, status=status or wrong)


class FormOfPlan(OfPlan):
    """A page that shows a form, and the same form again while something in it is wrong."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self.answer(None)

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self.answer(request.POST)

    def answer(self, given: Any) -> HttpResponse:
        raise NotImplementedError


def crumb(words: str, name: str, plan: Plan, *args: Any) -> tuple[str, str]:
    return (words, reverse(f"planning:{name}", args=[plan.pk, *args]))


def needs_crumb(plan: Plan) -> tuple[str, str]:
    return crumb(_("Needs"), "needs", plan)


def holds(words: str, *texts: str) -> bool:
    """Whether every word stands in one of the texts, diacritics and case aside."""
    told = fold(" ".join(texts))
    return all(word in told for word in fold(words).split())
