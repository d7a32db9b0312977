"""The register of needs: the list, one need, setting aside, the list as a file."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kernel import exports
from kernel.clock import now
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.tenancy import entered
from planning.knowing import commands
from planning.knowing.forms import NeedForm, SetAsideForm, sources
from planning.knowing.models import Need, Source
from planning.knowing.pages.base import FormOfKnowing, OfKnowing, needs_crumb
from planning.knowing.queries import AsideOrNot, Register, read_register
from planning.structure.errors import ChangedMeanwhile
from planning.structure.forms import differences, merged
from planning.structure.models import Plan, Revision
from tenants.queries import site_of

PAGE = 50


class NeedsPage(OfKnowing):
    """All needs of a plan, to be narrowed by target group, source and whether something answers them."""

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        register = _asked(self, request)
        page = Paginator(register.lines, PAGE).get_page(request.GET.get("page"))
        return self.show(
            "needs",
            register=register,
            page_obj=page,
            states=_states(register),
            plain=_plain(register),
            sources=_facet(register),
        )


class NeedsFile(OfKnowing):
    """The same list as a workbook."""

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponseBase:
        lines = _asked(self, request).lines
        heads = [
            _("Code"), _("Need in one sentence"), _("More about it"), _("Target group"), _("Territory"), _("Weight"),
            _("How we know of it"), _("Where it is written"), _("Day"), _("Measures that answer it"),
            _("Set aside, because"),
        ]  # fmt: skip
        rows = (
            (
                line.need.code, line.need.title, line.need.text, line.need.target_group, line.need.place,
                line.need.weight, Source(line.need.source).label, line.need.source_note, line.need.source_on,
                [f"{branch.number} {branch.node.title}" for branch in line.measures], line.need.set_aside_why,
            )
            for line in lines
        )  # fmt: skip
        return exports.answer("xlsx", heads, rows, title=_("Needs"))


class AddNeedPage(FormOfKnowing):
    """Write a need into the register."""

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), needs_crumb(self.plan)]

    def answer(self, given: Any) -> HttpResponse:
        form = NeedForm(given, towns=towns_of(self.request))
        if given is not None and form.is_valid():
            need = commands.add_need(self.plan, **form.changes(), by=self.request.user, at=now())
            messages.success(self.request, _("%(code)s is in the register.") % {"code": need.code})
            if "another" in given:
                return redirect("planning:add_need", self.plan_id)
            return redirect("planning:need_links", self.plan_id, need.pk)
        return self.show("need_form", form=form, groups=groups_of(self.plan))


class NeedPage(FormOfKnowing):
    """Change a need; two people who do so at once lose nothing."""

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), needs_crumb(self.plan)]

    def answer(self, given: Any) -> HttpResponse:
        need = find_need(self)
        form = NeedForm(given, instance=need, towns=towns_of(self.request))
        if given is None or not form.is_valid():
            return self._show(form)
        try:
            commands.change_need(
                find_need(self),
                changes=form.changes(),
                version=form.cleaned_data.get("version") or 0,
                by=self.request.user,
                at=now(),
                why=form.cleaned_data.get("why", ""),
            )
        except ChangedMeanwhile as refusal:
            return self._show_both(given, refusal)
        messages.success(self.request, _("Saved."))
        return redirect("planning:need_line", self.plan_id, need.pk)

    def _show_both(self, given: Any, refusal: ChangedMeanwhile) -> HttpResponse:
        """What the reader changed stays in the form; everything else is as it stands there now."""
        towns = towns_of(self.request)
        sent = NeedForm(given, instance=find_need(self), towns=towns)
        theirs = sent.spoken(differences(sent, refusal.facts["now"]))
        form = NeedForm(merged(sent, refusal.facts), instance=find_need(self), towns=towns)
        return self._show(form, status=409, refusal=str(refusal), theirs=theirs)

    def _show(self, form: NeedForm, **more: Any) -> HttpResponse:
        need = find_need(self)
        history = Revision.objects.filter(subject_id=need.pk).order_by("-at", "id")[:20]
        return self.show(
            "need_form", form=form, need=need, history=history, groups=groups_of(self.plan), is_aside=need.set_aside_at,
            **more,
        )  # fmt: skip


class SetAsidePage(FormOfKnowing):
    """The plan will not answer a need; the reason stays beside it."""

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), needs_crumb(self.plan)]

    def answer(self, given: Any) -> HttpResponse:
        need, form = find_need(self), SetAsideForm(given)
        if given is not None and form.is_valid():
            try:
                commands.set_need_aside(need, why=form.cleaned_data["why"], by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal, "why")
            else:
                messages.success(self.request, _("The need is set aside. It stays in the register with the reason."))
                return redirect("planning:needs", self.plan_id)
        return self.show("set_aside", form=form, need=need)


class TakeUpPage(OfKnowing):
    """A need that was set aside counts again."""

    permission = "planning.write_plan"

    def post(self, request: HttpRequest, plan: uuid.UUID, need: uuid.UUID) -> HttpResponse:
        commands.take_need_up(find_need(self), by=request.user, at=now())
        messages.success(request, _("The need counts again."))
        return redirect("planning:need_line", plan, need)


def find_need(page: OfKnowing) -> Need:
    found: Need = get_object_or_404(Need.objects.select_related("plan"), pk=page.kwargs["need"], plan_id=page.plan_id)
    return found


def groups_of(plan: Plan) -> list[str]:
    """Target groups that the needs of a plan name already."""
    named = plan.needs.exclude(target_group="").values_list("target_group", flat=True)
    return sorted(set(named))


def towns_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The municipalities that the site plans for."""
    tenant = site_of(request)
    with entered(""):
        return list(tenant.covers.order_by("name_folded", "code").values_list("code", "name"))


def _asked(page: OfKnowing, request: HttpRequest) -> Register:
    asked = request.GET
    return read_register(
        page.plan,
        words=asked.get("q", "").strip()[:200],
        groups=frozenset(asked.getlist("group")),
        sources=frozenset(asked.getlist("source")),
        state=asked.get("state", ""),
    )


def _plain(register: Register) -> str:
    """The same list without words and filters."""
    return f"{reverse('planning:needs', args=[register.plan.pk])}?state={register.state}"


def _states(register: Register) -> list[tuple[str, str, str, int]]:
    words = {
        AsideOrNot.STANDING: _("All that count"),
        AsideOrNot.UNANSWERED: _("Not answered yet"),
        AsideOrNot.ASIDE: pgettext("needs", "Set aside"),
    }
    address = reverse("planning:needs", args=[register.plan.pk])
    return [(state.value, words[state], f"{address}?state={state}", register.counts[state]) for state in AsideOrNot]


def _facet(register: Register) -> list[dict[str, Any]]:
    return [
        {"value": code, "label": label, "count": register.by_source.get(code, 0), "checked": code in register.sources}
        for code, label in sources()
    ]


def checked(options: Iterable[dict[str, Any]]) -> int:
    return sum(bool(option["checked"]) for option in options)
