"""Pages of the rows of a measure sheet: add one, change it, take it off; and the names of providers while one types."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from catalogue import feed as catalogue
from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from kernel.text import fold
from planning.structure.errors import ChangedMeanwhile
from planning.structure.guarantors import labels_of
from planning.structure.models import Node
from planning.structure.pages.plans import crumbs
from planning.structure.sheet import commands
from planning.structure.sheet.commands import Row
from planning.structure.sheet.forms import RowForm
from planning.structure.sheet.parts import BY_KEY, Part, row_of
from tenants.queries import names_covered, site_of


class OfSheet(Permitted, View):
    """A page of one part of one node's sheet."""

    permission = "planning.write_plan"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.keys = kwargs

    @property
    def part(self) -> Part:
        if self.keys["part"] not in BY_KEY:
            raise Http404
        return BY_KEY[self.keys["part"]]

    @property
    def node(self) -> Node:
        rows = Node.objects.select_related("plan")
        found: Node = get_object_or_404(rows, pk=self.keys["node"], plan_id=self.keys["plan"])
        return found

    def form(self, node: Node, given: Any, **facts: Any) -> RowForm:
        country = site_of(self.request).country
        return self.part.form(given, node=node, country=country, today=today(), **facts)

    def show(self, node: Node, form: RowForm, row: Row | None = None, **more: Any) -> HttpResponse:
        context = {"plan": node.plan, "node": node, "part": self.part, "form": form, "row": row, **more}
        status = 409 if more else 422 if form.errors else 200
        context["breadcrumbs"] = crumbs(node.plan)
        return render(self.request, "planning/work/sheet_row.html", context, status=status)

    def back(self) -> HttpResponse:
        return redirect("planning:node_work", self.keys["plan"], self.keys["node"])


class AddRowPage(OfSheet):
    """Add a row."""

    def get(self, request: HttpRequest, **address: Any) -> HttpResponse:
        node = self.node
        return self.show(node, self.form(node, None))

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        node = self.node
        form = self.form(node, request.POST)
        if form.is_valid():
            try:
                commands.add_row(node, self.part.model, form.values(), by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Added."))
                return self.back()
        return self.show(node, form)


class ChangeRowPage(OfSheet):
    """Change a row or take it off the sheet."""

    def get(self, request: HttpRequest, row: uuid.UUID, **address: Any) -> HttpResponse:
        node, found = self.node, self._row(row)
        return self.show(node, self.form(node, None, instance=found), found)

    def post(self, request: HttpRequest, row: uuid.UUID, **address: Any) -> HttpResponse:
        node, found = self.node, self._row(row)
        form = self.form(node, request.POST, instance=self._row(row))
        if form.is_valid():
            version = form.cleaned_data.get("version") or 0
            try:
                commands.change_row(found, form.values(), version=version, by=request.user, at=now())
            except ChangedMeanwhile as refusal:
                return self._show_both(node, form, self._row(row), refusal)
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(request, _("Saved."))
                return self.back()
        return self.show(node, form, found)

    def _show_both(self, node: Node, form: RowForm, row: Row, refusal: ChangedMeanwhile) -> HttpResponse:
        """What this person wrote stays; what stands there now is shown beside it, and saving once more replaces it."""
        sent = {**self.request.POST.dict(), "version": refusal.facts["version"]}
        again = self.form(node, sent, instance=self._row(row.pk))
        theirs = [
            (again.fields[name].label, _read(again, name, now_there), _read(again, name, form.cleaned_data.get(name)))
            for name, now_there in refusal.facts["now"].items()
            if name in again.fields and str(now_there or "") != str(form.cleaned_data.get(name) or "")
        ]
        return self.show(node, again, row, refusal=str(refusal), theirs=theirs)

    def _row(self, pk: uuid.UUID) -> Row:
        found = row_of(self.part, self.node, pk)
        if found is None:
            raise Http404
        return found


class RemoveRowPage(OfSheet):
    """Take a row off the sheet; the history keeps it."""

    def post(self, request: HttpRequest, row: uuid.UUID, **address: Any) -> HttpResponse:
        found = row_of(self.part, self.node, row)
        if found is not None:
            commands.remove_row(found, by=request.user, at=now())
        messages.success(request, _("Taken off. The history keeps it."))
        return self.back()


def _read(form: RowForm, name: str, value: Any) -> Any:
    """As people read it: the words of a choice."""
    choices = dict(getattr(form.fields[name], "choices", ()))
    return choices.get(value, choices.get(str(value), value))


class GuarantorsPage(Permitted, View):
    """Names of the groups that hold what was typed."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = fold(request.GET.get("q", "").strip()[:100])
        names = [name for _group, name in labels_of(None) if words in fold(name)]
        return JsonResponse({"results": [{"label": name} for name in sorted(set(names))[:20]]})


class TerritoriesPage(Permitted, View):
    """Municipalities of the plan whose names hold what was typed, to say where a measure works."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = fold(request.GET.get("q", "").strip()[:100])
        tenant = site_of(request)
        names = [tenant.name, *names_covered(tenant.key, language=tenant.language)]
        return JsonResponse({"results": [{"label": name} for name in dict.fromkeys(names) if words in fold(name)]})


class ProvidersPage(Permitted, View):
    """Names of the catalogue's providers that hold what was typed."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").strip()[:100]
        names = catalogue.find_providers(words) if len(words) > 1 else []
        return JsonResponse({"results": [{"label": name} for name in names]})
