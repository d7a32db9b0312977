"""What the pages of a plan ask."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from catalogue import feed as catalogue
from planning.structure.models import Level, MeasureService, Node, Plan, Revision
from planning.structure.published import PublishedNode, PublishedPlan
from planning.structure.sheet.queries import with_marks
from planning.structure.tree import Branch, grow


@dataclass(frozen=True, slots=True)
class JoinedService:
    """A service as a measure speaks of it and as it stands in the catalogue today."""

    id: str
    name: str
    provider: str
    known: bool
    offered: bool
    ended_on: object | None
    joined_id: str = ""


def live(services: Iterable[tuple[str, str, str, str]]) -> list[JoinedService]:
    """(service id, name then, provider then, id of the join) with today's state from the catalogue."""
    rows = list(services)
    states = catalogue.published_services([uuid.UUID(row[0]) for row in rows]) if rows else {}
    found = []
    for service_id, name, provider, joined_id in rows:
        state = states.get(uuid.UUID(service_id))
        found.append(
            JoinedService(
                id=service_id,
                name=state.name if state else name,
                provider=state.provider_name if state else provider,
                known=state is not None,
                offered=bool(state and state.is_offered),
                ended_on=state.ended_on if state else None,
                joined_id=joined_id,
            )
        )
    return found


def services_of_published(node: PublishedNode) -> list[JoinedService]:
    return live((item["id"], item["name"], item["provider"], "") for item in node.services)


def services_of(node: Node) -> list[JoinedService]:
    rows = MeasureService.objects.filter(node=node).order_by("service_name", "id")
    return live((str(row.service_id), row.service_name, row.provider_name, str(row.id)) for row in rows)


def with_services_gone(plan: Plan) -> set[uuid.UUID]:
    """Measures of the plan that speak of a service which has ended or is no longer offered."""
    joined = list(MeasureService.objects.filter(node__plan=plan).values_list("node_id", "service_id"))
    states = catalogue.published_services({service for _node, service in joined}) if joined else {}
    return {node for node, service in joined if service not in states or not states[service].is_offered}


def history_of(node: Node, most: int = 20) -> list[Revision]:
    """What happened to a node, the newest first."""
    return list(Revision.objects.filter(subject_id=node.id).order_by("-at", "id")[:most])


def branches(plan: Plan) -> list[Branch]:
    """The tree; its nodes know `has_costs` and `has_indicators`."""
    return grow(with_marks(plan.nodes.all()))


def below(plan: PublishedPlan, node: PublishedNode) -> list[PublishedNode]:
    """The nodes right below, in order."""
    return [item for item in plan.nodes if item.parent == node.id]


def above(plan: PublishedPlan, node: PublishedNode) -> list[PublishedNode]:
    """The path from the first level down to the node, without the node itself."""
    known = {item.id: item for item in plan.nodes}
    path: list[PublishedNode] = []
    parent = known.get(node.parent or "")
    while parent is not None:
        path.insert(0, parent)
        parent = known.get(parent.parent or "")
    return path


def pages(plan: PublishedPlan) -> list[PublishedNode]:
    """The nodes that have a page of their own; activities stand on the page of their measure."""
    return [node for node in plan.nodes if node.level != Level.ACTIVITY]
