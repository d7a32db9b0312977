"""The analyses in the printed plan: what it rests on, before what it wants."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from planning.knowing.drawing import charts_of, summary_shown, table_shown
from planning.knowing.models import Figure
from planning.knowing.publishing import figures_of, services_of
from planning.knowing.snapshot import Summary
from planning.structure.printing import paragraphs
from planning.structure.published import PublishedChapter, PublishedPlan
from ui.charts import Chart
from ui.documents import Block, Heading, Paragraph, Picture, Table
from ui.typography import date_long, date_short


def printed_chapters(plan: PublishedPlan) -> list[Block]:
    """Each chapter with its tables and pictures; nothing where none was accepted."""
    if not plan.chapters:
        return []
    return [
        Heading(_("What the plan rests on"), level=1, new_page=True),
        *(block for chapter in plan.chapters for block in _chapter(chapter)),
    ]


def _chapter(chapter: PublishedChapter) -> Iterator[Block]:
    yield Heading(chapter.title, level=2)
    yield from paragraphs(chapter.text)
    if told := services_of(chapter):
        on, summary = told
        words = _("The region's catalogue of services as it stood on %(day)s.")
        yield Paragraph(words % {"day": date_long(on)})
        yield from _services(summary)
    for figure in figures_of(chapter):
        yield from _figure(figure)


def _figure(figure: Figure) -> Iterator[Block]:
    shown = table_shown(figure)
    for head, chart in charts_of(figure):
        yield Picture(chart.printed(), _in_words(chart), 13, f"{figure.title}: {head}")
    heads = tuple(head for head, _is_number in shown["heads"])
    rows = tuple((row["name"], *(cell for cell, _is_number, _head in row["cells"])) for row in shown["rows"])
    numbers = frozenset(place for place, (_head, is_number) in enumerate(shown["heads"]) if is_number)
    yield Table(figure.title, heads, rows, numbers=numbers)
    told = {"source": figure.source, "day": date_short(figure.as_of)}
    yield Paragraph(_("Source: %(source)s, numbers as of %(day)s") % told, kind="note")


def _services(summary: Summary) -> Iterator[Block]:
    shown = summary_shown(summary)
    kinds = tuple((line.name, str(line.services), line.capacity or "–", free) for line, free in shown["kinds"])
    heads = (_("Kind of service"), _("Services"), _("Capacity"), _("Free places"))
    if kinds:
        yield Table(_("Services by kind"), heads, kinds, widths=(5, 2, 4, 3), numbers=frozenset({1}))
    if shown["forms"]:
        yield Picture(shown["forms"].printed(), _in_words(shown["forms"]), 13, _("Services by form"))
    towns = tuple(
        (line.name, str(line.stands), str(line.comes), ", ".join(line.lacks) or "–") for line in shown["towns"]
    )
    heads = (
        _("Municipality"), _("Services standing there"), _("Services coming there"), _("Kinds that do not reach it"),
    )  # fmt: skip
    yield Table(_("What each municipality has and lacks"), heads, towns, widths=(3, 2, 2, 6), numbers=frozenset({1, 2}))


def _in_words(chart: Chart) -> str:
    return "; ".join(": ".join(str(cell) for cell in row) for row in chart.rows)
