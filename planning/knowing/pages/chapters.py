"""The chapters of the analysis: text, tables with pictures, what the catalogue says, acceptance."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.clock import now, today
from kernel.errors import DomainError
from kernel.http import add_to_form
from planning.knowing import chapters as commands
from planning.knowing.chapter_forms import AcceptForm, ChapterForm, FigureForm, ReopenForm
from planning.knowing.drawing import figures_shown, services_shown
from planning.knowing.models import Chapter, ChapterKind, Figure
from planning.knowing.offering import sources_for
from planning.knowing.pages.base import FormOfKnowing, OfKnowing, crumb
from planning.knowing.pages.needs import towns_of
from planning.structure.errors import ChangedMeanwhile
from planning.structure.forms import differences, merged
from planning.structure.models import Revision

ABOUT = {
    ChapterKind.PEOPLE: gettext_lazy(
        "Who lives here: age, households, incomes, health, settlements, and how it changes."
    ),
    ChapterKind.PROVIDERS: gettext_lazy(
        "Which services there are, for whom, how many places, and where they do not come."
    ),
    ChapterKind.NEEDS: gettext_lazy("What people told in surveys, groups and hearings, and what they lack most."),
    ChapterKind.RESOURCES: gettext_lazy("People, buildings and money that the plan can count on."),
    ChapterKind.FORMER_PLAN: gettext_lazy("What the former plan promised, what was done, and what was not and why."),
    ChapterKind.RISKS: gettext_lazy("What endangers people here and what could make it worse."),
}


class OfChapter(OfKnowing):
    """A page of one chapter; it need not be written yet."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind: str = kwargs["chapter"]
        if self.kind not in ChapterKind.values:
            raise Http404

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), crumb(_("Analyses"), "chapters", self.plan)]

    def found(self) -> Chapter:
        """The chapter as it stands, or an empty one that is not saved."""
        row = self.plan.chapters.filter(kind=self.kind).first()
        return row or Chapter(plan=self.plan, kind=self.kind)

    def back(self) -> HttpResponse:
        return redirect("planning:chapter", self.plan_id, self.kind)

    def title(self) -> str:
        return str(capfirst(ChapterKind(self.kind).label))


class ChaptersPage(OfKnowing):
    """All chapters, what each holds and whether it was accepted."""

    def get(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        written = {chapter.kind: chapter for chapter in self.plan.chapters.prefetch_related("figures")}
        lines = [
            {
                "title": str(capfirst(kind.label)),
                "about": ABOUT[kind],
                "href": reverse("planning:chapter", args=[plan, kind.value]),
                "chapter": written.get(kind.value),
                "figures": len(written[kind.value].figures.all()) if kind.value in written else 0,
            }
            for kind in ChapterKind
        ]
        return self.show("chapters", lines=lines)


class ChapterPage(OfChapter):
    """One chapter to be read."""

    def get(self, request: HttpRequest, plan: uuid.UUID, chapter: str) -> HttpResponse:
        found = self.found()
        is_kept = not found._state.adding
        figures = figures_shown(found.figures.order_by("added_at", "pk")) if is_kept else []
        history = Revision.objects.filter(subject_id=found.pk).order_by("-at", "id")[:20] if is_kept else []
        services = services_shown(found) if chapter == ChapterKind.PROVIDERS else None
        return self.show(
            "chapter", chapter=found, title=self.title(), about=ABOUT[ChapterKind(chapter)], figures=figures,
            services=services, takes_services=chapter == ChapterKind.PROVIDERS, history=history,
            offers=sources_for(chapter), is_empty=not (found.text or figures or found.snapshot),
        )  # fmt: skip


class WriteChapterPage(FormOfKnowing, OfChapter):
    """The text of a chapter; two people who write at once lose nothing."""

    def answer(self, given: Any) -> HttpResponse:
        form = ChapterForm(given, instance=self.found())
        if given is None or not form.is_valid():
            return self._show(form)
        try:
            said = {"text": form.cleaned_data["text"], "seen": form.seen}
            commands.write_chapter(self.plan, kind=self.kind, **said, by=self.request.user, at=now())
        except ChangedMeanwhile as refusal:
            theirs = differences(form, refusal.facts["now"])
            again = ChapterForm(merged(form, refusal.facts), instance=self.found())
            return self._show(again, status=409, refusal=str(refusal), theirs=theirs)
        except DomainError as refusal:
            add_to_form(form, refusal)
            return self._show(form)
        messages.success(self.request, _("Saved."))
        return self.back()

    def _show(self, form: ChapterForm, **more: Any) -> HttpResponse:
        return self.show("chapter_form", form=form, title=self.title(), kind=self.kind, **more)


class AddFigurePage(OfChapter):
    """A table from a file or from the clipboard."""

    permission = "planning.write_plan"

    def get(self, request: HttpRequest, plan: uuid.UUID, chapter: str) -> HttpResponse:
        return self._show(FigureForm())

    def post(self, request: HttpRequest, plan: uuid.UUID, chapter: str) -> HttpResponse:
        form = FigureForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                commands.add_figure(self.plan, kind=chapter, **form.facts(), by=request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal, "title")
            else:
                messages.success(request, _("The table stands in the chapter."))
                return self.back()
        return self._show(form)

    def _show(self, form: FigureForm) -> HttpResponse:
        return self.show("figure", form=form, title=self.title(), kind=self.kind)


class RemoveFigurePage(OfChapter):
    """Take a table out; the history keeps its numbers."""

    permission = "planning.write_plan"

    def post(self, request: HttpRequest, plan: uuid.UUID, chapter: str, figure: uuid.UUID) -> HttpResponse:
        rows = Figure.objects.select_related("chapter__plan")
        row = get_object_or_404(rows, pk=figure, chapter__plan_id=plan, chapter__kind=chapter)
        try:
            commands.remove_figure(row, by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The table was removed. The history keeps its numbers."))
        return self.back()


class SnapshotPage(OfKnowing):
    """Fill the chapter of services from the catalogue as it stands today."""

    permission = "planning.write_plan"

    def post(self, request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
        try:
            commands.take_snapshot(self.plan, towns=towns_of(request), by=request.user, at=now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The chapter holds the catalogue as it stands today."))
        return redirect("planning:chapter", plan, ChapterKind.PROVIDERS.value)


class AcceptPage(FormOfKnowing, OfChapter):
    """The steering group accepted the chapter."""

    def answer(self, given: Any) -> HttpResponse:
        form = AcceptForm(given, initial={"on": today(), "version": self.found().version})
        if given is not None and form.is_valid():
            try:
                commands.accept_chapter(self.plan, kind=self.kind, **form.cleaned_data, by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal)
            else:
                messages.success(self.request, _("The chapter is accepted."))
                return self.back()
        return self.show("accept", form=form, title=self.title(), kind=self.kind)


class ReopenPage(FormOfKnowing, OfChapter):
    """Change an accepted chapter again."""

    def answer(self, given: Any) -> HttpResponse:
        found, form = self.found(), ReopenForm(given)
        if found.accepted_on is None:
            return self.back()
        if given is not None and form.is_valid():
            try:
                commands.reopen_chapter(found, why=form.cleaned_data["why"], by=self.request.user, at=now())
            except DomainError as refusal:
                add_to_form(form, refusal, "why")
            else:
                messages.success(self.request, _("The chapter can be changed again."))
                return self.back()
        return self.show("reopen", form=form, title=self.title(), kind=self.kind)
