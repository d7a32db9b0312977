"""Two years beside each other: what is new, gone, carried, changed or the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.delivery.models import ActionItem, ActionPlan
from planning.delivery.picturing import ItemFacts, YearFacts, facts_of
from planning.delivery.states import Verdict

COMPARED = ("title", "task", "implementer", "budget", "result")  # a day a year later is no change


class Fate(models.TextChoices):
    """What became of an item between two years."""

    CARRIED = "CARRIED", _("carried over")
    CHANGED = "CHANGED", _("changed")
    SAME = "SAME", _("the same")
    NEW = "NEW", _("new")
    GONE = "GONE", _("no longer there")


@dataclass(frozen=True, slots=True)
class Pair:
    """An item in the earlier and in the later year; one of them may be missing."""

    fate: str
    old: ItemFacts | None
    new: ItemFacts | None

    @property
    def fate_words(self) -> str:
        return str(Fate(self.fate).label)

    @property
    def old_verdict(self) -> str:
        return str(Verdict(self.old.verdict).label) if self.old and self.old.verdict else ""

    @property
    def item(self) -> ItemFacts:
        shown = self.new or self.old
        assert shown is not None  # noqa: S101 - a pair holds at least one
        return shown


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sums are None where nobody has told an amount; two currencies are never added or compared."""

    old: YearFacts
    new: YearFacts
    pairs: tuple[Pair, ...]

    @property
    def counts(self) -> dict[str, int]:
        return {fate: sum(pair.fate == fate for pair in self.pairs) for fate in Fate.values}

    @property
    def old_budget(self) -> Decimal | None:
        return total(item.budget for item in self.old.items)

    @property
    def new_budget(self) -> Decimal | None:
        return total(item.budget for item in self.new.items)

    @property
    def difference(self) -> Decimal | None:
        if self.old.currency != self.new.currency or self.old_budget is None or self.new_budget is None:
            return None
        return self.new_budget - self.old_budget


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if known else None


def compare(one: ActionPlan, other: ActionPlan) -> Comparison:
    """Any two years of one plan, the earlier one first; closed years as they were frozen."""
    earlier, later = sorted((one, other), key=lambda year: year.year)
    old, new = facts_of(earlier), facts_of(later)
    origins = _origins(earlier.plan_id, {item.id for item in old.items})
    return Comparison(old, new, tuple(_pairs(old, new, origins)))


def _origins(plan: Any, earlier: set[str]) -> dict[str, str]:
    """For every item of the plan that comes, over whatever years, from one of the earlier ones: which."""
    rows = ActionItem.objects.filter(action_plan__plan_id=plan, comes_from__isnull=False)
    parents = {str(pk): str(parent) for pk, parent in rows.values_list("pk", "comes_from_id")}
    found = {}
    for item in parents:
        origin = parents.get(item)
        while origin and origin not in earlier:
            origin = parents.get(origin)
        if origin:
            found[item] = origin
    return found


def _pairs(old: YearFacts, new: YearFacts, origins: Mapping[str, str]) -> list[Pair]:
    waiting = {item.id: item for item in old.items}
    matched: dict[str, ItemFacts] = {}
    for item in new.items:
        origin = origins.get(item.id, "")
        if origin in waiting:
            matched[item.id] = waiting.pop(origin)
    carried = set(matched)
    by_node: dict[str, list[ItemFacts]] = {}
    for before in waiting.values():
        if before.node:
            by_node.setdefault(before.node, []).append(before)
    for item in new.items:
        if item.id not in matched and by_node.get(item.node):
            matched[item.id] = by_node[item.node].pop(0)
            waiting.pop(matched[item.id].id)
    pairs = [
        Pair(_fate(matched.get(item.id), item, item.id in carried), matched.get(item.id), item) for item in new.items
    ]
    return pairs + [Pair(Fate.GONE, item, None) for item in waiting.values()]


def _fate(old: ItemFacts | None, new: ItemFacts, is_carried: bool) -> str:
    if old is None:
        return Fate.NEW
    is_other = any(getattr(old, name) != getattr(new, name) for name in COMPARED)
    if is_other:
        return Fate.CHANGED
    return Fate.CARRIED if is_carried else Fate.SAME
