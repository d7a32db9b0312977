"""Pages of what happens to a plan in force, and what everybody reads of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.course import happenings
from planning.course.commands import standing
from planning.course.happening_forms import AmendForm, ExtendForm
from planning.course.models import Step
from planning.course.pages import FormOfCourse
from planning.delivery.pages.public import PlanWithYearsPage
from planning.structure.differing import differ
from planning.structure.models import Publication
from planning.structure.pages.public import address_of, published_or_404
from planning.structure.pages.publications import as_published, working_version
from planning.structure.published import published_plan
from tenants.queries import site_of


class ExtendPage(FormOfCourse):
    """The council extended the plan."""

    permission = "planning.publish_plan"

    def answer(self, given: Any) -> HttpResponse:
        plan, here = self.plan, standing(self.plan)
        files = self.request.FILES if given is not None else None
        start = {"seen": here.number if here else 0}
        form = ExtendForm(given, files, ends_on=plan.ends_on, initial=start)
        if given is not None and form.is_valid():
            try:
                happenings.extend_plan(plan, **form.cleaned_data, by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(self.request, _("The plan is extended; the public reads the new last day."))
                return redirect("planning:course", plan.pk)
        return self.show("planning/course/extend.html", plan, form=form)


class AmendPage(FormOfCourse):
    """The council amended the plan; what would change for the public is shown before it is said."""

    permission = "planning.publish_plan"

    def answer(self, given: Any) -> HttpResponse:
        plan, here = self.plan, standing(self.plan)
        files = self.request.FILES if given is not None else None
        form = AmendForm(given, files, initial={"seen": here.number if here else 0})
        if given is not None and form.is_valid():
            try:
                step = happenings.amend_plan(plan, **form.cleaned_data, by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                words = _("Amendment no. %(number)s is told.") % {"number": step.amendment}
                messages.success(self.request, words)
                return redirect("planning:course", plan.pk)
        public = published_plan(plan.pk)
        currency = site_of(self.request).currency
        difference = differ(public, working_version(plan), currency) if public else None
        missing = happenings.missing_for_amendment(plan, today())
        return self.show("planning/course/amend.html", plan, form=form, difference=difference, missing=missing)


class PlanInItsCoursePage(PlanWithYearsPage):
    """The contents of a published plan, with what happened to it since it came in force."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "happenings": told_in_public(self.kwargs["plan"])}


class ChangesPage(Permitted, TemplateView):
    """What an amendment or an extension changed in the text that everybody reads."""

    permission = PUBLIC
    template_name = "planning/course/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = published_or_404(self.kwargs["plan"])
        step = get_object_or_404(
            Step.objects.select_related("publication").exclude(happening=""),
            plan_id=self.kwargs["plan"],
            number=self.kwargs["number"],
        )
        older = before(step.publication)
        if older is None or step.publication is None:
            raise Http404
        currency = site_of(self.request).currency
        return {
            **super().get_context_data(**kwargs),
            "plan": plan,
            "step": step,
            "papers": step.papers.filter(withdrawn_at__isnull=True).order_by("on", "at"),
            "difference": differ(as_published(older), as_published(step.publication), currency),
            "imprint": plan.imprint.lines(),
            "breadcrumbs": [(_("Home"), "/"), (plan.title, address_of(plan))],
        }


def told_in_public(plan: uuid.UUID) -> list[tuple[Step, bool]]:
    """What happened to the plan in force, the newest first, each with whether it can be compared."""
    steps = Step.objects.filter(plan=plan).exclude(happening="").select_related("publication").order_by("-number")
    steps = steps.defer("publication__content").prefetch_related("papers")
    replaced = set(
        Publication.objects.filter(plan=plan, withdrawn_at__isnull=False).values_list("number", "withdrawn_at")
    )
    return [
        (step, bool(step.publication and (step.publication.number - 1, step.publication.published_at) in replaced))
        for step in steps
    ]


def before(publication: Publication | None) -> Publication | None:
    """The text that this one replaced. A text that was taken back in between is not shown any more."""
    if publication is None:
        return None
    rows = Publication.objects.filter(plan_id=publication.plan_id, number=publication.number - 1)
    return rows.filter(withdrawn_at=publication.published_at).first()
