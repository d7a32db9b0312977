"""Pages of those who write: the list of plans, a plan's facts, its publication."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted, allowed
from kernel.clock import now
from kernel.errors import DomainError
from planning.structure import commands, publishing, queries, removing
from planning.structure.errors import ChangedMeanwhile
from planning.structure.forms import PlanForm, WithdrawForm, differences, merged
from planning.structure.models import Plan
from planning.structure.tree import walk
from tenants.models import Tenant
from tenants.queries import site_of

KINDS = {Tenant.Kind.MICROREGION.value: Plan.Kind.MICROREGIONAL, Tenant.Kind.REGIONAL.value: Plan.Kind.REGIONAL}


class PlansPage(Permitted, View):
    """All plans of the municipality, drafts too."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest) -> HttpResponse:
        plans = Plan.objects.with_publication().order_by("-starts_on", "title", "id")
        return render(
            request,
            "planning/work/plans.html",
            {"plans": plans, "may_write": allowed("planning.write_plan", request), "breadcrumbs": [(_("Home"), "/")]},
        )


class NewPlanPage(Permitted, View):
    """Begin a plan."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, PlanForm(kinds=kinds_of(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PlanForm(request.POST, kinds=kinds_of(request))
        if not form.is_valid():
            return self._show(request, form)
        plan = commands.create_plan(**form.changes(), by=request.user, at=now())
        messages.success(request, _("The plan was begun. It is a draft until you publish it."))
        return redirect("planning:work", plan.id)

    def _show(self, request: HttpRequest, form: PlanForm) -> HttpResponse:
        return render(request, "planning/work/plan_form.html", {"form": form, "breadcrumbs": crumbs()})


class PlanFactsPage(Permitted, View):
    """Change the title, the period and the summary of a plan."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(Plan, pk=plan)
        return self._show(request, found, PlanForm(instance=found))

    def post(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(Plan, pk=plan)
        form = PlanForm(request.POST, instance=found)
        if not form.is_valid():
            return self._show(request, found, form)
        version = form.cleaned_data.get("version") or 0
        try:
            commands.change_plan(found, changes=form.changes(), version=version, by=request.user, at=now())
        except ChangedMeanwhile as refusal:
            return self._show_both(request, plan, refusal)
        messages.success(request, _("Saved."))
        return redirect("planning:work", found.id)

    def _show_both(self, request: HttpRequest, plan: uuid.UUID, refusal: ChangedMeanwhile) -> HttpResponse:
        """What the reader changed stays in the form; everything else is as it stands there now."""
        sent = PlanForm(request.POST, instance=get_object_or_404(Plan, pk=plan))
        theirs = differences(sent, refusal.facts["now"])
        found = get_object_or_404(Plan, pk=plan)
        form = PlanForm(merged(sent, refusal.facts), instance=get_object_or_404(Plan, pk=plan))
        return self._show(request, found, form, status=409, refusal=str(refusal), theirs=theirs)

    def _show(self, request: HttpRequest, plan: Plan, form: PlanForm, status: int = 200, **more: Any) -> HttpResponse:
        may_remove = allowed("planning.publish_plan", self.request) and not plan.publications.exists()
        context = {"form": form, "plan": plan, "may_remove": may_remove, "breadcrumbs": crumbs(plan), **more}
        return render(request, "planning/work/plan_form.html", context, status=status)


class RemovePlanPage(Permitted, View):
    """Ask once more and remove a draft, or say what stands on it."""

    permission = "planning.publish_plan"

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        return self._show(request, get_object_or_404(Plan, pk=plan))

    def post(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(Plan, pk=plan)
        try:
            removing.remove_plan(found, by=request.user, at=now())
        except DomainError:
            return self._show(request, get_object_or_404(Plan, pk=plan), status=409)
        messages.success(request, _("The draft “%(title)s” was removed.") % {"title": found.title})
        return redirect("planning:plans")

    def _show(self, request: HttpRequest, plan: Plan, status: int = 200) -> HttpResponse:
        keeps = removing.stands_on(plan)
        context = {"plan": plan, "keeps": keeps, "goes": removing.goes_with(plan), "breadcrumbs": crumbs(plan)}
        return render(request, "planning/work/remove_plan.html", context, status=status)


class PublishPage(Permitted, View):
    """Show what will be published, and publish it."""

    permission = "planning.publish_plan"

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(Plan, pk=plan)
        return show_publication(request, found, WithdrawForm())

    def post(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(Plan, pk=plan)
        if publishing.is_public_as_it_stands(found):
            messages.info(request, _("The public reads the plan as it stands now already."))
            return redirect("planning:work", found.id)
        try:
            publishing.publish_plan(found, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("planning:publish", found.id)
        messages.success(request, _("The plan is published. The public sees it as it stands now."))
        return redirect("planning:work", found.id)


class WithdrawPage(Permitted, View):
    """Take a plan back from the public."""

    permission = "planning.publish_plan"

    def post(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(Plan, pk=plan)
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return show_publication(request, found, form)
        try:
            publishing.withdraw_plan(found, by=request.user, at=now(), why=form.cleaned_data["why"])
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The plan was taken back; the public no longer sees it."))
        return redirect("planning:work", found.id)


def kinds_of(request: HttpRequest) -> list[str]:
    """A microregion makes a joint plan, the region its own, and so does every municipality."""
    return [KINDS.get(site_of(request).kind, Plan.Kind.MUNICIPAL)]


def crumbs(plan: Plan | None = None) -> list[tuple[str, str]]:
    """The way from the first page to a plan at work."""
    way = [(_("Home"), "/"), (_("Plans"), reverse("planning:plans"))]
    if plan is not None:
        way.append((plan.title, reverse("planning:work", args=[plan.id])))
    return way


def show_publication(request: HttpRequest, plan: Plan, form: WithdrawForm) -> HttpResponse:
    """What would be published, and what is public now."""
    context = {
        "plan": plan,
        "branches": list(walk(queries.branches(plan))),
        "chapters": publishing.of_the_whole(plan).get("chapters", []),
        "current": plan.published(),
        "form": form,
        "breadcrumbs": crumbs(plan),
    }
    return render(request, "planning/work/publish.html", context)
