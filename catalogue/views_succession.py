"""The page on which a steward says where people turn after a service has ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue import succession
from catalogue.forms import SuccessorForm
from catalogue.views import OneService
from kernel.clock import now
from kernel.errors import DomainError
from kernel.http import add_to_form


class SuccessorPage(OneService):
    """Name the service that follows, another one, or none."""

    permission = "catalogue.name_successor"

    def get(self, request: HttpRequest, service: UUID) -> HttpResponse:
        return self._page(request, SuccessorForm())

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        if "nobody" in request.POST:
            succession.forget_successor(self.service, by=request.user, at=now())
            messages.success(request, _("No service is named as following any more."))
            return redirect("catalogue:service", service)
        form = SuccessorForm(request.POST)
        if form.is_valid():
            try:
                succession.name_successor(
                    self.service, successor=form.cleaned_data["successor"], by=request.user, at=now()
                )
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Whoever opens this page is now led to the service that follows."))
                return redirect("catalogue:service", service)
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: SuccessorForm) -> HttpResponse:
        context = {
            "form": form,
            "service": self.service,
            "successor": succession.successor_of(self.service.pk),
            "breadcrumbs": [(self.service.name, reverse("catalogue:service", args=[self.service.pk]))],
        }
        return render(request, "catalogue/successor.html", context, status=422 if form.errors else 200)
