"""Pages of indicators: all of a round with what was told and what is missing, and one over the years."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.delivery.models import ActionPlan
from planning.delivery.pages.base import OfYear
from planning.delivery.pages.rounds import OfRound
from planning.delivery.readings import progress
from planning.delivery.readings.asking import TARGETS
from planning.delivery.readings.charting import chart_of, points_of, values_by_year
from planning.delivery.readings.forms import RecordForm
from planning.delivery.readings.lines import lines_of_round
from planning.delivery.readings.models import Reading
from planning.delivery.readings.showing import shown
from planning.delivery.readings.telling import record_reading
from planning.structure.sheet.models import Indicator

PAGE = 15


class RoundIndicatorsPage(OfRound):
    """Every indicator that is asked for, how far it is, and what is missing, late or estimated."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        opened = self.round
        rows = progress.of_round(opened)
        told = progress.completeness(rows)
        wanted = request.GET.get("show", "")
        narrowed = {
            "missing": rows.filter(reading__isnull=True),
            "estimated": rows.filter(now_is_estimated=True),
            "unmeasured": rows.filter(reading__isnull=False, now_value__isnull=True),
        }
        page = Paginator(progress.in_pages(narrowed.get(wanted, rows)), PAGE).get_page(request.GET.get("page"))
        labels = (
            ("", _("all"), told.asked),
            ("missing", _("without a value"), told.missing),
            ("estimated", _("estimated"), told.estimated),
            ("unmeasured", _("not measured"), told.unmeasured),
        )
        here = request.path
        return self.show_round(
            "indicators",
            opened,
            told=told,
            lines=lines_of_round(list(page.object_list), opened, today()),
            page_obj=page,
            wanted=wanted if wanted in narrowed else "",
            tabs=[(key, label, f"{here}?show={key}" if key else here, count) for key, label, count in labels],
        )


class OfIndicator(OfYear):
    """A page of one indicator."""

    def indicator(self) -> Indicator:
        rows = Indicator.objects.select_related("node__plan").prefetch_related(TARGETS)
        found: Indicator = get_object_or_404(rows, pk=self.kwargs["indicator"], node__plan=self.kwargs["plan"])
        return found

    def form(self, year: ActionPlan, indicator: Indicator, given: Any = None) -> RecordForm:
        return RecordForm(given, indicator=indicator, held=None, year=year.year)

    def show_indicator(self, year: ActionPlan, indicator: Indicator, form: RecordForm | None = None) -> HttpResponse:
        counting = Reading.objects.counting()
        values = values_by_year([indicator], counting)
        told = indicator.readings.filter(pk__in=counting).select_related("report__round").newest_first()
        return self.show_year(
            "indicator",
            year,
            form=form or self.form(year, indicator),
            indicator=indicator,
            chart=chart_of(points_of(indicator, values.get(indicator.pk, {})), indicator.unit),
            readings=[(reading, shown(reading)) for reading in told[:100]],
        )


class IndicatorPage(OfIndicator):
    """One indicator over the years, with everything that was told of it."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self.show_indicator(self.year, self.indicator())


class RecordPage(OfIndicator):
    """Record a value that came from elsewhere."""

    permission = "planning.write_plan"

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        year, indicator = self.year, self.indicator()
        form = self.form(year, indicator, request.POST)
        if form.is_valid():
            try:
                record_reading(indicator, form.given(), on=form.cleaned_data["on"], by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Recorded."))
                return redirect("planning:indicator", year.plan_id, year.pk, indicator.pk)
        return self.show_indicator(year, indicator, form)
