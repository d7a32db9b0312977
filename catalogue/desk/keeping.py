"""What the desk asks: one's own services, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from catalogue import feed
from catalogue.cards import ServiceCard
from catalogue.models import Draft, Editorship, Provider, Service
from catalogue.queries import Freshness


@dataclass(frozen=True)
class KeptProvider:
    id: UUID
    name: str
    is_manager: bool


@dataclass(frozen=True)
class Desk:
    """All that a person keeps: providers, running services in the order of need, services with a draft."""

    providers: tuple[KeptProvider, ...]
    services: tuple[tuple[ServiceCard, Freshness], ...]
    drafts: frozenset[UUID]

    @property
    def has_several(self) -> bool:
        return len(self.providers) > 1


def desk_of(account: Any, day: date) -> Desk:
    """The desk of an account; also services the public does not see yet, none that have ended."""
    manages = dict(Editorship.objects.of(account, day).values_list("provider_id", "is_manager"))
    rows = Provider.objects.filter(pk__in=manages).order_by("name", "pk")
    providers = tuple(KeptProvider(row.pk, row.name, manages[row.pk]) for row in rows)
    ids = Service.objects.filter(provider__in=manages, withdrawn_on__isnull=True).values_list("pk", flat=True)
    cards = feed.service_cards(ids, with_unpublished=True, day=day)
    running = [card for card in cards if card.ended_on is None or card.ended_on >= day]
    running.sort(key=lambda card: (card.confirmed_on or date.min, card.provider_name, card.name, card.id))
    drafts = Draft.objects.filter(account=account).values_list("service_id", flat=True)
    return Desk(providers, tuple((card, Freshness.of(card, day)) for card in running), frozenset(drafts))


def own_services(account: Any, day: date, ids: Iterable[Any]) -> list[Service]:
    """Those of these services that the account keeps and that still run; what is no id is left out."""
    wanted = {each for each in map(_id, ids) if each}
    kept = Editorship.objects.of(account, day).values("provider_id")
    rows = Service.objects.filter(pk__in=wanted, provider__in=kept, withdrawn_on__isnull=True)
    return [row for row in rows.order_by("pk") if row.ended_on is None or row.ended_on >= day]


def _id(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
