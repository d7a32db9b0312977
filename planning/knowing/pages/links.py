"""Choosing what belongs together: from a need, from a statement, and from an item of the plan."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.clock import now
from kernel.errors import DomainError
from kernel.text import uuid_or_none
from planning.knowing import commands
from planning.knowing.models import Link, Need, Quarter, Statement
from planning.knowing.pages.base import OfKnowing, crumb, holds, needs_crumb
from planning.knowing.pages.needs import find_need
from planning.knowing.tracing import Key, Trace
from planning.structure.models import Node

KINDS = {"need": Need, "statement": Statement, "node": Node}
ADDRESSES = {"need": "need_links", "statement": "statement", "node": "node_needs"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be linked, or is linked already by `link_id`."""

    kind: str
    id: Key
    label: str
    hint: str
    depth: int = 0
    link_id: Key | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The things of one kind: those linked already and those that can be."""

    kind: str
    legend: str
    linked: list[Choice]
    free: list[Choice]


class ChoosePage(OfKnowing):
    """Tick what belongs to this thing, and save once; what is linked already can be cut."""

    permission = "planning.write_plan"
    kind = ""

    def end(self) -> Any:
        raise NotImplementedError

    def shelves(self, trace: Trace, end: Any) -> list[Shelf]:
        raise NotImplementedError

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        return self.choose()

    def choose(self, template: str = "choose", **more: Any) -> HttpResponse:
        end = self.end()
        words = self.request.GET.get("q", "").strip()[:200]
        shelves = [_narrowed(shelf, words) for shelf in self.shelves(Trace(self.plan), end)]
        return self.show(template, kind=self.kind, end=end, shelves=shelves, q=words, here=self.request.path, **more)

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        others = [row for kind in KINDS if kind != self.kind for row in self._ticked(kind)]
        try:
            new = commands.link_all(self.plan, self.end(), others, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            told = ngettext("%(n)s link added.", "%(n)s links added.", new) % {"n": new}
            messages.success(request, told if new else _("Nothing new was ticked."))
        return redirect(request.get_full_path())

    def _ticked(self, kind: str) -> list[Any]:
        """Rows of this plan only; whatever else was sent is left out."""
        ids = [found for each in self.request.POST.getlist(kind)[:500] if (found := uuid_or_none(each))]
        own: dict[str, Any] = {"swot__plan_id": self.plan_id} if kind == "statement" else {"plan_id": self.plan_id}
        related = "swot" if kind == "statement" else "plan"
        return list(KINDS[kind].objects.filter(pk__in=ids, **own).select_related(related))  # type: ignore[attr-defined]


class NeedLinksPage(ChoosePage):
    """From a need: statements of the SWOT and items of the plan."""

    kind = "need"

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), needs_crumb(self.plan)]

    def end(self) -> Need:
        return find_need(self)

    def shelves(self, trace: Trace, end: Need) -> list[Shelf]:
        return [node_shelf(trace, trace.nodes_of[end.pk]), statement_shelf(trace, trace.said_of[end.pk])]


class NodeNeedsPage(ChoosePage):
    """From an item of the plan: needs and statements of the SWOT."""

    kind = "node"

    def crumbs(self) -> list[tuple[str, str]]:
        node = self.end()
        return [*super().crumbs(), crumb(node.title, "node_work", self.plan, node.pk)]

    def end(self) -> Node:
        found: Node = get_object_or_404(Node, pk=self.kwargs["node"], plan_id=self.plan_id)
        return found

    def shelves(self, trace: Trace, end: Node) -> list[Shelf]:
        return [need_shelf(trace, trace.needs_at[end.pk]), statement_shelf(trace, trace.said_at[end.pk])]


class CutLinkPage(OfKnowing):
    """The two no longer belong together."""

    permission = "planning.write_plan"

    def post(self, request: HttpRequest, plan: uuid.UUID, link: uuid.UUID) -> HttpResponse:
        made = get_object_or_404(Link.objects.select_related("plan", "statement__swot"), pk=link, plan_id=plan)
        back = request.POST.get("from", "")
        end = getattr(made, f"{back}_id") if back in KINDS else None
        commands.cut_link(made, by=request.user, at=now())
        messages.success(request, _("The link was removed."))
        return redirect(reverse(f"planning:{ADDRESSES[back]}", args=[plan, end]) if end else "planning:needs", plan)


def node_shelf(trace: Trace, linked: list[tuple[Key, Key]]) -> Shelf:
    known = dict(linked)
    choices = [
        Choice(
            "node", key, f"{branch.number} {branch.node.title}", str(capfirst(branch.node.level_word)),
            branch.depth, known.get(key),
        )
        for key, branch in trace.branches.items()
    ]  # fmt: skip
    return _shelf("node", _("Items of the plan"), choices)


def need_shelf(trace: Trace, linked: list[tuple[Key, Key]]) -> Shelf:
    known = dict(linked)
    choices = [
        Choice("need", need.pk, f"{need.code} {need.title}", need.target_group, 0, known.get(need.pk))
        for need in trace.needs.values()
        if need.set_aside_at is None or need.pk in known
    ]
    return _shelf("need", _("Needs"), choices)


def statement_shelf(trace: Trace, linked: list[tuple[Key, Key]]) -> Shelf:
    known = dict(linked)
    choices = [
        Choice(
            "statement", said.pk, said.text, f"{said.swot.name}: {Quarter(said.quarter).label}", 0, known.get(said.pk)
        )
        for said in trace.all_statements()
    ]
    return _shelf("statement", _("Statements of the SWOT"), choices)


def _shelf(kind: str, legend: str, choices: list[Choice]) -> Shelf:
    linked = [choice for choice in choices if choice.link_id]
    return Shelf(kind, legend, linked, [choice for choice in choices if not choice.link_id])


def _narrowed(shelf: Shelf, words: str) -> Shelf:
    found = [choice for choice in shelf.free if holds(words, choice.label, choice.hint)]
    return Shelf(shelf.kind, shelf.legend, shelf.linked, found)
