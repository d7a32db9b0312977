"""Pages on which a data steward brings registers in. Thin: find the run, ask the permission, call one command."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View

from imports import commands, preview
from imports.forms import AcceptForm, UploadForm
from imports.jobs import PERMISSION
from imports.models import Run
from imports.reports import TYPES, rejected_file
from imports.sheets import sheet_file
from imports.sources import all_sources, source_named
from kernel.access import Permitted
from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.jobs.models import Job
from kernel.jobs.views import progress_facts

RUNS_ON_A_PAGE = 20


class Page(Permitted, View):
    """Every page here belongs to the data steward."""

    permission = PERMISSION

    def _run(self, pk: UUID) -> Run:
        return get_object_or_404(Run, pk=pk)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Home"), reverse("home")), (_("Imports"), reverse("imports:runs")), *more]


class Runs(Page):
    """All files that were brought in, the newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(Run.objects.order_by("-received_at", "-id"), RUNS_ON_A_PAGE).get_page(request.GET.get("page"))
        titles = {source.name: source.title for source in all_sources().values()}
        rows = [(run, titles.get(run.source, run.source), preview.TAG_OF_STATE[run.state]) for run in page]
        return render(request, "imports/runs.html", {"page_obj": page, "rows": rows, "breadcrumbs": crumbs()[:1]})


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
        run = self._run(pk)
        return render(request, "imports/run.html", run_facts(request, run))


def run_facts(request: HttpRequest, run: Run, form: AcceptForm | None = None) -> dict[str, Any]:
    """What the page of a run shows."""
    job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
    is_working = job is not None and not job.is_finished
    facts: dict[str, Any] = {
        "run": run,
        "source": source_named(run.source),
        "state": preview.TAG_OF_STATE[run.state],
        "is_working": is_working,
        "failed_job": job if job and job.state == Job.State.FAILED and run.is_compared else None,
        "breadcrumbs": crumbs(),
    }
    if job and is_working:
        facts |= progress_facts(job)
    elif run.is_compared or run.state == Run.State.ACCEPTED:
        facts |= preview.facts(request.GET, run)
        is_guarded = run.ended_share > commands.ENDED_SHARE
        facts |= {"is_guarded": is_guarded, "accept_form": form or AcceptForm(run=run, is_guarded=is_guarded)}
    return facts


class CompareRun(Page):
    """Compare although the file is known, or once more because the catalogue has changed."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return _acted(request, pk, lambda: commands.ask_to_compare(self._run(pk), by=request.user))


class AcceptRun(Page):
    """Agree to what was seen."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self._run(pk)
        form = AcceptForm(request.POST, run=run, is_guarded=run.ended_share > commands.ENDED_SHARE)
        if not form.is_valid():
            return render(request, "imports/run.html", run_facts(request, run, form), status=422)
        despite = bool(form.cleaned_data.get("despite_ended"))
        return _acted(request, pk, lambda: commands.ask_to_accept(run, by=request.user, despite_guard=despite))


class DiscardRun(Page):
    """Put the run aside."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return _acted(request, pk, lambda: commands.discard_run(self._run(pk), by=request.user, at=now()))


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


def _acted(request: HttpRequest, pk: UUID, act: Any) -> HttpResponse:
    """Do it and show the run; a refusal is told on its page."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:run", pk=pk)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
    )
