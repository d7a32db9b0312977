"""The year on paper: the action plan, and what became of every item when the year ended. Values only, no questions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from planning.delivery.comparing import total
from planning.delivery.picturing import ItemFacts, YearFacts
from planning.delivery.states import GOES_ON, ItemState, Verdict, YearState
from ui.documents import Block, Cover, Document, Facts, Heading, Paragraph, Span, Table
from ui.typography import date_long, date_short, money

List = tuple[list[str], list[list[Any]]]


@dataclass(frozen=True)
class Paper:
    """A paper of a year: its title, the document, and the same as a list."""

    title: Callable[[YearFacts], str]
    blocks: Callable[[YearFacts], list[Block]]
    list_of: Callable[[YearFacts], List]

    def document(self, facts: YearFacts, author: str, language: str, at: datetime) -> Document:
        day = date_long(timezone.localdate(at))
        state = _("Frozen on %(day)s") if facts.frozen_at else _("State on %(day)s")
        cover = Cover(above=author, below=facts.plan_title, foot=(state % {"day": day},))
        return Document(self.title(facts), language, author, at, tuple(self.blocks(facts)), cover=cover)


# --- the action plan --------------------------------------------------------------------------------------------------
def plan_title(facts: YearFacts) -> str:
    return _("Action plan %(year)s") % {"year": facts.year}


def plan_blocks(facts: YearFacts) -> list[Block]:
    heads = (_("No."), _("Measure and task"), _("Who"), _("Until when"), _("Budget"), _("State"))
    rows = tuple(
        (
            item.number,
            _measure_and_task(item),
            item.implementer or "–",
            date_short(item.due_on) or "–",
            _amount(item.budget, facts.currency),
            str(capfirst(ItemState(item.state).label)),
        )
        for item in facts.items
    )
    return [
        Heading(_("What is to be done"), 1),
        _summary(facts),
        Table(_("Items of the action plan"), heads, rows, widths=(2, 7, 4, 3, 3, 3), numbers=frozenset({4})),
    ]


def _measure_and_task(item: ItemFacts) -> str:
    parts = [item.title, item.task]
    if item.result:
        parts.append(_("Expected result: %(result)s") % {"result": item.result})
    return " — ".join(part for part in parts if part)


def plan_list(facts: YearFacts) -> List:
    heads = [
        pgettext("of an item", "Number"), _("Title"), _("Task for the year"), _("Who carries it out"), _("Until when"),
        _in(_("Budget"), facts), _("Expected result"), _("State"), _("Done in per cent"),
        _in(_("Spent"), facts),
    ]  # fmt: skip
    rows = [
        [
            item.number, item.title, item.task, item.implementer, item.due_on, _cell(item.budget), item.result,
            str(ItemState(item.state).label), item.told.per_cent, _cell(item.told.spent),
        ]
        for item in facts.items
    ]  # fmt: skip
    return heads, rows


# --- what was carried -------------------------------------------------------------------------------------------------
def carried_title(facts: YearFacts) -> str:
    return _("What became of the action plan %(year)s") % {"year": facts.year}


def carried_blocks(facts: YearFacts) -> list[Block]:
    blocks: list[Block] = [_summary(facts)]
    for verdict in Verdict:
        items = [item for item in facts.items if item.verdict == verdict]
        blocks += [Heading(str(capfirst(verdict.label)), 1), *_of_verdict(verdict, items, facts)]
    rest = [item for item in facts.items if not item.verdict]
    if rest:
        blocks += [Heading(_("Without a verdict"), 1), _items_of(_("Items without a verdict"), rest, facts)]
    return blocks


def _of_verdict(verdict: Verdict, items: list[ItemFacts], facts: YearFacts) -> list[Block]:
    if not items:
        return [Paragraph(_("None."))]
    said: list[Block] = []
    if verdict in GOES_ON and facts.frozen_at:
        goes = all(item.goes_to for item in items)
        where = _("These stand in the action plan %(year)s.") if goes else _("These wait for the plan after this one.")
        said.append(Paragraph(where % {"year": facts.year + 1}))
    return [*said, _items_of(str(capfirst(verdict.label)), items, facts)]


def _items_of(caption: str, items: list[ItemFacts], facts: YearFacts) -> Table:
    heads = (_("No."), _("Measure and task"), _("Why"), _("Budget"), _("Spent"))
    rows = tuple(
        (
            item.number,
            _measure_and_task(item),
            item.verdict_why or "–",
            _amount(item.budget, facts.currency),
            _amount(item.told.spent, facts.currency),
        )
        for item in items
    )
    return Table(caption, heads, rows, widths=(2, 6, 6, 3, 3), numbers=frozenset({3, 4}))


def carried_list(facts: YearFacts) -> List:
    heads = [
        pgettext("of an item", "Number"), _("Title"), _("Task for the year"), _("Verdict"), _("Why"),
        _("Goes on in the year after"), _("Who carries it out"), _("Until when"), _in(_("Budget"), facts),
        _in(_("Spent"), facts),
    ]  # fmt: skip
    rows = [
        [
            item.number, item.title, item.task, str(Verdict(item.verdict).label) if item.verdict else "",
            item.verdict_why, item.verdict in GOES_ON, item.implementer, item.due_on, _cell(item.budget),
            _cell(item.told.spent),
        ]
        for item in facts.items
    ]  # fmt: skip
    return heads, rows


# --- shared -----------------------------------------------------------------------------------------------------------
def _summary(facts: YearFacts) -> Facts:
    """How many items, how much money is known of, and where the year stands."""
    known = [item.budget for item in facts.items if item.budget is not None]
    told = _("%(amount)s (told for %(known)s of %(count)s items)") % {
        "amount": _amount(total(known), facts.currency),
        "known": len(known),
        "count": len(facts.items),
    }
    return Facts(
        (
            (_("State"), str(capfirst(YearState(facts.state).label))),
            (_("Items"), str(len(facts.items))),
            (_("Budget"), (Span(told),)),
        )
    )


def _in(words: str, facts: YearFacts) -> str:
    return f"{words} ({facts.currency})"


def _amount(amount: Any, currency: str) -> str:
    return "–" if amount is None else str(money(amount, currency))


def _cell(amount: Any) -> float | None:
    """A number in a spreadsheet; the amounts themselves are never floats."""
    return None if amount is None else float(amount)


PAPERS = {
    "plan": Paper(plan_title, plan_blocks, plan_list),
    "carried": Paper(carried_title, carried_blocks, carried_list),
}
