"""The year as plain values: as it stands now, or as it was frozen. What leaves the house is made of these only.

A picture never names who reports: an address of a person does not belong into what is kept for good.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from kernel.clock import day_of
from planning.delivery.models import ActionItem, ActionPlan, Report, YearPicture
from planning.delivery.readings.facts import IndicatorFacts, OfItems, again, counting_in
from planning.delivery.states import ItemState, YearState

SHAPE = 2  # 1 knew neither indicators nor for whom and where an item is


@dataclass(frozen=True, slots=True)
class Told:
    """What was last accepted about an item; None is not known, nought is nought."""

    state: str = ""
    per_cent: int | None = None
    spent: Decimal | None = None
    comment: str = ""
    told_on: date | None = None

    @property
    def state_words(self) -> str:
        return str(ItemState(self.state).label) if self.state else ""


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item; ids are texts, `comes_from` and `goes_to` are items of the years before and after."""

    id: str
    node: str
    number: str
    title: str
    task: str
    implementer: str
    due_on: date | None
    budget: Decimal | None
    result: str
    weight: int
    state: str
    verdict: str
    verdict_why: str
    comes_from: str
    goes_to: str
    told: Told
    target_groups: str = ""
    territory: str = ""
    indicators: tuple[IndicatorFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class YearFacts:
    """The action plan of a year; amounts are in `currency`, `frozen_at` is None while it lives."""

    id: str
    plan: str
    plan_title: str
    year: int
    currency: str
    state: str
    items: tuple[ItemFacts, ...]
    frozen_at: datetime | None = None


def facts_of(year: ActionPlan) -> YearFacts:
    """A closed year as it was frozen, any other as it stands now."""
    picture = year.pictures.filter(kind=YearPicture.Kind.CLOSED).first()
    return read(picture) if picture else living(year)


def living(year: ActionPlan, *, told: Mapping[Any, Told] | None = None, indicators: OfItems | None = None) -> YearFacts:
    """The year as it stands now. Without `told` and `indicators`: with what was accepted last."""
    items = list(year.items.standing().select_related("node__parent"))
    said = accepted(year) if told is None else told
    read_of = counting_in(year) if indicators is None else indicators
    goes_to = dict(ActionItem.objects.filter(comes_from__in=items).values_list("comes_from_id", "pk"))
    return YearFacts(
        id=str(year.pk),
        plan=str(year.plan_id),
        plan_title=year.plan.title,
        year=year.year,
        currency=year.currency,
        state=year.state,
        items=tuple(
            _item(item, goes_to.get(item.pk), said.get(item.pk, Told()), read_of.get(item.pk, ())) for item in items
        ),
    )


def accepted(year: ActionPlan, **narrowed: Any) -> dict[Any, Told]:
    """The last accepted report of each item, by the item's id."""
    reports = Report.objects.filter(round__action_plan=year, stage=Report.Stage.ACCEPTED, **narrowed)
    return {report.item_id: told_by(report) for report in reports.order_by("round__opened_at", "pk")}


def told_by(report: Report) -> Told:
    told_on = day_of(report.submitted_at) if report.submitted_at else None
    return Told(report.state, report.per_cent, report.spent, report.comment, told_on)


def _item(item: ActionItem, goes_to: Any, told: Told, indicators: tuple[IndicatorFacts, ...]) -> ItemFacts:
    same = {name: getattr(item, name) for name in ItemFacts.__slots__ if name in SAME}
    return ItemFacts(
        **same,
        id=str(item.pk),
        node=_id(item.node_id),
        comes_from=_id(item.comes_from_id),
        goes_to=_id(goes_to),
        told=told,
        target_groups=_of_node(item, "target_groups"),
        territory=_of_node(item, "territory"),
        indicators=indicators,
    )


def _of_node(item: ActionItem, name: str) -> str:
    """What an activity leaves unsaid is what its measure says."""
    node = item.node
    if node is None:
        return ""
    return str(getattr(node, name) or (getattr(node.parent, name) if node.parent else ""))


SAME = frozenset(
    {
        "number",
        "title",
        "task",
        "implementer",
        "due_on",
        "budget",
        "result",
        "weight",
        "state",
        "verdict",
        "verdict_why",
    }
)


def _id(value: Any) -> str:
    return str(value) if value else ""


# --- to JSON and back -------------------------------------------------------------------------------------------------
def content_of(facts: YearFacts) -> dict[str, Any]:
    """The values as JSON can hold them."""
    return cast("dict[str, Any]", _plain({each.name: getattr(facts, each.name) for each in fields(facts)}))


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return f"{value:.2f}"
        case datetime() | date():
            return value.isoformat()
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case Told() | ItemFacts() | IndicatorFacts():
            return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


def read(picture: YearPicture) -> YearFacts:
    """The frozen values again. A later shape reads the earlier ones here."""
    content: dict[str, Any] = picture.content
    items = tuple(_item_again(item) for item in content["items"])
    kept = {each.name: content[each.name] for each in fields(YearFacts)}
    return YearFacts(**{**kept, "items": items, "frozen_at": picture.at})


def _item_again(kept: dict[str, Any]) -> ItemFacts:
    told = kept["told"]
    return ItemFacts(
        **{
            **kept,
            "due_on": _day(kept["due_on"]),
            "budget": _amount(kept["budget"]),
            "told": Told(**{**told, "spent": _amount(told["spent"]), "told_on": _day(told["told_on"])}),
            "indicators": tuple(again(each) for each in kept.get("indicators", ())),
        }
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


# --- for the public ---------------------------------------------------------------------------------------------------
def without_drafts(facts: YearFacts) -> YearFacts:
    """Without verdicts that are only being written: they count when the year is closed."""
    if facts.state == YearState.CLOSED:
        return facts
    return replace(facts, items=tuple(replace(item, verdict="", verdict_why="") for item in facts.items))
