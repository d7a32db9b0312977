"""Pages on which a data steward brings registers in. Thin: find the run, ask the permission, call one command."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from imports import commands, preview
from imports.forms import RunsForm, UploadForm
from imports.models import Run
from imports.pages import Page, acted, crumbs
from imports.people import names_of
from imports.questions import count_open
from imports.reports import TYPES, rejected_file
from imports.run_page import run_facts
from imports.sheets import sheet_file
from imports.sources import all_sources
from kernel.clock import now, today

RUNS_ON_A_PAGE = 20


class Runs(Page):
    """All files that were brought in, the newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        titles = {source.name: source.title for source in all_sources().values()}
        form = RunsForm(request.GET, titles=titles)
        runs = Run.objects.filter(**form.asked()).order_by("-received_at", "-id")
        page = Paginator(runs, RUNS_ON_A_PAGE).get_page(request.GET.get("page"))
        facts = {
            "form": form,
            "page_obj": page,
            "rows": _told(list(page), titles),
            "waiting": Run.objects.filter(state=Run.State.WAITING).count(),
            "open_questions": count_open(),
            "breadcrumbs": crumbs()[:1],
        }
        return render(request, "imports/runs.html", facts)


def _told(runs: list[Run], titles: dict[str, Any]) -> list[tuple[Run, str, str, str]]:
    """Each run with the title of its source, the colour of its state and who brought it."""
    names = names_of(run.started_by for run in runs)
    return [
        (run, titles.get(run.source, run.source), preview.TAG_OF_STATE[run.state], names.get(run.started_by, ""))
        for run in runs
    ]


class Upload(Page):
    """Bring a file in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, UploadForm(initial=request.GET.dict()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(request, form, status=422)
        file, by = form.cleaned_data["file"], request.user
        facts = {"source": form.cleaned_data["source"], "is_whole": form.is_whole, "name": file.name}
        run = commands.receive_file(file, by=by, at=now(), **facts)
        if not run.is_nothing_new:
            commands.ask_to_compare(run, by=by)
        return redirect("imports:run", pk=run.pk)

    def _show(self, request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
        facts = {"form": form, "sources": all_sources().values(), "breadcrumbs": crumbs()}
        return render(request, "imports/upload.html", facts, status=status)


class RunPage(Page):
    """One run: how far it is, what it would change, what became of it."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return render(request, "imports/run.html", run_facts(request, self._run(pk)))


class CompareRun(Page):
    """Compare although the file is known, or once more because the catalogue has changed."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        return acted(request, "imports:run", lambda: commands.ask_to_compare(run, by=request.user), pk=pk)


class RejectedFile(Page):
    """The rejected rows as the sender wrote them, with the reason beside each."""

    def get(self, request: HttpRequest, pk: UUID, ending: str) -> HttpResponse:
        run = self._run(pk)
        if ending not in TYPES:
            raise Http404
        stem, word = slugify(run.original_name.rpartition(".")[0]) or run.source, slugify(_("rejected"))
        return _download(rejected_file(run, ending), TYPES[ending], f"{stem}-{word}.{ending}")


class SheetFile(Page):
    """The spreadsheet of the present catalogue, to be filled in."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        if ending not in {"csv", "xlsx"}:
            raise Http404
        word = slugify(_("descriptions"))
        return _download(sheet_file(ending), TYPES[ending], f"{word}-{today().isoformat()}.{ending}")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
    )
