"""What everybody reads: the municipality's first page and its published plans, page by page."""

import uuid
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from kernel.access import PUBLIC, Permitted
from planning.structure import published, queries
from planning.structure.labels import told_of
from planning.structure.models import Level, Plan, PrintedPlan, State
from planning.structure.published import PublishedNode, PublishedPlan
from planning.structure.sheet.commands import WITH_A_SHEET
from planning.structure.sheet.parts import Shown, shown_in_public
from tenants.queries import site_of


class HomePage(Permitted, TemplateView):
    """The municipality's first page: find help, read the plan, whom to ask."""

    permission = PUBLIC
    template_name = "planning/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = published.published_plans()
        return {**super().get_context_data(**kwargs), "plans": plans, "contact": site_of(self.request).contact}


class PlanPage(Permitted, TemplateView):
    """The contents of a published plan."""

    permission = PUBLIC
    template_name = "planning/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = published_or_404(self.kwargs["plan"])
        counts = {level: sum(node.level == level for node in plan.nodes) for level in Level.values}
        pages = queries.pages(plan)
        return {
            **super().get_context_data(**kwargs),
            "plan": plan,
            "kind": Plan.Kind(plan.kind).label,
            "counts": counts,
            "measure_word": plan.words.get(Level.MEASURE, ""),
            "printed": PrintedPlan.objects.of_plan(plan.id),
            "outline": outline(plan),
            "imprint": plan.imprint.lines(),
            "first": pages[0] if pages else None,
            "breadcrumbs": [(_("Home"), "/")],
        }


class NodePage(Permitted, TemplateView):
    """One priority, goal or measure; a measure shows its activities and the services it speaks of."""

    permission = PUBLIC
    template_name = "planning/node.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = published_or_404(self.kwargs["plan"])
        node = node_or_404(plan, self.kwargs["node"])
        pages = queries.pages(plan)
        place = pages.index(node) if node in pages else -1
        return {
            **super().get_context_data(**kwargs),
            "plan": plan,
            "node": node,
            "level": plan.level(node),
            "imprint": plan.imprint.lines(),
            "path": queries.above(plan, node),
            "below": [(item, *self._sheet(item)) for item in queries.below(plan, node)],
            "activity_word": plan.words.get(Level.ACTIVITY, ""),
            "below_have_pages": node.level != Level.MEASURE,
            "is_measure": node.level == Level.MEASURE,
            **dict(zip(("facts", "sheet"), self._sheet(node), strict=True)),
            "services": queries.services_of_published(node),
            "previous": pages[place - 1] if place > 0 else None,
            "next": pages[place + 1] if 0 <= place < len(pages) - 1 else None,
            "breadcrumbs": [(_("Home"), "/"), (plan.title, address_of(plan))],
        }

    def _sheet(self, node: PublishedNode) -> tuple[list[tuple[str, str]], list[Shown]]:
        """What is said of an item beyond its description, and the rows of its sheet."""
        return _facts(node), shown_in_public(node.sheet, site_of(self.request).currency)


def _facts(node: PublishedNode) -> list[tuple[str, str]]:
    """(label, text) of what is said of a measure beyond its description."""
    state = State(node.facts["state"]).label if node.facts.get("state") and node.level in WITH_A_SHEET else ""
    told = told_of(node.facts)
    return [(_("State"), str(state)), *told] if state else told


def address_of(plan: PublishedPlan) -> str:
    return reverse("planning:plan", args=[plan.id])


def published_or_404(plan_id: uuid.UUID) -> PublishedPlan:
    plan = published.published_plan(plan_id)
    if plan is None:
        raise Http404
    return plan


def node_or_404(plan: PublishedPlan, node_id: uuid.UUID) -> PublishedNode:
    node = next((item for item in plan.nodes if item.id == str(node_id)), None)
    if node is None:
        raise Http404
    return node


def outline(plan: PublishedPlan) -> list[dict[str, Any]]:
    """The tree down to the measures as nested values for the contents."""
    known: dict[str, dict[str, Any]] = {}
    roots: list[dict[str, Any]] = []
    for node in queries.pages(plan):
        entry = {"node": node, "level": plan.level(node), "children": []}
        known[node.id] = entry
        (known[node.parent]["children"] if node.parent else roots).append(entry)
    return roots
