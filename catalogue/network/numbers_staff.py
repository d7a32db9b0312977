"""Pages of the region's staff: ask for numbers, follow who has answered, judge, and sum."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from catalogue.models import Service, ServiceKind, YearlyNumbers
from catalogue.network import asking, collecting, summing
from catalogue.network import numbers_showing as showing
from catalogue.network.numbers_forms import LinkForm, OpenForm, ReturnForm
from catalogue.network.numbers_views import OneQuestionnaire
from kernel import exports
from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form

PERMISSION = "catalogue.collect_numbers"
TAGS = {"DRAFT": "neutral", "SUBMITTED": "info", "RETURNED": "warn", "ACCEPTED": "good"}


class YearPage(Permitted, View):
    """The numbers of a year: how many have answered, sums by kind or district, and the questionnaires."""

    permission = PERMISSION

    def get(self, request: HttpRequest) -> HttpResponse:
        years = list(YearlyNumbers.objects.order_by("-year").values_list("year", flat=True).distinct())
        year = self.year(request, years)
        rows = list(summing.of_year(year, today())) if year else []
        by = "district" if request.GET.get("by") == "district" else "kind"
        currency = rows[0].currency if rows else ""
        whole = summing.altogether(rows)
        sums = (
            summing.by_district(rows, _("district not known, or a wider reach"))
            if by == "district"
            else summing.by_kind(rows)
        )
        context = {
            "year": year,
            "tabs": [(str(each), str(each), f"?year={each}") for each in years],
            "by_tabs": [
                ("kind", _("By kind"), f"?year={year}&by=kind"),
                ("district", _("By district"), f"?year={year}&by=district"),
            ],
            "by": by,
            "whole": whole,
            "sums": showing.sum_lines(sums, currency),
            "costs": showing.cost_lines(whole, currency),
            "rows": sorted(((row, TAGS[row.state]) for row in rows), key=_by_state),
            "day": today(),
            "year_words": str(year),
            "files": [
                (each.upper(), f"{reverse('numbers:file', args=[each])}?year={year}") for each in sorted(exports.TYPES)
            ],
        }
        return render(request, "catalogue/network/year.html", context)

    def year(self, request: HttpRequest, years: list[int]) -> int | None:
        """The year of the address, else the newest there is."""
        asked = request.GET.get("year", "")
        if asked.isdecimal() and int(asked) in years:
            return int(asked)
        return years[0] if years else None


def _by_state(pair: tuple[YearlyNumbers, str]) -> tuple[int, str, str]:
    order = ["SUBMITTED", "RETURNED", "DRAFT", "ACCEPTED"]
    return order.index(pair[0].state), pair[0].service.name, str(pair[0].pk)


class YearFile(Permitted, View):
    """All questionnaires of a year for a spreadsheet."""

    permission = PERMISSION

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        asked = request.GET.get("year", "")
        if ending not in exports.TYPES or (asked and not asked.isdecimal()):
            raise Http404
        rows = YearlyNumbers.objects.with_service().order_by("-year", "service__name", "pk")
        rows = rows.filter(year=int(asked)) if asked else rows
        return exports.answer(ending, showing.heads(), map(showing.row, rows), title=_("Numbers by year"))


class OpenPage(Permitted, View):
    """Choose services and ask them for the numbers of a year."""

    permission = PERMISSION

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, OpenForm(initial={"year": today().year - 1}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OpenForm(request.POST)
        chosen = self._services(request).filter(pk__in=_ids(request.POST.getlist("service")))
        if form.is_valid() and not chosen:
            form.add_error(None, _("Choose at least one service."))
        if form.is_valid():
            currency = request.region.currency  # type: ignore[attr-defined]
            try:
                made = collecting.open_questionnaires(
                    chosen, **form.cleaned_data, currency=currency, by=request.user, at=now()
                )
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Questionnaires opened: %(count)s.") % {"count": len(made)})
                return redirect(f"{reverse('numbers:year')}?year={form.cleaned_data['year']}")
        return self._page(request, form)

    def _services(self, request: HttpRequest) -> Any:
        rows = Service.objects.offered(today()).with_provider().order_by("kind__position", "name", "pk")
        kind = request.GET.get("kind", "")
        return rows.filter(kind_id=kind) if kind else rows

    def _page(self, request: HttpRequest, form: OpenForm) -> HttpResponse:
        used = Service.objects.offered(today()).values("kind_id")
        context = {
            "form": form,
            "kinds": ServiceKind.objects.filter(code__in=used).order_by("position", "code"),
            "kind": request.GET.get("kind", ""),
            "services": self._services(request),
            "chosen": set(request.POST.getlist("service")),
            "is_first": request.method == "GET",
            "breadcrumbs": [(_("Numbers by year"), reverse("numbers:year"))],
        }
        return render(request, "catalogue/network/open.html", context, status=422 if form.errors else 200)


def _ids(values: list[str]) -> list[UUID]:
    """Those that are ids; a mangled one is nobody's."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


class AcceptNumbers(OneQuestionnaire):
    """The numbers count from now on."""

    permission = PERMISSION

    def post(self, request: HttpRequest, numbers: UUID) -> HttpResponse:
        try:
            collecting.accept_numbers(self.numbers, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The numbers are accepted."))
        return redirect("numbers:fill", self.numbers.pk)


class ReturnNumbers(OneQuestionnaire):
    """Give the numbers back with words."""

    permission = PERMISSION

    def post(self, request: HttpRequest, numbers: UUID) -> HttpResponse:
        form = ReturnForm(request.POST)
        if form.is_valid():
            try:
                collecting.return_numbers(self.numbers, note=form.cleaned_data["note"], by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The numbers are returned."))
                return redirect("numbers:fill", self.numbers.pk)
        return self.answer(request, judging=form)


class SendLink(OneQuestionnaire):
    """Send the questionnaire as a link to an e-mail address."""

    permission = PERMISSION

    def post(self, request: HttpRequest, numbers: UUID) -> HttpResponse:
        form = LinkForm(request.POST)
        if form.is_valid():
            try:
                region = request.region  # type: ignore[attr-defined]
                email = form.cleaned_data["email"]
                asking.send_questionnaire(self.numbers, email=email, region=region, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The letter with the link is on its way."))
                return redirect("numbers:fill", self.numbers.pk)
        return self.answer(request, link=form)
