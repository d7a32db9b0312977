"""What is published of what is known: the needs at each measure by their sentences, and the accepted chapters.

A chapter is kept as `{kind, title, text, accepted_on, figures, services}`: a figure as the fields of its
table (`Figure`), services as the counts of the snapshot with its day (`Summary` and `on`), or None.
"""

import uuid
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import override

from planning.knowing.models import Chapter, ChapterKind, Figure
from planning.knowing.snapshot import Summary
from planning.knowing.tracing import Trace
from planning.structure.models import Plan
from planning.structure.published import PublishedChapter
from planning.structure.tree import Branch
from tenants.queries import here

KEPT = ("title", "source", "drawing", "heads", "rows")


def needs_by_measure(plan: Plan, roots: list[Branch]) -> dict[uuid.UUID, list[str]]:
    """Needs that count and lead to the measure, the heaviest first."""
    trace = Trace(plan, roots)
    found: dict[uuid.UUID, list[str]] = {}
    for need in trace.standing:
        for branch in trace.measures_of(need):
            found.setdefault(branch.node.pk, []).append(need.title)
    return found


def accepted_chapters(plan: Plan) -> list[dict[str, Any]]:
    """The chapters that the steering group accepted, in their order, in the language of the site."""
    rows = plan.chapters.filter(accepted_on__isnull=False).prefetch_related("figures")
    accepted = {chapter.kind: chapter for chapter in rows}
    if not accepted:
        return []
    with override(here().language):
        return [_kept(accepted[kind.value]) for kind in ChapterKind if kind.value in accepted]


def figures_of(chapter: PublishedChapter) -> list[Figure]:
    """The tables of a published chapter; rows that stand in no database."""
    return [Figure(**{**each, "as_of": date.fromisoformat(each["as_of"])}) for each in chapter.figures]


def services_of(chapter: PublishedChapter) -> tuple[date, Summary] | None:
    """The day of the snapshot and what it said."""
    told = chapter.services
    return (date.fromisoformat(told["on"]), Summary.read(told)) if told else None


def _kept(chapter: Chapter) -> dict[str, Any]:
    figures = sorted(chapter.figures.all(), key=lambda each: (each.added_at, each.pk))
    return {
        "kind": chapter.kind,
        "title": str(capfirst(ChapterKind(chapter.kind).label)),
        "text": chapter.text,
        "accepted_on": str(chapter.accepted_on),
        "figures": [_figure(each) for each in figures],
        "services": _services(chapter),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"as_of": figure.as_of.isoformat(), **{name: getattr(figure, name) for name in KEPT}}


def _services(chapter: Chapter) -> dict[str, Any] | None:
    if chapter.snapshot is None or chapter.snapshot_on is None:
        return None
    return {"on": chapter.snapshot_on.isoformat(), **asdict(Summary.of(chapter.snapshot))}
