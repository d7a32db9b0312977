"""What becomes of a task: an activity of a plan, or an item of the action plan of a year. Both know of each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.journal import record
from kernel.text import fold
from planning.delivery.items import add_item
from planning.delivery.models import ActionItem, ActionPlan
from planning.delivery.states import OPEN_TO_CHANGE
from planning.groups.models import Group
from planning.meetings.models import MeetingTask
from planning.structure.commands import add_node
from planning.structure.errors import PlanRefused
from planning.structure.locking import still_there
from planning.structure.models import Level, Node, Plan
from planning.structure.tree import Branch, grow, walk

Became = MeetingTask.Became
SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A plan with its measures, under which an activity can stand."""

    plan: Plan
    measures: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task became, and where it is worked on; without an address it was removed since."""

    words: str
    title: str = ""
    href: str = ""


def places_for(task: MeetingTask) -> list[Place]:
    """Plans of the groups that met, then the others; each with its measures in reading order."""
    own = set(task.meeting.groups.values_list("plan_id", flat=True))
    plans = sorted(Plan.objects.order_by("-starts_on", "title", "pk"), key=lambda plan: plan.pk not in own)
    nodes: dict[Any, list[Node]] = {plan.pk: [] for plan in plans}
    for node in Node.objects.filter(plan__in=plans).exclude(level=Level.ACTIVITY):
        nodes[node.plan_id].append(node)
    places = [
        Place(plan, tuple(branch for branch in walk(grow(nodes[plan.pk])) if branch.node.level == Level.MEASURE))
        for plan in plans
    ]
    return [place for place in places if place.measures]


def likely_measure(task: MeetingTask, places: Iterable[Place], groups: Iterable[Group]) -> Node | None:
    """The measure for which a group that met stands, or which shares most words with the task; else none."""
    met = list(groups)
    names, keys = {fold(group.name).strip() for group in met}, {group.pk for group in met}
    words = _words(task.what) | (_words(task.item.title) if task.item else set())
    best: tuple[tuple[int, int, int], Node] | None = None
    for order, place in enumerate(places):
        for branch in place.measures:
            node = branch.node
            is_named = bool(node.guarantor) and fold(node.guarantor).strip() in names
            stands = int(is_named or node.guarantor_id in keys)
            shared = len(words & _words(f"{node.title} {node.text}"))
            weight = (stands, shared, -order)
            if (stands or shared) and (best is None or weight > best[0]):
                best = (weight, node)
    return best[1] if best else None


def _words(text: str) -> set[str]:
    """Beginnings of the longer words: enough to see that two texts speak of one thing."""
    return {word[:6] for word in fold(text).replace(",", " ").replace(".", " ").split() if len(word) >= SHORTEST_WORD}


def open_year(plan: Plan, year: int) -> ActionPlan | None:
    """The action plan of the year while items may still be added to it."""
    return ActionPlan.objects.filter(plan=plan, year=year, state__in=OPEN_TO_CHANGE).first()


@transaction.atomic
def make_activity(task: MeetingTask, *, measure: Node, title: str, implementer: str, by: Any, at: datetime) -> Node:
    """Add an activity below a measure; pressed twice, there is one."""
    task = still_there(MeetingTask, task.pk)
    known = _known(task)
    if isinstance(known, Node):
        return known
    if known is not None:
        raise PlanRefused(_("This task is an item of the action plan already."))
    facts = {"implementer": implementer.strip(), "ends_on": task.due_on, "text": _text(task)}
    node = add_node(measure.plan, parent=measure, title=title.strip()[:400], by=by, at=at, **facts)
    _keep(task, node.pk, Became.ACTIVITY, by, at)
    return node


@transaction.atomic
def make_item(task: MeetingTask, *, measure: Node, title: str, implementer: str, by: Any, at: datetime) -> ActionItem:
    """Add an item to the action plan of the year in which the task ends; pressed twice, there is one."""
    task = still_there(MeetingTask, task.pk)
    known = _known(task)
    if isinstance(known, ActionItem):
        return known
    if known is not None:
        raise PlanRefused(_("This task is an activity of the plan already."))
    year = open_year(measure.plan, task.due_on.year)
    if year is None:
        raise PlanRefused(
            _("The action plan %(year)s is not there or is agreed already. Make an activity of the task.")
            % {"year": task.due_on.year}
        )
    facts = {"task": title.strip(), "implementer": implementer.strip(), "due_on": task.due_on}
    item = add_item(year, node=measure.pk, facts=facts, by=by, at=at)
    _keep(task, item.pk, Became.ITEM, by, at)
    return item


def outcome_of(task: MeetingTask) -> Outcome | None:
    """What became of a task; None where nothing has."""
    if task.became is None:
        return None
    known = _known(task)
    words = str(Became(task.became_what).label)
    if isinstance(known, Node):
        return Outcome(words, known.title, reverse("planning:node_work", args=[known.plan_id, known.pk]))
    if isinstance(known, ActionItem):
        year = known.action_plan
        return Outcome(words, str(known), reverse("planning:year_item", args=[year.plan_id, year.pk, known.pk]))
    return Outcome(words)


def _known(task: MeetingTask) -> Node | ActionItem | None:
    if task.became is None:
        return None
    if task.became_what == Became.ACTIVITY:
        return Node.objects.filter(pk=task.became).first()
    if task.became_what == Became.ITEM:
        rows = ActionItem.objects.select_related("action_plan").filter(removed_at__isnull=True)
        return rows.filter(pk=task.became).first()
    return None


def _keep(task: MeetingTask, pk: Any, what: str, by: Any, at: datetime) -> None:
    task.became, task.became_what = pk, what
    task.version += 1
    task.save(update_fields=["became", "became_what", "version"])
    record("planning.task_became", subject=task, by=by, at=at, meeting=str(task.meeting_id), what=what, thing=str(pk))


def _text(task: MeetingTask) -> str:
    """What was taken on, as it was said; names of people stay out of the plan."""
    return task.what if not task.item else f"{task.item.title}: {task.what}"
