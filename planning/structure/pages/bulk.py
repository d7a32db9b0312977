"""Many items at once: tick them, say what is to be done, look at it item by item, do it, take it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.clock import now
from kernel.errors import DomainError
from kernel.text import uuid_or_none
from planning.structure.bulk.commands import change_many, last_batch, undo_batch
from planning.structure.bulk.forms import FORMS, ActForm, read, written
from planning.structure.bulk.proposing import Act, propose
from planning.structure.models import Plan
from planning.structure.pages.base import OfPlan
from planning.structure.pages.plans import crumbs
from planning.structure.tree import Branch, find, grow, walk


class BulkPage(OfPlan):
    """Choose, ask, look, do: four steps of one address, all of them without a script."""

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        asked = uuid_or_none(request.GET.get("branch", ""))
        return self._choose({asked} if asked else set(), {asked} if asked else set())

    def post(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        given = request.POST
        branch = uuid_or_none(given.get("branch", ""))
        ticked = {pk for text in given.getlist("node") if (pk := uuid_or_none(text))}
        if branch:
            return self._choose(ticked, {branch})
        act = given.get("act", "")
        if "items" not in given:
            return self._ask(ticked, act)
        return self._look(read(given["items"]), act)

    def _choose(self, ticked: set[uuid.UUID], whole: set[uuid.UUID], problem: str = "") -> HttpResponse:
        """The tree with its ticks; of `whole` everything below is ticked as well."""
        plan = self.plan
        roots = grow(plan.nodes.all())
        for pk in whole:
            found = find(roots, pk)
            ticked |= {branch.node.pk for branch in found.walk()} if found else set()
        rows = [(branch, branch.node.pk in ticked) for branch in walk(roots)]
        context = {"rows": rows, "acts": Act.choices, "problem": problem, "undo": self._undo(plan)}
        return self._show("choose", plan, status=422 if problem else 200, **context)

    def _undo(self, plan: Plan) -> dict[str, Any] | None:
        batch = last_batch(plan)
        rows = plan.revisions.filter(batch=batch) if batch else None
        first = rows.first() if rows is not None else None
        return {"batch": batch, "count": rows.count(), "at": first.at} if rows is not None and first else None

    def _ask(self, ticked: set[uuid.UUID], act: str) -> HttpResponse:
        plan = self.plan
        chosen = [branch for branch in walk(grow(plan.nodes.all())) if branch.node.pk in ticked]
        if not chosen or act not in Act.values:
            problem = _("Tick at least one item.") if not chosen else _("Choose what is to be done.")
            return self._choose(ticked, set(), problem)
        return self._form(plan, chosen, act, FORMS[act](plan=plan))

    def _form(self, plan: Plan, chosen: list[Branch], act: str, form: ActForm, **more: Any) -> HttpResponse:
        items = written([branch.node for branch in chosen])
        context = {"form": form, "act": act, "act_words": Act(act).label, "items": items, "chosen": chosen, **more}
        return self._show("act", plan, status=more.pop("status", 422 if form.errors else 200), **context)

    def _look(self, seen: dict[uuid.UUID, int], act: str) -> HttpResponse:
        plan, given = self.plan, self.request.POST
        if not seen or act not in Act.values:
            return redirect("planning:bulk", plan.pk)
        form = FORMS[act](given, plan=plan)
        outcomes = propose(plan, seen, act, form.said()) if form.is_valid() else []
        if not outcomes:
            return self._form(plan, [b for b in walk(grow(plan.nodes.all())) if b.node.pk in seen], act, form)
        if "without_wrong" in given:
            outcomes = [each for each in outcomes if not each.reason]
            seen = {each.node.pk: seen[each.node.pk] for each in outcomes}
        if "do" in given:
            try:
                return self._do(plan, seen, act, form)
            except DomainError as refusal:
                messages.warning(self.request, str(refusal))
        wrong = [each for each in outcomes if each.reason]
        changing = [each for each in outcomes if each.changes]
        context: dict[str, Any] = {
            "outcomes": [*wrong, *changing],
            "wrong": wrong,
            "changing": changing,
            "same": len(outcomes) - len(wrong) - len(changing),
            "is_removal": act == Act.REMOVE,
        }
        return self._form(plan, [each.branch for each in outcomes], act, form, **context)

    def _do(self, plan: Plan, seen: dict[uuid.UUID, int], act: str, form: ActForm) -> HttpResponse:
        why = form.cleaned_data.get("why", "")
        if change_many(plan, seen, act, form.said(), by=self.request.user, at=now(), why=why):
            words = _("Done. You can take it back below.") if act != Act.REMOVE else _("Removed. The history keeps it.")
            messages.success(self.request, words)
        else:
            messages.info(self.request, _("Nothing had to be changed."))
        return redirect("planning:bulk", plan.pk)

    def _show(self, name: str, plan: Plan, status: int = 200, **context: Any) -> HttpResponse:
        facts = {"plan": plan, "breadcrumbs": crumbs(plan), **context}
        return render(self.request, f"planning/bulk/{name}.html", facts, status=status)


class UndoBulkPage(OfPlan):
    """Take the last act on many items back."""

    def post(self, request: HttpRequest, plan: uuid.UUID, batch: uuid.UUID) -> HttpResponse:
        try:
            count = undo_batch(self.plan, batch, by=request.user, at=now())
        except DomainError as refusal:
            messages.warning(request, str(refusal))
        else:
            words = ngettext("%(n)s item is as it was before.", "%(n)s items are as they were before.", count)
            messages.success(request, words % {"n": count})
        return redirect("planning:bulk", plan)
