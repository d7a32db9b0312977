"""Whose entries are looked at: all of the region, the territory of a municipality, or those a person keeps."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from catalogue.models import Editorship, QualitySnapshot, Reach, Service, ServiceAtPlace
from kernel.tenancy import current_key
from tenants.models import Municipality

Scopes = QualitySnapshot.Scope


@dataclass(frozen=True)
class Scope:
    """The services of a scope and where its quarters are kept; of several providers there is no common course."""

    services: QuerySet[Service]
    title: str
    explanation: str
    snapshot: str = ""
    key: str = ""


def of_the_region(day: date) -> Scope:
    return Scope(
        Service.objects.offered(day),
        _("Quality of entries"),
        _("All services that the public sees and that have not ended."),
        Scopes.ALL,
    )


def of_a_municipality(tenant: Any, day: date) -> Scope:
    """What stands in the municipalities of this tenant or comes to them, as the public sees it."""
    return Scope(
        Service.objects.offered(day).filter(serving(tenant, day)),
        _("Quality of entries in our territory"),
        _("Services that are provided in our municipalities or come to them, as the public sees them."),
        Scopes.TENANT,
        tenant.key,
    )


def of_an_editor(account: Any, day: date) -> Scope:
    """Everything that runs of the providers whose entries this account keeps, also what is not public yet."""
    providers = list(Editorship.objects.of(account, day).values_list("provider_id", flat=True))
    running = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    return Scope(
        Service.objects.filter(running, provider_id__in=providers, withdrawn_on__isnull=True),
        _("Quality of my entries"),
        _("All running services of the providers whose entries you keep, also those that are not public yet."),
        Scopes.PROVIDER if len(providers) == 1 else "",
        str(providers[0]) if len(providers) == 1 else "",
    )


def here(tenant: Any, day: date) -> Scope:
    """The scope of the site we stand on."""
    return of_a_municipality(tenant, day) if current_key() else of_the_region(day)


def serving(tenant: Any, day: date) -> Q:
    """Services that stand in the municipalities of a tenant or come to them."""
    towns = list(tenant.covers.values_list("code", "district_code", "region_code", "country"))
    codes, districts, regions, countries = map(set, zip(*towns, strict=True)) if towns else (set(), set(), set(), set())
    levels = Reach.Level
    stands = ServiceAtPlace.objects.filter(service=OuterRef("pk"), place__municipality_id__in=codes)
    comes = Reach.objects.filter(service=OuterRef("pk")).filter(
        Q(level=levels.MUNICIPALITY, code__in=codes)
        | Q(level=levels.DISTRICT, code__in=districts)
        | Q(level=levels.REGION, code__in=regions)
        | Q(level=levels.COUNTRY, code__in=countries)
    )
    return Q(Exists(stands.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day)))) | Q(Exists(comes))


def in_district(code: str, day: date) -> Q:
    """Services that stand in a district or come to it or to one of its municipalities, not only to the whole region."""
    levels = Reach.Level
    stands = ServiceAtPlace.objects.filter(service=OuterRef("pk"), place__municipality__district_code=code)
    towns = Municipality.objects.filter(district_code=code).values("code")
    comes = Reach.objects.filter(service=OuterRef("pk")).filter(
        Q(level=levels.DISTRICT, code=code) | Q(level=levels.MUNICIPALITY, code__in=towns)
    )
    return Q(Exists(stands.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day)))) | Q(Exists(comes))
