"""Pages of the groups' checks: what each group is to look at, on paper too, and the mark that it has."""

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kernel.access import allowed
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.delivery import checking
from planning.delivery.check_papers import check_document, check_title
from planning.delivery.models import Report
from planning.delivery.pages.rounds import OfRound
from planning.delivery.readings.showing import shown_of
from planning.delivery.report_forms import CheckForm
from planning.structure.guarantors import groups_of
from planning.structure.pages.papers import printed


class RoundGroupsPage(OfRound):
    """By group, the reports it stands for and whether it has looked at them."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        opened = self.round
        may_check = allowed("planning.check_report", request) and opened.closed_at is None
        return self.show_round("groups", opened, lists=checking.lists_of(opened), may_check=may_check)


class GroupsPaper(OfRound):
    """The same on paper: of one group, or of all."""

    def get(self, request: Any, ending: str, group: uuid.UUID | None = None, **address: Any) -> HttpResponse:
        opened = self.round
        lists = [each for each in checking.lists_of(opened) if group is None or each.id == group]
        if not lists:
            raise Http404(_("There is no such paper."))
        language = get_language() or "sk"
        facts = {"author": request.tenant.name, "language": language[:2], "at": now()}
        compose = partial(check_document, opened, lists, **facts)
        name, plans = slugify(check_title(opened, lists)), [opened.action_plan.plan]
        return printed(request, ending, compose, plans, language=language, name=name, saved=True)


class CheckPage(OfRound):
    """One report as the group reads it, and the mark that it has."""

    permission = "planning.check_report"

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self._show(self.report())

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        report = self.report()
        form = CheckForm(request.POST)
        if form.is_valid():
            try:
                checking.check_report(report, **form.cleaned_data, by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("The report bears the mark of the group."))
                opened = report.round
                year = opened.action_plan
                return redirect("planning:round_groups", year.plan_id, year.pk, opened.pk)
        return self._show(report, form)

    def _show(self, report: Report, form: CheckForm | None = None) -> HttpResponse:
        group, text = checking.guarantor_of(report.item)
        name = report.checked_by_group or (dict(groups_of(None)).get(group, text) if group else text)
        known = {"on": report.checked_on or today(), "group": name, "note": report.check_note}
        opened = report.round
        return self.show_round(
            "check",
            opened,
            report=report,
            item=report.item,
            form=form or CheckForm(initial=known),
            told=shown_of(report) if report.stage in Report.TOLD else [],
            is_waiting=report.stage == Report.Stage.SUBMITTED and opened.closed_at is None,
            back=reverse("planning:round_groups", args=[opened.action_plan.plan_id, opened.action_plan_id, opened.pk]),
        )
