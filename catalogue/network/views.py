"""Pages of the network of the region, or of the municipality on whose site we stand."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from catalogue.models import NetworkEntry, ServiceAtPlace, ServiceKind
from catalogue.network import keeping, reading
from catalogue.network.forms import ChangeForm, EndForm, EnterForm, NarrowForm
from catalogue.quality import scopes
from kernel import exports
from kernel.access import Permitted, allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.tenancy import current_key

ON_A_PAGE = 50


class NetworkPage(Permitted, View):
    """What is in the network, its sums by kind and unit, and what should not be there any more."""

    permission = "catalogue.see_network"

    def get(self, request: HttpRequest) -> HttpResponse:
        day, key = today(), current_key()
        form = self.form(request, key)
        rows = reading.entries(key, form.asked(), day)
        by_kind, by_unit = reading.sums(rows)
        page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
        query = request.GET.urlencode()
        context = {
            "form": form,
            "page_obj": page,
            "rows": [(row, row.has_outlived(day)) for row in page],
            "by_kind": by_kind,
            "by_unit": by_unit,
            "outlived": reading.entries(key, reading.Asked("outlived"), day).count(),
            "may_keep": allowed("catalogue.keep_network", request),
            "files": [
                (ending.upper(), f"{reverse('network:file', args=[ending])}?{query}")
                for ending in sorted(exports.TYPES)
            ],
        }
        return render(request, "catalogue/network/list.html", context)

    def form(self, request: HttpRequest, key: str) -> NarrowForm:
        used = NetworkEntry.objects.filter(owner_key=key)
        kinds = ServiceKind.objects.filter(code__in=used.values("service__kind_id")).order_by("position", "code")
        towns = ServiceAtPlace.objects.filter(service__in=used.values("service"), place__municipality__isnull=False)
        names = ("place__municipality__district_code", "place__municipality__district_name")
        districts = list(towns.order_by(names[1]).values_list(*names).distinct())
        return NarrowForm(request.GET, kinds=kinds, districts=districts)


class NetworkFile(NetworkPage):
    """The listed entries for a spreadsheet."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:  # type: ignore[override]
        if ending not in exports.TYPES:
            raise Http404
        rows = reading.entries(current_key(), self.form(request, current_key()).asked(), today())
        return exports.answer(ending, _heads(), _lines(rows), title=_("Network of services"))


def _heads() -> list[str]:
    return [
        _("Service"), _("Provider"), _("Kind"), _("How many"), _("Counted in"), _("From"), _("To"),
        _("Number of the resolution"), _("Date of the resolution"), _("Note"), _("The service has ended"),
    ]  # fmt: skip


def _lines(rows: Any) -> Iterator[list[Any]]:
    day = today()
    for row in rows:
        service = row.service
        yield [
            service.name, service.provider.name, service.kind.name, float(row.amount), row.get_unit_display(),
            row.starts_on, row.ends_on, row.resolution, row.resolution_on, row.note, row.has_outlived(day),
        ]  # fmt: skip


class EnterPage(Permitted, View):
    """Take a service into the network."""

    permission = "catalogue.keep_network"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self._form(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request, request.POST)
        if form.is_valid():
            facts = dict(form.cleaned_data)
            try:
                keeping.enter_network(facts.pop("service"), **facts, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The service is in the network."))
                return redirect("network:list")
        return self._page(request, form)

    def _form(self, request: Any, data: Any = None) -> EnterForm:
        services = scopes.here(request.tenant, today()).services
        return EnterForm(data, services=services, initial={"service": request.GET.get("service")})

    def _page(self, request: HttpRequest, form: EnterForm) -> HttpResponse:
        context = {"form": form, "breadcrumbs": _way()}
        return render(request, "catalogue/network/enter.html", context, status=422 if form.errors else 200)


class OneEntry(Permitted, View):
    """Something happens to one entry; the rule is asked about that entry."""

    permission = "catalogue.change_network_entry"
    entry: NetworkEntry

    def permission_object(self) -> NetworkEntry:
        rows = NetworkEntry.objects.select_related("service__provider", "service__kind")
        self.entry = get_object_or_404(rows, pk=self.kwargs["entry"], owner_key=current_key())
        return self.entry

    def answer(self, request: HttpRequest, *, change: Any = None, end: Any = None) -> HttpResponse:
        """The page of an entry with its history and both forms; the one that was sent is shown with its mistakes."""
        history = NetworkEntry.objects.filter(owner_key=current_key(), service=self.entry.service).order_by("starts_on")
        sent = change or end
        context = {
            "entry": self.entry,
            "history": history,
            "has_outlived": self.entry.has_outlived(today()),
            "change": change or ChangeForm(initial={"amount": self.entry.amount}, prefix="change"),
            "end": end or EndForm(prefix="end"),
            "sent": sent,
            "breadcrumbs": _way(),
        }
        return render(request, "catalogue/network/entry.html", context, status=422 if sent else 200)


class EntryPage(OneEntry):
    """An entry, what was before it, and what can be done."""

    def get(self, request: HttpRequest, entry: UUID) -> HttpResponse:
        return self.answer(request)


class ChangeEntry(OneEntry):
    """From a day on with other units."""

    def post(self, request: HttpRequest, entry: UUID) -> HttpResponse:
        form = ChangeForm(request.POST, prefix="change")
        if form.is_valid():
            try:
                made = keeping.change_entry(self.entry, **form.cleaned_data, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The change is entered. What was before stays in the history."))
                return redirect("network:entry", made.pk)
        return self.answer(request, change=form)


class EndEntry(OneEntry):
    """The service leaves the network."""

    def post(self, request: HttpRequest, entry: UUID) -> HttpResponse:
        form = EndForm(request.POST, prefix="end")
        if form.is_valid():
            try:
                keeping.end_entry(self.entry, on=form.cleaned_data["on"], by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The end is entered."))
                return redirect("network:entry", self.entry.pk)
        return self.answer(request, end=form)


class StrikeEntry(OneEntry):
    """Take out an entry that was made by mistake."""

    def post(self, request: HttpRequest, entry: UUID) -> HttpResponse:
        keeping.strike_entry(self.entry, by=request.user, at=now())
        messages.success(request, _("The entry is struck out."))
        return redirect("network:list")


def _way() -> list[tuple[str, str]]:
    return [(_("Network of services"), reverse("network:list"))]
