"""DOOR: any list of the catalogue as a file. A list says its columns and its rows; one way leads from it to a download.

Only what the public may see is ever among the rows, whoever asks. Another room adds a list of its own by `register`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue import feed, labels
from catalogue.cards import ServiceCard
from catalogue.models import Provider, RelatedActivity, Service
from kernel.clock import today

AT_ONCE = 500
Parameters = Mapping[str, Sequence[str]]
Row = list[Any]


@dataclass(frozen=True)
class KindOfList:
    """`rows` are read as they are written, a chunk at a time; `filters` are the parameters that narrow the list."""

    name: str
    title: Any
    heads: Callable[[], list[str]]
    count: Callable[[Parameters], int]
    rows: Callable[[Parameters], Iterator[Row]]
    filters: tuple[str, ...] = ()


_lists: dict[str, KindOfList] = {}


def register(kind: KindOfList) -> None:
    """Offer a list under its name; the same name again replaces it."""
    _lists[kind.name] = kind


def named(name: str) -> KindOfList | None:
    return _lists.get(name)


def narrowed(kind: KindOfList, given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Of what was asked only what this list knows, in an order of its own, so that the same question looks the same."""
    return {name: sorted({each for each in given.get(name, ()) if each}) for name in kind.filters if given.get(name)}


# --- services ---------------------------------------------------------------------------------------------------------
def heads_of_services() -> list[str]:
    return [
        _("Name"), _("Kind of service"), _("Section of the Act"), _("Forms"), _("Provider"), _("IČO"),
        _("Target groups"), _("Age groups"), _("Municipality"), _("District"), _("Address"), _("Comes to"),
        _("Telephone"), _("E-mail"), _("Web"), _("Opening hours"), _("Prices"), _("Registered capacity"),
        _("Free places"), _("Free places told on"), _("Waiting time"), _("Languages"), _("Accessibility"),
        _("Description"), _("For whom"), _("How to apply"),
        _("In easy-to-read words"), _("Provided from"), _("Confirmed on"), _("Register"),
        _("Number in the register"), _("Id"),
    ]  # fmt: skip


def rows_of_services(ids: Iterable[UUID]) -> Iterator[Row]:
    """The rows of these services in this order; for any list of services that a page shows."""
    waiting: list[UUID] = []
    for each in ids:
        waiting.append(each)
        if len(waiting) == AT_ONCE:
            yield from _service_rows(waiting)
            waiting = []
    yield from _service_rows(waiting)


def _service_rows(ids: list[UUID]) -> Iterator[Row]:
    cards = {card.id: card for card in feed.service_cards(ids)}
    yield from (_service_row(cards[each]) for each in ids if each in cards)


def _service_row(card: ServiceCard) -> Row:
    return [
        card.name,
        card.kind.name,
        card.kind.paragraph,
        [str(labels.FORMS[form]) for form in card.forms if form in labels.FORMS],
        card.provider_name,
        card.provider_ico,
        [group.name for group in card.target_groups],
        [str(labels.AGES[age]) for age in card.age_groups if age in labels.AGES],
        list(dict.fromkeys(place.municipality_name for place in card.places)),
        list(dict.fromkeys(place.district_name for place in card.places)),
        [_address(place) for place in card.places],
        [_("whole country") if area.level == "COUNTRY" else area.name or area.code for area in card.reach],
        list(card.phones),
        list(card.emails),
        list(card.webs),
        [f"{labels.DAY_NAMES[each.day]} {each.opens}–{each.closes}" for each in card.opening_hours],
        card.prices,
        [f"{labels.FORMS[each.form]}: {labels.capacity(each.count, each.unit)}" for each in card.capacities],
        card.capacity_free,
        card.capacity_free_at,
        card.waiting_time,
        [labels.language(code) for code in card.languages],
        list(card.accessibility),
        card.description,
        card.for_whom,
        card.how_to_apply,
        card.easy_text,
        card.starts_on,
        card.confirmed_on,
        labels.source(card.register) if card.register else "",
        card.register_key,
        card.id,
    ]


def _address(place: feed.PlaceCard) -> str:
    if place.is_secret:
        return _("secret address")
    town = f"{place.postcode} {place.municipality_name}".strip()
    return ", ".join(part for part in (place.name, place.street_line, town) if part)


def _services(given: Parameters) -> QuerySet[Service]:
    rows = Service.objects.offered(today())
    if kinds := given.get("kind"):
        rows = rows.filter(kind__in=kinds)
    if groups := given.get("target_group"):
        rows = rows.filter(Exists(_of_group(groups)))
    if forms := given.get("form"):
        rows = rows.filter(forms__overlap=list(forms))
    if towns := given.get("municipality"):
        rows = rows.filter(Q(at_places__place__municipality__in=towns) | Q(reaches__code__in=towns)).distinct()
    if countries := given.get("country"):
        rows = rows.filter(kind__country__in=countries)
    return rows


def _of_group(groups: Sequence[str]) -> Any:
    return Service.target_groups.through.objects.filter(service=OuterRef("pk"), targetgroup__in=groups)


def _rows_of_services(given: Parameters) -> Iterator[Row]:
    ordered = _services(given).order_by("kind__position", "kind", "name", "pk")
    ids = ordered.values_list("pk", "kind__position", "kind_id", "name").iterator(chunk_size=AT_ONCE)
    return rows_of_services(row[0] for row in ids)


# --- providers --------------------------------------------------------------------------------------------------------
def _heads_of_providers() -> list[str]:
    return [
        _("Name"), _("IČO"), _("Legal form"), _("Type of provider"), _("Country"), _("Telephone"), _("E-mail"),
        _("Web"), _("Number of services"), _("Id"),
    ]  # fmt: skip


def _providers() -> QuerySet[Provider]:
    offered = Service.objects.offered(today()).filter(provider=OuterRef("pk"))
    return Provider.objects.filter(Exists(offered))


def _rows_of_providers(given: Parameters) -> Iterator[Row]:
    day = today()
    running = Q(services__is_published=True) & (Q(services__ended_on__isnull=True) | Q(services__ended_on__gte=day))
    rows = _providers().annotate(offered=Count("services", filter=running)).order_by("name", "pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield [
            row.name, row.ico, row.legal_form, str(row.get_type_display()), row.country, row.phones, row.emails,
            row.webs, row.offered, row.pk,
        ]  # fmt: skip


# --- related activities -----------------------------------------------------------------------------------------------
def _heads_of_activities() -> list[str]:
    return [
        _("Name"), _("Provider"), _("IČO"), _("Description"), _("Target groups"), _("Municipality"), _("District"),
        _("Street"), _("Telephone"), _("E-mail"), _("Web"), _("Id"),
    ]  # fmt: skip


def _activities() -> QuerySet[RelatedActivity]:
    rows = RelatedActivity.objects.filter(is_published=True)
    return rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today()))


def _rows_of_activities(given: Parameters) -> Iterator[Row]:
    rows = _activities().select_related("provider", "municipality").prefetch_related("target_groups")
    for row in rows.order_by("name", "pk").iterator(chunk_size=AT_ONCE):
        town = row.municipality
        yield [
            row.name, row.provider.name, row.provider.ico, row.description,
            [group.name or group.code for group in row.target_groups.all()],
            town.name if town else "", town.district_name if town else "", row.street,
            row.phones, row.emails, row.webs, row.pk,
        ]  # fmt: skip


SERVICE_FILTERS = ("kind", "target_group", "form", "municipality", "country")
register(
    KindOfList(
        "services",
        gettext_lazy("Social services"),
        heads_of_services,
        lambda given: _services(given).count(),
        _rows_of_services,
        SERVICE_FILTERS,
    )
)
register(
    KindOfList(
        "providers",
        gettext_lazy("Providers of social services"),
        _heads_of_providers,
        lambda _given: _providers().count(),
        _rows_of_providers,
    )
)
register(
    KindOfList(
        "activities",
        gettext_lazy("Related activities"),
        _heads_of_activities,
        lambda _given: _activities().count(),
        _rows_of_activities,
    )
)
