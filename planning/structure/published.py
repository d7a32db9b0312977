"""Published plans as frozen values: what the public pages, the search index and the catalogue's mentions read."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from catalogue.intake import MentionRecord
from kernel.tenancy import entered
from planning.structure.imprint import Imprint, read
from planning.structure.models import Publication, word_of
from tenants.addresses import URLS, address_of
from tenants.queries import here


@dataclass(frozen=True, slots=True)
class PublishedNode:
    """One priority, goal, measure or activity as the public reads it.

    `facts` and `sheet` are empty in what was published before measures had sheets. `facts`: `state problem territory
    staff conditions superior guarantor`; `sheet`: see `sheet.queries.PICTURED`.
    """

    id: str
    parent: str | None
    level: str
    number: str
    depth: int
    title: str
    text: str
    target_groups: str
    implementer: str
    starts_on: date | None
    ends_on: date | None
    services: tuple[dict[str, str], ...]
    facts: dict[str, str] = field(default_factory=dict)
    sheet: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()  # what people lack and this measure answers, the heaviest first


@dataclass(frozen=True, slots=True)
class PublishedChapter:
    """A chapter of the analysis as the steering group accepted it; its tables are shaped in `knowing.publishing`."""

    kind: str
    title: str
    text: str
    accepted_on: date
    figures: tuple[dict[str, Any], ...] = ()
    services: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """A plan as it was last published; `version` rises with every publication and withdrawal."""

    id: str
    version: int
    number: int
    title: str
    kind: str
    summary: str
    starts_on: date
    ends_on: date
    published_at: datetime
    nodes: tuple[PublishedNode, ...]
    words: dict[str, str] = field(default_factory=dict)  # what the plan called its levels when it was published
    imprint: Imprint = field(default_factory=Imprint)
    municipalities: tuple[str, ...] = ()  # whom a joint plan is for
    chapters: tuple[PublishedChapter, ...] = ()  # what it rests on

    def level(self, node: PublishedNode) -> str:
        """What the plan calls the level of this item."""
        return word_of(self.words, node.level)


def published_plan(plan_id: str | uuid.UUID) -> PublishedPlan | None:
    """The publication in force, or None when the plan is a draft, was withdrawn or is unknown."""
    row = Publication.objects.filter(plan_id=plan_id, withdrawn_at__isnull=True).first()
    return _plan(row) if row else None


def published_plans() -> list[PublishedPlan]:
    """All publications in force, the newest period first."""
    rows = Publication.objects.filter(withdrawn_at__isnull=True).select_related("plan")
    return [_plan(row) for row in rows.order_by("-plan__starts_on", "plan_id")]


def plan_version(plan_id: str | uuid.UUID) -> int:
    """The version of the plan's public state, also when it is withdrawn; 0 when it was never published."""
    row = Publication.objects.filter(plan_id=plan_id).order_by("-number").first()
    return 0 if row is None else row.number * 2 + (row.withdrawn_at is not None)


def plan_versions() -> dict[str, int]:
    """The version of every plan that was ever published, for the reconciler."""
    rows = Publication.objects.order_by("number").values_list("plan_id", "number", "withdrawn_at")
    return {str(plan_id): number * 2 + (withdrawn is not None) for plan_id, number, withdrawn in rows}


def mentions_of(plan: PublishedPlan) -> list[MentionRecord]:
    """What the plan's measures say of services, with the full addresses of their pages."""
    tenant = here()
    with entered(""):
        base = address_of(tenant, "")
    return [
        MentionRecord(
            service_id=uuid.UUID(service["id"]),
            tenant_name=tenant.name,
            plan_title=plan.title,
            measure_id=uuid.UUID(node.id),
            measure_title=f"{node.number} {node.title}",
            address=base + reverse("planning:node", args=[plan.id, node.id], urlconf=URLS),
        )
        for node, service in _joined(plan.nodes)
    ]


def _joined(nodes: Iterable[PublishedNode]) -> Iterable[tuple[PublishedNode, dict[str, str]]]:
    return ((node, service) for node in nodes for service in node.services)


def _plan(row: Publication) -> PublishedPlan:
    return pictured(row.plan_id, row.content, number=row.number, at=row.published_at)


def pictured(plan_id: uuid.UUID, content: dict[str, Any], *, number: int, at: datetime) -> PublishedPlan:
    """A picture of a plan (`publishing.picture`) as a value; also of a draft, which bears the number 0."""
    return PublishedPlan(
        id=str(plan_id),
        version=number * 2,
        number=number,
        title=content["title"],
        kind=content["kind"],
        summary=content["summary"],
        starts_on=date.fromisoformat(content["starts_on"]),
        ends_on=date.fromisoformat(content["ends_on"]),
        published_at=at,
        nodes=tuple(_node(node) for node in content["nodes"]),
        words=dict(content.get("words", {})),
        municipalities=tuple(content.get("municipalities", ())),
        imprint=read(content.get("imprint", {})),
        chapters=tuple(_chapter(each) for each in content.get("chapters", ())),
    )


def _chapter(kept: dict[str, Any]) -> PublishedChapter:
    on = date.fromisoformat(kept["accepted_on"])
    told = {**kept, "accepted_on": on, "figures": tuple(kept["figures"])}
    return PublishedChapter(**_known(PublishedChapter, told))


def _node(kept: dict[str, Any]) -> PublishedNode:
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("starts_on", "ends_on")}
    told = {**kept, **days, "services": tuple(kept["services"]), "needs": tuple(kept.get("needs", ()))}
    return PublishedNode(**_known(PublishedNode, told))


def _known(of: type, told: dict[str, Any]) -> dict[str, Any]:
    """What was published stays readable when we no longer ask for some of it."""
    return {each.name: told[each.name] for each in fields(of) if each.name in told}
