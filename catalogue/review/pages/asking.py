"""Pages of those who ask: choose the facts, write the new ones, see what became of it; and proposals."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from catalogue.models import ChangeRequest, Editorship, Provider, Service
from catalogue.registry.reading import has_secret, shown_values
from catalogue.review import commands, queue
from catalogue.review.ask_forms import (
    AskForm,
    ChooseFields,
    ProposeActivityForm,
    ProposeProviderForm,
    ProposeServiceForm,
)
from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from tenants.predicates import is_coordinator, is_data_steward
from tenants.queries import codes_of_region
from tenants.queries import region as the_region


def language() -> str:
    return (get_language() or "sk")[:2]


class OnChosenFacts(Permitted, View):
    """Choose facts of one service, then write how they should be. Two steps, without scripts."""

    choosing: type[ChooseFields] = ChooseFields
    service: Service

    def permission_object(self) -> Service:
        self.service = get_object_or_404(Service.objects.with_provider(), pk=self.kwargs["service"])
        return self.service

    def get(self, request: HttpRequest, service: UUID) -> HttpResponse:
        if "field" not in request.GET and "next" not in request.GET:
            return self.ask_which(request, self.choosing(is_secret=self.is_secret()), 200)
        choice = self.choosing(request.GET, is_secret=self.is_secret())
        if not choice.is_valid():
            return self.ask_which(request, choice, 422)
        return self.ask_how(request, self.form(choice.cleaned_data["field"]), 200)

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        choice = self.choosing(request.POST, is_secret=self.is_secret())
        if not choice.is_valid():
            return self.ask_which(request, choice, 422)
        form = self.form(choice.cleaned_data["field"], request.POST, request.FILES)
        if form.is_valid():
            try:
                return self.act(request, form)
            except DomainError as refusal:
                add_to_form(form, refusal, "proof" if refusal.code in {"wrong_file", "large_file"} else None)
        return self.ask_how(request, form, 422)

    def is_secret(self) -> bool:
        places = shown_values([self.service.pk], ["places"])[self.service.pk]["places"]
        return self.service.hides_address or has_secret(places)

    def towns(self, chosen: list[str]) -> Any:
        """Where a new place may be; nowhere, if none was asked for."""
        home = the_region()
        return codes_of_region(home) if home and "places" in chosen else frozenset()

    def form(self, chosen: list[str], data: Any = None, files: Any = None) -> Any:
        raise NotImplementedError

    def act(self, request: HttpRequest, form: Any) -> HttpResponse:
        raise NotImplementedError

    def ask_which(self, request: HttpRequest, form: Any, status: int) -> HttpResponse:
        raise NotImplementedError

    def ask_how(self, request: HttpRequest, form: Any, status: int) -> HttpResponse:
        raise NotImplementedError


class AskChange(OnChosenFacts):
    """Ask the region to change facts that the provider does not own."""

    permission = "catalogue.ask_change"

    def form(self, chosen: list[str], data: Any = None, files: Any = None) -> AskForm:
        return AskForm(data, files, service=self.service, chosen=chosen, towns=self.towns(chosen))

    def act(self, request: HttpRequest, form: AskForm) -> HttpResponse:
        said = form.cleaned_data
        commands.ask_change(
            self.service,
            facts=form.facts(),
            reason=said["reason"],
            proof=said["proof"],
            language=language(),
            by=request.user,
            at=now(),
        )
        messages.success(request, _("Your request waits for the region. You get the answer by e-mail."))
        return redirect("catalogue:my_requests")

    def ask_which(self, request: HttpRequest, form: ChooseFields, status: int) -> HttpResponse:
        context = {"form": form, "service": self.service, "is_secret": self.is_secret()}
        return render(request, "catalogue/review/choose.html", context, status=status)

    def ask_how(self, request: HttpRequest, form: AskForm, status: int) -> HttpResponse:
        context = {"form": form, "service": self.service}
        return render(request, "catalogue/review/ask.html", context, status=status)


class MyRequests(Permitted, View):
    """What I have asked for and what became of it; and where the register says otherwise than my providers."""

    permission = "catalogue.propose"

    def get(self, request: HttpRequest) -> HttpResponse:
        account: Any = request.user
        kept = Editorship.objects.of(account, today()).values_list("provider_id", flat=True)
        open_cases = queue.cases_of_providers(kept)[:200]
        context = {"requests": queue.own_requests(account), "cases": queue.as_shown(open_cases, today())}
        return render(request, "catalogue/review/mine.html", context)


class Withdraw(Permitted, View):
    """Take back what nobody has decided on."""

    permission = "catalogue.withdraw_request"
    asked: ChangeRequest

    def permission_object(self) -> ChangeRequest:
        self.asked = get_object_or_404(ChangeRequest, pk=self.kwargs["change"])
        return self.asked

    def post(self, request: HttpRequest, change: UUID) -> HttpResponse:
        try:
            commands.withdraw_request(self.asked, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your request was taken back."))
        return redirect("catalogue:my_requests")


class Proposing(Permitted, View):
    """What the three proposals share."""

    permission = "catalogue.propose"

    def form(self, data: Any = None, files: Any = None) -> Any:
        raise NotImplementedError

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                self.act(form)
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Your proposal waits for the region. You get the answer by e-mail."))
                return redirect("catalogue:my_requests")
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: Any) -> HttpResponse:
        context = {"form": form, "page_title": self.heading(), "page_hint": self.explained()}
        return render(request, "catalogue/review/propose.html", context, status=422 if form.errors else 200)

    def heading(self) -> str:
        raise NotImplementedError

    def explained(self) -> str:
        return _("The region looks at it before anybody else sees it.")

    # --- what forms offer
    def country(self) -> Any:
        home = the_region()
        return "CZ" if home and home.country == "CZ" else "SK"

    def towns(self) -> frozenset[str]:
        home = the_region()
        return codes_of_region(home) if home else frozenset()

    def providers(self) -> Any:
        """An editor proposes for the own providers, those who plan and staff for any."""
        user: Any = self.request.user
        rows = Provider.objects.filter(retired_on__isnull=True).order_by("name", "pk")
        if is_data_steward(user) or is_coordinator(user):
            return rows
        return rows.filter(pk__in=Editorship.objects.of(user, today()).values("provider_id"))

    def said(self, form: Any) -> dict[str, Any]:
        return {
            "reason": form.cleaned_data["reason"],
            "language": language(),
            "by": self.request.user,
            "at": now(),
        }


class ProposeService(Proposing):
    def heading(self) -> str:
        return _("Propose a new service")

    def form(self, data: Any = None, files: Any = None) -> ProposeServiceForm:
        options = {"country": self.country(), "providers": self.providers(), "towns": self.towns()}
        return ProposeServiceForm(data, files, **options)

    def act(self, form: ProposeServiceForm) -> None:
        proof = form.cleaned_data["proof"]
        provider = form.cleaned_data["provider"]
        commands.propose_service(provider, facts=form.facts(), proof=proof, **self.said(form))


class ProposeProvider(Proposing):
    def heading(self) -> str:
        return _("Propose a new provider")

    def form(self, data: Any = None, files: Any = None) -> ProposeProviderForm:
        return ProposeProviderForm(data, files, country=self.country())

    def act(self, form: ProposeProviderForm) -> None:
        commands.propose_provider(facts=form.facts(), proof=form.cleaned_data["proof"], **self.said(form))


class ProposeActivity(Proposing):
    def heading(self) -> str:
        return _("Propose a related activity")

    def explained(self) -> str:
        return _(
            "Help that is no registered social service: a club, a self-help group, a food bank. "
            "The region looks at it before anybody else sees it."
        )

    def form(self, data: Any = None, files: Any = None) -> ProposeActivityForm:
        return ProposeActivityForm(
            data, country=self.country(), municipality_codes=self.towns(), providers=self.providers()
        )

    def act(self, form: ProposeActivityForm) -> None:
        commands.propose_activity(form.cleaned_data["provider"], facts=form.proposed(), **self.said(form))
