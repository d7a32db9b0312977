"""What was published of a plan, and what differs between two texts of it; the working version is one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kernel.clock import now
from kernel.errors import DomainError
from planning.structure.differing import differ
from planning.structure.models import Plan, Publication
from planning.structure.pages.base import OfPlan
from planning.structure.pages.plans import crumbs
from planning.structure.published import PublishedPlan, pictured
from planning.structure.publishing import picture
from planning.structure.templates import offer_plan
from planning.structure.tree import grow
from tenants.queries import site_of
from ui.typography import date_long

DRAFT = "draft"


class PublicationsPage(OfPlan):
    """Choose two texts and see what changed between them."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, plan: Any) -> HttpResponse:
        found = self.plan
        rows = list(found.publications.order_by("-number").defer("content"))
        choices = [
            (DRAFT, _("the working version, as it stands now")),
            *((str(row.number), _named(row)) for row in rows),
        ]
        codes = [code for code, _words in choices]
        other = request.GET.get("other", DRAFT)
        one = request.GET.get("one", codes[1] if len(codes) > 1 else DRAFT)
        texts = [_text(found, code) if code in codes else None for code in (one, other)]
        difference = None
        if texts[0] and texts[1] and one != other:
            difference = differ(texts[0], texts[1], site_of(request).currency)
        context = {
            "plan": found,
            "publications": rows,
            "choices": choices,
            "one": one,
            "other": other,
            "difference": difference,
            "is_compared": difference is not None,
            "breadcrumbs": crumbs(found),
        }
        return render(request, "planning/work/publications.html", context)


class OfferPage(OfPlan):
    """Let others in the region begin their plan with this one, or no longer."""

    permission = "planning.publish_plan"

    def post(self, request: HttpRequest, plan: Any) -> HttpResponse:
        try:
            offer_plan(self.plan, is_offered="offer" in request.POST, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
        return redirect("planning:publish", plan)


def _named(row: Publication) -> str:
    return _("no. %(number)s of %(day)s") % {"number": row.number, "day": date_long(row.published_at)}


def _text(plan: Plan, code: str) -> PublishedPlan | None:
    if code == DRAFT:
        return working_version(plan)
    row = plan.publications.filter(number=code).first()
    return as_published(row) if row else None


def working_version(plan: Plan) -> PublishedPlan:
    return pictured(plan.pk, picture(plan, grow(plan.nodes.all())), number=0, at=now())


def as_published(row: Publication) -> PublishedPlan:
    return pictured(row.plan_id, row.content, number=row.number, at=row.published_at)
