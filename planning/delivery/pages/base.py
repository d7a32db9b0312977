"""What the pages of a year share: finding the year, showing a form with its mistakes, the way back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kernel.access import allowed
from planning.delivery.models import ActionItem, ActionPlan, YearStep
from planning.delivery.states import OPEN_TO_CHANGE, ORDER, YearState
from planning.structure.models import Plan
from planning.structure.pages.base import Answering, OfPlan
from planning.structure.pages.plans import crumbs
from ui.typography import date_short


class OfYears(OfPlan):
    """A page of all years of one plan."""

    permission = "planning.read_draft"

    def show(self, template: str, plan: Plan, **context: Any) -> HttpResponse:
        form = context.get("form")
        status = context.pop("status", 422 if form is not None and form.errors else 200)
        facts = {
            "plan": plan,
            "may_write": allowed("planning.write_plan", self.request),
            "may_lead": allowed("planning.lead_year", self.request),
            "may_publish": allowed("planning.publish_plan", self.request),
            "breadcrumbs": years_crumbs(plan),
        }
        return render(self.request, f"planning/delivery/{template}.html", facts | context, status=status)


class OfYear(OfYears):
    """A page of one year."""

    @property
    def year(self) -> ActionPlan:
        rows = ActionPlan.objects.select_related("plan")
        found: ActionPlan = get_object_or_404(rows, pk=self.kwargs["year"], plan_id=self.kwargs["plan"])
        return found

    def item(self, year: ActionPlan) -> ActionItem:
        found: ActionItem = get_object_or_404(year.items, pk=self.kwargs["item"])
        if found.removed_at:
            raise Http404(_("This item was removed from the action plan."))
        found.action_plan = year
        return found

    def show_year(self, template: str, year: ActionPlan, **context: Any) -> HttpResponse:
        facts: dict[str, Any] = {
            "year": year,
            "state": YearState(year.state).label,
            "is_open": year.state in OPEN_TO_CHANGE,
            "is_closed": year.state == YearState.CLOSED,
            "breadcrumbs": years_crumbs(year.plan, year),
        }
        return self.show(template, year.plan, **facts | context)


class FormOfYear(Answering, OfYear):
    """A form of one year."""


def years_crumbs(plan: Plan, year: ActionPlan | None = None) -> list[tuple[str, str]]:
    """The way from the first page to the years of a plan, and to one of them."""
    way = [*crumbs(plan), (_("Action plans"), reverse("planning:years", args=[plan.pk]))]
    if year is not None:
        way.append((name_of(year), reverse("planning:year", args=[plan.pk, year.pk])))
    return way


def name_of(year: ActionPlan) -> str:
    return _("Action plan %(year)s") % {"year": year.year}


def line_of(steps: list[YearStep]) -> list[dict[str, str]]:
    """The whole year with what is done, where it stands and what is ahead."""
    here = ORDER.index(YearState(steps[-1].state))
    began = {step.state: step.on for step in steps}
    return [
        {
            "label": str(capfirst(state.label)),
            "state": "done" if place < here else "current" if place == here else "ahead",
            "note": date_short(began[state]) if place <= here and state in began else "",
        }
        for place, state in enumerate(ORDER)
    ]
