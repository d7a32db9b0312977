"""SWOT entered in a meeting: one field in each list, Enter adds, and the field keeps the focus."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access import allowed
from kernel.clock import now
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.knowing import swot as commands
from planning.knowing.forms import StatementForm, SwotForm
from planning.knowing.models import Quarter, Statement, Swot
from planning.knowing.pages.base import FormOfKnowing, OfKnowing, crumb
from planning.knowing.pages.links import ChoosePage, Shelf, need_shelf, node_shelf
from planning.knowing.pages.needs import groups_of
from planning.knowing.tracing import Trace
from planning.structure.errors import ChangedMeanwhile
from planning.structure.forms import differences, merged

LONGEST = 400
HINTS = {
    Quarter.STRENGTH: gettext_lazy("What works here and helps people?"),
    Quarter.WEAKNESS: gettext_lazy("What do we do badly, or not at all?"),
    Quarter.OPPORTUNITY: gettext_lazy("What from outside could help us?"),
    Quarter.THREAT: gettext_lazy("What from outside could do harm?"),
}


class SwotsPage(OfKnowing):
    """All SWOTs of a plan."""

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        counts: dict[uuid.UUID, dict[str, int]] = {}
        for swot, quarter in Statement.objects.filter(swot__plan_id=plan).values_list("swot_id", "quarter"):
            held = counts.setdefault(swot, dict.fromkeys(Quarter.values, 0))
            held[quarter] += 1
        swots = [
            {"swot": swot, "kind": swot.get_kind_display(), "counts": list(counts.get(swot.pk, {}).values())}
            for swot in self.plan.swots.order_by("kind", "name", "pk")
        ]
        heads = [str(capfirst(quarter.label)) for quarter in Quarter]
        return self.show("swots", swots=swots, heads=heads)


class BeginSwotPage(FormOfKnowing):
    """Begin the SWOT of a group or for a target group."""

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), crumb(_("SWOT"), "swots", self.plan)]

    def answer(self, given: Any) -> HttpResponse:
        form = SwotForm(given)
        if given is not None and form.is_valid():
            begun = commands.begin_swot(self.plan, **form.cleaned_data, by=self.request.user, at=now())
            return redirect("planning:swot", self.plan_id, begun.pk)
        return self.show("begin_swot", form=form, groups=groups_of(self.plan))


class BoardPage(OfKnowing):
    """The four lists of a SWOT."""

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), crumb(_("SWOT"), "swots", self.plan)]

    def get(self, request: HttpRequest, plan: uuid.UUID, swot: uuid.UUID) -> HttpResponse:
        return self.board(find_swot(self), writing=request.GET.get("in", ""))

    def board(self, swot: Swot, *, writing: str = "", wrong: str = "", typed: str = "") -> HttpResponse:
        rights = _rights(self.request)
        lists = [
            quarter_of(swot, quarter, focus=quarter == writing, wrong=wrong if quarter == writing else "", typed=typed)
            for quarter in Quarter
        ]
        held = list(swot.statements.order_by("position", "pk"))
        for each in lists:
            each["statements"] = [row for row in held if row.quarter == each["code"]]
        return self.show("board", swot=swot, lists=lists, status=422 if wrong else 0, **rights)


class AddStatementPage(BoardPage):
    """Add what was just said; without scripts the board comes back with the same field ready."""

    permission = "planning.add_statement"

    def get(self, request: HttpRequest, plan: uuid.UUID, swot: uuid.UUID) -> HttpResponse:
        return redirect("planning:swot", plan, swot)

    def post(self, request: HttpRequest, plan: uuid.UUID, swot: uuid.UUID) -> HttpResponse:
        found = find_swot(self)
        quarter, text = request.POST.get("quarter", ""), request.POST.get("text", "")
        if quarter not in Quarter.values:
            return HttpResponseBadRequest()
        wrong = _("The statement is too long; say it in one or two sentences.") if len(text) > LONGEST else ""
        if not wrong:
            try:
                commands.add_statement(found, quarter=quarter, text=text, by=request.user, at=now())
            except DomainError as refusal:
                wrong = str(refusal)
        if request.htmx:  # type: ignore[attr-defined]
            return self._part(found, Quarter(quarter), wrong, text)
        if wrong:
            return self.board(found, writing=quarter, wrong=wrong, typed=text)
        # Without a fragment: a browser that is sent to a place of the page does not focus the field.
        return redirect(f"{reverse('planning:swot', args=[plan, swot])}?in={quarter}")

    def _part(self, swot: Swot, quarter: Quarter, wrong: str, typed: str) -> HttpResponse:
        """The list alone, with its field ready for the next sentence."""
        part = quarter_of(swot, quarter, focus=True, wrong=wrong, typed=typed)
        part["statements"] = list(swot.statements.filter(quarter=quarter).order_by("position", "pk"))
        context = {"plan": self.plan, "swot": swot, "list": part, **_rights(self.request)}
        return render(self.request, "planning/knowing/_quarter.html", context)


class MoveStatementPage(OfKnowing):
    """One place up or down in its list."""

    permission = "planning.write_plan"

    def post(self, request: HttpRequest, plan: uuid.UUID, statement: uuid.UUID) -> HttpResponse:
        way = request.POST.get("direction", "")
        if way not in commands.WAYS:
            return HttpResponseBadRequest()
        found = find_statement(self)
        commands.move_statement(found, way=way, by=request.user, at=now())
        return redirect(f"{reverse('planning:swot', args=[plan, found.swot_id])}#said-{found.pk}")


class StatementPage(ChoosePage):
    """One statement: the needs and the items of the plan that it belongs to."""

    permission = "planning.write_plan"
    kind = "statement"

    def crumbs(self) -> list[tuple[str, str]]:
        swot = self.end().swot
        return [
            *super().crumbs(),
            crumb(_("SWOT"), "swots", self.plan),
            crumb(swot.name, "swot", self.plan, swot.pk),
        ]

    def end(self) -> Statement:
        return find_statement(self)

    def shelves(self, trace: Trace, end: Statement) -> list[Shelf]:
        return [need_shelf(trace, trace.needs_said[end.pk]), node_shelf(trace, trace.nodes_said[end.pk])]


class RewordPage(FormOfKnowing):
    """Say a statement otherwise."""

    def crumbs(self) -> list[tuple[str, str]]:
        swot = find_statement(self).swot
        return [
            *super().crumbs(),
            crumb(_("SWOT"), "swots", self.plan),
            crumb(swot.name, "swot", self.plan, swot.pk),
        ]

    def answer(self, given: Any) -> HttpResponse:
        found = find_statement(self)
        form = StatementForm(given, instance=find_statement(self))
        if given is None or not form.is_valid():
            return self.show("reword", form=form, statement=found)
        said, version = form.cleaned_data["text"], form.cleaned_data["version"]
        try:
            commands.change_statement(found, text=said, version=version, by=self.request.user, at=now())
        except ChangedMeanwhile as refusal:
            sent = StatementForm(given, instance=find_statement(self))
            theirs = differences(sent, refusal.facts["now"])
            again = StatementForm(merged(sent, refusal.facts), instance=find_statement(self))
            return self.show("reword", form=again, statement=found, refusal=str(refusal), theirs=theirs, status=409)
        except DomainError as refusal:
            add_to_form(form, refusal, "text")
            return self.show("reword", form=form, statement=found)
        return redirect(f"{reverse('planning:swot', args=[self.plan_id, found.swot_id])}#said-{found.pk}")


class RemoveStatementPage(OfKnowing):
    """Take a sentence out; the history keeps what it said."""

    permission = "planning.write_plan"

    def post(self, request: HttpRequest, plan: uuid.UUID, statement: uuid.UUID) -> HttpResponse:
        found = find_statement(self)
        commands.remove_statement(found, by=request.user, at=now())
        messages.success(request, _("The statement was removed. The history keeps what it said."))
        return redirect(f"{reverse('planning:swot', args=[plan, found.swot_id])}#{found.quarter}")


def find_swot(page: OfKnowing) -> Swot:
    found: Swot = get_object_or_404(Swot.objects.select_related("plan"), pk=page.kwargs["swot"], plan_id=page.plan_id)
    return found


def find_statement(page: OfKnowing) -> Statement:
    rows = Statement.objects.select_related("swot__plan")
    found: Statement = get_object_or_404(rows, pk=page.kwargs["statement"], swot__plan_id=page.plan_id)
    return found


def quarter_of(swot: Swot, quarter: Quarter, *, focus: bool, wrong: str = "", typed: str = "") -> dict[str, Any]:
    """One of the four lists; its field takes the focus where the writing goes on."""
    return {
        "code": quarter.value,
        "label": str(capfirst(quarter.label)),
        "hint": HINTS[quarter],
        "focus": focus,
        "wrong": wrong,
        "typed": typed if wrong else "",
    }


def _rights(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_add": allowed("planning.add_statement", request),
        "may_write": allowed("planning.write_plan", request),
    }
