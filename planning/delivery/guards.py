"""What is still missing before the action plan of a year may enter a state, each with the place where it is mended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from planning.delivery.models import ActionItem, ActionPlan
from planning.delivery.states import RULES, Guard, YearState


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do, and where."""

    text: str
    href: str


Check = Callable[[ActionPlan, list[ActionItem], date], Iterator[Missing]]


def missing_for(
    year: ActionPlan, state: YearState, today: date, items: list[ActionItem] | None = None
) -> list[Missing]:
    """Empty when the state may begin. Who has the items at hand hands them over."""
    guards = RULES[state].guards
    if items is None:
        items = list(year.items.standing()) if guards else []
    return [each for guard in guards for each in CHECKS[guard](year, items, today)]


def address(name: str, year: ActionPlan, *more: object) -> str:
    return reverse(f"planning:{name}", args=[year.plan_id, year.pk, *more])


def _has_items(year: ActionPlan, items: list[ActionItem], _today: date) -> Iterator[Missing]:
    if not items:
        yield Missing(_("The action plan is empty: take over what runs in this year."), address("year_fill", year))


def _have_implementers(year: ActionPlan, items: list[ActionItem], _today: date) -> Iterator[Missing]:
    for item in items:
        if not item.implementer:
            yield _of_item(year, item, _("%(item)s: it is not said who carries it out."))


def _have_terms(year: ActionPlan, items: list[ActionItem], _today: date) -> Iterator[Missing]:
    for item in items:
        if not item.due_on:
            yield _of_item(year, item, _("%(item)s: it is not said until when."))


def _has_begun(year: ActionPlan, _items: list[ActionItem], today: date) -> Iterator[Missing]:
    if today < date(year.year, 1, 1):
        yield Missing(_("The first day of the year has not come."), address("year", year))


def _rounds_closed(year: ActionPlan, _items: list[ActionItem], _today: date) -> Iterator[Missing]:
    for each in year.rounds.filter(closed_at__isnull=True):
        text = _("The monitoring “%(title)s” is still open.") % {"title": each.title}
        yield Missing(text, address("round", year, each.pk))


def _have_verdicts(year: ActionPlan, items: list[ActionItem], _today: date) -> Iterator[Missing]:
    for item in items:
        if not item.verdict:
            text = _("%(item)s: the verdict is missing.") % {"item": str(item)}
            yield Missing(text, f"{address('year_verdicts', year)}#item-{item.pk}")


def _of_item(year: ActionPlan, item: ActionItem, text: str) -> Missing:
    return Missing(text % {"item": str(item)}, address("year_item", year, item.pk))


CHECKS: dict[Guard, Check] = {
    Guard.HAS_ITEMS: _has_items,
    Guard.ITEMS_HAVE_IMPLEMENTERS: _have_implementers,
    Guard.ITEMS_HAVE_TERMS: _have_terms,
    Guard.YEAR_HAS_BEGUN: _has_begun,
    Guard.ROUNDS_ARE_CLOSED: _rounds_closed,
    Guard.ITEMS_HAVE_VERDICTS: _have_verdicts,
}
