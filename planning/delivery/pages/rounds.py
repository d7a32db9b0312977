"""Pages of a monitoring round: opened, overseen, its reports accepted or returned, closed, shown to the public."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.exports import download
from kernel.http import add_to_form
from kernel.jobs import enqueue
from planning.delivery import reporting, rounds
from planning.delivery.checking import guarantor_of, unchecked
from planning.delivery.models import MonitoringRound, Report
from planning.delivery.pages.base import FormOfYear, OfYear, name_of, years_crumbs
from planning.delivery.pages.items import ids
from planning.delivery.queries import sums_of_round
from planning.delivery.readings.progress import completeness, of_round
from planning.delivery.readings.showing import shown_of, without_value
from planning.delivery.report_forms import NoteForm, RoundForm, SummaryForm
from planning.delivery.states import ItemState
from planning.delivery.whole_report import WholeReport
from planning.structure.errors import ChangedMeanwhile
from ui.charts import bars


class OpenRoundPage(FormOfYear):
    """Open a round; whoever reports is written to at once."""

    permission = "planning.lead_year"

    def answer(self, given: Any) -> HttpResponse:
        year = self.year
        form = RoundForm(given, day=today())
        if given is not None and form.is_valid():
            try:
                opened = rounds.open_round(year, **form.cleaned_data, by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                enqueue("planning.ask_owners", by=self.request.user)
                messages.success(self.request, _("The monitoring is open. Everybody who reports gets a letter."))
                return redirect("planning:round", year.plan_id, year.pk, opened.pk)
        nobody = year.items.standing().filter(owner_email="").count()
        return self.show_year("round_new", year, form=form, nobody=nobody)


class OfRound(OfYear):
    """A page of one round."""

    @property
    def round(self) -> MonitoringRound:
        rows = MonitoringRound.objects.select_related("action_plan__plan")
        found: MonitoringRound = get_object_or_404(
            rows, pk=self.kwargs["round"], action_plan=self.kwargs["year"], action_plan__plan=self.kwargs["plan"]
        )
        return found

    def report(self) -> Report:
        rows = Report.objects.select_related("round__action_plan__plan", "item__node__parent")
        facts = {"round": self.kwargs["round"], "round__action_plan": self.kwargs["year"]}
        found: Report = get_object_or_404(
            rows, pk=self.kwargs["report"], round__action_plan__plan=self.kwargs["plan"], **facts
        )
        return found

    def show_round(self, template: str, opened: MonitoringRound, **context: Any) -> HttpResponse:
        year = opened.action_plan
        way = [*years_crumbs(year.plan, year)]
        if template != "round":
            way.append((opened.title, self.address(opened)))
        return self.show_year(template, year, **{"round": opened, "breadcrumbs": way, **context})

    def address(self, opened: MonitoringRound) -> str:
        from django.urls import reverse

        return reverse("planning:round", args=[opened.action_plan.plan_id, opened.action_plan_id, opened.pk])


class RoundPage(OfRound):
    """What was reported and what was not; the report of the round, fit to be printed."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        opened = self.round
        reports = list(
            opened.reports.filter(item__removed_at__isnull=True).select_related("item").order_by("item__position", "pk")
        )
        sums = sums_of_round(opened)
        told = sums.count - sums.unsaid
        states = [(capfirst(ItemState(state).label), count) for state, count in sums.states]
        chart = bars([*states, (_("No data"), sums.unsaid)], label=_("State"), value=_("Items"))
        return self.show_round(
            "round",
            opened,
            reports=reports,
            sums=sums,
            told=told,
            chart=chart,
            waiting=sum(report.stage == Report.Stage.SUBMITTED for report in reports),
            is_late=today() > opened.due_on,
            name=name_of(opened.action_plan),
            shown=opened.pictures.filter(withdrawn_at__isnull=True).first(),
            complete=completeness(of_round(opened)),
            publishing=SummaryForm(initial={"summary": opened.summary}),
            is_promised=rounds.current_promise(opened.action_plan) is not None,
        )


def words_of_unchecked(count: int) -> str:
    return ngettext(
        "%(n)s of them was accepted without a check by the group that stands for it.",
        "%(n)s of them were accepted without a check by the group that stands for them.",
        count,
    ) % {"n": count}


class AcceptPage(OfRound):
    """Accept the ticked reports."""

    permission = "planning.write_plan"

    def post(self, request: Any, **address: Any) -> HttpResponse:
        opened = self.round
        chosen = ids(request.POST.getlist("report"))
        without = unchecked(chosen, opened)
        count = reporting.accept_reports(chosen, round_id=opened.pk, by=request.user, at=now())
        words = ngettext("%(n)s report was accepted.", "%(n)s reports were accepted.", count)
        (messages.success if count else messages.info)(request, words % {"n": count})
        if without:
            messages.info(request, words_of_unchecked(without))
        return redirect(self.address(opened))


class ReportPage(OfRound):
    """One report as its owner sent it, with what the coordinator can do; or told for the owner, who cannot."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self._show(self.report())

    def post(self, request: Any, **address: Any) -> HttpResponse:
        report = self.report()
        acts = {"accept": self._accept, "return": self._return, "send": self._tell}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            return self._show(report)
        return act(report) or redirect(self.address(report.round))

    def _accept(self, report: Report) -> None:
        without = unchecked([report.pk], report.round)
        if reporting.accept_reports([report.pk], round_id=report.round_id, by=self.request.user, at=now()) and without:
            messages.info(self.request, words_of_unchecked(without))

    def _return(self, report: Report) -> HttpResponse | None:
        form = NoteForm(self.request.POST)
        if form.is_valid():
            try:
                reporting.return_report(report, **form.cleaned_data, by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                return None
        return self._show(self.report(), note=form)

    def _tell(self, report: Report) -> HttpResponse | None:
        whole = WholeReport(self.report(), self.request.POST, self.request.FILES, to_send=True)
        if whole.is_valid():
            try:
                reporting.send_report(report, **whole.facts(), by=self.request.user, at=now())
            except ChangedMeanwhile as refusal:
                theirs = whole.differences(refusal.facts)
                again = whole.again(self.report(), refusal.facts["version"])
                return self._show(self.report(), whole=again, refusal=str(refusal), theirs=theirs, status=409)
            except DomainError as refusal:
                add_to_form(whole.form, refusal)
            else:
                if whole.blank:
                    messages.info(self.request, without_value(whole.blank))
                return None
        return self._show(self.report(), whole=whole)

    def _show(
        self, report: Report, whole: WholeReport | None = None, note: NoteForm | None = None, **more: Any
    ) -> HttpResponse:
        opened = report.round
        wrong = (whole and whole.is_wrong) or (note and note.errors)
        whole = whole or WholeReport(self.report())
        return self.show_round(
            "report",
            opened,
            report=report,
            item=report.item,
            form=whole.form,
            whole=whole,
            told=shown_of(report) if report.stage in Report.TOLD else [],
            note=note or NoteForm(),
            is_told=report.stage in Report.TOLD,
            is_waiting=report.stage == Report.Stage.SUBMITTED,
            guarantor=guarantor_of(report.item)[1],
            **{"status": 422 if wrong else 200} | more,
        )


class ProofFile(OfRound):
    """The file of a report, always as a download; for those who may open the report itself."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, **address: Any) -> HttpResponseBase:
        found = self.report()
        return download(found.file, found.file_name, missing=_("This report has no file here."))


class CloseRoundPage(OfRound):
    """Take no more reports; asked once more, because it cannot be taken back."""

    permission = "planning.lead_year"

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        opened = self.round
        if opened.closed_at is not None:
            return redirect(self.address(opened))
        silent = opened.reports.exclude(stage__in=Report.TOLD).count()
        return self.show_year("round_close", self.year, round=opened, silent=silent, back=self.address(opened))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        opened = self.round
        rounds.close_round(opened, by=request.user, at=now())
        messages.success(request, _("The monitoring is closed. What was not sent in stays without data."))
        return redirect(self.address(opened))


class PublishRoundPage(OfRound):
    """Show the public what was accepted."""

    permission = "planning.publish_plan"

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        opened = self.round
        form = SummaryForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form.errors["summary"])))
            return redirect(self.address(opened))
        try:
            rounds.publish_round(opened, **form.cleaned_data, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The public now sees what was accepted in this monitoring."))
        return redirect(self.address(opened))


class ShowYearPage(OfYear):
    """Show the public the action plan, or take it back."""

    permission = "planning.publish_plan"

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        year = self.year
        try:
            if request.POST.get("act") == "hide":
                rounds.hide_year(year, by=request.user, at=now())
                messages.success(request, _("The public no longer sees the action plan of this year."))
            else:
                rounds.show_year(year, by=request.user, at=now())
                messages.success(request, _("The public now sees the action plan as it stands."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("planning:year", year.plan_id, year.pk)
