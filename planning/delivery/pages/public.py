"""What the public reads of a year: what was promised, what is done, what is late, and of what there is no data."""

import uuid
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from kernel.access import PUBLIC, Permitted
from kernel.clock import today
from planning.delivery.public import filtered, public_year, years_shown
from planning.structure.pages.public import PlanPage, published_or_404


class PublicYearPage(Permitted, TemplateView):
    """One year of a published plan."""

    permission = PUBLIC
    template_name = "planning/delivery/public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan_id: uuid.UUID = self.kwargs["plan"]
        plan = published_or_404(plan_id)
        year = public_year(plan_id, self.kwargs["number"], today())
        if year is None:
            raise Http404(_("Nothing of this year is shown yet."))
        counts = year.counts
        wanted = self.request.GET.get("state", "")
        here = reverse("planning:public_year", args=[plan_id, self.kwargs["number"]])
        labels = [("", _("all"), "all"), ("done", _("done"), "done"), ("late", _("late"), "late")]
        labels.append(("no_data", _("without data"), "no_data"))
        return {
            **super().get_context_data(**kwargs),
            "plan": plan,
            "imprint": plan.imprint.lines(),
            "year": year,
            "currency": year.facts.currency,
            "promises": filtered(year, wanted),
            "counts": counts,
            "tabs": [(key, label, f"{here}?state={key}" if key else here, counts[name]) for key, label, name in labels],
            "wanted": wanted if wanted in {"done", "late", "no_data"} else "",
            "years": [each for each in years_shown(plan_id) if each != self.kwargs["number"]],
            "breadcrumbs": [(_("Home"), "/"), (plan.title, reverse("planning:plan", args=[plan_id]))],
        }


class PlanWithYearsPage(PlanPage):
    """The contents of a published plan, with the way to what is done of it year by year."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "years": years_shown(self.kwargs["plan"])}
