"""What the public reads: a picture of the plan as it stood when it was published."""

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.journal import record
from planning.structure.errors import PlanRefused
from planning.structure.history import remember
from planning.structure.imprint import imprint_of, kept
from planning.structure.labels import SHEET_FACTS
from planning.structure.locking import lock
from planning.structure.models import MeasureService, Node, Plan, Publication
from planning.structure.sheet.queries import Sheet, sheets_of
from planning.structure.templates import offer_plan
from planning.structure.tree import Branch, grow, walk
from tenants.queries import here, names_covered

Teller = Callable[[Plan, list[Branch]], Mapping[uuid.UUID, Any]]
_TELLERS: dict[str, Teller] = {}
_OF_PLANS: dict[str, Callable[[Plan], Any]] = {}


def also_publish(name: str, teller: Teller) -> None:
    """What a floor above knows of the nodes is published with them; `name` is a field of `PublishedNode`."""
    _TELLERS[name] = teller


def also_publish_of_plan(name: str, teller: Callable[[Plan], Any]) -> None:
    """What a floor above knows of the whole plan is published with it; `name` is a field of `PublishedPlan`."""
    _OF_PLANS[name] = teller


@transaction.atomic
def publish_plan(plan: Plan, *, by: Any, at: datetime) -> Publication:
    """Show the plan to the public as it stands now; an earlier publication is replaced and kept."""
    plan = lock(plan)
    roots = grow(plan.nodes.all())
    if not roots:
        raise PlanRefused(_("An empty plan cannot be published. Add at least one priority."))
    return _replace(plan, picture(plan, roots), by=by, at=at)


def is_public_as_it_stands(plan: Plan) -> bool:
    """Whether publishing would change nothing of what is public."""
    public = plan.published()
    return public is not None and public.content == json.loads(json.dumps(picture(plan, grow(plan.nodes.all()))))


@transaction.atomic
def republish(plan: Plan, facts: Mapping[str, Any], *, by: Any, at: datetime) -> Publication | None:
    """What is public now with some facts of the plan changed, and nothing of the working version; None where nothing
    is public."""
    plan = lock(plan)
    public = plan.published()
    return _replace(plan, {**public.content, **facts}, by=by, at=at) if public else None


def _replace(plan: Plan, content: dict[str, Any], *, by: Any, at: datetime) -> Publication:
    number = plan.publications.count() + 1
    plan.publications.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    publication = Publication.objects.create(
        plan=plan,
        number=number,
        content=content,
        published_at=at,
        published_by=getattr(by, "pk", by),
        version=number,
    )
    remember(plan, plan, "published", after={"number": number}, by=by, at=at)
    record("planning.plan_published", subject=plan, by=by, at=at, publication=str(publication.id), number=number)
    return publication


@transaction.atomic
def withdraw_plan(plan: Plan, *, by: Any, at: datetime, why: str = "") -> None:
    """Take the plan back from the public; what was published stays in the history."""
    plan = lock(plan)
    if not plan.publications.filter(withdrawn_at__isnull=True).update(withdrawn_at=at):
        raise PlanRefused(_("The plan is not published."))
    if plan.is_template:
        offer_plan(plan, is_offered=False, by=by, at=at)
    remember(plan, plan, "withdrawn", by=by, at=at, why=why)
    record("planning.plan_withdrawn", subject=plan, by=by, at=at)


def picture(plan: Plan, roots: list[Branch]) -> dict[str, Any]:
    """The plan as plain values: its facts and its nodes in reading order."""
    services: dict[uuid.UUID, list[MeasureService]] = {}
    for joined in MeasureService.objects.filter(node__plan=plan).order_by("service_name", "id"):
        services.setdefault(joined.node_id, []).append(joined)
    sheets = sheets_of(plan)
    told = {name: teller(plan, roots) for name, teller in _TELLERS.items()}
    nodes = [
        _node(branch, services.get(branch.node.id, []), sheets.get(branch.node.id, {}))
        | {name: known[branch.node.id] for name, known in told.items() if branch.node.id in known}
        for branch in walk(roots)
    ]
    return {
        "title": plan.title,
        "kind": plan.kind,
        "summary": plan.summary,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "words": plan.words,
        "municipalities": _municipalities(plan),
        "imprint": kept(imprint_of(plan)),
        "nodes": nodes,
        **of_the_whole(plan),
    }


def of_the_whole(plan: Plan) -> dict[str, Any]:
    """What floors above have published with the plan, by the name of the field."""
    return {name: teller(plan) for name, teller in _OF_PLANS.items()}


def _municipalities(plan: Plan) -> list[str]:
    """Whom a joint plan is for, by name as it was when it was published."""
    if plan.kind != Plan.Kind.MICROREGIONAL:
        return []
    site = here()
    return names_covered(site.key, language=site.language)


def _node(branch: Branch, services: list[MeasureService], sheet: Sheet) -> dict[str, Any]:
    node: Node = branch.node
    return {
        "id": str(node.id),
        "parent": str(node.parent_id) if node.parent_id else None,
        "level": node.level,
        "number": branch.number,
        "depth": branch.depth,
        "title": node.title,
        "text": node.text,
        "target_groups": node.target_groups,
        "implementer": node.implementer,
        "starts_on": node.starts_on.isoformat() if node.starts_on else None,
        "ends_on": node.ends_on.isoformat() if node.ends_on else None,
        "services": [
            {"id": str(joined.service_id), "name": joined.service_name, "provider": joined.provider_name}
            for joined in services
        ],
        "facts": {name: getattr(node, name) for name in ("state", *SHEET_FACTS)},
        "sheet": {part: [_public(row) for row in rows] for part, rows in sheet.items()},
    }


def _public(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the sheet without the person who minds a risk."""
    return {name: value for name, value in row.items() if name != "owner"}
