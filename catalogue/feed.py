"""DOOR OUT: what other rooms may know of the catalogue, as frozen cards in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, When

from catalogue.cards import (
    CapacityCard,
    FirstStep,
    FoundService,
    GroupCard,
    Hours,
    KindCard,
    LifeSituationCard,
    Names,
    PlaceCard,
    ReachCard,
    ServiceCard,
    ServiceState,
    ServiceVersion,
)
from catalogue.code_lists import all_names, forms, group_card, kind_card, kinds, life_situations, target_groups
from catalogue.folding import Folded
from catalogue.models import (
    Capacity,
    Change,
    Provider,
    Reach,
    Service,
    ServiceAtPlace,
    ServiceKind,
)
from catalogue.network.reading import NetworkCard, YearlyCard, network_on, yearly_numbers
from catalogue.openness import Openness, openness
from catalogue.quality.criteria import quality_of
from kernel.clock import today
from kernel.text import fold
from tenants.models import Municipality

__all__ = [
    "CapacityCard",
    "FirstStep",
    "FoundService",
    "GroupCard",
    "Hours",
    "KindCard",
    "LifeSituationCard",
    "Names",
    "NetworkCard",
    "Openness",
    "PlaceCard",
    "ReachCard",
    "ServiceCard",
    "ServiceState",
    "ServiceVersion",
    "YearlyCard",
    "areas_of",
    "find_providers",
    "find_services",
    "forms",
    "kinds",
    "life_situations",
    "network_on",
    "offered_versions",
    "openness",
    "provider_named",
    "published_services",
    "service_cards",
    "service_ids_after",
    "services_at_hand",
    "services_in",
    "services_of_batch",
    "services_of_event",
    "target_groups",
    "units",
    "versions_after",
    "versions_of",
    "yearly_numbers",
]

FIRST = UUID(int=0)
AREAS = ("code", "name", "district_code", "district_name", "region_code", "region_name")


def service_cards(ids: Iterable[UUID], *, with_unpublished: bool = False, day: date | None = None) -> list[ServiceCard]:
    """The cards of these services in the order of their ids; a search index asks for the unpublished ones too."""
    rows = Service.objects.filter(pk__in=list(ids)).with_all().order_by("pk")
    services = list(rows if with_unpublished else rows.published())
    areas = names_of_areas(services)
    on = day or today()
    return [_card(service, areas, on) for service in services]


def service_ids_after(last: UUID = FIRST, limit: int = 1000) -> list[UUID]:
    """The next ids of all services, published or not, for going through the whole catalogue."""
    return list(Service.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:limit])


def versions_after(last: UUID = FIRST, limit: int = 1000) -> list[ServiceVersion]:
    """The next services with their versions, for comparing an index with the catalogue."""
    rows = Service.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "version", "is_published")
    return [ServiceVersion(*row) for row in rows[:limit]]


def versions_of(ids: Iterable[UUID]) -> dict[UUID, int]:
    """The versions of these services, published or not; unknown ones are left out."""
    return dict(Service.objects.filter(pk__in=list(ids)).values_list("pk", "version"))


def offered_versions(ids: Iterable[UUID], *, day: date | None = None) -> dict[UUID, int]:
    """The versions of those of them that are published and running; the others are left out."""
    return dict(Service.objects.offered(day or today()).filter(pk__in=list(ids)).values_list("pk", "version"))


def services_of_batch(batch_id: UUID | str) -> list[UUID]:
    """The services that an accepted batch wrote, also those whose provider it renamed."""
    changes = Change.objects.filter(batch_id=batch_id, service_id__isnull=False).exclude(kind=Change.Kind.UNKNOWN)
    written = set(changes.values_list("service_id", flat=True))
    providers = changes.filter(provider_id__isnull=False).values("provider_id")
    written |= set(Service.objects.filter(provider_id__in=providers).values_list("pk", flat=True))
    return sorted(each for each in written if each)


def services_of_event(facts: Mapping[str, Any]) -> list[UUID]:
    """The services that a `catalogue.services_changed` speaks of: those it names, or those of its batch."""
    if "batch" in facts:
        return services_of_batch(facts["batch"])
    return [UUID(each) for each in facts.get("services", [])]


def published_services(ids: Iterable[UUID], *, day: date | None = None) -> dict[UUID, ServiceState]:
    """The state of those services that the public may see, ended ones too; a merged one is the one it went into."""
    on = day or today()
    seen = Q(is_published=True) | Q(merged_into__is_published=True)
    rows = Service.objects.filter(seen, pk__in=list(ids)).select_related("provider", "merged_into__provider")
    states = {}
    for row in rows:
        now = row.merged_into or row
        states[row.pk] = ServiceState(now.pk, now.name, now.provider.name, now.is_offered(on), now.ended_on)
    return states


def find_services(words: str, limit: int = 20, *, day: date | None = None) -> list[FoundService]:
    """Services whose name, provider, kind or municipality holds every word, diacritics and case aside."""
    rows = Service.objects.offered(day or today())
    asked = fold(words).split()
    if not asked:
        return []
    known = [(kind.pk, fold(" ".join(all_names(kind)))) for kind in ServiceKind.objects.all()]
    named = rows.annotate(folded_name=Folded("name"), folded_provider=Folded("provider__name"))
    for word in asked:
        kinds_named = [code for code, names in known if word in names]
        named = named.filter(
            Q(folded_name__contains=word)
            | Q(folded_provider__contains=word)
            | Q(kind_id__in=kinds_named)
            | Exists(
                ServiceAtPlace.objects.filter(service=OuterRef("pk"), place__municipality__name_folded__contains=word)
            )
        )
    found = named.select_related("provider", "kind").prefetch_related(_places()).order_by("folded_name", "pk")[:limit]
    return [
        FoundService(row.pk, row.name, row.provider.name, row.kind.name, _place_cards(row, day or today()))
        for row in found
    ]


def find_providers(words: str, limit: int = 10) -> list[str]:
    """Names of providers with a published service whose name holds every word, diacritics and case aside."""
    asked = fold(words).split()
    if not asked:
        return []
    known = Provider.objects.filter(merged_into__isnull=True, services__is_published=True)
    rows = known.annotate(folded_name=Folded("name")).distinct()
    for word in asked:
        rows = rows.filter(folded_name__contains=word)
    return list(rows.order_by("folded_name", "pk").values_list("name", flat=True)[:limit])


def provider_named(name: str) -> UUID | None:
    """The one provider of this very name; None where there is none or more than one."""
    rows = Provider.objects.filter(name=name.strip(), merged_into__isnull=True).exclude(name="")
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def services_at_hand(kind: str, municipality_code: str, *, day: date | None = None) -> list[UUID]:
    """Services of a kind that stand in a municipality or come to it: the nearest first, the widest reach last."""
    here = Municipality.objects.filter(pk=municipality_code).first()
    if here is None:
        return []
    stands = ServiceAtPlace.objects.filter(service=OuterRef("pk"), place__municipality=here)
    near = [When(Exists(stands), then=0)]
    for step, code in enumerate(areas_of(here), start=1):
        near.append(When(Exists(Reach.objects.filter(service=OuterRef("pk"), code=code)), then=step))
    rows = (
        Service.objects.offered(day or today())
        .filter(kind_id=kind)
        .annotate(nearness=Case(*near, output_field=IntegerField()))
    )
    return list(rows.filter(nearness__isnull=False).order_by("nearness", "pk").values_list("pk", flat=True))


def services_in(codes: Iterable[str], *, day: date | None = None) -> dict[UUID, int]:
    """Services that stand in one of these municipalities or come to one, each with its version."""
    towns = list(Municipality.objects.filter(pk__in=list(codes)))
    areas = {code for town in towns for code in areas_of(town)}
    stands = ServiceAtPlace.objects.filter(service=OuterRef("pk"), place__municipality__in=towns)
    comes = Reach.objects.filter(service=OuterRef("pk"), code__in=areas)
    rows = Service.objects.offered(day or today()).filter(Q(Exists(stands)) | Q(Exists(comes)))
    return dict(rows.order_by("pk").values_list("pk", "version"))


def areas_of(municipality: Municipality) -> tuple[str, str, str, str]:
    """The codes of the areas a municipality lies in, from itself to the country; see `ServiceCard.area_codes`."""
    return (municipality.code, municipality.district_code, municipality.region_code, municipality.country)


def units() -> dict[str, str]:
    """In what a capacity is counted: each code with its label in the reader's language."""
    return {str(code): str(label) for code, label in Capacity.Unit.choices}


def _places() -> "Prefetch[Any]":
    return Prefetch("at_places", ServiceAtPlace.objects.select_related("place__municipality").order_by("id"))


def names_of_areas(services: Iterable[Service]) -> dict[tuple[str, str], str]:
    """Names of the areas that these services come to, by level and code."""
    wanted: dict[str, set[str]] = {}
    for service in services:
        for reach in service.reaches.all():
            wanted.setdefault(reach.level, set()).add(reach.code)
    if not wanted:
        return {}
    level = Reach.Level
    towns = Municipality.objects.filter(
        Q(code__in=wanted.get(level.MUNICIPALITY, ()))
        | Q(district_code__in=wanted.get(level.DISTRICT, ()))
        | Q(region_code__in=wanted.get(level.REGION, ()))
    )
    names: dict[tuple[str, str], str] = {}
    for code, name, district, district_name, region, region_name in towns.values_list(*AREAS):
        names[level.MUNICIPALITY, code] = name
        names[level.DISTRICT, district] = district_name
        names[level.REGION, region] = region_name
    return names


def _place_cards(service: Service, day: date) -> tuple[PlaceCard, ...]:
    present = [at for at in service.at_places.all() if at.ended_on is None or at.ended_on >= day]
    cards = {place_card(at, hidden=service.hides_address) for at in present}
    return tuple(sorted(cards, key=lambda card: (card.municipality_name, card.name, card.street, card.house_number)))


def place_card(at: ServiceAtPlace, *, hidden: bool) -> PlaceCard:
    """The place as the public may know it: the one gate through which every address goes."""
    place, town = at.place, at.place.municipality
    somewhere = PlaceCard(
        municipality_code=town.code if town else "",
        municipality_name=town.name if town else "",
        district_code=town.district_code if town else "",
        district_name=town.district_name if town else "",
        region_code=town.region_code if town else "",
    )
    if hidden or place.is_secret:
        return replace(somewhere, is_secret=True)
    own = place.latitude is not None
    return replace(
        somewhere,
        name=place.name,
        street=place.street,
        house_number=place.house_number,
        postcode=place.postcode,
        latitude=place.latitude if own else (town.latitude if town else None),
        longitude=place.longitude if own else (town.longitude if town else None),
        is_exact=own,
    )


def _reach(service: Service, areas: Mapping[tuple[str, str], str]) -> tuple[ReachCard, ...]:
    cards = [ReachCard(each.level, each.code, areas.get((each.level, each.code), "")) for each in service.reaches.all()]
    return tuple(sorted(cards, key=lambda card: (card.level, card.name, card.code)))


def _card(service: Service, areas: Mapping[tuple[str, str], str], day: date) -> ServiceCard:
    groups = sorted(service.target_groups.all(), key=lambda group: (group.position, group.code))
    capacities = sorted(service.capacities.all(), key=lambda row: (row.form, row.unit))
    card = ServiceCard(
        id=service.pk,
        version=service.version,
        name=service.name,
        provider_id=service.provider_id,
        provider_name=service.provider.name,
        provider_ico=service.provider.ico,
        kind=kind_card(service.kind),
        forms=tuple(service.forms),
        target_groups=tuple(group_card(group) for group in groups),
        places=_place_cards(service, day),
        reach=_reach(service, areas),
        capacities=tuple(CapacityCard(row.form, row.unit, row.count) for row in capacities),
        target_note=service.target_note,
        age_groups=tuple(service.age_groups),
        description=service.description,
        for_whom=service.for_whom,
        how_to_apply=service.how_to_apply,
        easy_text=service.easy_text,
        phones=tuple(service.phones),
        emails=tuple(service.emails),
        webs=tuple(service.webs),
        opening_hours=tuple(Hours(each["day"], each["opens"], each["closes"]) for each in service.opening_hours),
        prices=service.prices,
        languages=tuple(service.languages),
        accessibility=tuple(service.accessibility),
        capacity_free=service.capacity_free,
        capacity_free_at=service.capacity_free_at,
        waiting_time=service.waiting_time,
        starts_on=service.starts_on,
        ended_on=service.ended_on,
        confirmed_on=service.confirmed_on,
        confirmed_how=service.confirmed_how,
        register=service.register,
        register_key=service.register_key,
        is_published=service.is_published,
        is_offered=service.is_offered(day),
        hides_address=service.hides_address,
    )
    quality = quality_of(card, day)
    return replace(card, quality=quality.score, completeness=quality.completeness)
