"""The page of the levels of a plan and their names."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kernel.clock import now
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.structure.labels import named
from planning.structure.level_forms import LevelsForm
from planning.structure.levels import change_levels, used_levels
from planning.structure.pages.base import Answering, OfPlan
from planning.structure.pages.plans import crumbs
from tenants.queries import site_of


class LevelsPage(Answering, OfPlan):
    """Leave levels out, and name them."""

    def answer(self, given: Any) -> HttpResponse:
        plan = self.plan
        form = LevelsForm(given, plan=plan, language=site_of(self.request).language)
        if given is not None and form.is_valid():
            try:
                change_levels(plan, **form.said(), by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(self.request, _("Saved."))
                return redirect("planning:work", plan.pk)
        used = used_levels(plan)
        context = {
            "plan": plan,
            "form": form,
            "used": named(plan.words, used) if used else "",
            "breadcrumbs": crumbs(plan),
        }
        return render(self.request, "planning/work/levels.html", context, status=422 if form.errors else 200)
