"""Pages on which a coordinator says what the municipality has to say of services."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from catalogue.models import Overlay, Service
from catalogue.overlays.forms import OverlayForm
from catalogue.overlays.reading import own_overlay, own_overlays
from catalogue.overlays.writing import write_overlay
from kernel import exports
from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form


class WritePage(Permitted, View):
    """The municipality's own word on one service."""

    permission = "catalogue.write_overlay"

    def get(self, request: HttpRequest, service: UUID) -> HttpResponse:
        held = self._service(service)
        return self._page(request, held, self._form(held))

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        held = self._service(service)
        form = self._form(held, request.POST)
        if form.is_valid():
            try:
                write_overlay(held, facts=form.cleaned_data, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Saved. The public part is seen on our site at once."))
                return redirect("catalogue:service", held.pk)
        return self._page(request, held, form)

    def _service(self, pk: UUID) -> Service:
        return get_object_or_404(Service.objects.published().with_provider(), pk=pk)

    def _form(self, service: Service, data: Any = None) -> OverlayForm:
        country = "CZ" if service.kind.country == "CZ" else "SK"
        return OverlayForm(data, overlay=own_overlay(service.pk), country=country)  # type: ignore[arg-type]

    def _page(self, request: HttpRequest, service: Service, form: OverlayForm) -> HttpResponse:
        context = {
            "form": form,
            "service": service,
            "breadcrumbs": [(service.name, reverse("catalogue:service", args=[service.pk]))],
        }
        return render(request, "catalogue/overlays/write.html", context, status=422 if form.errors else 200)


class OverlaysPage(Permitted, View):
    """All services of which the municipality has said something, contracts that end first."""

    permission = "catalogue.write_overlay"

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"overlays": own_overlays(), "day": today(), "endings": sorted(exports.TYPES)}
        return render(request, "catalogue/overlays/list.html", context)


class OverlaysFile(Permitted, View):
    """The same for a spreadsheet."""

    permission = "catalogue.write_overlay"

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        if ending not in exports.TYPES:
            raise Http404
        return exports.answer(ending, _heads(), _rows(own_overlays()), title=_("What we say of services"))


def _heads() -> list[str]:
    labels = [str(field.label) for field in OverlayForm.base_fields.values()]
    return [_("Service"), _("Provider"), *labels]


def _rows(overlays: list[Overlay]) -> Iterator[list[Any]]:
    for overlay in overlays:
        facts = [getattr(overlay, name) for name in OverlayForm.base_fields]
        yield [overlay.service.name, overlay.service.provider.name, *facts]
