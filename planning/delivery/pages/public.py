"""What the public reads of a year: what was promised, what is done, what is late, and of what there is no data."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from kernel.access import PUBLIC, Permitted
from kernel.clock import today
from planning.delivery.public import STATES, PublicYear, counts, filtered, narrowed, public_year, years_shown
from planning.structure.pages.public import PlanPage, published_or_404

PAGE = 20


class OfPublicYear(Permitted, TemplateView):
    """A page of one year of a published plan."""

    permission = PUBLIC

    def year_or_404(self) -> tuple[Any, PublicYear]:
        plan_id: uuid.UUID = self.kwargs["plan"]
        plan = published_or_404(plan_id)
        year = public_year(plan_id, self.kwargs["number"], today())
        if year is None:
            raise Http404(_("Nothing of this year is shown yet."))
        return plan, year

    @property
    def here(self) -> str:
        return reverse("planning:public_year", args=[self.kwargs["plan"], self.kwargs["number"]])

    def crumbs(self, plan: Any) -> list[tuple[str, str]]:
        return [(_("Home"), "/"), (plan.title, reverse("planning:plan", args=[plan.id]))]


class PublicYearPage(OfPublicYear):
    """One year, narrowed by target group, place and how it goes."""

    template_name = "planning/delivery/public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, year = self.year_or_404()
        said = {name: self.request.GET.get(name, "").strip()[:400] for name in ("group", "place", "state")}
        said["state"] = said["state"] if said["state"] in STATES else ""
        these = narrowed(year.promises, group=said["group"], place=said["place"])
        page = Paginator(filtered(these, said["state"]), PAGE).get_page(self.request.GET.get("page"))
        return {
            **super().get_context_data(**kwargs),
            "plan": plan,
            "imprint": plan.imprint.lines(),
            "year": year,
            "currency": year.facts.currency,
            "promises": page.object_list,
            "page_obj": page,
            "counts": counts(these),
            "tabs": self._tabs(said, counts(these)),
            "said": said,
            "wanted": said["state"],
            "years": [each for each in years_shown(plan.id) if each != self.kwargs["number"]],
            "breadcrumbs": self.crumbs(plan),
        }

    def _tabs(self, said: dict[str, str], numbers: dict[str, int]) -> list[tuple[str, str, str, int]]:
        labels = {"": _("all"), "done": _("done"), "late": _("late"), "no_data": _("without data")}
        return [(key, label, self._with(said, key), numbers[key or "all"]) for key, label in labels.items()]

    def _with(self, said: dict[str, str], state: str) -> str:
        chosen = {name: value for name, value in (said | {"state": state}).items() if value}
        return f"{self.here}?{urlencode(chosen)}" if chosen else self.here


class PublicItemPage(OfPublicYear):
    """One promise of the year with its last published report, its indicators and their charts."""

    template_name = "planning/delivery/public_item.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, year = self.year_or_404()
        wanted = str(self.kwargs["item"])
        promise = next((each for each in year.promises if each.item.id == wanted), None)
        if promise is None:
            raise Http404(_("This is not in the action plan that is shown."))
        name = _("Action plan %(year)s") % {"year": year.facts.year}
        return {
            **super().get_context_data(**kwargs),
            "plan": plan,
            "year": year,
            "each": promise,
            "item": promise.item,
            "currency": year.facts.currency,
            "is_in_plan": any(node.id == promise.item.node for node in plan.nodes),
            "breadcrumbs": [*self.crumbs(plan), (name, self.here)],
        }


class PlanWithYearsPage(PlanPage):
    """The contents of a published plan, with the way to what is done of it year by year."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "years": years_shown(self.kwargs["plan"])}
