"""Which rows a request means. Every parameter narrows the answer further; nothing unpublished is ever among them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    DateTimeField,
    Exists,
    F,
    FloatField,
    Func,
    JSONField,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import ACos, Cast, Coalesce, Cos, Greatest, Least, Radians, Sin
from django.db.models.lookups import Exact

from catalogue.folding import Folded
from catalogue.models import Claim, Departure, LifeSituation, Provider, Reach, Service, ServiceAtPlace, ServiceKind
from catalogue.opendata import vocabulary as words
from catalogue.opendata.asking import Query
from kernel.text import fold
from tenants.models import Municipality

EARTH = 6_371_000.0
A_DAY = timedelta(days=1)
OPEN_THEN = '$[*] ? ((@.day == $day || $day == "") && @.opens >= $opens && (@.closes <= $closes || $closes == "23:59"))'


def services(query: Query, day: date) -> QuerySet[Service]:
    """Services that are offered; with `modified_after` all that changed since, also those that have ended."""
    rows = with_modified(Service.objects.published(), day)
    if query.modified_after is None:
        rows = rows.filter(_running(day))
    else:
        rows = rows.filter(Q(modified__gte=query.modified_after))
    return _narrowed(rows, query).order_by("pk")


def _narrowed(rows: QuerySet[Service], query: Query) -> QuerySet[Service]:
    rows = rows.filter(*_of_terms(query), *_of_ages(query), *_of_hours(query))
    if query.organization:
        rows = rows.filter(provider_id=query.organization)
    return _speaking_of(rows, query.search)


def with_modified(rows: QuerySet[Service], day: date) -> QuerySet[Service]:
    """With the moment when the service, or what is told with it, last became other than it was.

    To say that all is true changes nothing that people read, but the day of it is told. A day that has passed changes
    an entry as well: the first day of a service, the day after its last, a place it has left.
    """
    left = ServiceAtPlace.objects.filter(service=OuterRef("pk"), ended_on__lt=day).order_by()
    words = Claim.objects.filter(service=OuterRef("pk"), field="confirmation", undone_at__isnull=True).order_by()
    confirmed = words.values("service").annotate(last=Max("said_at")).values("last")
    last = left.values("service").annotate(last=Max("ended_on")).values("last")
    return rows.annotate(
        modified=Greatest(
            F("changed_at"),
            F("provider__changed_at"),
            Subquery(confirmed, output_field=DateTimeField()),
            Case(When(starts_on__lte=day, then=_midnight(F("starts_on"))), output_field=DateTimeField()),
            Case(When(ended_on__lt=day, then=_midnight(_next(F("ended_on")))), output_field=DateTimeField()),
            _midnight(_next(Subquery(last, output_field=DateField()))),
        )
    )


def _next(day: Any) -> Any:
    return Func(day, template="(%(expressions)s + 1)", output_field=DateField())


def _midnight(day: Any) -> Any:
    return Cast(day, DateTimeField())


def _running(day: date) -> Q:
    return Q(ended_on__isnull=True) | Q(ended_on__gte=day)


def brief(rows: QuerySet[Service]) -> QuerySet[Service]:
    """With what a list shows: one query."""
    return rows.select_related("provider", "kind")


def full(rows: QuerySet[Service]) -> QuerySet[Service]:
    """With all that hangs on a service: a constant number of queries for any number of services."""
    return (
        brief(rows)
        .select_related("quality")
        .prefetch_related(
            "target_groups",
            "capacities",
            "reaches",
            Prefetch("kind__life_situations", LifeSituation.objects.order_by("position", "code")),
            Prefetch("at_places", ServiceAtPlace.objects.select_related("place__municipality")),
        )
    )


def departures(query: Query) -> QuerySet[Departure]:
    """What left the public since; unknown contents fit no other question, so they are told only without one."""
    if query.modified_after is None or query.asks_for_contents:
        return Departure.objects.none()
    return Departure.objects.filter(gone_at__gte=query.modified_after).order_by("pk")


def places(query: Query, day: date) -> QuerySet[ServiceAtPlace]:
    """Services at the places where they are provided."""
    meant = services(query, day).order_by()
    rows = ServiceAtPlace.objects.filter(service__in=meant.values("pk"))
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day) | Q(ended_on__gte=F("service__ended_on")))
    if query.postcode:
        rows = _near(rows, query)
    return rows.order_by("pk")


def with_service(rows: QuerySet[ServiceAtPlace], day: date, *, is_full: bool = False) -> QuerySet[ServiceAtPlace]:
    told = with_modified(Service.objects.published(), day)
    return rows.select_related("place__municipality").prefetch_related(
        Prefetch("service", full(told) if is_full else brief(told))
    )


def _near(rows: QuerySet[ServiceAtPlace], query: Query) -> QuerySet[ServiceAtPlace]:
    """By postcode or distance; a secret place is never found so."""
    rows = rows.filter(service__hides_address=False, place__is_secret=False)
    towns = list(Municipality.objects.filter(postcodes__contains=[query.postcode]))
    if query.proximity is None:
        return rows.filter(_stands_in(towns, query.postcode) | _comes_to(towns))
    middle = _middle(towns)
    if middle is None:
        return rows.none()
    far = _distance("place__latitude", "place__longitude", "place__municipality", middle)
    return rows.annotate(metres=far).filter(metres__lte=query.proximity)


def _stands_in(towns: list[Municipality], postcode: str) -> Q:
    """By the place's own postcode; one that has none stands in its municipality, which may have several."""
    return Q(place__postcode=postcode) | Q(place__postcode="", place__municipality__in=towns)


def _comes_to(towns: list[Municipality]) -> Q:
    codes = {(level, code) for town in towns for level, code in _areas(town)}
    if not codes:
        return Q(pk__in=[])
    reach = Reach.objects.filter(service=OuterRef("service_id"))
    wanted = Q(pk__in=[])
    for level, code in sorted(codes):
        wanted |= Q(level=level, code=code)
    return Q(Exists(reach.filter(wanted)))


def _areas(town: Municipality) -> list[tuple[str, str]]:
    level = Reach.Level
    return [
        (level.MUNICIPALITY, town.code),
        (level.DISTRICT, town.district_code),
        (level.REGION, town.region_code),
        (level.COUNTRY, town.country),
    ]


def _middle(towns: list[Municipality]) -> tuple[float, float] | None:
    """The middle of the municipalities that share the postcode, where most of their people live."""
    located = [(town.latitude, town.longitude, town.population or 1) for town in towns if town.latitude is not None]
    people = sum(weight for _latitude, _longitude, weight in located)
    if not people:
        return None
    return (
        sum((latitude or 0.0) * weight for latitude, _longitude, weight in located) / people,
        sum((longitude or 0.0) * weight for _latitude, longitude, weight in located) / people,
    )


def _distance(latitude: str, longitude: str, town: str, middle: tuple[float, float]) -> Any:
    """Metres over the sphere from the place, or from its municipality where the place has no coordinates."""
    here, there = Radians(Value(middle[0])), Radians(Coalesce(F(latitude), F(f"{town}__latitude")))
    across = Radians(Coalesce(F(longitude), F(f"{town}__longitude")) - Value(middle[1]))
    along = Sin(here) * Sin(there) + Cos(here) * Cos(there) * Cos(across)
    bounded = Greatest(Least(along, Value(1.0)), Value(-1.0), output_field=FloatField())
    return Value(EARTH) * ACos(bounded, output_field=FloatField())


def organizations(query: Query, day: date) -> QuerySet[Provider]:
    """Providers of at least one service that is offered."""
    offered = Service.objects.offered(day).filter(provider=OuterRef("pk"))
    rows = Provider.objects.filter(Exists(offered.filter(*_of_terms(query))))
    named = rows.annotate(folded=Folded("name"))
    for word in fold(query.search).split():
        named = named.filter(Q(folded__contains=word) | Q(ico__startswith=word))
    return named.order_by("pk")


def public_services_of(providers: Iterable[UUID], day: date) -> QuerySet[Service]:
    rows = with_modified(Service.objects.offered(day).filter(provider__in=list(providers)), day)
    return full(rows).order_by("pk")


def _of_terms(query: Query) -> list[Q]:
    if not query.terms and not query.taxonomies:
        return []
    known = {UUID(term.id): term for term in words.Speaker().all_terms()}
    asked = [_of_term(known.get(each)) for each in query.terms]
    return asked + [_of_taxonomy(each) for each in query.taxonomies]


NOTHING = Q(pk__in=[])


def _of_term(term: words.Term | None) -> Q:
    """Services that bear a term; a chapter of the law stands for all its kinds."""
    if term is None:
        return NOTHING
    if term.taxonomy.key == words.KINDS:
        chapter = Q(kind__country=term.taxonomy.country, kind__group=term.code)
        return Q(kind_id=term.code) if term.above else chapter
    groups = Service.target_groups.through.objects.filter(service=OuterRef("pk"), targetgroup=term.code)
    situations = ServiceKind.objects.filter(life_situations__code=term.code)
    return {
        words.GROUPS: Q(Exists(groups)),
        words.SITUATIONS: Q(kind__in=situations.values("pk")),
        words.FORMS: Q(forms__contains=[term.code]),
        words.AGES: Q(age_groups__contains=[term.code]),
    }[term.taxonomy.key]


def _of_taxonomy(asked: UUID) -> Q:
    found = next((each for each in words.taxonomies() if UUID(each.id) == asked), None)
    if found is None:
        return NOTHING
    groups = Service.target_groups.through.objects.filter(service=OuterRef("pk"), targetgroup__country=found.country)
    return {
        words.KINDS: Q(kind__country=found.country),
        words.GROUPS: Q(Exists(groups)),
        words.SITUATIONS: Q(kind__in=ServiceKind.objects.filter(life_situations__country=found.country).values("pk")),
        words.FORMS: Q(forms__len__gt=0),
        words.AGES: Q(age_groups__len__gt=0),
    }[found.key]


def _of_ages(query: Query) -> list[Q]:
    """By the bounds that a service's age groups make; a service for any age has none and fits no bound."""
    asked = []
    if query.minimum_age is not None:
        asked.append([code for code, (low, _top) in words.BOUNDS.items() if low >= query.minimum_age])
    if query.maximum_age is not None:
        asked.append(
            [code for code, (_low, top) in words.BOUNDS.items() if top is not None and top <= query.maximum_age]
        )
    return [Q(age_groups__contained_by=codes, age_groups__len__gt=0) for codes in asked]


class _OpenThen(Func):
    """Whether one of the opening hours lies within the asked ones."""

    function = "jsonb_path_exists"
    output_field = BooleanField()
    template = "%(function)s(%(expressions)s)"


def _of_hours(query: Query) -> list[Q]:
    if not (query.day or query.start_time or query.end_time):
        return []
    asked = {"day": query.day, "opens": query.start_time or "00:00", "closes": query.end_time or "23:59"}
    path = Func(Value(OPEN_THEN), template="(%(expressions)s)::jsonpath", output_field=TextField())
    return [Q(Exact(_OpenThen(F("opening_hours"), path, Value(asked, JSONField())), Value(True)))]


def _speaking_of(rows: QuerySet[Service], text: str) -> QuerySet[Service]:
    """Every word stands in the name, the description, the provider or the kind; case and accents aside."""
    asked = fold(text).split()
    if not asked:
        return rows
    kinds = [(kind.pk, fold(f"{kind.name_sk} {kind.name_cs} {kind.name_en} {kind.plain_sk} {kind.plain_cs}"))
             for kind in ServiceKind.objects.all()]  # fmt: skip
    rows = rows.alias(
        folded_name=Folded("name"), folded_description=Folded("description"), folded_provider=Folded("provider__name")
    )
    for word in asked:
        named = [code for code, names in kinds if word in names]
        rows = rows.filter(
            Q(folded_name__contains=word)
            | Q(folded_description__contains=word)
            | Q(folded_provider__contains=word)
            | Q(kind_id__in=named)
        )
    return rows


def newest(rows: QuerySet[Any], name: str = "modified") -> datetime | None:
    found: datetime | None = rows.order_by().aggregate(newest=Max(name))["newest"]
    return found
