"""Pages on which staff read everything that was ever said of a service, and take the region's own word back."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue import commands, provenance, wording
from catalogue.views import OneService
from kernel.access import allowed
from kernel.clock import now, today

WORDS_ON_A_PAGE = 50


class HistoryPage(OneService):
    """Every word on every field: whose, since when, why, and which one counts."""

    permission = "catalogue.trace_service"

    def get(self, request: HttpRequest, service: UUID) -> HttpResponse:
        words = provenance.history_of(service, today())
        chosen = request.GET.get("field", "")
        named = sorted({word.field for word in words}, key=wording.position)
        shown = [word for word in words if chosen in ("", word.field)]
        context = {
            "service": self.service,
            "page_obj": Paginator(shown, WORDS_ON_A_PAGE).get_page(request.GET.get("page")),
            "fields": [(name, wording.label(name), name == chosen) for name in named],
            "events": provenance.events_of(service),
            "may_override": allowed("catalogue.override_facts", request, self.service),
            "may_end": allowed("catalogue.end_override", request, self.service),
            "breadcrumbs": [(self.service.name, reverse("catalogue:service", args=[service]))],
        }
        return render(request, "catalogue/history.html", context)


class EndOverride(OneService):
    """The region takes its word on one field back."""

    permission = "catalogue.end_override"

    def post(self, request: HttpRequest, service: UUID) -> HttpResponse:
        field = request.POST.get("field", "")
        commands.end_override(self.service, fields=[field], by=request.user, at=now())
        messages.success(request, _("The region's word was taken back. The owner's word counts again."))
        return redirect("catalogue:history", service)
