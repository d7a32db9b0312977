"""What a plan costs: by year, by source, by who carries it out and for whom, and how complete that is."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View

from kernel.access import Permitted
from planning.structure.models import Plan
from planning.structure.pages.plans import crumbs
from planning.structure.sheet import sums
from planning.structure.sheet.sums import Amounts
from planning.structure.sources import source_name
from tenants.queries import site_of


class MoneyPage(Permitted, View):
    """The money of a plan."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(Plan, pk=plan)
        years = sums.by_year(found)
        tables = [
            (_("By year"), _("Year"), _named(years)),
            (_("By source"), _("Where the money comes from"), _named(sums.by_source(found), source_name)),
            (_("By who carries it out"), _("Who carries it out"), _named(sums.by_implementer(found))),
            (_("By whom it is for"), _("For whom"), _named(sums.by_target_group(found))),
        ]
        context = {
            "plan": found,
            "tables": tables,
            "whole": sums.whole(years),
            "complete": sums.completeness(found),
            "currency": site_of(request).currency,
            "breadcrumbs": crumbs(found),
        }
        return render(request, "planning/work/money.html", context)


def _named(rows: list[Amounts], name: object = None) -> list[tuple[str, Amounts]]:
    said = name if callable(name) else str
    return [(said(row.heading) if row.heading else _("not said"), row) for row in rows]
