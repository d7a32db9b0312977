"""Pages on the quality of entries: what is missing where, and the list that each number opens."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from catalogue.models import ServiceAtPlace, ServiceKind
from catalogue.quality import reporting, scopes, showing
from catalogue.quality.criteria import CRITERIA
from catalogue.quality.forms import NarrowForm
from catalogue.quality.scopes import Scope
from kernel import exports
from kernel.access import Permitted
from kernel.clock import today
from tenants.predicates import is_data_steward

ON_A_PAGE = 20


class Quality(Permitted, View):
    """What all pages of this kind know: whose entries are looked at."""

    permission = "catalogue.see_quality"
    mine = ""  # "_mine" in the names of the addresses of those who keep entries

    def scope(self, request: HttpRequest) -> Scope:
        return scopes.here(request.tenant, today())  # type: ignore[attr-defined]

    def ids(self, scope: Scope) -> list[UUID]:
        return list(scope.services.order_by("pk").values_list("pk", flat=True))

    def address(self, name: str, **arguments: Any) -> str:
        return reverse(f"quality:{name}{self.mine}", kwargs=arguments)

    def may_mend(self, request: HttpRequest) -> bool:
        return is_data_steward(request.user)


class Mine(Quality):
    """The same pages for those who keep a provider's entries."""

    permission = "catalogue.see_own_providers"
    mine = "_mine"

    def scope(self, request: HttpRequest) -> Scope:
        return scopes.of_an_editor(request.user, today())

    def may_mend(self, request: HttpRequest) -> bool:
        return True


class ReportPage(Quality):
    """What is missing, by criterion, district and kind, and the course over quarters."""

    def get(self, request: HttpRequest) -> HttpResponse:
        day, scope = today(), self.scope(request)
        ids = self.ids(scope)
        total = reporting.total(ids, day)
        by = "kind" if request.GET.get("by") == "kind" else "district"
        groups = (reporting.by_kind if by == "kind" else reporting.by_district)(ids, day)
        listing = self.address("list")
        quarters = reporting.course(scope)
        context = {
            "scope": scope,
            "total": total,
            "uncounted": len(ids) - (total.services if total else 0),
            "criteria": CRITERIA,
            "chart": showing.gap_chart(total.gaps) if total else None,
            "gaps": showing.gap_lines(total.gaps, listing) if total else [],
            "lines": showing.lines(groups, by, listing),
            "by": by,
            "tabs": [("district", _("By district"), "?by=district"), ("kind", _("By kind"), "?by=kind")],
            "listing": listing,
            "quarters": quarters,
            "course": showing.course_chart(quarters) if quarters else None,
        }
        return render(request, "catalogue/quality/report.html", context)


class MyReportPage(Mine, ReportPage):
    """The report on the entries that a person keeps."""


class ListPage(Quality):
    """The entries behind a number, those that lack most first, each with what to mend."""

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = self.scope(request)
        form, rows = self.narrowed(request, scope)
        page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            "scope": scope,
            "form": form,
            "page_obj": page,
            "rows": [showing.listed(service) for service in page],
            "may_mend": self.may_mend(request),
            "report": self.address("report"),
            "breadcrumbs": [(scope.title, self.address("report"))],
            "files": [
                (ending.upper(), f"{self.address('file', ending=ending)}?{query.urlencode()}")
                for ending in sorted(exports.TYPES)
            ],
        }
        return render(request, "catalogue/quality/list.html", context)

    def narrowed(self, request: HttpRequest, scope: Scope) -> tuple[NarrowForm, Any]:
        day = today()
        districts = reporting.by_district(self.ids(scope), day)
        used = scope.services.order_by().values("kind_id")
        kinds = ServiceKind.objects.filter(code__in=used).order_by("country", "position", "code")
        form = NarrowForm(request.GET, districts=districts, kinds=kinds)
        towns = Prefetch("at_places", ServiceAtPlace.objects.select_related("place__municipality").order_by("id"))
        return form, reporting.services_of(scope, form.wanted(), day).prefetch_related(towns)


class MyListPage(Mine, ListPage):
    """The list of the entries that a person keeps."""


class ListFile(ListPage):
    """The same list for a spreadsheet."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:  # type: ignore[override]
        if ending not in exports.TYPES:
            raise Http404
        scope = self.scope(request)
        _form, rows = self.narrowed(request, scope)
        lines = (showing.row(service) for service in rows)
        return exports.answer(ending, showing.heads(), lines, title=scope.title)


class MyListFile(Mine, ListFile):
    """The list of the entries that a person keeps, for a spreadsheet."""
