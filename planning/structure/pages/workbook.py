"""The plan as a spreadsheet: take it out, bring a file, look at the verdict of each row, take it into the plan."""

import uuid
from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from kernel import exports
from kernel.access import Permitted
from kernel.clock import now
from kernel.files import WrongFile
from kernel.jobs import enqueue
from planning.structure.models import Plan
from planning.structure.pages.plans import crumbs
from planning.structure.workbook.commands import bring_file
from planning.structure.workbook.comparing import UNCHANGED, WRONG, Verdict, digest_of, verdicts_of
from planning.structure.workbook.jobs import JOB
from planning.structure.workbook.models import BroughtFile
from planning.structure.workbook.reading import read_rows
from planning.structure.workbook.writing import headings, rows_of


class BringForm(forms.Form):
    """The file with the plan."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"), help_text=gettext_lazy("XLSX or CSV; at most 5 MB and 3,000 rows.")
    )


class TakeOut(Permitted, View):
    """The tree of the plan as XLSX or CSV."""

    permission = "planning.read_draft"

    def get(self, request: HttpRequest, plan: uuid.UUID, ending: str) -> HttpResponseBase:
        if ending not in exports.TYPES:
            raise Http404
        found = get_object_or_404(Plan, pk=plan)
        return exports.answer(ending, headings(), rows_of(found), title=found.title)


class BringPage(Permitted, View):
    """Choose a file; nothing is written into the plan yet."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        return self._show(request, get_object_or_404(Plan, pk=plan), BringForm())

    def post(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        found = get_object_or_404(Plan, pk=plan)
        form = BringForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                rows = read_rows(file)
            except WrongFile as refusal:
                form.add_error("file", str(refusal))
            else:
                brought = bring_file(found, rows=rows, file_name=file.name or "", by=request.user, at=now())
                return redirect("planning:brought", plan, brought.pk)
        return self._show(request, found, form)

    def _show(self, request: HttpRequest, plan: Plan, form: BringForm) -> HttpResponse:
        context = {"plan": plan, "form": form, "breadcrumbs": crumbs(plan)}
        return render(request, "planning/workbook/bring.html", context, status=422 if form.errors else 200)


class BroughtPage(Permitted, View):
    """What the file would do to the plan, row by row; and after it was taken, what it did."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, plan: uuid.UUID, file: uuid.UUID) -> HttpResponse:
        brought = _brought(plan, file)
        verdicts = [] if brought.taken_at else verdicts_of(brought.plan, brought.rows)
        return render(request, "planning/workbook/brought.html", _context(brought, verdicts))

    def post(self, request: HttpRequest, plan: uuid.UUID, file: uuid.UUID) -> HttpResponse:
        brought = _brought(plan, file)
        if brought.taken_at:
            messages.info(request, _("This file is in the plan already."))
            return redirect("planning:brought", plan, file)
        seen = request.POST.get("seen", "")[:64]
        job = enqueue(JOB, by=request.user, plan_id=str(plan), file_id=str(file), seen=seen, by_id=str(request.user.pk))
        return redirect("jobs:progress", job.pk)


def _brought(plan: uuid.UUID, file: uuid.UUID) -> BroughtFile:
    return get_object_or_404(BroughtFile.objects.select_related("plan"), pk=file, plan_id=plan)


def _context(brought: BroughtFile, verdicts: list[Verdict]) -> dict[str, Any]:
    counts = Counter(each.kind for each in verdicts)
    return {
        "plan": brought.plan,
        "brought": brought,
        "rows": [
            (each, brought.plan.word(each.level) if each.level else "")
            for each in sorted(verdicts, key=lambda each: each.kind != WRONG)
            if each.kind != UNCHANGED
        ],
        "counts": counts,
        "has_work": any(kind not in {UNCHANGED, WRONG} for kind in counts),
        "seen": digest_of(verdicts),
        "breadcrumbs": crumbs(brought.plan),
    }
