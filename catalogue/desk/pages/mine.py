"""The desk itself: all services of all kept providers, those that nobody has confirmed for longest first."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from catalogue.desk import confirming, keeping
from catalogue.desk.forms import PlacesForm
from catalogue.models import Service
from kernel.access import Permitted
from kernel.clock import now, today
from tenants.predicates import is_data_steward


def address_if_any(name: str, *args: Any) -> str:
    """The address of a page that another part of the catalogue may bring, or ""."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def how_of(request: HttpRequest) -> str:
    """Whose word a confirmation is: staff speaks on behalf of a provider, an editor for the own one."""
    user: Any = request.user
    return Service.Confirmation.STAFF if is_data_steward(user) else Service.Confirmation.PROVIDER


class MyProviders(Permitted, View):
    """Where those who keep a provider's entries begin."""

    permission = "catalogue.see_own_providers"

    def get(self, request: HttpRequest) -> HttpResponse:
        return desk_page(request)


def desk_page(request: HttpRequest, wrong: PlacesForm | None = None, of: UUID | None = None) -> HttpResponse:
    """The whole desk; with a form that was wrong in its place."""
    desk = keeping.desk_of(request.user, today())
    rows = [
        {
            "card": card,
            "freshness": freshness,
            "form": wrong if wrong is not None and card.id == of else PlacesForm(service=card),
            "has_draft": card.id in desk.drafts,
            "ask_change": address_if_any("catalogue:ask_change", card.id),
        }
        for card, freshness in desk.services
    ]
    context = {"desk": desk, "rows": rows, "wrong": wrong}
    return render(request, "catalogue/desk/mine.html", context, status=422 if wrong else 200)


class ConfirmAll(Permitted, View):
    """Confirm as unchanged: those services that stood on the page and are still one's own."""

    permission = "catalogue.see_own_providers"

    def post(self, request: HttpRequest) -> HttpResponse:
        own = keeping.own_services(request.user, today(), request.POST.getlist("service"))
        count = confirming.confirm_all(own, how=Service.Confirmation.PROVIDER, by=request.user, at=now())
        words = ngettext("%(n)s service is confirmed. Thank you.", "%(n)s services are confirmed. Thank you.", count)
        messages.success(request, words % {"n": count})
        return redirect("catalogue:mine")


class OfOneService(Permitted, View):
    """Something is done to one service; the rule is asked about that service."""

    permission = "catalogue.describe_service"
    service: Service

    def permission_object(self) -> Service:
        self.service = get_object_or_404(Service.objects.with_provider(), pk=self.kwargs["service"])
        return self.service


class Confirm(OfOneService):
    """One click: everything is right."""

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        confirming.confirm_all([self.service], how=how_of(request), by=request.user, at=now())
        messages.success(request, _("%(name)s is confirmed. Thank you.") % {"name": self.service.name})
        return _back(request, self.service)


class TellPlaces(OfOneService):
    """Free places and waiting time, from the first page."""

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        form = PlacesForm(request.POST, service=self.service)
        if not form.is_valid():
            return desk_page(request, form, self.service.pk)
        if form.is_overtaken:
            messages.info(request, _("Newer free places were told meanwhile. They stay as they are."))
            return redirect("catalogue:mine")
        confirming.tell_places(self.service, **form.said(), how=how_of(request), by=request.user, at=now())
        messages.success(request, _("%(name)s: free places and waiting time are saved.") % {"name": self.service.name})
        return _back(request, self.service)


def _back(request: HttpRequest, service: Service) -> HttpResponse:
    """To the desk; staff, who keeps no provider, to the service's page."""
    is_own = keeping.own_services(request.user, today(), [service.pk])
    return redirect("catalogue:mine") if is_own else redirect("catalogue:service", service.pk)
