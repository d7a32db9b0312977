"""What the pages of a plan's knowledge have in common."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.access import allowed
from kernel.text import fold
from planning.structure.models import Plan
from planning.structure.pages.base import Answering, OfPlan
from planning.structure.pages.plans import crumbs


class OfKnowing(OfPlan):
    """A page of what is known; whoever may read the draft may read it."""

    permission = "planning.read_draft"

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


class FormOfKnowing(Answering, OfKnowing):
    """A form of what is known."""

    permission = "planning.write_plan"


def crumb(words: str, name: str, plan: Plan, *args: Any) -> tuple[str, str]:
    return (words, reverse(f"planning:{name}", args=[plan.pk, *args]))


def needs_crumb(plan: Plan) -> tuple[str, str]:
    return crumb(_("Needs"), "needs", plan)


def holds(words: str, *texts: str) -> bool:
    """Whether every word stands in one of the texts, diacritics and case aside."""
    told = fold(" ".join(texts))
    return all(word in told for word in fold(words).split())
