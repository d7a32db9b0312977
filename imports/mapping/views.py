"""Pages on the way from a spreadsheet to a saved mapping. Everything chosen is kept on the server between them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from imports.jobs import PERMISSION
from imports.laying import desk_of
from imports.mapping import building
from imports.mapping.forms import PART, WHOLE, BeginForm, ColumnsForm, SaveForm, TableForm, WordsForm
from imports.mapping.previewing import preview_of
from imports.mapping.questions import questions_of, unanswered
from imports.mapping.showing import facts_of_look, facts_of_mapping, stages_of
from imports.models import MappingDraft, Run, SavedMapping
from imports.spreadsheets.spec import BadSpec, Rows
from imports.spreadsheets.vocabularies import Vocabulary
from kernel.access import Permitted
from kernel.clock import now
from kernel.errors import DomainError
from kernel.jobs.models import Job
from kernel.jobs.views import progress_facts
from tenants.queries import region

TOWNS_SUGGESTED = 3000


class Page(Permitted, View):
    """Every page here belongs to the data steward."""

    permission = PERMISSION

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A mapping that an older version of the catalogue saved and this one cannot read is told, not tripped over."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except BadSpec as unreadable:
            messages.error(request, str(unreadable))
            return redirect("imports:mappings")

    def render(self, request: HttpRequest, page: str, facts: dict[str, Any], status: int = 200) -> HttpResponse:
        crumbs = [(_("Home"), reverse("home")), (_("Imports"), reverse("imports:runs"))]
        if page != "list":
            crumbs.append((_("Spreadsheets"), reverse("imports:mappings")))
        return render(request, f"imports/mapping/{page}.html", facts | {"breadcrumbs": crumbs}, status=status)


class StepPage(Page):
    """One step of a draft; a step that is not reached yet leads back to the one that is."""

    stage = ""

    def draft(self, pk: UUID) -> MappingDraft:
        return get_object_or_404(MappingDraft, pk=pk)

    def step(self, request: HttpRequest, draft: MappingDraft, facts: dict[str, Any], status: int = 200) -> HttpResponse:
        stages = stages_of(draft, self.stage)
        return self.render(request, self.stage, {"draft": draft, "stages": stages, **facts}, status)

    def is_ahead(self, draft: MappingDraft) -> bool:
        return building.STAGES.index(self.stage) > building.STAGES.index(draft.stage)


class Mappings(Page):
    """Saved mappings, and those still being built."""

    def get(self, request: HttpRequest) -> HttpResponse:
        facts = {
            "mappings": SavedMapping.objects.current(),
            "drafts": MappingDraft.objects.order_by("-changed_at")[:50],
        }
        return self.render(request, "list", facts)


class Begin(Page):
    """Bring the file on which the mapping is built; `?of=` names the mapping that becomes a new version."""

    def get(self, request: HttpRequest) -> HttpResponse:
        known = self._known(request)
        return self._show(request, BeginForm(initial={"rows": "SERVICES"}, revises=known is not None), known)

    def post(self, request: HttpRequest) -> HttpResponse:
        known, here = self._known(request), region()
        form = BeginForm(request.POST, request.FILES, revises=known is not None)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                draft = building.begin_draft(
                    file,
                    name=file.name,
                    rows=Rows(form.cleaned_data.get("rows", Rows.SERVICES)),
                    country=here.country if here else "SK",
                    revises=known.slug if known else "",
                    by=request.user,
                    at=now(),
                )
            except DomainError as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect("imports:mapping_table", pk=draft.pk)
        return self._show(request, form, known, 422)

    def _known(self, request: HttpRequest) -> SavedMapping | None:
        slug = request.GET.get("of", "")
        return get_object_or_404(SavedMapping.objects.current(), slug=slug) if slug else None

    def _show(self, request: HttpRequest, form: BeginForm, known: Any, status: int = 200) -> HttpResponse:
        return self.render(request, "begin", {"form": form, "known": known}, status)


class BeginFromRun(Page):
    """Answer the questions of a file that its mapping could not read."""

    def post(self, request: HttpRequest, run: UUID) -> HttpResponse:
        held = get_object_or_404(Run, pk=run)
        try:
            draft = building.begin_from_run(held, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("imports:run", pk=run)
        page = "imports:mapping_words" if draft.stage == "words" else "imports:mapping_table"
        return redirect(page, pk=draft.pk)


class Table(StepPage):
    """Where the table stands: sheet, head, encoding, delimiter."""

    stage = "table"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        draft = self.draft(pk)
        try:
            seen = building.look(draft)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("imports:mappings")
        return self.step(request, draft, {"form": TableForm(seen=seen), **facts_of_look(seen)})

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        draft = self.draft(pk)
        seen = building.look(draft)
        form, status = TableForm(request.POST, seen=seen), 422
        if form.is_valid():
            layout = form.layout()
            try:
                seen = building.look(draft, layout)
                if "look" not in request.POST:
                    building.choose_table(draft, layout=layout, at=now())
                    return redirect("imports:mapping_columns", pk=pk)
                form, status = TableForm(seen=seen), 200
            except DomainError as refusal:
                form.add_error("head", str(refusal))
        return self.step(request, draft, {"form": form, **facts_of_look(seen)}, status)


class Columns(StepPage):
    """Which column fills which field."""

    stage = "columns"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        draft = self.draft(pk)
        return redirect("imports:mapping_table", pk=pk) if self.is_ahead(draft) else self._show(request, draft)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        draft = self.draft(pk)
        form, examples = self._form(draft, request.POST)
        if form.is_valid():
            try:
                building.choose_columns(draft, **form.chosen(), at=now())
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("imports:mapping_words", pk=pk)
        return self._show(request, draft, form, examples, 422)

    def _form(self, draft: MappingDraft, data: Any = None) -> tuple[ColumnsForm, dict[str, list[Any]]]:
        seen = building.look(draft)
        heads = [head for head in seen.heads if head]
        vocabulary = Vocabulary(desk_of(draft.country))
        form = ColumnsForm(data, spec=draft.parsed, heads=heads, vocabulary=vocabulary)
        return form, building.examples_of(seen, heads)

    def _show(
        self, request: HttpRequest, draft: MappingDraft, form: Any = None, examples: Any = None, status: int = 200
    ) -> HttpResponse:
        if form is None:
            form, examples = self._form(draft)
        facts = {"form": form, "lines": list(form.lines(examples)), "constants": form.constants()}
        return self.step(request, draft, facts | {"has_key": draft.rows != Rows.DESCRIPTIONS}, status)


class Words(StepPage):
    """What each word of the coded columns means."""

    stage = "words"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        draft = self.draft(pk)
        if self.is_ahead(draft):
            return redirect("imports:mapping_columns", pk=pk)
        job = Job.objects.filter(pk=draft.job_id).first() if draft.job_id else None
        if job and not draft.tally:
            working = {"is_working": not job.is_finished, "failed_job": job if job.is_finished else None}
            return self.step(request, draft, working | progress_facts(job))
        return self._show(request, draft)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        draft = self.draft(pk)
        if self.is_ahead(draft) or not draft.tally:
            return redirect("imports:mapping_words", pk=pk)
        form, known, waiting, vocabulary = self._form(draft, request.POST)
        if not form.is_valid():
            return self._show(request, draft, (form, known, waiting, vocabulary), 422)
        building.choose_words(draft, values=form.values(), at=now())
        return redirect("imports:mapping_words" if waiting else "imports:mapping_preview", pk=pk)

    def _form(self, draft: MappingDraft, data: Any = None) -> tuple[WordsForm, Any, int, Vocabulary]:
        vocabulary = Vocabulary(desk_of(draft.country))
        questions, known, waiting = questions_of(draft, vocabulary)
        return WordsForm(data, questions=questions, vocabulary=vocabulary), known, waiting, vocabulary

    def _show(self, request: HttpRequest, draft: MappingDraft, made: Any = None, status: int = 200) -> HttpResponse:
        form, known, waiting, vocabulary = made or self._form(draft)
        groups = form.groups()
        asks_towns = any(question.coded == "municipality" for question in form.questions)
        towns = sorted(town.full_name for town in vocabulary.desk.territory.towns.values()) if asks_towns else []
        facts = {"form": form, "groups": groups, "known": known, "waiting": waiting, "towns": towns[:TOWNS_SUGGESTED]}
        return self.step(request, draft, facts, status)


class Preview(StepPage):
    """Ten rows as the catalogue would read them, and the name under which the mapping is kept."""

    stage = "preview"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        draft = self.draft(pk)
        if self.is_ahead(draft):
            return redirect("imports:mapping_words", pk=pk)
        if unanswered(draft, Vocabulary(desk_of(draft.country))):
            return redirect("imports:mapping_words", pk=pk)
        return self._show(request, draft, SaveForm(draft=draft, initial=self._initial(draft)))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        draft = self.draft(pk)
        form = SaveForm(request.POST, draft=draft)
        if self.is_ahead(draft) or unanswered(draft, Vocabulary(desk_of(draft.country))):
            return redirect("imports:mapping_words", pk=pk)
        if form.is_valid():
            said = form.cleaned_data
            try:
                _mapping, run = building.save_mapping(
                    draft,
                    name=said["name"],
                    slug=draft.revises or said["slug"],
                    is_whole=said.get("extent") == WHOLE,
                    by=request.user,
                    at=now(),
                )
            except DomainError as refusal:
                form.add_error("slug" if refusal.code == "slug_taken" and "slug" in form.fields else None, str(refusal))
            else:
                messages.success(request, _("The mapping is saved. The file is read by it now."))
                return redirect("imports:run", pk=run.pk)
        return self._show(request, draft, form, 422)

    def _initial(self, draft: MappingDraft) -> dict[str, str]:
        known = SavedMapping.objects.newest(draft.revises) if draft.revises else None
        name = known.name if known else draft.original_name.rpartition(".")[0].replace("_", " ")[:120]
        return {
            "name": name,
            "slug": building.free_slug(name),
            "extent": WHOLE if known and known.parsed.is_whole else PART,
        }

    def _show(self, request: HttpRequest, draft: MappingDraft, form: SaveForm, status: int = 200) -> HttpResponse:
        return self.step(request, draft, {"form": form, "rows": preview_of(draft), "tally": draft.tally}, status)


class Discard(Page):
    """Put a draft aside, with its file."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        building.discard_draft(get_object_or_404(MappingDraft, pk=pk))
        messages.success(request, _("The unfinished mapping was put aside."))
        return redirect("imports:mappings")


class Mapping(Page):
    """A saved mapping: what it reads, its versions."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        versions = list(SavedMapping.objects.filter(slug=slug).order_by("-version"))
        if not versions:
            raise Http404
        shown = versions[0]
        for each in versions:
            if str(each.version) == request.GET.get("version"):
                shown = each
        facts = facts_of_mapping(shown, Vocabulary(desk_of(shown.country)))
        return self.render(request, "mapping", {"mapping": shown, "versions": versions, **facts})


class Retire(Page):
    """Offer a mapping no more."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        mapping = SavedMapping.objects.newest(slug)
        if mapping is None:
            raise Http404
        try:
            building.retire_mapping(mapping, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("imports:mappings")
