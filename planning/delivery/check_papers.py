"""What a group is to check, on paper for its meeting: every report with its values and room for a word."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from planning.delivery.checking import ListOfGroup, ToCheck
from planning.delivery.models import MonitoringRound, Report
from planning.delivery.states import ItemState
from ui.documents import Block, Document, Facts, Heading, Paragraph, Table
from ui.typography import date_short, money


def check_title(opened: MonitoringRound, lists: list[ListOfGroup]) -> str:
    if len(lists) == 1 and lists[0].name:
        return _("Reports to check: %(group)s") % {"group": lists[0].name}
    return _("Reports to check by groups")


def check_document(
    opened: MonitoringRound, lists: list[ListOfGroup], *, author: str, language: str, at: datetime
) -> Document:
    blocks: list[Block] = [Paragraph(f"{opened.action_plan.plan.title}, {opened.title}", kind="note")]
    for each in lists:
        blocks.append(Heading(each.name or _("No group stands for these"), 1, new_page=each is not lists[0]))
        for check in each.reports:
            blocks += _report(check, opened.action_plan.currency)
    return Document(check_title(opened, lists), language, author, at, tuple(blocks))


def _report(check: ToCheck, currency: str) -> Iterator[Block]:
    report, item = check.report, check.report.item
    yield Heading(str(item), 2)
    if report.stage not in Report.TOLD:
        yield Paragraph(_("The report has not come yet."))
        return
    share = "" if report.per_cent is None else f", {report.per_cent} %"
    spent = _("no data") if report.spent is None else str(money(report.spent, currency))
    rows = [
        (_("Task for the year"), item.task),
        (_("State"), f"{capfirst(ItemState(report.state).label)}{share}"),
        (_("Spent"), spent),
        (_("Comment"), report.comment),
        (_("Proof"), report.link or report.file_name),
    ]
    yield Facts(tuple((term, words) for term, words in rows if words))
    if check.readings:
        heads = (_("Indicator"), _("Value"), _("Note"))
        values = ((each.name, _value(each.words, each.is_estimated), each.note or "–") for each in check.readings)
        yield Table(_("Values of indicators"), heads, tuple(values), widths=(6, 4, 6))
    if report.checked_on:
        words = _("Checked by the group on %(day)s.") % {"day": date_short(report.checked_on)}
        yield Paragraph(f"{words} {report.check_note}".strip(), kind="lead")
    else:
        yield Paragraph(_("Checked on: ……………………   What the group says: ……………………………………………………"))


def _value(words: str, is_estimated: bool) -> str:
    estimate = _("estimate")
    return f"{words} ({estimate})" if is_estimated else words
