"""What came of a survey in pictures, in a workbook and on paper: all of one frozen picture, with the same left out."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from planning.surveys.counting import Across, Result
from planning.surveys.models import Audience, Channel
from planning.surveys.picturing import Picture, Returned
from planning.surveys.questions import Kind
from tenants.models import Tenant
from ui import charts
from ui.documents import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from ui.documents import Picture as Drawing
from ui.typography import date_range, number

HIDDEN = "•"  # in place of a number that would tell of a small group


def few() -> str:
    return _("not shown")


def chart_of(result: Result) -> charts.Chart | None:
    """Bars of how many gave each answer; nothing for own words and where too few answered."""
    if not result.cells:
        return None
    points = [(cell.words, cell.count) for cell in result.cells]
    return charts.bars(points, label=_("Answer"), value=_("How many"), unknown=few())


def said_of(result: Result) -> str:
    """How many answered, in a sentence."""
    if result.answered is None:
        return _("Fewer than five people answered, so nothing is shown.")
    told = ngettext("%(n)s person answered.", "%(n)s people answered.", result.answered) % {
        "n": number(result.answered)
    }
    if result.mean:
        middle = _("Mean %(mean)s, middle value %(middle)s.") % {"mean": result.mean, "middle": result.middle}
        return f"{told} {middle}"
    return told


def returned_rows(returned: Returned) -> list[tuple[str, str]]:
    """Sample and return as pairs of words."""
    rows = [(_("Answers altogether"), number(returned.answers))]
    if returned.addressed is not None:
        rows.insert(0, (_("How many were asked"), number(returned.addressed)))
        rate = f"{returned.rate} %" if returned.rate is not None else "–"
        rows.append((_("Rate of return"), rate))
    for channel, count in returned.channels:
        if count != 0:
            rows.append((str(capfirst(Channel(channel).label)), few() if count is None else number(count)))
    return rows


def across_table(table: Across) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Groups as columns, because they are fewer, and a row for each answer."""
    told = [[HIDDEN if count is None else number(count) for count in counts] for _words, counts in table.rows]
    rows = [(head, [group[place] for group in told]) for place, head in enumerate(table.heads)]
    return [words for words, _counts in table.rows], rows


# --- workbook ---------------------------------------------------------------------------------------------------------
def sheet_heads() -> list[str]:
    return [
        _("Question"),
        _("Group"),
        _("Answer"),
        _("How many"),
        _("Share in per cent"),
        pgettext("survey", "Answered"),
    ]


def sheet_rows(picture: Picture) -> Iterator[list[Any]]:
    """Everything in one long list that a spreadsheet can filter."""
    for label, value in returned_rows(picture.returned):
        yield [_("Sample and return"), "", label, value, "", ""]
    for result in picture.results:
        answered = few() if result.answered is None else result.answered
        if not result.cells:
            yield [result.question.text, "", "", "", "", answered]
        for cell in result.cells:
            yield [result.question.text, "", cell.words, _or_few(cell.count), _or_few(cell.share), answered]
        if result.mean:
            yield [result.question.text, "", _("Mean"), result.mean, "", answered]
            yield [result.question.text, "", _("Middle value"), result.middle, "", answered]
        table = picture.across_of(result.question)
        for words, counts in table.rows if table else ():
            for head, count in zip(table.heads, counts, strict=True):  # type: ignore[union-attr]
                yield [result.question.text, words, head, _or_few(count), "", ""]
        for quote in picture.quotes_of(result.question):
            yield [result.question.text, "", quote.text, "", "", ""]


def _or_few(count: int | None) -> Any:
    return few() if count is None else count


# --- paper ------------------------------------------------------------------------------------------------------------
def results_paper(picture: Picture, site: Tenant, at: datetime) -> Document:
    """The results as a document."""
    blocks: list[Block] = [
        Facts(
            (
                (_("Who was asked"), str(capfirst(Audience(picture.audience).label))),
                (_("When"), date_range(picture.opens_on, picture.closes_on)),
                *([(_("How they were chosen"), picture.sampling)] if picture.sampling else []),
                *returned_rows(picture.returned),
            )
        ),
        Paragraph(hidden_note(), "note"),
    ]
    if not picture.results:
        blocks.append(Paragraph(_("Fewer than five people answered, so nothing is shown.")))
    for place, result in enumerate(picture.results, 1):
        blocks += _of_question(place, result, picture)
    title = _("Results of the survey: %(title)s") % {"title": picture.title}
    return Document(title, site.language, site.name, at, tuple(blocks))


def hidden_note() -> str:
    return _(
        "Answers given by fewer than five people are not shown, nor is whatever they could be computed from. "
        "Free texts are shown only where they were chosen and rid of everything personal."
    )


def _of_question(place: int, result: Result, picture: Picture) -> Iterator[Block]:
    question = result.question
    yield Heading(f"{place}. {question.text}", 1)
    yield Paragraph(said_of(result))
    drawn = chart_of(result)
    if drawn is not None:
        yield Drawing(drawn.printed(), _("The numbers of the table below as bars: %(question)s")
                      % {"question": question.text}, 13.0)  # fmt: skip
        rows = tuple((cell.words, _shown(cell.count), _shown(cell.share)) for cell in result.cells)
        columns = (_("Answer"), _("How many"), _("Share in per cent"))
        yield Table(question.text, columns, rows, widths=(6, 2, 2), numbers=frozenset({1, 2}))
    table = picture.across_of(question)
    if table is not None and picture.by is not None:
        caption = _("By the answer to: %(question)s") % {"question": picture.by.text}
        groups, answers = across_table(table)
        told = tuple((words, *counts) for words, counts in answers)
        yield Table(caption, (_("Answer"), *groups), told, numbers=frozenset(range(1, len(groups) + 1)))
    if question.kind == Kind.TEXT or question.other:
        quotes = tuple(f"„{quote.text}“" for quote in picture.quotes_of(question))
        if quotes:
            yield Bullets(quotes)


def _shown(count: int | None) -> str:
    return few() if count is None else number(count)
