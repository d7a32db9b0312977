"""Acts of people on the catalogue; what files bring in goes through `catalogue.intake`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import (
    Claim,
    Editorship,
    Place,
    Provider,
    RelatedActivity,
    Service,
    ServiceAtPlace,
    TargetGroup,
    Voice,
)
from catalogue.registry.hiding import forget_streets, remember_streets
from catalogue.registry.saying import say, unsay, voice_of_provider
from catalogue.registry.settling import settle
from kernel.clock import day_of
from kernel.errors import DomainError
from kernel.journal import record

DESCRIBED = frozenset(
    [
        "name",
        "description",
        "for_whom",
        "how_to_apply",
        "easy_text",
        "phones",
        "emails",
        "webs",
        "opening_hours",
        "prices",
        "languages",
        "accessibility",
        "capacity_free",
        "waiting_time",
        "reach",
    ]
)


class ServiceRefused(DomainError):
    default_code = "service_refused"


@transaction.atomic
def describe_service(
    service: Service, *, facts: Mapping[str, Any], confirmed_how: str = "", by: Any, at: datetime
) -> list[str]:
    """Change what people need to know of a service; answers the names of the fields that really changed.

    With `confirmed_how` the person also says that all of it is true today.
    """
    held = _held(service)
    words = {name: value for name, value in facts.items() if name in DESCRIBED and _is_other(held, name, value)}
    if "capacity_free" in words:
        words["capacity_free_at"] = at
    return _say(held, words, confirmed_how=confirmed_how, act="described", by=by, at=at)


@transaction.atomic
def tell_free_places(
    service: Service, *, free: int | None, waiting_time: str, how: str = "PROVIDER", by: Any, at: datetime
) -> list[str]:
    """Say how many places are free now and how long people wait; said anew it is fresh, also when it is the same."""
    held = _held(service)
    words: dict[str, Any] = {"capacity_free": free, "capacity_free_at": at}
    if held.waiting_time != waiting_time.strip():
        words["waiting_time"] = waiting_time
    return _say(held, words, confirmed_how="", act="described", by=by, at=at, how=how)


@transaction.atomic
def confirm_service(service: Service, *, how: str, by: Any, at: datetime) -> Service:
    """Say that all that stands in the entry is true today; nothing else changes."""
    held = _held(service)
    _say(held, {}, confirmed_how=how, act="confirmed", by=by, at=at)
    held.refresh_from_db()
    return held


@transaction.atomic
def override_service(
    service: Service, *, facts: Mapping[str, Any], reason: str, until: date | None, by: Any, at: datetime
) -> list[str]:
    """The region puts its word above everybody's until a day, and says why. Answers the fields that changed."""
    if not reason.strip():
        raise ServiceRefused(_("Say why the region overrides this fact."), "no_reason")
    if until is not None and until < day_of(at):
        raise ServiceRefused(_("The last day of an override cannot be in the past."), "past")
    held = _held(service)
    changed = say(
        held, facts, voice=Voice.REGION, source="region", by=by, at=at, reason=reason.strip()[:400], until=until
    )
    _record([held], act="overridden", by=by, at=at, fields=sorted(facts))
    return changed


@transaction.atomic
def end_override(service: Service, *, fields: Iterable[str], by: Any, at: datetime) -> list[str]:
    """The region takes its word back; whoever's word counts without it stands again."""
    held = _held(service)
    changed = unsay(held, fields=list(fields), voice=Voice.REGION, at=at)
    _record([held], act="override_ended", by=by, at=at, fields=changed)
    return changed


@transaction.atomic
def wish_for(service: Service, *, facts: Mapping[str, Any], by: Any, at: datetime) -> list[str]:
    """Keep what the provider says of facts that the register owns; it counts only where the register is silent."""
    held = _held(service)
    changed = say(held, facts, voice=Voice.PROVIDER, source="provider", by=by, at=at)
    _record([held], act="wished", by=by, at=at, fields=sorted(facts))
    return changed


@transaction.atomic
def end_overrides_that_ran_out(*, at: datetime) -> int:
    """Let the facts stand again whose override ended yesterday or before; answers how many words ran out."""
    out = Claim.objects.filter(until__lt=day_of(at), undone_at__isnull=True)
    touched = list(out.values_list("service_id", "field").distinct())
    count = out.update(undone_at=at)
    changed = settle(touched, at=at)
    services = sorted({each.service_id for each in changed})
    if services:
        first = ("catalogue.service", services[0])
        record("catalogue.services_changed", subject=first, by=None, at=at, services=services, act="override_ended")
    return count


def _held(service: Service) -> Service:
    return Service.objects.select_for_update(of=("self",)).get(pk=service.pk)


def _is_other(service: Service, name: str, value: Any) -> bool:
    if name == "reach":
        shown = {(each.level, each.code) for each in service.reaches.all()}
        return shown != {(each["level"], each["code"]) for each in value}
    return bool(getattr(service, name) != value)


def _say(
    held: Service, words: dict[str, Any], *, confirmed_how: str, act: str, by: Any, at: datetime, how: str = ""
) -> list[str]:
    """The provider's words, its own or told by telephone; journalled once, unless there was nothing to say."""
    names = sorted(words.keys() - {"capacity_free_at"})
    said = dict(words)
    if confirmed_how:
        person = str(getattr(by, "pk", by) or "")
        said |= {"confirmed_on": day_of(at), "confirmed_by": person, "confirmed_how": confirmed_how}
    if said:
        say(held, said, voice=Voice.PROVIDER, source=voice_of_provider(confirmed_how or how), by=by, at=at)
        _record([held], act=act, by=by, at=at, fields=names, confirmed=bool(confirmed_how))
    return names


@transaction.atomic
def publish_service(service: Service, *, shows_address: bool, by: Any, at: datetime) -> Service:
    """Let the public see a service that waited; its address only if a person has made sure that it is no secret."""
    held = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    held.is_published, held.hides_address, held.changed_at = True, not shows_address, at
    held.save(update_fields=["is_published", "hides_address", "changed_at"])
    _move_places(held, secret=not shows_address)
    (remember_streets if shows_address else forget_streets)(held)
    _record([held], act="published", by=by, at=at, shows_address=shows_address)
    return held


def _move_places(service: Service, *, secret: bool) -> None:
    """Put the service to secret or to open places; other services at the same address keep theirs."""
    for at in ServiceAtPlace.objects.filter(service=service).exclude(place__is_secret=secret).select_related("place"):
        old = at.place
        address = {
            name: getattr(old, name)
            for name in (
                "provider_id",
                "name",
                "street",
                "house_number",
                "postcode",
                "municipality_id",
                "address_code",
            )
        }
        at.place, _is_new = Place.objects.get_or_create(**address, is_secret=secret)
        at.save(update_fields=["place"])
        if not old.services_here.exists():
            old.delete()


@transaction.atomic
def retire_service(service: Service, *, on: date, by: Any, at: datetime) -> Service:
    """End a service; its page stays and says so."""
    held = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if held.ended_on is not None and held.ended_on <= on:
        raise ServiceRefused(_("This service has ended already."))
    if held.starts_on and on < held.starts_on:
        raise ServiceRefused(_("A service cannot end before it begins."))
    say(held, {"ended_on": on}, voice=Voice.REGION, source="region", by=by, at=at, reason="retired")
    _record([held], act="retired", by=by, at=at, on=on)
    held.refresh_from_db()
    return held


@transaction.atomic
def add_related_activity(
    provider: Provider, *, name: str, target_groups: Iterable[TargetGroup] = (), by: Any, at: datetime, **facts: Any
) -> RelatedActivity:
    """Add help that stands in no register."""
    activity = RelatedActivity.objects.create(provider=provider, name=name, created_at=at, changed_at=at, **facts)
    activity.target_groups.set(target_groups)
    record("catalogue.activities_changed", subject=activity, by=by, at=at, activities=[activity.pk], act="added")
    return activity


@transaction.atomic
def name_editor(provider: Provider, *, account: Any, is_manager: bool = False, by: Any, at: datetime) -> Editorship:
    """Let an account keep this provider's entries; naming it again changes nothing."""
    facts = {"starts_on": day_of(at), "is_manager": is_manager}
    editorship, is_new = Editorship.objects.get_or_create(
        provider=provider, account=account, ends_on=None, defaults=facts
    )
    if is_new:
        record("catalogue.editor_named", subject=provider, by=by, at=at, account=account.pk)
    return editorship


def _record(services: list[Service], *, act: str, by: Any, at: datetime, **facts: Any) -> None:
    record(
        "catalogue.services_changed",
        subject=services[0],
        by=by,
        at=at,
        services=[service.pk for service in services],
        act=act,
        **facts,
    )
