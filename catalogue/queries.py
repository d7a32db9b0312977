"""What the catalogue's own pages ask, each in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When

from catalogue import feed
from catalogue.cards import ServiceCard
from catalogue.models import Mention, Provider, RelatedActivity, Service
from kernel.clock import today

SIMILAR = 5
FRESH_DAYS, STALE_DAYS = 183, 365


@dataclass(frozen=True)
class Freshness:
    """How well the entry is known to be true: fresh, ageing, stale or never confirmed."""

    state: str
    confirmed_on: date | None
    how: str

    @classmethod
    def of(cls, card: ServiceCard, day: date) -> "Freshness":
        if card.confirmed_on is None:
            return cls("never", None, "")
        days = (day - card.confirmed_on).days
        state = "fresh" if days <= FRESH_DAYS else "ageing" if days <= STALE_DAYS else "stale"
        return cls(state, card.confirmed_on, card.confirmed_how)


@dataclass(frozen=True)
class ProviderCard:
    id: UUID
    name: str
    ico: str
    legal_form: str
    type: str
    type_name: str
    country: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    webs: tuple[str, ...]
    retired_on: date | None


def service_card(service_id: UUID, day: date, *, with_unpublished: bool = False) -> ServiceCard | None:
    found = feed.service_cards([service_id], with_unpublished=with_unpublished, day=day)
    return found[0] if found else None


def kept_service(service_id: UUID) -> UUID | None:
    """The service into which this one was merged, if it was."""
    rows = Service.objects.filter(pk=service_id, merged_into__isnull=False)
    return rows.values_list("merged_into_id", flat=True).first()


def kept_provider(provider_id: UUID) -> UUID | None:
    """The provider into which this one was merged, if it was."""
    rows = Provider.objects.filter(pk=provider_id, merged_into__isnull=False)
    return rows.values_list("merged_into_id", flat=True).first()


def provider_card(provider_id: UUID) -> ProviderCard | None:
    row = Provider.objects.filter(pk=provider_id).first()
    if row is None:
        return None
    return ProviderCard(
        id=row.pk,
        name=row.name,
        ico=row.ico,
        legal_form=row.legal_form,
        type=row.type,
        type_name=str(row.get_type_display()),
        country=row.country,
        phones=tuple(row.phones),
        emails=tuple(row.emails),
        webs=tuple(row.webs),
        retired_on=row.retired_on,
    )


def services_of_provider(provider_id: UUID, day: date) -> list[ServiceCard]:
    """All that the public may see, what is offered first."""
    ids = Service.objects.published().filter(provider_id=provider_id).values_list("pk", flat=True)
    cards = feed.service_cards(ids, day=day)
    return sorted(cards, key=lambda card: (not card.is_offered, card.kind.code, card.name, card.id))


def activities_of_provider(provider_id: UUID) -> list[RelatedActivity]:
    rows = RelatedActivity.objects.filter(provider_id=provider_id, is_published=True)
    return list(rows.select_related("municipality").order_by("name", "pk"))


def mentions_of(service_ids: Iterable[UUID]) -> list[Mention]:
    """What published plans say of these services, in the order of the plans."""
    rows = Mention.objects.filter(service_id__in=list(service_ids))
    return list(rows.order_by("tenant_name", "plan_title", "measure_title", "pk"))


def similar_services(card: ServiceCard, day: date) -> list[ServiceCard]:
    """Services of the same kind that are offered in the same municipality, district or region, the nearest first."""
    if not card.places and not card.reach:
        return []
    near = _near(card)
    rows = Service.objects.offered(day).filter(kind_id=card.kind.code).exclude(pk=card.id)
    towns = "at_places__place__municipality"
    rows = rows.filter(Q(**{f"{towns}__region_code__in": near["region"]}))
    rows = rows.annotate(
        far=Case(
            When(**{f"{towns}__code__in": near["municipality"]}, then=Value(0)),
            When(**{f"{towns}__district_code__in": near["district"]}, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )
    nearest: dict[UUID, int] = {}
    for service_id, far in rows.order_by("far", "name", "pk").values_list("pk", "far")[: SIMILAR * 4]:
        nearest.setdefault(service_id, far)
    chosen = list(nearest)[:SIMILAR]
    cards = {each.id: each for each in feed.service_cards(chosen, day=day)}
    return [cards[service_id] for service_id in chosen if service_id in cards]


def _near(card: ServiceCard) -> dict[str, set[str]]:
    return {
        "municipality": {place.municipality_code for place in card.places} - {""},
        "district": {place.district_code for place in card.places} - {""},
        "region": ({place.region_code for place in card.places} | {a.code for a in card.reach if a.level == "REGION"})
        - {""},
    }


def published_activity(activity_id: UUID) -> RelatedActivity | None:
    rows = RelatedActivity.objects.filter(pk=activity_id, is_published=True)
    return rows.select_related("provider", "municipality").prefetch_related("target_groups").first()


def is_public(provider: Provider) -> bool:
    """Whether the public sees anything of this provider."""
    if Service.objects.published().filter(provider=provider).exists():
        return True
    return RelatedActivity.objects.filter(provider=provider, is_published=True).exists()


def waiting_for_publication() -> list[ServiceCard]:
    """Services that the public does not see yet, for the staff that looks through them."""
    rows = Service.objects.filter(is_published=False, withdrawn_on__isnull=True)
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today())).order_by("created_at", "pk")
    ids = rows.values_list("pk", flat=True)[:200]
    return feed.service_cards(ids, with_unpublished=True)
