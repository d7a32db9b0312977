"""Pages of the items of a year: taken over from the plan, added, changed, removed; who reports on them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.clock import now
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.text import uuid_or_none
from planning.delivery import items as of_items
from planning.delivery.forms import ItemForm, OwnersForm, differences, merged
from planning.delivery.models import ActionItem, ActionPlan
from planning.delivery.pages.base import FormOfYear, OfYear
from planning.delivery.pages.years import show_year
from planning.delivery.states import OPEN_TO_CHANGE
from planning.structure.errors import ChangedMeanwhile
from planning.structure.models import Revision
from planning.structure.step_forms import WhyForm
from planning.structure.tree import Branch, grow, walk


class FillPage(FormOfYear):
    """What of the plan runs in this year; what stays ticked is taken over."""

    permission = "planning.write_plan"

    def answer(self, given: Any) -> HttpResponse:
        year = self.year
        if given is None:
            rows = [(branch, year.plan.word(branch.node.level)) for branch in of_items.offered(year)]
            return self.show_year("fill", year, offered=rows)
        try:
            count = of_items.fill_year(year, nodes=ids(given.getlist("node")), by=self.request.user, at=now())
        except DomainError as refusal:
            messages.error(self.request, str(refusal))
        else:
            words = ngettext("%(n)s item was taken over.", "%(n)s items were taken over.", count)
            messages.success(self.request, words % {"n": count})
        return redirect("planning:year", year.plan_id, year.pk)


class NewItemPage(FormOfYear):
    """A task of its own."""

    permission = "planning.write_plan"

    def answer(self, given: Any) -> HttpResponse:
        year = self.year
        form = ItemForm(given, currency=year.currency, branches=_measures(year))
        if given is not None and form.is_valid():
            node = form.cleaned_data.get("node")
            facts = form.changes()
            try:
                item = of_items.add_item(
                    year, node=uuid.UUID(node) if node else None, facts=facts, by=self.request.user, at=now()
                )
            except DomainError as refusal:
                add_to_form(form, refusal, "title")
            else:
                messages.success(self.request, _("Added."))
                return redirect(_at(year, item))
        return self.show_year("item_new", year, form=form)


class ItemPage(FormOfYear):
    """One item: change it, see where it comes from and its history."""

    permission = "planning.write_plan"

    def answer(self, given: Any) -> HttpResponse:
        year = self.year
        item = self.item(year)
        form = self._form(given, year, item)
        if given is None or not form.is_valid():
            return self._show(year, item, form)
        version = form.cleaned_data.get("version") or 0
        facts = {"version": version, "by": self.request.user, "at": now(), "why": form.cleaned_data.get("why", "")}
        try:
            of_items.change_item(self.item(year), changes=form.changes(), **facts)
        except ChangedMeanwhile as refusal:
            theirs = differences(form, refusal.facts["now"])
            again = self._form(merged(form, refusal.facts), year, self.item(year))
            return self._show(year, self.item(year), again, refusal=str(refusal), theirs=theirs, status=409)
        except DomainError as refusal:
            add_to_form(form, refusal)
            return self._show(year, self.item(year), form)
        messages.success(self.request, _("Saved."))
        return redirect(_at(year, item))

    def _form(self, given: Any, year: ActionPlan, item: ActionItem) -> ItemForm:
        return ItemForm(given, instance=item, currency=year.currency, is_agreed=year.state not in OPEN_TO_CHANGE)

    def _show(self, year: ActionPlan, item: ActionItem, form: ItemForm, **more: Any) -> HttpResponse:
        row = ActionItem.objects.select_related("comes_from__action_plan").get(pk=item.pk)
        history = Revision.objects.filter(subject_id=item.pk).order_by("-at", "id")[:20]
        goes_to = row.goes_to.select_related("action_plan").first()
        return self.show_year("item", year, form=form, item=row, goes_to=goes_to, history=history, **more)


class RemoveItemPage(FormOfYear):
    """Take an item out, with a reason."""

    permission = "planning.write_plan"

    def answer(self, given: Any) -> HttpResponse:
        year = self.year
        item = self.item(year)
        form = WhyForm(given)
        if given is not None and form.is_valid():
            try:
                of_items.remove_item(item, why=form.cleaned_data["why"], by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(self.request, _("Removed. It stays below with the reason."))
                return redirect("planning:year", year.plan_id, year.pk)
        return self.show_year("item_remove", year, form=form, item=item)


class OwnersPage(OfYear):
    """Who reports on the ticked items."""

    permission = "planning.write_plan"

    def post(self, request: Any, **address: Any) -> HttpResponse:
        form = OwnersForm(request.POST)
        if not form.is_valid():
            return show_year(self, owners=form)
        year, chosen = self.year, ids(request.POST.getlist("item"))
        if not chosen:
            form.add_error(None, _("Tick the items first."))
            return show_year(self, owners=form)
        try:
            count = of_items.name_owner(year, items=chosen, email=form.cleaned_data["email"], by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            words = ngettext("%(n)s item was changed.", "%(n)s items were changed.", count)
            messages.success(request, " ".join([words % {"n": count}, *_when_told(year, count)]))
        return redirect("planning:year", year.plan_id, year.pk)


def _when_told(year: ActionPlan, count: int) -> list[str]:
    """A round that is open already reaches whoever is named now with the letters of the morning."""
    if not count or not year.rounds.filter(closed_at__isnull=True).exists():
        return []
    return [_("A monitoring is open: whoever is new gets the letter with the link in the morning.")]


def _measures(year: ActionPlan) -> list[Branch]:
    return [branch for branch in walk(grow(year.plan.nodes.all())) if branch.node.level in of_items.OF_THE_YEAR]


def _at(year: ActionPlan, item: ActionItem) -> str:
    return f"{reverse('planning:year', args=[year.plan_id, year.pk])}#item-{item.pk}"


def ids(texts: list[str]) -> list[uuid.UUID]:
    """The ids among what was sent; anything else is nobody's id."""
    return [found for text in texts if (found := uuid_or_none(text))]
