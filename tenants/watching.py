"""Pages of those who watch: what happened (auditor) and what could not be delivered (operator)."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from accounts.models import User
from kernel.access import Permitted
from kernel.journal.models import Delivery, Entry
from kernel.journal.relaying import retry_dead
from tenants.models import Tenant

ON_A_PAGE = 50


class Journal(Permitted, View):
    """Everything that happened, the newest first: who, when, what, where; never the words themselves."""

    permission = "tenants.read_journal"

    def get(self, request: HttpRequest) -> HttpResponse:
        verb = request.GET.get("what", "").strip()[:100]
        rows = Entry.objects.filter(verb__startswith=verb) if verb else Entry.objects.all()
        page = Paginator(rows.order_by("-number"), ON_A_PAGE).get_page(request.GET.get("page"))
        entries = list(page.object_list)
        facts = {"page": page, "verb": verb, "rows": _told(entries)}
        return render(request, "tenants/journal.html", facts)


class Undelivered(Permitted, View):
    """What a subscriber refused again and again; the operator mends the cause and has it delivered again."""

    permission = "tenants.see_undelivered"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Delivery.objects.dead().select_related("entry").order_by("-id")
        page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
        return render(request, "tenants/undelivered.html", {"page": page})

    def post(self, request: HttpRequest) -> HttpResponse:
        count = retry_dead(Delivery.objects.dead())
        said = ngettext("%(n)s delivery goes out again.", "%(n)s deliveries go out again.", count)
        messages.success(request, said % {"n": count})
        return redirect("tenants:undelivered")


def _told(entries: list[Entry]) -> list[dict[str, Any]]:
    """Entries with the names of people and sites, asked once for the page."""
    people = User.objects.in_bulk({entry.by_id for entry in entries if entry.by_id})
    sites = Tenant.objects.in_bulk({entry.tenant_key for entry in entries if entry.tenant_key})
    return [
        {"entry": entry, "who": _name(people, entry.by_id), "site": getattr(sites.get(entry.tenant_key), "name", "")}
        for entry in entries
    ]


def _name(people: dict[uuid.UUID, User], by: uuid.UUID | None) -> str:
    if by is None:
        return _("the system")
    return str(people[by]) if by in people else _("an account that is no longer known")
