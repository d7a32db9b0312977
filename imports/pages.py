"""What the pages of this room have in common."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from imports.jobs import PERMISSION
from imports.models import Run
from kernel.access import Permitted
from kernel.errors import DomainError

KEPT_OF_QUERY = ("show", "q", "field", "page")


class Page(Permitted, View):
    """Every page here belongs to the data steward."""

    permission = PERMISSION

    def _run(self, pk: UUID) -> Run:
        return get_object_or_404(Run, pk=pk)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Home"), reverse("home")), (_("Imports"), reverse("imports:runs")), *more]


def crumb_of(run: Run) -> tuple[str, str]:
    return run.original_name, reverse("imports:run", kwargs={"pk": run.pk})


def acted(request: HttpRequest, where: str, act: Callable[[], Any], *, said: str = "", **kwargs: Any) -> HttpResponse:
    """Do it and show the page it leads to; a refusal is told there."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect(where, **kwargs)


def back_to_preview(run_id: UUID, sent: str) -> str:
    """The same part of the preview as before; of what the browser sends back only what the preview knows."""
    before, after = QueryDict(sent[:1000]), QueryDict(mutable=True)
    for name in KEPT_OF_QUERY:
        if before.get(name):
            after[name] = str(before[name])[:100]
    query = f"?{after.urlencode()}" if after else ""
    return f"{reverse('imports:run', kwargs={'pk': run_id})}{query}#changes"
