"""The items of a year: taken over from the plan, added, changed, removed with a reason."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.delivery.commands import held
from planning.delivery.models import ActionItem, ActionPlan
from planning.delivery.states import OPEN_TO_CHANGE, YearState
from planning.structure.errors import ChangedMeanwhile, PlanRefused
from planning.structure.history import remember
from planning.structure.models import Level, Node, Plan
from planning.structure.sheet.models import Cost
from planning.structure.tree import Branch, grow, walk

CONTENT = ("title", "task", "implementer", "due_on", "budget", "result")
MANAGED = ("state", "weight", "owner_email")
FIELDS = CONTENT + MANAGED
# The history stays for good; an address of somebody does not belong there.
REMEMBERED = tuple(name for name in FIELDS if name != "owner_email")
OF_THE_YEAR = (Level.MEASURE, Level.ACTIVITY)


def runs_in(node: Node, above: Node | None, year: int) -> bool:
    """Whether a measure or activity runs in the year: an activity that does not say its days, while its measure runs;
    a measure that does not say them, in every year of the plan."""
    measure = above if above and above.level == Level.MEASURE else node
    starts_on, ends_on = node.starts_on or measure.starts_on, node.ends_on or measure.ends_on
    return not (starts_on and starts_on.year > year) and not (ends_on and ends_on.year < year)


def offered(year: ActionPlan) -> list[Branch]:
    """Measures and activities that run in this year and have no item yet, in reading order."""
    taken = set(year.items.standing().values_list("node_id", flat=True))
    whole: dict[uuid.UUID | None, Node] = {node.pk: node for node in year.plan.nodes.all()}
    return [
        branch
        for branch in walk(grow(whole.values()))
        if branch.node.level in OF_THE_YEAR
        and branch.node.pk not in taken
        and runs_in(branch.node, whole.get(branch.node.parent_id), year.year)
    ]


@transaction.atomic
def fill_year(year: ActionPlan, *, nodes: Collection[uuid.UUID], by: Any, at: datetime) -> int:
    """Take over the chosen measures and activities; answers how many were new. A second press adds nothing."""
    year, _here = held(year)
    _refuse_agreed(year)
    chosen = [branch for branch in offered(year) if branch.node.pk in set(nodes)]
    whole: dict[uuid.UUID | None, Node] = {node.pk: node for node in year.plan.nodes.all()} if chosen else {}
    money = planned_in(year) if chosen else {}
    ActionItem.objects.bulk_create(
        _item_of(year, branch, whole.get(branch.node.parent_id), money.get(branch.node.pk), at) for branch in chosen
    )
    if chosen:
        put_in_order(year)
        record("planning.year_filled", subject=year, by=by, at=at, items=len(chosen))
    return len(chosen)


def planned_in(year: ActionPlan) -> dict[uuid.UUID, Decimal]:
    """What the plan says that a node itself costs in this year, by node; nothing where no cost is told."""
    rows = Cost.objects.filter(node__plan=year.plan, year=year.year, planned__isnull=False).values("node")
    return dict(rows.annotate(money=Sum("planned")).values_list("node", "money"))


def _item_of(year: ActionPlan, branch: Branch, above: Node | None, money: Decimal | None, at: datetime) -> ActionItem:
    """An activity that does not say who carries it out, or until when, has it from its measure."""
    node, last = branch.node, date(year.year, 12, 31)
    measure = above if above and above.level == Level.MEASURE else None
    ends_on = node.ends_on or (measure.ends_on if measure else None)
    return ActionItem(
        action_plan=year,
        node=node,
        position=0,
        number=branch.number[:40],
        title=node.title,
        implementer=node.implementer or (measure.implementer if measure else ""),
        due_on=min(ends_on, last) if ends_on else last,
        budget=money,
        changed_at=at,
    )


@transaction.atomic
def add_item(
    year: ActionPlan, *, node: uuid.UUID | None, facts: Mapping[str, Any], by: Any, at: datetime
) -> ActionItem:
    """Add a task of its own: to a measure or activity of the plan, or to none."""
    year, _here = held(year)
    _refuse_agreed(year)
    branch = next((each for each in walk(grow(year.plan.nodes.all())) if each.node.pk == node), None) if node else None
    if node and branch is None:
        raise PlanRefused(_("This measure is no longer in the plan."))
    item = ActionItem(action_plan=year, position=0, changed_at=at)
    if branch:
        item.node, item.number, item.title = branch.node, branch.number[:40], branch.node.title
    _set(item, {name: value for name, value in facts.items() if name != "title" or value})
    if not item.title.strip():
        raise PlanRefused(_("Give the task a title, or choose the measure it belongs to."))
    item.save()
    put_in_order(year)
    item.refresh_from_db()
    remember(year.plan, item, "added", after=as_remembered(item), by=by, at=at)
    record("planning.item_added", subject=item, by=by, at=at, year=str(year.pk))
    return item


@transaction.atomic
def change_item(
    item: ActionItem, *, changes: Mapping[str, Any], version: int, by: Any, at: datetime, why: str = ""
) -> ActionItem:
    """Change an item that was read in this version. Once the year is agreed only its state, weight and owner change."""
    year, _here = held(item.action_plan)
    item = ActionItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    _refuse_gone(item, year)
    if item.version != version:
        raise ChangedMeanwhile(
            _("Somebody else changed this item in the meantime. Compare both versions and save again."),
            facts={"now": as_kept(item), "version": item.version},
        )
    before = as_kept(item)
    _set(item, changes)
    after = as_kept(item)
    changed = {name for name in FIELDS if before[name] != after[name]}
    if changed & set(CONTENT):
        _refuse_agreed(year)
    if changed:
        keep(item, at)
        old, new = ({name: side[name] for name in REMEMBERED} for side in (before, after))
        remember(year.plan, item, "changed", before=old, after=new, by=by, at=at, why=why)
        record("planning.item_changed", subject=item, by=by, at=at, year=str(year.pk))
    return item


@transaction.atomic
def remove_item(item: ActionItem, *, why: str, by: Any, at: datetime) -> ActionItem:
    """Take an item out while the year is talked about; it stays to be seen with the reason."""
    year, _here = held(item.action_plan)
    item = ActionItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.removed_at:
        return item
    _refuse_agreed(year)
    if not why.strip():
        raise PlanRefused(_("Say why the item is removed."))
    item.removed_at, item.removed_why = at, why.strip()
    keep(item, at)
    remember(year.plan, item, "removed", before=as_remembered(item), by=by, at=at, why=item.removed_why)
    record("planning.item_removed", subject=item, by=by, at=at, year=str(year.pk))
    return item


@transaction.atomic
def name_owner(year: ActionPlan, *, items: Iterable[uuid.UUID], email: str, by: Any, at: datetime) -> int:
    """Say who reports on these items; an empty address means nobody yet. Answers how many were changed."""
    year, _here = held(year)
    _refuse_closed(year)
    rows = list(
        year.items.standing()
        .filter(pk__in=set(items))
        .exclude(owner_email=address(email))
        .select_for_update(of=("self",))
    )
    for item in rows:
        item.owner_email, item.changed_at, item.version = address(email), at, item.version + 1
        item.save(update_fields=["owner_email", "changed_at", "version"])
    if rows:
        record("planning.owner_named", subject=year, by=by, at=at, items=[item.pk for item in rows])
    return len(rows)


def put_in_order(year: ActionPlan) -> None:
    """Items stand in the order of the plan; those of the same measure in the order in which they were added, those
    that belong to nothing last. Whoever calls holds the plan."""
    places: dict[Any, int] = {branch.node.pk: place for place, branch in enumerate(walk(grow(year.plan.nodes.all())))}
    rows = list(year.items.standing())
    last = year.items.aggregate(last=Max("position"))["last"] or 0
    rows.sort(key=lambda item: (places.get(item.node_id, len(places)), item.position or last + 1))
    moved = []
    for place, item in enumerate(rows, start=1):
        if item.position != place:
            item.position = place
            moved.append(item)
    ActionItem.objects.bulk_update(moved, ["position"])


def years_of(plan: Plan) -> list[int]:
    """All years of the plan's period."""
    return list(range(plan.starts_on.year, plan.ends_on.year + 1))


def as_kept(item: ActionItem) -> dict[str, Any]:
    """The fields as they can be kept in JSON: days as ISO writes them, amounts as texts."""
    return {name: kept(getattr(item, name)) for name in FIELDS}


def as_remembered(item: ActionItem) -> dict[str, Any]:
    """What the history keeps of an item."""
    return {name: value for name, value in as_kept(item).items() if name in REMEMBERED}


def kept(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def address(email: str) -> str:
    """An e-mail address as it is compared: without spaces, in small letters."""
    return email.strip().lower()


def keep(item: ActionItem, at: datetime) -> None:
    item.changed_at, item.version = at, item.version + 1
    item.save()


def _set(item: ActionItem, facts: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in facts:
            value = facts[name]
            setattr(item, name, address(value) if name == "owner_email" else value)


def _refuse_gone(item: ActionItem, year: ActionPlan) -> None:
    _refuse_closed(year)
    if item.removed_at:
        raise PlanRefused(_("This item was removed from the action plan."))


def _refuse_closed(year: ActionPlan) -> None:
    if year.state == YearState.CLOSED:
        raise PlanRefused(_("The year is closed; nothing in it changes any more."))


def _refuse_agreed(year: ActionPlan) -> None:
    if year.state not in OPEN_TO_CHANGE:
        raise PlanRefused(
            _("The action plan is agreed. To change what it promises, take it back to an earlier state first.")
        )
