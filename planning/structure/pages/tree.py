"""Pages of those who write: the tree of a plan, one node, its services and its history."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from catalogue import feed as catalogue
from kernel.access import Permitted, allowed
from kernel.clock import now
from kernel.errors import DomainError
from kernel.text import uuid_or_none
from planning.structure import commands, queries
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.forms import NodeForm, differences, merged
from planning.structure.models import Level, MeasureService, Node, Plan
from planning.structure.moving import WAYS, move_node
from planning.structure.pages.plans import crumbs
from planning.structure.sheet.commands import WITH_A_SHEET
from planning.structure.sheet.parts import shown
from planning.structure.sheet.queries import sheet_of
from planning.structure.tree import Branch
from tenants.queries import site_of

MOST_FOUND = 20


class WorkPage(Permitted, View):
    """The tree of a plan with its buttons."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(Plan.objects.with_publication(), pk=plan)
        return render(request, "planning/work/tree.html", tree_context(request, found))


class MovePage(Permitted, View):
    """Move a node one step; with htmx only the tree is drawn again."""

    permission = "planning.write_plan"

    def post(self, request: HttpRequest, plan: uuid.UUID, node: uuid.UUID) -> HttpResponse:
        way = request.POST.get("direction", "")
        if way not in WAYS:
            return HttpResponseBadRequest()
        found = get_object_or_404(Node.objects.select_related("plan"), pk=node, plan_id=plan)
        try:
            move_node(found, way=way, by=request.user, at=now())
        except DomainError as refusal:
            messages.warning(request, str(refusal))
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "planning/work/_tree.html", tree_context(request, found.plan))
        return redirect(f"{reverse('planning:work', args=[plan])}#node-{node}")


class AddNodePage(Permitted, View):
    """Add a node below another one or at the first level."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        try:
            found, parent, level = self._where(request, plan)
        except PlanRefused as refusal:
            return refused(request, plan, refusal)
        return self._show(request, found, parent, level, NodeForm(level=level))

    def post(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        try:
            found, parent, level = self._where(request, plan)
        except PlanRefused as refusal:
            return refused(request, plan, refusal)
        form = NodeForm(request.POST, level=level)
        if not form.is_valid():
            return self._show(request, found, parent, level, form)
        node = commands.add_node(found, parent=parent, by=request.user, at=now(), **form.changes())
        messages.success(request, _("Added."))
        return redirect(f"{reverse('planning:work', args=[found.id])}#node-{node.id}")

    def _where(self, request: HttpRequest, plan_id: uuid.UUID) -> tuple[Plan, Node | None, str]:
        plan = get_object_or_404(Plan, pk=plan_id)
        asked = request.GET.get("parent", "")
        parent = get_object_or_404(plan.nodes, pk=uuid_or_none(asked)) if asked else None
        return plan, parent, commands.level_below(plan, parent)

    def _show(self, request: HttpRequest, plan: Plan, parent: Node | None, level: str, form: NodeForm) -> HttpResponse:
        context = {"plan": plan, "parent": parent, "level": plan.word(level), "form": form, "breadcrumbs": crumbs(plan)}
        return render(request, "planning/work/add_node.html", context)


class NodeWorkPage(Permitted, View):
    """One node: change it, see its services and its history."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, plan: uuid.UUID, node: uuid.UUID) -> HttpResponse:
        found = _node(plan, node)
        return self._show(request, found, NodeForm(instance=found, level=found.level))

    def post(self, request: HttpRequest, plan: uuid.UUID, node: uuid.UUID) -> HttpResponse:
        found = _node(plan, node)
        form = NodeForm(request.POST, instance=found, level=found.level)
        if not form.is_valid():
            return self._show(request, found, form)
        try:
            commands.change_node(
                found,
                changes=form.changes(),
                version=form.cleaned_data.get("version") or 0,
                by=request.user,
                at=now(),
                why=form.cleaned_data.get("why", ""),
            )
        except ChangedMeanwhile as refusal:
            return self._show_both(request, plan, node, refusal)
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('planning:work', args=[plan])}#node-{node}")

    def _show_both(
        self, request: HttpRequest, plan: uuid.UUID, node: uuid.UUID, refusal: ChangedMeanwhile
    ) -> HttpResponse:
        """What the reader changed stays in the form; everything else is as it stands there now."""
        found = _node(plan, node)
        sent = NodeForm(request.POST, instance=found, level=found.level)
        theirs = differences(sent, refusal.facts["now"])
        form = NodeForm(merged(sent, refusal.facts), instance=_node(plan, node), level=found.level)
        return self._show(request, _node(plan, node), form, refusal=str(refusal), theirs=theirs, status=409)

    def _show(self, request: HttpRequest, node: Node, form: NodeForm, status: int = 200, **more: Any) -> HttpResponse:
        currency = site_of(request).currency
        context = {
            "plan": node.plan,
            "node": node,
            "level": node.plan.word(node.level),
            "form": form,
            "is_measure": node.level == Level.MEASURE,
            "is_activity": node.level == Level.ACTIVITY,
            "sheet": shown(sheet_of(node), currency) if node.level in WITH_A_SHEET else [],
            "services": queries.services_of(node) if node.level == Level.MEASURE else [],
            "history": queries.history_of(node),
            "breadcrumbs": crumbs(node.plan),
            **more,
        }
        return render(request, "planning/work/node.html", context, status=status)


class RemoveNodePage(Permitted, View):
    """Ask once more, then remove a node with all below it."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, plan: uuid.UUID, node: uuid.UUID) -> HttpResponse:
        found = _node(plan, node)
        branch = next(b for b in _walk(found.plan) if b.node.pk == found.pk)
        context = {
            "plan": found.plan,
            "node": found,
            "below": len(list(branch.walk())) - 1,
            "breadcrumbs": crumbs(found.plan),
        }
        return render(request, "planning/work/remove_node.html", context)

    def post(self, request: HttpRequest, plan: uuid.UUID, node: uuid.UUID) -> HttpResponse:
        commands.remove_node(_node(plan, node), by=request.user, at=now(), why=request.POST.get("why", "")[:400])
        messages.success(request, _("Removed. The history keeps what it said."))
        return redirect("planning:work", plan)


class JoinServicePage(Permitted, View):
    """Find a service in the region's catalogue and join the measure to it."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, plan: uuid.UUID, node: uuid.UUID) -> HttpResponse:
        found = _node(plan, node)
        words = request.GET.get("q", "").strip()[:200]
        joined = {item.id for item in queries.services_of(found)}
        offers = catalogue.find_services(words, limit=MOST_FOUND) if words else []
        context = {
            "plan": found.plan,
            "node": found,
            "q": words,
            "offers": offers,
            "joined": joined,
            "breadcrumbs": crumbs(found.plan),
        }
        return render(request, "planning/work/join_service.html", context)

    def post(self, request: HttpRequest, plan: uuid.UUID, node: uuid.UUID) -> HttpResponse:
        service_id = uuid_or_none(request.POST.get("service", ""))
        if service_id is None:
            return HttpResponseBadRequest()
        try:
            commands.join_service(_node(plan, node), service_id=service_id, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The measure is joined to the service."))
        return redirect("planning:node_work", plan, node)


class PartServicePage(Permitted, View):
    """The measure no longer speaks of a service."""

    permission = "planning.write_plan"

    def post(self, request: HttpRequest, plan: uuid.UUID, node: uuid.UUID, joined: uuid.UUID) -> HttpResponse:
        row = get_object_or_404(
            MeasureService.objects.select_related("node__plan"), pk=joined, node_id=node, node__plan_id=plan
        )
        commands.part_service(row, by=request.user, at=now())
        messages.success(request, _("The service was removed from the measure."))
        return redirect("planning:node_work", plan, node)


def refused(request: HttpRequest, plan: uuid.UUID, refusal: DomainError) -> HttpResponse:
    """Back to the tree, with the sentence that says why not."""
    messages.warning(request, str(refusal))
    return redirect("planning:work", plan)


def tree_context(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """The plan and its tree as the part of the design system draws it."""
    roots = queries.branches(plan)
    may_write, gone = allowed("planning.write_plan", request), queries.with_services_gone(plan)
    return {
        "plan": plan,
        "roots": roots,
        "gone": gone,
        "nodes": [_entry(plan, roots, branch, may_write, gone) for branch in roots],
        "first_level": plan.word(plan.levels[0]),
        "may_write": may_write,
        "may_publish": allowed("planning.publish_plan", request),
        "breadcrumbs": crumbs(),
    }


def _entry(plan: Plan, row: list[Branch], branch: Branch, may_write: bool, gone: set[uuid.UUID]) -> dict[str, Any]:
    place = row.index(branch)
    return {
        "id": branch.node.id,
        "kind": plan.word(branch.node.level),
        "number": branch.number,
        "title": branch.node.title,
        "href": reverse("planning:node_work", args=[plan.id, branch.node.id]) if may_write else "",
        "state": _("speaks of a service that has ended") if branch.node.id in gone else "",
        "state_kind": "warn",
        "move_url": reverse("planning:move", args=[plan.id, branch.node.id]) if may_write else "",
        "move_target": "#tree",
        "can_up": place > 0,
        "can_down": place < len(row) - 1,
        "can_in": place > 0 and branch.depth + branch.height < len(plan.levels),
        "can_out": branch.depth > 0,
        "add_url": f"{reverse('planning:add', args=[plan.id])}?parent={branch.node.id}",
        "can_add": may_write and branch.depth + 1 < len(plan.levels),
        "add_words": _("Add to it"),
        "children": [_entry(plan, branch.children, child, may_write, gone) for child in branch.children],
    }


def _walk(plan: Plan) -> list[Branch]:
    return [branch for root in queries.branches(plan) for branch in root.walk()]


def _node(plan_id: uuid.UUID, node_id: uuid.UUID) -> Node:
    return get_object_or_404(Node.objects.select_related("plan"), pk=node_id, plan_id=plan_id)
