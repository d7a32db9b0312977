"""Pages of the yearly questionnaire for those who fill it in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.errors import LinkRefused
from catalogue.models import Editorship, Service, YearlyNumbers
from catalogue.network import asking, collecting
from catalogue.network.numbers_forms import LinkForm, NumbersForm, ReturnForm
from catalogue.network.numbers_showing import course_of, lines_of
from kernel.access import PUBLIC, Permitted, allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form


class OneQuestionnaire(Permitted, View):
    """Something is done to one questionnaire; the rule is asked about it."""

    permission = "catalogue.fill_numbers"
    numbers: YearlyNumbers

    def permission_object(self) -> YearlyNumbers:
        self.numbers = get_object_or_404(YearlyNumbers.objects.with_service(), pk=self.kwargs["numbers"])
        return self.numbers

    def answer(self, request: HttpRequest, *, form: Any = None, judging: Any = None, link: Any = None) -> HttpResponse:
        """The questionnaire: to be filled in while it is open, to be read afterwards; staff judges on the same page."""
        numbers, sent = self.numbers, form or judging or link
        judges = allowed("catalogue.collect_numbers", request)
        addresses = [*numbers.service.emails, *numbers.service.provider.emails]
        before = collecting.last_year_of(numbers)
        context = {
            "numbers": numbers,
            "before": before,
            "form": form or (NumbersForm(numbers=numbers, before=before) if numbers.is_open else None),
            "lines": lines_of(numbers),
            "judges": judges,
            "judging": judging or ReturnForm(),
            "link": (link or LinkForm(initial={"email": addresses[0] if addresses else ""})) if judges else None,
            "sent": sent,
            "breadcrumbs": [(_("Numbers by year"), reverse("numbers:year" if judges else "numbers:mine"))],
        }
        return render(request, "catalogue/network/questionnaire.html", context, status=422 if sent else 200)


class FillPage(OneQuestionnaire):
    """Fill the questionnaire in: save it, or hand it in."""

    def get(self, request: HttpRequest, numbers: UUID) -> HttpResponse:
        return self.answer(request)

    def post(self, request: HttpRequest, numbers: UUID) -> HttpResponse:
        form = NumbersForm(request.POST, numbers=self.numbers, before=collecting.last_year_of(self.numbers))
        if form.is_valid():
            try:
                words = _keep(self.numbers, form, request)
            except DomainError as refusal:
                add_to_form(form, refusal, "are_as_last_year" if refusal.code == "same_numbers" else None)
            else:
                messages.success(request, words)
                return redirect("numbers:fill", self.numbers.pk)
        return self.answer(request, form=form)


def _keep(numbers: YearlyNumbers, form: NumbersForm, request: HttpRequest) -> str:
    """Save, or hand in, by the button that was pressed."""
    facts: dict[str, Any] = {"figures": form.figures, "costs": form.costs, "by": request.user, "at": now()}
    if request.POST.get("act") != "submit":
        collecting.save_numbers(numbers, **facts)
        return _("Saved. Hand the numbers in when they are complete.")
    same = bool(form.cleaned_data.get("are_as_last_year"))
    collecting.submit_numbers(numbers, **facts, are_as_last_year=same)
    return _("Thank you. The numbers are handed in.")


class LinkPage(Permitted, View):
    """The same questionnaire for whoever came by the link of the letter; no account is needed."""

    permission = PUBLIC

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            numbers = asking.by_link(secret, at=now())
        except LinkRefused as refusal:
            return self._refused(request, refusal)
        return self._page(request, numbers, None)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            numbers = asking.by_link(secret, at=now())
            form = NumbersForm(request.POST, numbers=numbers, before=collecting.last_year_of(numbers))
            if form.is_valid():
                return self._kept(request, secret, numbers, form)
        except LinkRefused as refusal:
            return self._refused(request, refusal)
        return self._page(request, numbers, form)

    def _kept(self, request: HttpRequest, secret: str, numbers: YearlyNumbers, form: NumbersForm) -> HttpResponse:
        facts: dict[str, Any] = {"figures": form.figures, "costs": form.costs, "at": now()}
        try:
            if request.POST.get("act") == "submit":
                same = bool(form.cleaned_data.get("are_as_last_year"))
                asking.submit_by_link(secret, **facts, are_as_last_year=same)
                return render(request, "catalogue/network/thanks.html", {"numbers": numbers})
            collecting.save_numbers(numbers, **facts, by=None)
        except LinkRefused:
            raise
        except DomainError as refusal:
            add_to_form(form, refusal, "are_as_last_year" if refusal.code == "same_numbers" else None)
            return self._page(request, numbers, form)
        messages.success(request, _("Saved. Hand the numbers in when they are complete."))
        return redirect("numbers:by_link", secret)

    def _page(self, request: HttpRequest, numbers: YearlyNumbers, form: NumbersForm | None) -> HttpResponse:
        if not numbers.is_open:
            return render(request, "catalogue/network/thanks.html", {"numbers": numbers})
        before = collecting.last_year_of(numbers)
        shown = form or NumbersForm(numbers=numbers, before=before)
        context = {"numbers": numbers, "form": shown, "before": before, "sent": form, "judges": False, "link": None}
        return render(request, "catalogue/network/questionnaire.html", context, status=422 if form else 200)

    def _refused(self, request: HttpRequest, refusal: LinkRefused) -> HttpResponse:
        return render(request, "catalogue/network/refused.html", {"refusal": refusal}, status=410)


class MyNumbers(Permitted, View):
    """The questionnaires of the providers whose entries a person keeps, open ones first."""

    permission = "catalogue.see_own_providers"

    def get(self, request: HttpRequest) -> HttpResponse:
        providers = Editorship.objects.of(request.user, today()).values("provider_id")
        rows = YearlyNumbers.objects.filter(service__provider__in=providers).with_service()
        ordered = sorted(rows, key=lambda row: (not row.is_open, -row.year, row.service.name, row.pk))
        return render(request, "catalogue/network/mine.html", {"rows": ordered, "day": today()})


class ServicePage(Permitted, View):
    """The accepted numbers of one service over the years."""

    permission = "catalogue.see_numbers"
    service: Service

    def permission_object(self) -> Service:
        self.service = get_object_or_404(Service.objects.with_provider(), pk=self.kwargs["service"])
        return self.service

    def get(self, request: HttpRequest, service: UUID) -> HttpResponse:
        rows = list(
            YearlyNumbers.objects.accepted().filter(service=self.service).prefetch_related("costs").order_by("year")
        )
        context = {"service": self.service, "course": course_of(rows), "rows": rows}
        return render(request, "catalogue/network/service.html", context)
