"""A plan and the sheet of a measure as documents to print and to work on, in the reader's language."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planning.structure.labels import told_of
from planning.structure.models import Level, Plan, State
from planning.structure.published import PublishedNode, PublishedPlan
from planning.structure.queries import above
from planning.structure.sheet.parts import shown_in_public
from ui.documents import Block, Bullets, Contents, Cover, Document, Facts, Heading, Paragraph, Table
from ui.typography import date_long, date_range

Composer = Callable[[PublishedPlan], list[Block]]
_FIRST: list[Composer] = []
WITH_STATE = {Level.MEASURE, Level.ACTIVITY}


def also_print(composer: Composer) -> None:
    """What a floor above prints of a plan stands before its first item."""
    _FIRST.append(composer)


def plan_document(plan: PublishedPlan, *, author: str, currency: str, note: str, at: datetime) -> Document:
    """The whole plan with the sheet of each measure. `note` says what state of the plan it is."""
    blocks: list[Block] = [Contents(_("Contents"), depth=3)]
    if plan.summary:
        blocks += [Heading(_("What the plan is about"), level=1), *paragraphs(plan.summary)]
    if plan.municipalities:
        blocks += [Heading(_("Municipalities of the plan"), level=1), Bullets(plan.municipalities)]
    for composer in _FIRST:
        blocks += composer(plan)
    for node in plan.nodes:
        blocks += _node(plan, node, currency, level=min(node.depth, 3) + 1, new_page=node.depth == 0)
    cover = Cover(
        above=str(Plan.Kind(plan.kind).label), below=str(date_range(plan.starts_on, plan.ends_on)), foot=(author, note)
    )
    return Document(plan.title, _language(), author, at, tuple(blocks), cover=cover, imprint=plan.imprint.lines())


def sheet_document(
    plan: PublishedPlan, node: PublishedNode, *, author: str, currency: str, note: str, at: datetime
) -> Document:
    """The sheet of one measure with its activities."""
    blocks: list[Block] = [Paragraph(f"{plan.title}, {date_range(plan.starts_on, plan.ends_on)}", kind="note")]
    path = [f"{item.number} {item.title}" for item in above(plan, node)]
    if path:
        blocks.append(Facts(((_("What it belongs to"), "\n".join(path)),)))
    blocks += _said(node, currency)
    for item in plan.nodes:
        if item.parent == node.id:
            blocks += _node(plan, item, currency, level=1, new_page=False)
    blocks.append(Paragraph(note, kind="note"))
    return Document(_name(plan, node), _language(), author, at, tuple(blocks), imprint=plan.imprint.lines())


def printed_on(day: datetime) -> str:
    return _("As published on %(day)s.") % {"day": date_long(day)}


def drafted_on(day: datetime) -> str:
    return _("Working version of %(day)s; what the public reads may differ.") % {"day": date_long(day)}


def _node(plan: PublishedPlan, node: PublishedNode, currency: str, *, level: int, new_page: bool) -> list[Block]:
    return [Heading(_name(plan, node), level=level, anchor=f"n{node.id}", new_page=new_page), *_said(node, currency)]


def _name(plan: PublishedPlan, node: PublishedNode) -> str:
    return f"{capfirst(plan.level(node))} {node.number}: {node.title}"


def _said(node: PublishedNode, currency: str) -> list[Block]:
    return [*paragraphs(node.text), *_facts(node), *_tables(node, currency)]


def paragraphs(text: str) -> Iterator[Block]:
    yield from (Paragraph(part.strip()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def _facts(node: PublishedNode) -> Iterator[Block]:
    told = node.facts
    state = str(State(told["state"]).label) if told.get("state") and node.level in WITH_STATE else ""
    period = str(date_range(node.starts_on, node.ends_on)) if node.starts_on or node.ends_on else ""
    services = "\n".join(f"{each['name']}, {each['provider']}" for each in node.services)
    rows = (
        (_("For whom"), node.target_groups),
        (_("Who carries it out"), node.implementer),
        (_("When"), period),
        (_("State"), state),
        *told_of(told),
        (_("What people lack and this measure answers"), "\n".join(node.needs)),
        (_("Services this measure speaks of"), services),
    )
    filled = tuple((term, words) for term, words in rows if words)
    if filled:
        yield Facts(filled)


def _tables(node: PublishedNode, currency: str) -> Iterator[Block]:
    for part in shown_in_public(node.sheet, currency):
        yield Table(
            caption=str(part.part.title),
            heads=tuple(str(heading) for heading in part.headings),
            rows=tuple(tuple(str(text) for _heading, text in cells) for _row, cells in part.rows),
        )


def _language() -> str:
    return (get_language() or "sk")[:2]
