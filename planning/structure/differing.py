"""Two texts of a plan beside each other: what was added, what was removed, what reads otherwise. In plain words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from planning.structure.labels import LABELS, SHEET_FACTS
from planning.structure.models import State
from planning.structure.published import PublishedChapter, PublishedNode, PublishedPlan
from planning.structure.sheet.commands import WITH_A_SHEET
from planning.structure.sheet.parts import shown_in_public
from ui.typography import date_long, date_range, date_short

Change = tuple[str, str, str]  # (what it is called, as it was, as it is)


@dataclass(frozen=True, slots=True)
class Named:
    """An item as it is called in one of the texts."""

    id: str
    level: str
    number: str
    title: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """From the older text to the newer one; an item that only got another number is not named."""

    facts: tuple[Change, ...]
    added: tuple[Named, ...]
    removed: tuple[Named, ...]
    changed: tuple[Named, ...]

    def __bool__(self) -> bool:
        return bool(self.facts or self.added or self.removed or self.changed)


def differ(older: PublishedPlan, newer: PublishedPlan, currency: str) -> Difference:
    """Items are the same by their id, wherever they stand."""
    before, after = ({node.id: node for node in plan.nodes} for plan in (older, newer))
    changed = [
        _named(newer, node, _changes(older, before[node.id], newer, node, currency))
        for node in newer.nodes
        if node.id in before
    ]
    return Difference(
        facts=_said((_facts_of(older), _facts_of(newer))),
        added=tuple(_named(newer, node) for node in newer.nodes if node.id not in before),
        removed=tuple(_named(older, node) for node in older.nodes if node.id not in after),
        changed=tuple(each for each in changed if each.changes),
    )


def _named(plan: PublishedPlan, node: PublishedNode, changes: tuple[Change, ...] = ()) -> Named:
    return Named(node.id, plan.level(node), node.number, node.title, changes)


def _facts_of(plan: PublishedPlan) -> dict[str, str]:
    return {
        _("Title"): plan.title,
        _("Period"): str(date_range(plan.starts_on, plan.ends_on)),
        _("What the plan is about"): plan.summary,
        _("Municipalities of the plan"): ", ".join(plan.municipalities),
        _("Who pays for the planning"): "\n".join(plan.imprint.lines()),
        **{each.title: _chapter(each) for each in plan.chapters},
    }


def _chapter(chapter: PublishedChapter) -> str:
    """Everything that the public reads of the chapter, a line for each row of its tables."""
    lines = [_("Accepted on %(day)s") % {"day": date_long(chapter.accepted_on)}, *_lines(chapter.text).splitlines()]
    if chapter.services:
        told = chapter.services
        lines += [f"{each['name']}: {each['services']}; {each['capacity'] or '–'}" for each in told["kinds"]]
        lines += [f"{each['name']}: {each['stands']} + {each['comes']}" for each in told["towns"]]
    for each in chapter.figures:
        lines.append(f"{each['title']} ({each['source']}, {date_short(date.fromisoformat(each['as_of']))})")
        lines += ["; ".join(cells) for cells in (each["heads"], *each["rows"])]
    return "\n".join(lines)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _changes(
    older: PublishedPlan, was: PublishedNode, newer: PublishedPlan, now: PublishedNode, currency: str
) -> tuple[Change, ...]:
    told = _told(older, was, currency), _told(newer, now, currency)
    if was.parent == now.parent:  # what only its parent is called otherwise is told at the parent
        for each in told:
            each.pop(_("What it belongs to"))
    return _said(told)


def _said(texts: tuple[dict[str, str], dict[str, str]]) -> tuple[Change, ...]:
    was, now = texts
    names = [*now, *(name for name in was if name not in now)]
    pairs = ((name, was.get(name, ""), now.get(name, "")) for name in names)
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def _told(plan: PublishedPlan, node: PublishedNode, currency: str) -> dict[str, str]:
    """Everything that the public reads of the item, by its name."""
    above = next((f"{each.title}" for each in plan.nodes if each.id == node.parent), "")
    facts: dict[str, Any] = node.facts
    told = {
        str(LABELS["title"]): node.title,
        _("What it belongs to"): above,
        str(LABELS["text"]): _lines(node.text),
        str(LABELS["target_groups"]): node.target_groups,
        str(LABELS["implementer"]): node.implementer,
        _("When"): str(date_range(node.starts_on, node.ends_on)) if node.starts_on or node.ends_on else "",
        _("What people lack and this measure answers"): "\n".join(node.needs),
        _("Services this measure speaks of"): "\n".join(
            f"{each['name']}, {each['provider']}" for each in node.services
        ),
    }
    if facts.get("state") and node.level in WITH_A_SHEET:
        told[str(LABELS["state"])] = str(State(facts["state"]).label)
    told |= {str(LABELS[name]): str(facts.get(name, "")) for name in SHEET_FACTS}
    for part in shown_in_public(node.sheet, currency):
        told[str(part.part.title)] = "\n".join(
            "; ".join(str(cell) for _heading, cell in cells if cell) for _row, cells in part.rows
        )
    return told
