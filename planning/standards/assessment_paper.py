"""An assessment as a document, in the language that is on."""

from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from planning.standards.assessing import Assessment, Judged
from planning.structure.models import Plan
from ui.documents import Block, Document, Facts, Heading, Paragraph, Table
from ui.typography import date_long


def assessment_document(plan: Plan, told: Assessment, author: str, language: str, at: datetime) -> Document:
    """Scores beside those of the last time, what proves them, and what to do better."""
    heads = (_("Criterion"), _("Last time"), _("Now"), _("What proves it"))
    rows = tuple(
        (line.criterion.name, score_words(line, is_former=True), score_words(line), line.word.text if line.word else "")
        for line in told.lines
    )
    blocks: list[Block] = [
        Facts(
            (
                (_("Plan"), plan.title),
                (_("Day of the assessment"), date_long(told.on)),
                (_("Judged"), _("%(said)s of %(all)s") % {"said": told.said, "all": len(told.lines)}),
                (_("Mean of the scores"), mean_words(told)),
                (_("Source of the list"), told.of.source),
            )
        ),
        Table(told.of.name, heads, rows, widths=(4, 2, 2, 7)),
    ]
    better = [line for line in told.lines if line.word and line.word.recommendation]
    if better:
        blocks.append(Heading(_("What to do better"), 1))
        blocks += [Paragraph(f"{line.criterion.name}: {_recommended(line)}") for line in better]
    return Document(told.of.name, language, author, at, tuple(blocks))


def score_words(line: Judged, *, is_former: bool = False) -> str:
    word = line.former if is_former else line.word
    if word is None:
        return "–"
    return str(word.score) if word.score is not None else str(capfirst(_("it does not apply")))


def mean_words(told: Assessment) -> str:
    return "–" if told.mean is None else f"{told.mean:.1f}".replace(".", ",")


def _recommended(line: Judged) -> str:
    recommendation = line.word.recommendation if line.word else ""
    if line.task is None:
        return recommendation
    facts = {"who": line.task.owner, "day": date_long(line.task.due_on)}
    return recommendation + " " + _("Task: %(who)s, until %(day)s.") % facts
