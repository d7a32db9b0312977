"""Acts on the chapters of the analysis: text, tables, the snapshot of the catalogue, acceptance and reopening."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.clock import day_of
from kernel.journal import record
from planning.knowing.models import Chapter, ChapterKind, Figure
from planning.knowing.snapshot import picture_of
from planning.knowing.tables import Table
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.history import remember
from planning.structure.locking import lock
from planning.structure.models import Plan


@transaction.atomic
def write_chapter(plan: Plan, *, kind: str, text: str, seen: str, by: Any, at: datetime) -> Chapter:
    """The text of a chapter; `seen` is the one that was shown when the writing began."""
    chapter = _open(plan, kind, at)
    if chapter.text != seen:
        raise ChangedMeanwhile(
            _("Somebody else changed this chapter in the meantime. Compare both versions and save again."),
            facts={"now": {"text": chapter.text}, "version": chapter.version},
        )
    if text != chapter.text:
        before, chapter.text = chapter.text, text
        _save(chapter, at)
        remember(chapter.plan, chapter, "changed", before={"text": before}, after={"text": text}, by=by, at=at)
        record("planning.chapter_written", subject=chapter, by=by, at=at, plan=str(plan.pk), kind=str(kind))
    return chapter


@transaction.atomic
def add_figure(
    plan: Plan,
    *,
    kind: str,
    title: str,
    source: str,
    as_of: date,
    drawing: str,
    table: Table,
    by: Any,
    at: datetime,
) -> Figure:
    """A table with its source and day below the text of a chapter."""
    chapter = _open(plan, kind, at)
    if chapter.figures.filter(title=title.strip()).exists():
        raise PlanRefused(_("A table of this title stands in the chapter already."))
    figure = Figure.objects.create(
        chapter=chapter, title=title.strip(), source=source.strip(), as_of=as_of, drawing=drawing,
        heads=table.heads, rows=table.rows, added_at=at,
    )  # fmt: skip
    _save(chapter, at)
    remember(chapter.plan, chapter, "figure_added", after={"title": figure.title}, by=by, at=at)
    record("planning.figure_added", subject=figure, by=by, at=at, plan=str(plan.pk), kind=str(kind))
    return figure


@transaction.atomic
def remove_figure(figure: Figure, *, by: Any, at: datetime) -> None:
    """A table taken out; the history keeps its numbers."""
    chapter = _open(figure.chapter.plan, figure.chapter.kind, at)
    kept = {"title": figure.title, "source": figure.source, "heads": figure.heads, "rows": figure.rows}
    _save(chapter, at)
    remember(chapter.plan, chapter, "figure_removed", before=kept, by=by, at=at)
    record("planning.figure_removed", subject=figure, by=by, at=at, plan=str(chapter.plan_id), kind=chapter.kind)
    figure.delete()


@transaction.atomic
def take_snapshot(plan: Plan, *, towns: Iterable[tuple[str, str]], by: Any, at: datetime) -> Chapter:
    """Fill the chapter of services from the catalogue as it stands today, for these municipalities (code, name)."""
    chapter = _open(plan, ChapterKind.PROVIDERS, at)
    held = list(towns)
    if not held:
        raise PlanRefused(
            _("The site plans for no municipality yet, so there is nothing to look for in the catalogue.")
        )
    before = chapter.snapshot_on.isoformat() if chapter.snapshot_on else ""
    chapter.snapshot, chapter.snapshot_on = picture_of(held, day_of(at)), day_of(at)
    _save(chapter, at)
    after = {"on": chapter.snapshot_on.isoformat(), "services": len(chapter.snapshot["services"])}
    remember(chapter.plan, chapter, "snapshot_taken", before={"on": before}, after=after, by=by, at=at)
    record("planning.snapshot_taken", subject=chapter, by=by, at=at, plan=str(plan.pk), services=after["services"])
    return chapter


@transaction.atomic
def accept_chapter(plan: Plan, *, kind: str, on: date, note: str, version: int, by: Any, at: datetime) -> Chapter:
    """The steering group accepted the chapter on this day, as it was read in this version."""
    chapter = _open(plan, kind, at)
    if not (chapter.text or chapter.snapshot or chapter.figures.exists()):
        raise PlanRefused(_("The chapter is empty; there is nothing to accept yet."))
    if chapter.version != version:
        raise PlanRefused(_("The chapter was changed meanwhile. Read it once more before it is accepted."))
    if on > day_of(at):
        raise PlanRefused(_("This day lies ahead; tell only what is done."))
    chapter.accepted_on, chapter.accepted_note = on, note.strip()
    _save(chapter, at)
    remember(chapter.plan, chapter, "accepted", after={"on": on.isoformat()}, by=by, at=at, why=chapter.accepted_note)
    record("planning.chapter_accepted", subject=chapter, by=by, at=at, plan=str(plan.pk), kind=str(kind))
    return chapter


@transaction.atomic
def reopen_chapter(chapter: Chapter, *, why: str, by: Any, at: datetime) -> Chapter:
    """Change an accepted chapter again; it has to be accepted anew."""
    lock(chapter.plan)
    chapter = Chapter.objects.select_related("plan").select_for_update(of=("self",)).get(pk=chapter.pk)
    if chapter.accepted_on is None:
        return chapter
    if not why.strip():
        raise PlanRefused(_("Say why the chapter is reopened."))
    before = {"on": chapter.accepted_on.isoformat(), "note": chapter.accepted_note}
    chapter.accepted_on, chapter.accepted_note = None, ""
    _save(chapter, at)
    remember(chapter.plan, chapter, "reopened", before=before, by=by, at=at, why=why.strip())
    record("planning.chapter_reopened", subject=chapter, by=by, at=at, plan=str(chapter.plan_id), kind=chapter.kind)
    return chapter


def accepted_kinds(plan: Plan) -> set[str]:
    """The chapters that the steering group accepted; the course of a plan counts them as papers of the same kind."""
    return set(plan.chapters.filter(accepted_on__isnull=False).values_list("kind", flat=True))


def _open(plan: Plan, kind: str, at: datetime) -> Chapter:
    """The chapter to be written into; refuses one that is accepted."""
    plan = lock(plan)
    if kind not in ChapterKind.values:
        raise PlanRefused(_("There is no such chapter."))
    chapter, _is_new = Chapter.objects.get_or_create(plan=plan, kind=kind, defaults={"changed_at": at})
    if chapter.accepted_on is not None:
        raise PlanRefused(_("The chapter was accepted. Reopen it first, with a reason."))
    return chapter


def _save(chapter: Chapter, at: datetime) -> None:
    chapter.changed_at = at
    chapter.version += 1
    chapter.save()
