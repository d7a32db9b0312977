"""Acts of people on the catalogue; what files bring in goes through `catalogue.intake`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Editorship, Place, Provider, RelatedActivity, Service, ServiceAtPlace, TargetGroup
from catalogue.registry.fields import OF_PROVIDERS
from kernel.errors import DomainError
from kernel.journal import record

DESCRIBED = frozenset(OF_PROVIDERS) - {"reach", "confirmed_on", "confirmed_by", "confirmed_how"}


class ServiceRefused(DomainError):
    default_code = "service_refused"


@transaction.atomic
def describe_service(
    service: Service, *, facts: Mapping[str, Any], confirmed_how: str = "", by: Any, at: datetime
) -> list[str]:
    """Change what people need to know of a service; answers the names of the fields that really changed.

    With `confirmed_how` the person also says that all of it is true today.
    """
    held = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    changed = sorted(name for name, value in facts.items() if name in DESCRIBED and getattr(held, name) != value)
    for name in changed:
        setattr(held, name, facts[name])
    if "capacity_free" in changed:
        held.capacity_free_at = None if held.capacity_free is None else at
    if confirmed_how:
        held.confirmed_on, held.confirmed_how = at.date(), confirmed_how
        held.confirmed_by = str(getattr(by, "pk", by) or "")
    if changed:
        held.changed_at = at
    if changed or confirmed_how:
        held.save()
        _record([held], act="described", by=by, at=at, fields=changed, confirmed=bool(confirmed_how))
    return changed


@transaction.atomic
def publish_service(service: Service, *, shows_address: bool, by: Any, at: datetime) -> Service:
    """Let the public see a service that waited; its address only if a person has made sure that it is no secret."""
    held = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    held.is_published, held.hides_address, held.changed_at = True, not shows_address, at
    held.save(update_fields=["is_published", "hides_address", "changed_at"])
    _move_places(held, secret=not shows_address)
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
    held.ended_on, held.changed_at = on, at
    held.save(update_fields=["ended_on", "changed_at"])
    _record([held], act="retired", by=by, at=at, on=on)
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
def name_editor(provider: Provider, *, account: Any, by: Any, at: datetime) -> Editorship:
    """Let an account keep this provider's entries; naming it again changes nothing."""
    editorship, is_new = Editorship.objects.get_or_create(
        provider=provider, account=account, ends_on=None, defaults={"starts_on": at.date()}
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
