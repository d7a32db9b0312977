"""The report of a round on paper, with charts, what is missing and what is late. Values only, no questions."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.delivery.picturing import ItemFacts
from planning.delivery.queries import Sums
from planning.delivery.readings.facts import IndicatorFacts
from planning.delivery.readings.progress import Completeness
from planning.delivery.round_facts import RoundFacts
from planning.delivery.states import ItemState
from ui.charts import Chart, bars
from ui.documents import Block, Bullets, Cover, Document, Facts, Heading, Paragraph, Picture, Table
from ui.typography import date_long, date_range, date_short, money


def round_title(facts: RoundFacts) -> str:
    return _("Monitoring of the action plan %(year)s: %(title)s") % {"year": facts.year.year, "title": facts.title}


def round_document(facts: RoundFacts, *, author: str, language: str, at: datetime) -> Document:
    day = timezone.localdate(at)
    state = _("As published on %(day)s.") if facts.at else _("State on %(day)s")
    foot = (str(date_range(facts.starts_on, facts.ends_on)), state % {"day": date_long(day)})
    blocks: list[Block] = [*_summary(facts), *_states(facts), *_indicators(facts), *_told(facts)]
    blocks += [*_items(_("Late"), facts.late(day)), *_items(_("Without an accepted report"), facts.untold)]
    cover = Cover(above=author, below=facts.year.plan_title, foot=foot)
    return Document(round_title(facts), language, author, at, tuple(blocks), cover=cover)


def states_chart(sums: Sums) -> Chart:
    """How many items are in which state; those without a word are a bar of their own."""
    points = [(str(capfirst(ItemState(state).label)), count) for state, count in sums.states]
    return bars([*points, (str(capfirst(_("no data"))), sums.unsaid)], label=_("State"), value=_("Items"))


def _summary(facts: RoundFacts) -> Iterator[Block]:
    yield Heading(_("Summary"), 1)
    for part in filter(None, (text.strip() for text in facts.summary.replace("\r\n", "\n").split("\n\n"))):
        yield Paragraph(part, kind="lead")
    rows = [(_("Accepted reports"), _of(len(facts.told), len(facts.year.items)))]
    if facts.sums:
        rows += _money(facts.sums, facts.year.currency)
    if facts.complete and facts.complete.asked:
        rows += _complete(facts.complete)
    yield Facts(tuple(rows))


def _money(sums: Sums, currency: str) -> list[tuple[str, str]]:
    progress = _("no data") if sums.progress is None else f"{sums.progress} %, {_known(sums.known, sums.count)}"
    rows = [(_("Progress"), progress)]
    for label, amount, known in (
        (_("Budget"), sums.budget, sums.with_budget),
        (_("Spent"), sums.spent, sums.with_spent),
    ):
        told = _("no data") if amount is None else f"{money(amount, currency)}, {_known(known, sums.count)}"
        rows.append((label, told))
    return rows


def _complete(complete: Completeness) -> list[tuple[str, str]]:
    mean = _("no data") if complete.mean is None else f"{complete.mean} %, {_known(complete.judged, complete.asked)}"
    return [
        (_("Indicators with a value"), _of(complete.told, complete.asked)),
        (_("Estimated"), str(complete.estimated)),
        (_("Not measured, with the reason"), str(complete.unmeasured)),
        (_("Progress to the targets"), mean),
    ]


def _states(facts: RoundFacts) -> Iterator[Block]:
    if facts.sums and facts.sums.count:
        chart = states_chart(facts.sums)
        words = "; ".join(f"{name}: {count}" for name, count in chart.rows)
        yield Heading(_("How far the items are"), 1)
        yield Picture(chart.printed(), words, 14)


def _indicators(facts: RoundFacts) -> Iterator[Block]:
    rows = facts.indicators
    if not rows:
        return
    yield Heading(_("Indicators"), 1)
    heads = (_("Indicator"), _("Value"), _("Target"), _("Progress to the target"), _("Note"))
    cells = tuple(
        (
            f"{item.number} {each.name}".strip(), each.words or each.state_words, each.aim_words or "–",
            each.progress_words, _note(each),
        )
        for item, each in rows
    )  # fmt: skip
    yield Table(_("Values of indicators"), heads, cells, widths=(6, 4, 4, 3, 5))
    for item, each in rows:
        chart = each.chart
        if chart is not None:
            name = f"{item.number} {each.name}".strip()
            yield Picture(chart.printed(), _course_in_words(name, chart), 13, f"{name} ({each.unit})")


def _note(each: IndicatorFacts) -> str:
    estimate = [_("estimate")] if each.is_estimated else []
    return "; ".join([*estimate, *filter(None, [each.note]), *each.part_words]) or "–"


def _course_in_words(name: str, chart: Chart) -> str:
    target = _("target")
    told = (f"{year}: {value}, {target} {aim}" for year, value, aim in chart.rows)
    return f"{name}. {'; '.join(told)}"


def _told(facts: RoundFacts) -> Iterator[Block]:
    yield Heading(_("What was reported"), 1)
    if not facts.told:
        yield Paragraph(_("None."))
        return
    heads = (_("No."), _("Measure and task"), _("State"), _("Spent"), _("Comment"))
    rows = tuple(
        (
            item.number, " — ".join(filter(None, (item.title, item.task))), _state(item),
            "–" if item.told.spent is None else str(money(item.told.spent, facts.year.currency)),
            item.told.comment or "–",
        )
        for item in facts.told
    )  # fmt: skip
    yield Table(_("Reports of the monitoring"), heads, rows, widths=(2, 6, 3, 3, 7), numbers=frozenset({3}))


def _state(item: ItemFacts) -> str:
    label = str(capfirst(ItemState(item.told.state).label))
    return label if item.told.per_cent is None else f"{label}, {item.told.per_cent} %"


def _items(title: str, items: list[ItemFacts]) -> Iterator[Block]:
    if items:
        yield Heading(title, 1)
        yield Bullets(tuple(_named(item) for item in items))


def _named(item: ItemFacts) -> str:
    name = f"{item.number} {item.title}".strip()
    return name if item.due_on is None else f"{name} ({date_short(item.due_on)})"


def _of(count: int, whole: int) -> str:
    return _("%(n)s of %(all)s") % {"n": count, "all": whole}


def _known(count: int, whole: int) -> str:
    return ngettext("told for %(n)s of %(all)s item", "told for %(n)s of %(all)s items", whole) % {
        "n": count,
        "all": whole,
    }
