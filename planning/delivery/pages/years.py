"""Pages of a year: all years of a plan, one year, its steps."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.delivery import commands, queries
from planning.delivery import rounds as of_rounds
from planning.delivery.forms import BeginYearForm, OwnersForm
from planning.delivery.guards import missing_for
from planning.delivery.items import years_of
from planning.delivery.pages.base import FormOfYear, OfYear, OfYears, line_of
from planning.delivery.states import AGREED, YearState, after, before
from planning.structure.models import Plan
from planning.structure.step_forms import GoBackForm, GoOnForm
from tenants.queries import site_of


class YearsPage(OfYears):
    """All years of the plan, and the way to begin another one."""

    def get(self, request: HttpRequest, plan: Any) -> HttpResponse:
        return show_years(self, None)


class BeginYearPage(OfYears):
    """Begin the action plan of a year."""

    permission = "planning.write_plan"

    def post(self, request: HttpRequest, plan: Any) -> HttpResponse:
        found = self.plan
        form = begin_form(found, request.POST)
        if not form.is_valid():
            return show_years(self, form)
        currency = site_of(request).currency
        try:
            begun = commands.begin_year(found, **form.cleaned_data, currency=currency, by=request.user, at=now())
        except DomainError as refusal:
            add_to_form(form, refusal)
            return show_years(self, form)
        return redirect("planning:year", plan, begun.pk)


def begin_form(plan: Plan, given: Any = None) -> BeginYearForm:
    taken = set(plan.action_plans.values_list("year", flat=True))
    free = [year for year in years_of(plan) if year not in taken]
    nearest = min(free, key=lambda year: abs(year - today().year), default=None)
    return BeginYearForm(given, years=years_of(plan) if given else free, initial={"year": nearest})


def show_years(page: OfYears, form: BeginYearForm | None) -> HttpResponse:
    plan = page.plan
    standing = Count("items", filter=Q(items__removed_at__isnull=True))
    years = list(plan.action_plans.annotate(count=standing).order_by("-year"))
    form = form or begin_form(plan)
    pairs = [(one, other) for one, other in zip(years[1:], years, strict=False)]
    return page.show("years", plan, years=years, form=form, pairs=pairs, can_begin=len(years) < len(years_of(plan)))


class YearPage(OfYear):
    """Where the year stands, its items, and what to do next."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return show_year(self)


class GoOnPage(OfYear):
    """Enter the next state."""

    permission = "planning.lead_year"

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        form = GoOnForm(request.POST)
        if not form.is_valid():
            return show_year(self, form)
        year = self.year
        try:
            step = commands.go_on(year, **form.cleaned_data, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("The action plan is now: %(state)s.")
            messages.success(request, words % {"state": YearState(step.state).label})
        return redirect("planning:year", year.plan_id, year.pk)


class GoBackPage(FormOfYear):
    """Return to an earlier state, with a reason."""

    permission = "planning.lead_year"

    def answer(self, given: Any) -> HttpResponse:
        year = self.year
        states = before(year.state)
        if not states:
            messages.info(self.request, _("From here the year does not go back."))
            return redirect("planning:year", year.plan_id, year.pk)
        seen = year.steps.order_by("-number")[0].number
        form = GoBackForm(given, steps=states, initial={"seen": seen, "to": states[0]})
        if given is not None and form.is_valid():
            said = form.cleaned_data | {"to": YearState(form.cleaned_data["to"])}
            try:
                commands.go_back(year, **said, by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                return redirect("planning:year", year.plan_id, year.pk)
        return self.show_year("back", year, form=form)


def show_year(page: OfYear, form: GoOnForm | None = None, owners: OwnersForm | None = None) -> HttpResponse:
    year = page.year
    steps = list(year.steps.order_by("number"))
    following = after(year.state)
    whole = queries.items_with_last_report(year)
    items = [item for item in whole if not item.removed_at]
    missing = missing_for(year, following, today(), items) if following else []
    rounds = list(year.rounds.order_by("-opened_at"))
    return page.show_year(
        "year",
        year,
        form=form or GoOnForm(initial={"seen": steps[-1].number, "on": today()}),
        owners=owners or OwnersForm(),
        line=line_of(steps),
        following=following,
        closes=following == YearState.CLOSED,
        missing=missing,
        steps=steps[::-1],
        items=items,
        removed=[item for item in whole if item.removed_at],
        sums=queries.sums_of(year),
        rounds=rounds,
        open_round=next((each for each in rounds if each.closed_at is None), None),
        shown=of_rounds.current_promise(year),
        plan_is_public=year.plan.published() is not None,
        is_agreed=year.state in AGREED,
        can_go_back=bool(before(year.state)),
        speaks_verdicts=year.state in (YearState.RUNNING, YearState.REPORTED),
        today=today(),
        status=422 if (form and form.errors) or (owners and owners.errors) else 200,
    )
