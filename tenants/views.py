"""Pages of this room: the region's sites, people and roles, invitations, and the public choice of a municipality."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.errors import LinkRefused
from accounts.forms import NewAccountForm
from accounts.views import BACKEND
from kernel.access import PUBLIC, Permitted, allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.jobs import enqueue
from tenants import inviting, queries
from tenants.addresses import address_of, way_in
from tenants.duties import duties_of
from tenants.forms import FoundTenantForm, InvitationForm
from tenants.giving import end_role, roles_given_by
from tenants.middleware import second_step_facts
from tenants.models import Invitation, Membership, Tenant
from tenants.predicates import lacks_second_step
from tenants.roles import MEANINGS, Role


# --- for everybody ------------------------------------------------------------------------------
class ChooseMunicipality(Permitted, View):
    """The way from the region to the site of one's municipality."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").strip()[:100]
        found = queries.municipalities_named(words, limit=20) if words else []
        home: Any = request.tenant  # type: ignore[attr-defined]
        found = [row for row in found if row.country == home.country]
        planning = queries.sites_by_municipality([row.code for row in found])
        facts = {
            "words": words,
            "found": [(row, [(site, address_of(site)) for site in planning.get(row.code, [])]) for row in found],
            "sites": [(site, address_of(site)) for site in queries.sites(language=get_language() or "sk")],
        }
        return render(request, "tenants/choose.html", facts)


@method_decorator(never_cache, name="dispatch")
class AcceptInvitation(Permitted, View):
    """GET shows what is offered, POST accepts it: for the account signed in, or with a new one."""

    permission = PUBLIC

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            offer = inviting.look_at(secret, at=now())
        except LinkRefused as refusal:
            return self._refused(request, refusal)
        return self._page(request, offer, self._form(offer))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            offer = inviting.look_at(secret, at=now())
            if request.user.is_authenticated:
                inviting.accept_invitation(secret, user=request.user, at=now())
                return self._welcome(request, offer)
            return self._with_new_account(request, secret, offer)
        except LinkRefused as refusal:
            return self._refused(request, refusal)

    def _with_new_account(self, request: HttpRequest, secret: str, offer: inviting.Offer) -> HttpResponse:
        form = self._form(offer, request.POST)
        if offer.has_account or not form.is_valid():
            return self._page(request, offer, form)
        user, _membership = inviting.accept_with_new_account(secret, **form.cleaned_data, at=now())
        login(request, user, backend=BACKEND)
        return self._welcome(request, offer)

    def _form(self, offer: inviting.Offer, data: Any = None) -> NewAccountForm:
        return NewAccountForm(data, email=offer.invitation.email)

    def _page(self, request: HttpRequest, offer: inviting.Offer, form: NewAccountForm) -> HttpResponse:
        sign_in = f"{reverse('account_login')}?next={request.path}"
        return render(request, "tenants/invitation.html", {"offer": offer, "form": form, "sign_in": sign_in})

    def _welcome(self, request: HttpRequest, offer: inviting.Offer) -> HttpResponse:
        facts = {"role": offer.role.label, "tenant": offer.invitation.tenant.name}
        messages.success(request, _("You now hold the role “%(role)s” – %(tenant)s.") % facts)
        return redirect("tenants:mine")

    def _refused(self, request: HttpRequest, refusal: LinkRefused) -> HttpResponse:
        return render(request, "tenants/invitation_refused.html", {"reason": str(refusal)}, status=410)


# --- for whoever is signed in -------------------------------------------------------------------
class MySites(Permitted, View):
    """The sites where I hold a role, and what each role may do."""

    permission = "accounts.manage_own_account"

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = queries.tenants_of(request.user)
        sites = [(site, way_in(site), [(role.label, MEANINGS[role]) for role in roles]) for site, roles in mine]
        waits = any(lacks_second_step(request.user, site.schema_key) for site, _roles in mine)
        facts = {"sites": sites, "waits_for_second_step": waits} | second_step_facts()
        return render(request, "tenants/mine.html", facts)


class MyDuties(Permitted, View):
    """What all municipalities ask of me, on one page."""

    permission = "accounts.manage_own_account"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [(duty, way_in(duty.tenant, duty.path)) for duty in duties_of(request.user.email)]  # type: ignore[union-attr]
        return render(request, "tenants/duties.html", {"rows": rows, "today": today()})


# --- for the region's staff -----------------------------------------------------------------
class Sites(Permitted, View):
    """All sites of the region, and which of them have nobody who leads them."""

    permission = "tenants.see_tenants"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = queries.all_tenants(language=get_language() or "sk", day=today())
        facts = {
            "rows": [(row, address_of(row), allowed("tenants.see_roles", request, row)) for row in rows],
            "may_found": allowed("tenants.found_tenant", request),
            "may_see_roles": allowed("tenants.see_roles", request, request.tenant),  # type: ignore[attr-defined]
        }
        return render(request, "tenants/sites.html", facts)


class FoundSite(Permitted, View):
    """Found a site: the form, then a job with its progress page."""

    permission = "tenants.found_tenant"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, FoundTenantForm(region=request.tenant))  # type: ignore[attr-defined]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FoundTenantForm(request.POST, region=request.tenant)  # type: ignore[attr-defined]
        if not form.is_valid():
            return self._page(request, form)
        job = enqueue("tenants.found_tenant", by=request.user, facts=form.facts(), account=str(request.user.pk))
        return redirect("jobs:progress", pk=job.pk)

    def _page(self, request: HttpRequest, form: FoundTenantForm) -> HttpResponse:
        return render(request, "tenants/found.html", {"form": form})


# --- people and roles: of the region, of a site seen from the region, of the own site -----------
class _OfOneTenant(Permitted, View):
    """The tenant of the address, or the one whose site this is."""

    def tenant(self) -> Tenant:
        if "key" in self.kwargs:
            return get_object_or_404(Tenant.objects.exclude(kind=Tenant.Kind.REGION), key=self.kwargs["key"])
        return self.request.tenant  # type: ignore[attr-defined]

    def permission_object(self) -> Any:
        return self.tenant()

    def address(self) -> str:
        return reverse("tenants:site", args=[self.kwargs["key"]]) if "key" in self.kwargs else reverse("tenants:roles")


class Roles(_OfOneTenant):
    """Who holds which role, who was invited, and the form to invite somebody."""

    permission = "tenants.see_roles"

    def get(self, request: HttpRequest, key: str = "") -> HttpResponse:
        tenant = self.tenant()
        return self.page(request, tenant, InvitationForm(roles=roles_given_by(request.user, tenant)))

    def page(self, request: HttpRequest, tenant: Tenant, form: InvitationForm) -> HttpResponse:
        given = roles_given_by(request.user, tenant)
        people = [(m, m.role in given and m.user_id != request.user.pk) for m in queries.people_of(tenant, today())]
        moment = now()
        waiting = [(each, each.expires_at > moment, each.role in given) for each in queries.invitations_of(tenant)]
        facts = {
            "tenant": tenant,
            "people": people,
            "invitations": waiting,
            "form": form if given else None,
            "meanings": [(role.label, MEANINGS[role]) for role in Role if role in given],
            "here": self.address(),
            "from_region": "key" in self.kwargs,
        }
        return render(request, "tenants/roles.html", facts)


class Invite(Roles):
    """Send an invitation; wrong answers are shown on the page of roles."""

    permission = "tenants.give_role"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str = "") -> HttpResponse:
        tenant = self.tenant()
        form = InvitationForm(request.POST, roles=roles_given_by(request.user, tenant))
        if form.is_valid():
            try:
                invitation = inviting.invite_person(tenant, **form.cleaned_data, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The invitation was sent to %(email)s.") % {"email": invitation.email})
                return redirect(self.address())
        return self.page(request, tenant, form)


class _OfOneRow(_OfOneTenant):
    """A role or an invitation of the tenant; of another tenant it does not exist here."""

    http_method_names = ["get", "post"]
    rows: QuerySet[Any]
    template = ""

    def permission_object(self) -> Any:
        self.row = get_object_or_404(self.rows.filter(tenant=self.tenant()), pk=self.kwargs["pk"])
        return self.row

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return render(request, self.template, {"row": self.row, "back": self.address()})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address())

    def act(self) -> str:
        raise NotImplementedError


class EndRole(_OfOneRow):
    permission = "tenants.end_role"
    rows = Membership.objects.filter(ended_at__isnull=True).select_related("tenant", "user")
    template = "tenants/end_role.html"

    def act(self) -> str:
        end_role(self.row, by=self.request.user, at=now())
        return _("The role was ended.")


class WithdrawInvitation(_OfOneRow):
    permission = "tenants.withdraw_invitation"
    rows = Invitation.objects.unanswered().select_related("tenant")
    template = "tenants/withdraw_invitation.html"

    def act(self) -> str:
        inviting.withdraw_invitation(self.row, by=self.request.user, at=now())
        return _("The invitation was taken back.")
