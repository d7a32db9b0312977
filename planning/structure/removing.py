"""A draft that nobody wants is removed, with its items and its analysis; the journal keeps that it was there.

Whatever else points to a plan keeps it: floors above need not be known for that, the relations are counted as the
database has them. A kind of row that is not named here keeps the plan too.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from kernel.journal import record
from planning.structure.errors import PlanRefused
from planning.structure.locking import lock
from planning.structure.models import Plan

# What was written into the draft itself goes with it; those with words are told before.
GOES_WITH_IT: Mapping[str, Any] = {
    "nodes": ngettext_lazy("%(n)s item of the plan", "%(n)s items of the plan", "n"),
    "needs": ngettext_lazy("%(n)s need", "%(n)s needs", "n"),
    "swots": ngettext_lazy("%(n)s SWOT analysis", "%(n)s SWOT analyses", "n"),
    "chapters": ngettext_lazy("%(n)s chapter of the analysis", "%(n)s chapters of the analysis", "n"),
    "checklist_words": ngettext_lazy("%(n)s answer in the checklist", "%(n)s answers in the checklist", "n"),
    "links": None,
    "revisions": None,
    "brought_files": None,
}
KEEPS_IT: Mapping[str, Any] = {
    "publications": ngettext_lazy("%(n)s publication", "%(n)s publications", "n"),
    "steps": ngettext_lazy("%(n)s step of its course", "%(n)s steps of its course", "n"),
    "papers": ngettext_lazy("%(n)s paper of its course", "%(n)s papers of its course", "n"),
    "groups": ngettext_lazy("%(n)s group", "%(n)s groups", "n"),
    "surveys": ngettext_lazy("%(n)s survey", "%(n)s surveys", "n"),
    "action_plans": ngettext_lazy("%(n)s yearly action plan", "%(n)s yearly action plans", "n"),
    "announcements": ngettext_lazy(
        "%(n)s notice or entry of the information log", "%(n)s notices or entries of the information log", "n"
    ),
}


def stands_on(plan: Plan) -> list[str]:
    """In words what keeps the plan; empty where it may be removed."""
    told, others = [], 0
    for name, count in _counted(plan).items():
        if name in KEEPS_IT:
            told.append(KEEPS_IT[name] % {"n": count})
        elif name not in GOES_WITH_IT:
            others += count
    if others:
        told.append(ngettext("%(n)s other record", "%(n)s other records", others) % {"n": others})
    return told


def goes_with(plan: Plan) -> list[str]:
    """In words what would be removed with the plan."""
    counted = _counted(plan)
    return [words % {"n": counted[name]} for name, words in GOES_WITH_IT.items() if words and name in counted]


@transaction.atomic
def remove_plan(plan: Plan, *, by: Any, at: datetime) -> None:
    """Remove a draft on which nothing stands; whoever writes into it at this moment is done before or told after."""
    plan = lock(plan)
    if stands_on(plan):
        raise PlanRefused(_("This plan cannot be removed: something stands on it."))
    period = {"starts_on": plan.starts_on.isoformat(), "ends_on": plan.ends_on.isoformat()}
    record("planning.plan_removed", subject=plan, by=by, at=at, kind=str(plan.kind), items=plan.nodes.count(), **period)
    try:
        plan.delete()
    except (ProtectedError, RestrictedError) as refusal:
        raise PlanRefused(_("This plan cannot be removed: something stands on it.")) from refusal


def _counted(plan: Plan) -> dict[str, int]:
    """How many rows of each kind point to the plan; kinds without any are left out."""
    counts = {}
    for relation in Plan._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: plan})
        if count := rows.count():
            counts[str(relation.get_accessor_name())] = count
    return counts
