"""What one act would do to each chosen item, or why it cannot be done to it."""

import calendar
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from planning.structure.forms import LEFT_OUT
from planning.structure.labels import LABELS
from planning.structure.models import Node, Plan, State
from planning.structure.tree import Branch, find, grow, walk
from ui.typography import date_short

MOST_MONTHS = 240


class Act(models.TextChoices):
    """What can be done to many items at once."""

    STATE = "STATE", gettext_lazy("change the state")
    IMPLEMENTER = "IMPLEMENTER", gettext_lazy("say who carries it out")
    TERM = "TERM", gettext_lazy("set the days from and to")
    SHIFT = "SHIFT", gettext_lazy("shift the days by months or years")
    TARGET_GROUPS = "TARGET_GROUPS", gettext_lazy("say for whom it is")
    GUARANTOR = "GUARANTOR", gettext_lazy("say which group stands for it")
    TERRITORY = "TERRITORY", gettext_lazy("say where it is")
    MOVE = "MOVE", gettext_lazy("move below another item")
    REMOVE = "REMOVE", gettext_lazy("remove from the plan")


FIELDS: Mapping[str, tuple[str, ...]] = {
    Act.STATE: ("state",),
    Act.IMPLEMENTER: ("implementer",),
    Act.TERM: ("starts_on", "ends_on"),
    Act.SHIFT: ("starts_on", "ends_on"),
    Act.TARGET_GROUPS: ("target_groups",),
    Act.GUARANTOR: ("guarantor",),
    Act.TERRITORY: ("territory",),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One chosen item: `changes` as (field, as it stands, as it would stand); `reason` where it cannot be done."""

    branch: Branch
    changes: tuple[tuple[str, Any, Any], ...] = ()
    reason: str = ""

    @property
    def node(self) -> Node:
        return self.branch.node

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """(name, before, after) as people read it."""
        return [(str(NAMES.get(name, name)), _shown(old), _shown(new)) for name, old, new in self.changes]


NAMES: Mapping[str, Any] = {**LABELS, "place": gettext_lazy("Place in the plan")}


def propose(plan: Plan, chosen: Collection[uuid.UUID], act: str, said: Mapping[str, Any]) -> list[Outcome]:
    """In the order of the plan; one question whatever was chosen. `said`: fields by name; `months`; `parent`."""
    roots = grow(plan.nodes.all())
    branches = [branch for branch in walk(roots) if branch.node.pk in chosen]
    if act == Act.MOVE:
        return _moves(plan, roots, branches, said.get("parent"))
    if act == Act.REMOVE:
        return [_removal(branch) for branch in branches]
    return [_change(branch, act, said) for branch in branches]


def _change(branch: Branch, act: str, said: Mapping[str, Any]) -> Outcome:
    node, names = branch.node, FIELDS[act]
    if any(name in LEFT_OUT.get(node.level, ()) for name in names):
        return Outcome(
            branch, reason=_("An item of this level has no such field: %(level)s.") % {"level": node.level_word}
        )
    new = {name: _new(node, name, act, said) for name in names}
    starts_on, ends_on = new.get("starts_on", node.starts_on), new.get("ends_on", node.ends_on)
    if starts_on and ends_on and ends_on < starts_on:
        return Outcome(branch, reason=_("The end would come before the beginning."))
    changes = tuple((name, getattr(node, name), value) for name, value in new.items() if getattr(node, name) != value)
    return Outcome(branch, changes)


def _new(node: Node, name: str, act: str, said: Mapping[str, Any]) -> Any:
    old = getattr(node, name)
    if act == Act.SHIFT:
        return shifted(old, int(said["months"])) if old else old
    if act == Act.TERM:
        return said.get(name) or old
    return said[name]


def shifted(day: date, months: int) -> date:
    """So many months later or, with a minus, earlier; the last day of a month stays the last day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def _removal(branch: Branch) -> Outcome:
    below = sum(1 for _each in branch.walk()) - 1
    words = ngettext("removed with %(n)s item below it", "removed with %(n)s items below it", below)
    return Outcome(branch, (("place", branch.number, words % {"n": below} if below else _("removed")),))


def _moves(plan: Plan, roots: list[Branch], branches: list[Branch], parent_id: uuid.UUID | None) -> list[Outcome]:
    """Behind the last item of the new place, in the order in which they stand now; the level stays what it is."""
    parent = find(roots, parent_id) if parent_id else None
    depth = parent.depth + 1 if parent else 0
    row = parent.children if parent else roots
    chosen = {branch.node.pk for branch in branches}
    staying = sum(1 for child in row if child.node.pk not in chosen)
    outcomes = []
    for branch in branches:
        if parent_id and parent is None:
            reason = _("The item they should move below is gone.")
        elif branch.depth != depth:
            wanted = plan.word(plan.levels[depth]) if depth < len(plan.levels) else "–"
            reason = _("Only items of this level can stand there: %(level)s.") % {"level": wanted}
        else:
            staying += 1
            number = f"{parent.number}.{staying}" if parent else str(staying)
            # A place that does not change: the last ones of the row already, in the same order.
            changes = (("place", branch.number, number),) if _moves_at_all(branch, parent_id, number) else ()
            outcomes.append(Outcome(branch, changes))
            continue
        outcomes.append(Outcome(branch, reason=reason))
    return outcomes


def _moves_at_all(branch: Branch, parent_id: uuid.UUID | None, number: str) -> bool:
    return branch.node.parent_id != parent_id or branch.number != number


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return str(date_short(value))
    if value in State.values:
        return str(State(value).label)
    return "" if value is None else str(value)


def sum_of(outcomes: Iterable[Outcome], is_so: Callable[[Outcome], object]) -> int:
    return sum(1 for each in outcomes if is_so(each))
