"""Pages of those who report: with an account, or by the link of a letter. Looking changes nothing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.errors import LinkRefused
from kernel.access import PUBLIC, Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.delivery import inbox, reminding, reporting
from planning.delivery.models import Report
from planning.delivery.readings.showing import shown_of, without_value
from planning.delivery.whole_report import WholeReport
from planning.structure.errors import ChangedMeanwhile

OF_THE_REPORT = ("round__action_plan__plan", "item")


@method_decorator(never_cache, name="dispatch")
class Reporting(Permitted, View):
    """What both ways share: the list of one address, and one report of it."""

    request: Any

    def email(self) -> str:
        raise NotImplementedError

    def list_address(self) -> str:
        raise NotImplementedError

    def report_address(self, report: Report) -> str:
        raise NotImplementedError

    def who(self) -> Any:
        return None

    def show_list(self, email: str) -> HttpResponse:
        reports = inbox.reports_of(email)
        rows = [(report, self.report_address(report)) for report in reports]
        context = {
            "rows": rows,
            "open": sum(report.is_awaited for report in reports),
            "today": today(),
            "breadcrumbs": [(_("Home"), "/")],
        }
        return render(self.request, "planning/delivery/inbox.html", context)

    def show_report(self, report: Report, whole: WholeReport | None = None, **more: Any) -> HttpResponse:
        status = more.pop("status", 422 if whole else 200)
        whole = whole or WholeReport(_again(report))
        context = {
            "report": report,
            "item": report.item,
            "round": report.round,
            "year": report.round.action_plan,
            "form": whole.form,
            "whole": whole,
            "told": shown_of(report) if report.stage in Report.TOLD else [],
            "back": self.list_address(),
            "is_late": today() > report.round.due_on,
            "breadcrumbs": [(_("Home"), "/"), (_("My reports"), self.list_address())],
            **more,
        }
        return render(self.request, "planning/delivery/my_report.html", context, status=status)

    def take(self, report: Report) -> HttpResponse:
        """Keep what is written, or send it in."""
        is_sent = self.request.POST.get("act") == "send"
        whole = WholeReport(_again(report), self.request.POST, self.request.FILES, to_send=is_sent)
        if not whole.is_valid():
            return self.show_report(report, whole)
        act = reporting.send_report if is_sent else reporting.save_report
        try:
            act(report, **whole.facts(), by=self.who(), at=now())
        except ChangedMeanwhile as refusal:
            theirs = whole.differences(refusal.facts)
            again = whole.again(_again(report), refusal.facts["version"])
            return self.show_report(_again(report), again, refusal=str(refusal), theirs=theirs, status=409)
        except DomainError as refusal:
            add_to_form(whole.form, refusal)
            return self.show_report(_again(report), whole, unsent=whole.written())
        words = _("Sent in. Thank you.") if is_sent else _("Kept. It is not sent in yet.")
        messages.success(self.request, words)
        if is_sent and whole.blank:
            messages.info(self.request, without_value(whole.blank))
        return redirect(self.list_address())


def _again(report: Report) -> Report:
    """The row as the database has it; a form writes into the one it is given."""
    found: Report = Report.objects.select_related(*OF_THE_REPORT).get(pk=report.pk)
    return found


class ByAccount(Reporting):
    """Signed in on the municipality's site."""

    def email(self) -> str:
        return str(self.request.user.email)

    def who(self) -> Any:
        return self.request.user

    def list_address(self) -> str:
        return reverse("planning:reports")

    def report_address(self, report: Report) -> str:
        return reverse("planning:my_report", args=[report.pk])


class MyReportsPage(ByAccount):
    """What I report on here."""

    permission = "planning.see_own_reports"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show_list(self.email())


class MyReportPage(ByAccount):
    """One report of mine."""

    permission = "planning.write_own_report"

    def permission_object(self) -> Report:
        rows = Report.objects.select_related(*OF_THE_REPORT)
        found: Report = get_object_or_404(rows, pk=self.kwargs["report"])
        return found

    def get(self, request: HttpRequest, report: uuid.UUID) -> HttpResponse:
        return self.show_report(self.permission_object())

    def post(self, request: HttpRequest, report: uuid.UUID) -> HttpResponse:
        return self.take(self.permission_object())


class ByLink(Reporting):
    """Opened from a letter, most often on a telephone; the link opens what its address reports on and nothing else."""

    permission = PUBLIC
    _email = ""

    def email(self) -> str:
        return self._email

    def list_address(self) -> str:
        return reverse("planning:reports_by_link", args=[self.kwargs["secret"]])

    def report_address(self, report: Report) -> str:
        secret = self.kwargs["secret"]
        return reverse("planning:report_by_link", args=[secret, report.pk])

    def refused(self) -> HttpResponse | None:
        """None if the link is good; else the page that says why not."""
        try:
            self._email = reminding.owner_of(self.kwargs["secret"], at=now())
        except LinkRefused as refusal:
            context = {"reason": str(refusal)}
            return render(self.request, "planning/delivery/link_refused.html", context, status=410)
        return None


class ReportsByLink(ByLink):
    """Everything this address reports on."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        return self.refused() or self.show_list(self.email())


class ReportByLink(ByLink):
    """One report."""

    def get(self, request: HttpRequest, secret: str, report: uuid.UUID) -> HttpResponse:
        return self.refused() or self.show_report(self._own(report))

    def post(self, request: HttpRequest, secret: str, report: uuid.UUID) -> HttpResponse:
        return self.refused() or self.take(self._own(report))

    def _own(self, number: uuid.UUID) -> Report:
        found = Report.objects.select_related(*OF_THE_REPORT).filter(pk=number).first()
        if found is None or not self._email or found.item.owner_email != self._email:
            raise Http404(_("Nothing is asked of you here."))
        return found
