"""Pages of the information log: the list with filters, an entry written by hand, the list as a file."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View

from kernel import exports
from kernel.access import Permitted, allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.informing import log, papers
from planning.informing.forms import EntryForm, channels
from planning.informing.log_filter import LogFilter
from planning.informing.models import Announcement
from planning.informing.pages.public import stored_file
from planning.informing.pages.work import crumbs, tabs
from planning.structure.models import Plan
from planning.structure.pages.papers import printed
from planning.structure.step_forms import WhyForm

ON_A_PAGE = 50
MOST_IN_PDF = 2000


class LogPage(Permitted, View):
    """How people were told, the newest first."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = LogFilter.of(request.GET)
        rows = asked.rows().select_related("plan").order_by("-on", "-changed_at", "pk")
        facts = {
            "page_obj": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
            "asked": asked,
            "plans": Plan.objects.order_by("-starts_on", "title", "pk"),
            "channels": channels(),
            "files": [(ending.upper(), _file(ending, request)) for ending in ("pdf", "xlsx", "csv")],
            "may_write": allowed("planning.write_notice", request),
            "tabs": tabs(),
            "breadcrumbs": crumbs(),
        }
        return render(request, "planning/informing/log.html", facts)


def _file(ending: str, request: HttpRequest) -> str:
    given = request.GET.copy()
    given.pop("page", None)
    return f"{reverse('planning:log_file', args=[ending])}?{given.urlencode()}"


class NewEntryPage(Permitted, View):
    """People were told of something outside Opora."""

    permission = "planning.write_notice"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(EntryForm(initial={"on": today()} | request.GET.dict()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EntryForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                log.write_entry(**form.facts(), by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Written into the log."))
                return redirect("planning:log")
        return self._show(form)

    def _show(self, form: EntryForm) -> HttpResponse:
        way = crumbs((_("Information log"), reverse("planning:log")))
        facts = {"form": form, "breadcrumbs": way}
        return render(self.request, "planning/informing/entry_form.html", facts, status=422 if form.errors else 200)


class EntryProof(Permitted, View):
    """The file that proves an entry."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, logged: UUID) -> HttpResponseBase:
        return stored_file(get_object_or_404(Announcement.objects.entries(), pk=logged))


class WithdrawEntryPage(Permitted, View):
    """An entry that was written by mistake."""

    permission = "planning.write_notice"

    def get(self, request: HttpRequest, logged: UUID) -> HttpResponse:
        return self._show(logged, WhyForm())

    def post(self, request: HttpRequest, logged: UUID) -> HttpResponse:
        form = WhyForm(request.POST)
        found = get_object_or_404(Announcement.objects.entries(), pk=logged)
        if form.is_valid():
            try:
                log.withdraw_entry(found, why=form.cleaned_data["why"], by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The entry no longer counts."))
                return redirect("planning:log")
        return self._show(logged, form)

    def _show(self, logged: UUID, form: WhyForm) -> HttpResponse:
        found = get_object_or_404(Announcement.objects.entries(), pk=logged)
        way = crumbs((_("Information log"), reverse("planning:log")))
        facts = {"form": form, "entry": found, "breadcrumbs": way}
        status = 422 if form.errors else 200
        return render(self.request, "planning/informing/entry_withdraw.html", facts, status=status)


class LogFile(Permitted, View):
    """The list as it is filtered: as a document for the annex of the plan, or as a table."""

    permission = "planning.read_draft"

    def get(self, request: Any, ending: str) -> HttpResponseBase:
        if ending not in {"pdf", "xlsx", "csv"}:
            raise Http404
        asked = LogFilter.of(request.GET)
        rows: QuerySet[Announcement] = asked.rows().filter(withdrawn_at__isnull=True)
        rows = rows.select_related("plan").order_by("on", "changed_at", "pk")
        with translation.override(request.tenant.language):
            if ending == "pdf":
                compose = partial(papers.log_paper, rows[:MOST_IN_PDF], asked.words(), request.tenant, now())
                return printed(request, ending, compose, name=_name(), saved=True)
            heads, table = papers.heads(), papers.lines(rows, request.tenant)
            return exports.answer(ending, heads, list(table), title=_("Information log"), name=_name())


def _name() -> str:
    return _("information-log-%(day)s") % {"day": today().isoformat()}
