"""Pages of those who want to keep a provider's entries, and of those who let them in."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.errors import LinkRefused
from accounts.forms import NewAccountForm
from accounts.models import User
from accounts.views import BACKEND
from catalogue.desk import letting_in
from catalogue.desk.forms import InviteForm, RefuseForm, RequestForm
from catalogue.models import EditorOffer, EditorRequest, Editorship, Provider
from catalogue.queries import is_public
from kernel.access import PUBLIC, Permitted
from kernel.clock import day_of, now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.limits import address_of, spend

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OF_ONE_ADDRESS, TO_ONE_PROVIDER = 6, 3
TO_ONE_PROVIDER_FROM_ALL = 20  # so that a stranger who uses up a turn does not keep the provider itself away


class KeepEntries(Permitted, View):
    """Ask to keep a provider's entries: by its own e-mail, or by staff. Says nothing of addresses but their masks."""

    permission = PUBLIC
    provider: Provider

    def get(self, request: HttpRequest, provider: UUID) -> HttpResponse:
        self._find(provider)
        return self._page(request, self._form(request))

    def post(self, request: HttpRequest, provider: UUID) -> HttpResponse:
        self._find(provider)
        form = self._form(request, request.POST)
        by_address = request.POST.get("way") == "address"
        if not by_address and not form.is_valid():
            return self._page(request, form)
        if not self._has_a_turn(request, by_address=by_address):
            messages.error(request, _("That was tried too often. Please try again tomorrow, or telephone the region."))
            return self._page(request, self._form(request), status=429)
        account: Any = request.user if request.user.is_authenticated else None
        try:
            if by_address:
                letting_in.ask_by_address(self.provider, key=request.POST.get("address", ""), account=account, at=now())
                messages.success(request, _("A letter with a link is on its way to the address you chose."))
            else:
                letting_in.ask_staff(self.provider, **form.cleaned_data, account=account, at=now())
                messages.success(request, _("Thank you. Staff of the region will answer you by e-mail."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("catalogue:keep", self.provider.pk)

    def _find(self, provider: UUID) -> None:
        """Only a provider that the public sees; of one that hides nothing can be learnt here."""
        self.provider = get_object_or_404(Provider, pk=provider, retired_on__isnull=True)
        if not is_public(self.provider):
            raise Http404

    def _has_a_turn(self, request: HttpRequest, *, by_address: bool) -> bool:
        """Neither may a stranger go through all providers, nor fill the mailbox of one."""
        mine = spend(f"keep entries from {address_of(request)}", OF_ONE_ADDRESS, HOUR)
        whose = f"keep entries {by_address} of {self.provider.pk}"
        ours = mine and spend(f"{whose} from {address_of(request)}", TO_ONE_PROVIDER, DAY)
        return bool(ours and spend(whose, TO_ONE_PROVIDER_FROM_ALL, DAY))

    def _form(self, request: HttpRequest, data: Any = None) -> RequestForm:
        user: Any = request.user
        known = {"name": user.name, "email": user.email} if user.is_authenticated else {}
        return RequestForm(data, initial=known)

    def _page(self, request: HttpRequest, form: RequestForm, status: int = 200) -> HttpResponse:
        user: Any = request.user
        context = {
            "provider": self.provider,
            "addresses": letting_in.masked_addresses(self.provider),
            "form": form,
            "keeps": user.is_authenticated and letting_in.keeps(self.provider, user, today()),
        }
        return render(request, "catalogue/desk/keep.html", context, status=422 if form.errors else status)


@method_decorator(never_cache, name="dispatch")
class TakeOffer(Permitted, View):
    """GET shows what is offered, POST takes it or says no."""

    permission = PUBLIC

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            return self._page(request, letting_in.look_at_offer(secret, at=now()))
        except LinkRefused as refusal:
            return self._refused(request, refusal)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            offer = letting_in.look_at_offer(secret, at=now())
            if request.POST.get("act") == "no":
                letting_in.withdraw_offer(offer, by=None, at=now())
                return render(request, "catalogue/desk/offer_declined.html", {"offer": offer})
            return self._take(request, secret, offer)
        except LinkRefused as refusal:
            return self._refused(request, refusal)

    def _take(self, request: HttpRequest, secret: str, offer: EditorOffer) -> HttpResponse:
        user: Any = request.user
        if offer.account is not None:
            letting_in.take_offer(secret, account=offer.account, at=now())
            return render(request, "catalogue/desk/offer_agreed.html", {"offer": offer})
        if user.is_authenticated:
            letting_in.take_offer(secret, account=user, at=now())
        else:
            form = NewAccountForm(request.POST, email=offer.email)
            if self._has_account(offer) or not form.is_valid():
                return self._page(request, offer, form)
            made = letting_in.take_with_new_account(secret, **form.cleaned_data, at=now())
            login(request, made, backend=BACKEND)
        messages.success(request, _("You keep the entries of %(name)s now.") % {"name": offer.provider.name})
        return redirect("catalogue:mine")

    def _has_account(self, offer: EditorOffer) -> bool:
        return User.objects.filter(email=offer.email).exists()

    def _page(self, request: HttpRequest, offer: EditorOffer, form: NewAccountForm | None = None) -> HttpResponse:
        context = {
            "offer": offer,
            "form": form or NewAccountForm(email=offer.email),
            "has_account": self._has_account(offer),
            "sign_in": f"{reverse('account_login')}?next={request.path}",
        }
        status = 422 if form is not None and form.errors else 200
        return render(request, "catalogue/desk/offer.html", context, status=status)

    def _refused(self, request: HttpRequest, refusal: LinkRefused) -> HttpResponse:
        return render(request, "catalogue/desk/link_refused.html", {"reason": str(refusal)}, status=410)


class Editors(Permitted, View):
    """Who keeps a provider's entries, who was asked to, and the form to ask somebody."""

    permission = "catalogue.name_editors"
    provider: Provider

    def permission_object(self) -> Provider:
        self.provider = get_object_or_404(Provider, pk=self.kwargs["provider"])
        return self.provider

    def get(self, request: HttpRequest, provider: UUID) -> HttpResponse:
        return self._page(request, InviteForm())

    def post(self, request: HttpRequest, provider: UUID) -> HttpResponse:
        form = InviteForm(request.POST)
        if form.is_valid():
            try:
                offer = letting_in.offer_editorship(
                    self.provider,
                    **form.cleaned_data,
                    origin=EditorOffer.Origin.INVITED,
                    by=request.user,
                    at=now(),
                )
            except DomainError as refusal:
                add_to_form(form, refusal, "email")
            else:
                messages.success(request, _("The letter was sent to %(email)s.") % {"email": offer.email})
                return redirect("catalogue:editors", self.provider.pk)
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: InviteForm) -> HttpResponse:
        user: Any = request.user
        day, moment = today(), now()
        rows = Editorship.objects.filter(provider=self.provider, ended_at__isnull=True).select_related("account")
        editors = [row for row in rows.order_by("account__name", "pk") if row.ends_on is None or row.ends_on >= day]
        offers = EditorOffer.objects.open().filter(provider=self.provider).order_by("-made_at", "pk")
        context = {
            "provider": self.provider,
            "editors": [(row, row.account_id != user.pk) for row in editors],
            "offers": [(offer, offer.expires_at > moment) for offer in offers],
            "form": form,
        }
        return render(request, "catalogue/desk/editors.html", context, status=422 if form.errors else 200)


class EndEditor(Permitted, View):
    """Ask, then end."""

    permission = "catalogue.end_editor"
    editorship: Editorship

    def permission_object(self) -> Editorship:
        rows = Editorship.objects.filter(ended_at__isnull=True).select_related("provider", "account")
        self.editorship = get_object_or_404(rows, pk=self.kwargs["editorship"])
        return self.editorship

    def get(self, request: HttpRequest, editorship: int) -> HttpResponse:
        return render(request, "catalogue/desk/end_editor.html", {"row": self.editorship})

    def post(self, request: HttpRequest, editorship: int) -> HttpResponse:
        letting_in.end_editor(self.editorship, by=request.user, at=now())
        messages.success(request, _("%(name)s keeps these entries no more.") % {"name": self.editorship.account})
        return redirect("catalogue:editors", self.editorship.provider_id)


class WithdrawOffer(Permitted, View):
    """Take an offer back."""

    permission = "catalogue.name_editors"
    offer: EditorOffer

    def permission_object(self) -> EditorOffer:
        self.offer = get_object_or_404(EditorOffer.objects.open(), pk=self.kwargs["offer"])
        return self.offer

    def post(self, request: HttpRequest, offer: UUID) -> HttpResponse:
        letting_in.withdraw_offer(self.offer, by=request.user, at=now())
        messages.success(request, _("The offer was taken back; its link works no more."))
        return redirect("catalogue:editors", self.offer.provider_id)


class Requests(Permitted, View):
    """Who asks to be let in, the longest waiting first."""

    permission = "catalogue.answer_editor_requests"

    def get(self, request: HttpRequest) -> HttpResponse:
        day = today()
        rows = EditorRequest.objects.waiting().select_related("provider").order_by("asked_at", "pk")
        context = {"rows": [(row, (day - day_of(row.asked_at)).days) for row in rows]}
        return render(request, "catalogue/desk/requests.html", context)


class RequestPage(Permitted, View):
    """One request with what the catalogue knows of the provider; accept, or refuse with a reason."""

    permission = "catalogue.answer_editor_requests"
    asked: EditorRequest

    def permission_object(self) -> None:
        rows = EditorRequest.objects.select_related("provider", "account")
        self.asked = get_object_or_404(rows, pk=self.kwargs["asked"])

    def get(self, request: HttpRequest, asked: UUID) -> HttpResponse:
        return self._page(request, RefuseForm())

    def post(self, request: HttpRequest, asked: UUID) -> HttpResponse:
        form = RefuseForm(request.POST)
        accepts = request.POST.get("act") == "accept"
        if not accepts and not form.is_valid():
            return self._page(request, form)
        try:
            if accepts:
                is_manager = bool(request.POST.get("is_manager"))
                letting_in.accept_request(self.asked, is_manager=is_manager, by=request.user, at=now())
                messages.success(request, _("Accepted; the person was told by e-mail."))
            else:
                reason = form.cleaned_data["reason"]
                letting_in.refuse_request(self.asked, reason=reason, by=request.user, at=now())
                messages.success(request, _("Refused; the person was told by e-mail."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("catalogue:requests")

    def _page(self, request: HttpRequest, form: RefuseForm) -> HttpResponse:
        from catalogue.showing import phones

        provider = self.asked.provider
        editors = Editorship.objects.filter(provider=provider, ended_at__isnull=True, ends_on__isnull=True)
        context = {
            "asked": self.asked,
            "provider": provider,
            "phones": phones(provider.phones, provider.country),
            "editors": editors.select_related("account").order_by("pk"),
            "form": form,
        }
        return render(request, "catalogue/desk/request.html", context, status=422 if form.errors else 200)
