"""The nodes of a tenant's published plan as documents. Asked and answered in that tenant's schema."""

from kernel.tenancy import current_key
from planning.feed import PublishedNode, PublishedPlan
from search.documents import Described, lemmatised, node_id, title_key, whole
from search.models import Document

WHOLE = "PLAN"


def describe_plan(plan: PublishedPlan) -> list[Described]:
    """One document for the plan, and one for each node with the path that leads to it."""
    known = {node.id: node for node in plan.nodes}
    return [_describe_whole(plan), *(_describe(plan, node, _path(node, known)) for node in plan.nodes)]


def _describe_whole(plan: PublishedPlan) -> Described:
    lemmas, words = lemmatised({"name": plan.title, "text": plan.summary})
    return Described(
        id=node_id(current_key(), plan.id),
        kind=Document.Kind.PLAN_NODE,
        tenant_key=current_key(),
        source_id=plan.id,
        source_version=plan.version,
        title_key=title_key(plan.title),
        kind_code=WHOLE,
        lemmas=lemmas,
        words=words,
        exact=whole((plan.title,)),
        card={
            "id": plan.id,
            "plan": plan.id,
            "plan_title": plan.title,
            "level": WHOLE,
            "number": "",
            "title": plan.title,
            "page": "",
            "path": [],
            "starts_on": plan.starts_on.isoformat(),
            "ends_on": plan.ends_on.isoformat(),
        },
    )


def _describe(plan: PublishedPlan, node: PublishedNode, path: list[PublishedNode]) -> Described:
    lemmas, words = lemmatised(_fields(plan, node))
    return Described(
        id=node_id(current_key(), node.id),
        kind=Document.Kind.PLAN_NODE,
        tenant_key=current_key(),
        source_id=plan.id,
        source_version=plan.version,
        title_key=title_key(node.title),
        kind_code=node.level,
        lemmas=lemmas,
        words=words,
        exact=whole((node.title,)),
        card={
            "id": node.id,
            "plan": plan.id,
            "plan_title": plan.title,
            "level": node.level,
            "level_word": plan.words.get(node.level, ""),
            "number": node.number,
            "title": node.title,
            "page": _page_of(node, path),
            "path": [f"{above.number} {above.title}" for above in path],
        },
    )


def _fields(plan: PublishedPlan, node: PublishedNode) -> dict[str, str]:
    services = " ".join(f"{service['name']} {service['provider']}" for service in node.services)
    return {
        "name": node.title,
        "provider": f"{node.implementer} {services}".strip(),
        "group": node.target_groups,
        "text": node.text,
    }


def _path(node: PublishedNode, known: dict[str, PublishedNode]) -> list[PublishedNode]:
    path: list[PublishedNode] = []
    above = known.get(node.parent or "")
    while above is not None:
        path.insert(0, above)
        above = known.get(above.parent or "")
    return path


def _page_of(node: PublishedNode, path: list[PublishedNode]) -> str:
    """An activity stands on the page of its measure."""
    return path[-1].id if node.level == "ACTIVITY" and path else node.id
