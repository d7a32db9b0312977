"""Which services a campaign asks about: chosen by filters, kept as the list of that moment."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from catalogue.desk.reachable import reachable
from catalogue.models import Asked, Campaign, Letter, Provider, Reach, Service, ServiceAtPlace
from kernel.errors import DomainError
from kernel.journal import record
from tenants.models import Municipality

LANGUAGE_OF = {"SK": "sk", "CZ": "cs"}
USUAL_TERM = timedelta(days=21)


class CampaignRefused(DomainError):
    default_code = "campaign_refused"


@dataclass(frozen=True)
class Choice:
    """The filters as the page sends them; an empty one lets everything through."""

    kinds: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    municipality: str = ""
    provider_types: tuple[str, ...] = ()
    unconfirmed_since: date | None = None

    def as_codes(self) -> dict[str, Any]:
        since = self.unconfirmed_since
        return asdict(self) | {"unconfirmed_since": since.isoformat() if since else None}


@dataclass(frozen=True)
class Recipient:
    """One provider with the services the campaign would ask about."""

    provider: Provider
    services: list[Service] = field(default_factory=list)

    @property
    def email(self) -> str:
        """The provider's own address, else the first that one of its services gives."""
        known = [*self.provider.emails, *(each for service in self.services for each in service.emails)]
        return next(iter(reachable(known)), "")

    @property
    def language(self) -> str:
        return LANGUAGE_OF.get(self.provider.country, "sk")


@dataclass(frozen=True)
class Chosen:
    """What a choice comes to, before anything is written."""

    recipients: tuple[Recipient, ...]

    @property
    def services(self) -> int:
        return sum(len(each.services) for each in self.recipients)

    @property
    def without_email(self) -> int:
        return sum(not each.email for each in self.recipients)


def choose(choice: Choice, day: date) -> Chosen:
    """The offered services that fit, by provider in the order of names."""
    rows = Service.objects.offered(day).filter(provider__retired_on__isnull=True)
    if choice.kinds:
        rows = rows.filter(kind__in=choice.kinds)
    if choice.provider_types:
        rows = rows.filter(provider__type__in=choice.provider_types)
    if choice.unconfirmed_since:
        rows = rows.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=choice.unconfirmed_since))
    if choice.districts:
        rows = rows.filter(_in_areas("district_code", choice.districts))
    if choice.municipality:
        rows = rows.filter(_in_areas("code", [choice.municipality]))
    by_provider: dict[Any, Recipient] = {}
    for service in rows.distinct().select_related("provider").order_by("provider__name", "provider_id", "name", "pk"):
        by_provider.setdefault(service.provider_id, Recipient(service.provider)).services.append(service)
    return Chosen(tuple(by_provider.values()))


def _in_areas(field_name: str, codes: Iterable[str]) -> Q:
    """Stands in one of these areas, or, where it stands nowhere, comes to one of them."""
    wanted = list(codes)
    stands = Q(**{f"at_places__place__municipality__{field_name}__in": wanted})
    towns = Municipality.objects.filter(**{f"{field_name}__in": wanted})
    areas = [*wanted, *towns.values_list("code", flat=True)]
    return stands | Q(at_places__isnull=True, reaches__code__in=areas)


@transaction.atomic
def create_campaign(choice: Choice, *, title: str, day: date, by: Any, at: datetime) -> Campaign:
    """Keep the list as it is now; letters are written and sent later."""
    chosen = choose(choice, day)
    if not chosen.recipients:
        raise CampaignRefused(_("No service fits this choice."), "nothing_chosen")
    campaign = Campaign.objects.create(
        title=title.strip(),
        chosen_by=choice.as_codes(),
        term_on=day + USUAL_TERM,
        remind_before=5,
        remind_after=3,
        created_at=at,
        created_by=getattr(by, "pk", by),
    )
    letters = [
        Letter(campaign=campaign, provider=each.provider, email=each.email, language=each.language)
        for each in chosen.recipients
    ]
    Letter.objects.bulk_create(letters)
    districts = _districts(service.pk for each in chosen.recipients for service in each.services)
    Asked.objects.bulk_create(
        Asked(letter=letter, service=service, **districts.get(service.pk, {}))
        for letter, each in zip(letters, chosen.recipients, strict=True)
        for service in each.services
    )
    record("catalogue.campaign_prepared", subject=campaign, by=by, at=at, services=chosen.services)
    return campaign


def _districts(ids: Iterable[Any]) -> dict[Any, dict[str, str]]:
    """The district each service counts for: of its first place, else the first district it comes to."""
    places = ServiceAtPlace.objects.select_related("place__municipality").order_by("pk")
    rows = Service.objects.filter(pk__in=list(ids)).prefetch_related(
        Prefetch("at_places", places), Prefetch("reaches", Reach.objects.order_by("code", "pk"))
    )
    services = list(rows)
    codes = {area.code for service in services for area in service.reaches.all()}
    towns = Municipality.objects.filter(Q(code__in=codes) | Q(district_code__in=codes))
    names: dict[str, tuple[str, str]] = {}
    for town in towns.only("code", "district_code", "district_name"):
        names[town.code] = names[town.district_code] = (town.district_code, town.district_name)
    found = {}
    for service in services:
        stands = [at.place.municipality for at in service.at_places.all() if at.place.municipality]
        comes = [names[area.code] for area in service.reaches.all() if area.code in names]
        pairs = [(town.district_code, town.district_name) for town in stands] or comes
        if pairs:
            found[service.pk] = {"district_code": pairs[0][0], "district_name": pairs[0][1]}
    return found


@transaction.atomic
def describe_campaign(
    campaign: Campaign,
    *,
    title: str,
    texts: dict[str, str],
    term_on: date,
    remind_before: int | None,
    remind_after: int | None,
    by: Any,
    at: datetime,
) -> Campaign:
    """Change the words and the days of a campaign that nobody has heard of yet."""
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not held.is_draft:
        raise CampaignRefused(_("The letters have gone out already; the text cannot change any more."), "sent")
    held.title, held.term_on = title.strip(), term_on
    held.text_sk, held.text_cs = texts.get("sk", ""), texts.get("cs", "")
    held.remind_before, held.remind_after = remind_before, remind_after
    held.save()
    record("catalogue.campaign_described", subject=held, by=by, at=at)
    return held


@transaction.atomic
def discard_campaign(campaign: Campaign, *, by: Any, at: datetime) -> None:
    """Throw away a campaign of which nothing was sent."""
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not held.is_draft:
        raise CampaignRefused(_("The letters have gone out already; close the campaign instead."), "sent")
    record("catalogue.campaign_discarded", subject=held, by=by, at=at)
    held.delete()


def languages_of(campaign: Campaign) -> list[str]:
    """The languages in which its providers are written to."""
    return sorted(set(campaign.letters.values_list("language", flat=True)), reverse=True)
