"""The page on which a person says whether new records are services that the catalogue knows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from catalogue import intake
from imports import sameness
from imports.models import Run
from imports.pages import Page, crumb_of, crumbs
from imports.stages import batch_of
from kernel.clock import now
from kernel.errors import DomainError

AT_ONCE = 10
ANOTHER = "another"


class SamenessPage(Page):
    """Record by record: it is this service, it is another one, or nothing is said yet."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        return self._show(request, run) if run.is_compared else redirect("imports:run", pk=pk)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        same, another = said_in(request.POST)
        try:
            if request.POST.get("act") == "evident":
                sameness.settle_evident(run, by=request.user, at=now())
            else:
                sameness.settle_doubts(run, same=same, another=another, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("imports:same", pk=pk)
        return redirect("imports:run", pk=pk)

    def _show(self, request: HttpRequest, run: Run) -> HttpResponse:
        page = Paginator(range(run.count("waiting")), AT_ONCE).get_page(request.GET.get("page"))
        start = page.start_index() - 1 if page.paginator.count else 0
        context = {
            "run": run,
            "page_obj": page,
            "doubts": sameness.doubts_of(run, offset=start, limit=AT_ONCE),
            "evident": len(intake.evident_pairs(batch_of(run))),
            "breadcrumbs": crumbs(crumb_of(run)),
        }
        return render(request, "imports/sameness.html", context)


def said_in(post: Any) -> tuple[dict[int, UUID], set[int]]:
    """What the ticked answers say: the service a record is, or that it is another one."""
    same: dict[int, UUID] = {}
    another: set[int] = set()
    for name, value in post.items():
        number = name.removeprefix("record-")
        if number == name or not (number.isascii() and number.isdigit() and len(number) < 19):
            continue
        if value == ANOTHER:
            another.add(int(number))
        elif value:
            try:
                same[int(number)] = UUID(value)
            except ValueError:
                continue
    return same, another
