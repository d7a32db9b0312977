"""Merging two entries of one provider: its services, places, activities and editors go along."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from catalogue.merging.choosing import OF_PROVIDER as FIELDS
from catalogue.merging.choosing import differences_of_providers, wanted
from catalogue.merging.moving import OF_PROVIDER, move, move_all, move_back
from catalogue.merging.refusing import MergeRefused
from catalogue.merging.remembering import remember
from catalogue.models import Claim, Merge, Place, Provider, Service, ServiceAtPlace, Voice, What
from catalogue.registry.saying import say
from catalogue.registry.settling import settle
from kernel.clock import day_of
from kernel.journal import record
from tenants.queries import region

ADDRESS = ("name", "street", "house_number", "postcode", "municipality_id", "address_code", "is_secret")
OF_REGISTER = ("name", "legal_form", "type")


@transaction.atomic
def merge_providers(kept: Provider, gone: Provider, *, chosen: Mapping[str, str], by: Any, at: datetime) -> Merge:
    """Let one provider be the other; the kept one is the one with the IČO, if either has one."""
    one, other = _held(kept.pk, gone.pk)
    _refuse(one, other)
    values = wanted(differences_of_providers(one, other), chosen)
    moved: dict[str, Any] = {
        "was": {"retired_on": other.retired_on.isoformat() if other.retired_on else None},
        "before": {name: getattr(one, name) for name in FIELDS},
        "merged": _merged_earlier(other.pk, one.pk),
    }
    moved["places"], moved["at_places"] = _move_places(other.pk, one.pk)
    moved |= move_all(OF_PROVIDER, other.pk, one.pk)
    moved["claims"] = _let_stand(one, values, by=by, at=at)
    one.refresh_from_db()
    moved["after"] = {name: getattr(one, name) for name in FIELDS}
    other.merged_into, other.retired_on, other.changed_at = one, day_of(at), at
    other.save(update_fields=["merged_into", "retired_on", "changed_at"])
    merge = remember(What.PROVIDER, one, other, chosen=chosen, asked=values, moved=moved, by=by, at=at)
    _tell(one, "merged", merge, by=by, at=at)
    return merge


def _held(kept: UUID, gone: UUID) -> tuple[Provider, Provider]:
    rows = Provider.objects.select_for_update().filter(pk__in=[kept, gone]).order_by("pk")
    held = {row.pk: row for row in rows}
    if len(held) < 2:
        raise MergeRefused(_("Choose two different entries."), "not_two")
    return held[kept], held[gone]


def _refuse(one: Provider, other: Provider) -> None:
    if one.merged_into_id or other.merged_into_id:
        raise MergeRefused(_("One of the two was merged already. Look at the pair again."), "merged")
    if one.country != other.country:
        raise MergeRefused(_("Providers of two countries cannot be merged."), "countries")
    if one.ico and other.ico:
        raise MergeRefused(_("Two different IČO are two different bodies; they cannot be merged."), "two_ico")
    if other.ico:
        raise MergeRefused(_("Keep the entry that has the IČO."), "ico_goes")


def _merged_earlier(other: UUID, one: UUID) -> list[str]:
    """Entries that went into the one that goes now lead straight to the kept one."""
    rows = Provider.objects.filter(merged_into=other).order_by("pk").values_list("pk", flat=True)
    return move(Provider, "merged_into", list(rows), one)


def _move_places(other: UUID, one: UUID) -> tuple[list[str], list[list[str]]]:
    """Places go along; at an address that the kept provider has already, the services move over to its place."""
    own = {_address(place): place.pk for place in Place.objects.filter(provider=one)}
    moved, turned = [], []
    for place in Place.objects.filter(provider=other).order_by("pk"):
        same = own.get(_address(place))
        if same is None:
            moved += move(Place, "provider", [place.pk], one)
            continue
        for at in ServiceAtPlace.objects.filter(place=place).order_by("pk"):
            turned += [[each, str(place.pk), str(same)] for each in move(ServiceAtPlace, "place", [at.pk], same)]
    return moved, turned


def _address(place: Place) -> tuple[Any, ...]:
    return tuple(getattr(place, name) for name in ADDRESS)


def _let_stand(one: Provider, values: dict[str, Any], *, by: Any, at: datetime) -> list[int]:
    """Contacts are written as they are; what registers own is the region's word, said of any of its services."""
    legal = {name: value for name, value in values.items() if name in OF_REGISTER and value != getattr(one, name)}
    own = {name: value for name, value in values.items() if name not in OF_REGISTER}
    service = Service.objects.filter(provider=one, withdrawn_on__isnull=True).order_by("pk").first()
    if legal and service is not None:
        known = {name: getattr(one, name) for name in ("country", "ico", *OF_REGISTER)}
        last = Claim.objects.order_by("-id").values_list("id", flat=True).first() or 0
        say(service, {"provider": known | legal}, voice=Voice.REGION, source="region", by=by, at=at, reason=_reason())
        one.refresh_from_db()
        claims = list(Claim.objects.filter(service=service, field="provider", id__gt=last).values_list("id", flat=True))
    else:
        own |= legal
        claims = []
    for name, value in own.items():
        setattr(one, name, value)
    one.changed_at = at
    one.save(update_fields=[*own, "changed_at"])
    return claims


def _reason() -> str:
    home = region()
    with translation.override(home.language if home else "sk"):
        return _("chosen when two entries of one provider were merged")


# --- taking apart -----------------------------------------------------------------------------------------------------
def unmerge_providers(merge: Merge, *, by: Any, at: datetime) -> list[str]:
    """Both as they were; answers the fields of the kept one that somebody has changed since, which stay so."""
    one, other = _held(merge.kept, merge.gone)
    if one.merged_into_id:
        raise MergeRefused(_("The kept entry was itself merged later. Take that apart first."), "later")
    if other.merged_into_id != one.pk:
        raise MergeRefused(_("These two entries are not merged any more."), "not_merged")
    moved = merge.moved
    undone = Claim.objects.filter(pk__in=moved["claims"], undone_at__isnull=True)
    touched = [(each, "provider") for each in undone.values_list("service_id", flat=True)]
    undone.update(undone_at=at)
    settle(touched, at=at)
    move_back(OF_PROVIDER, moved, one.pk, other.pk)
    _places_back(moved, one.pk, other.pk)
    back = Provider.objects.filter(pk__in=moved["merged"], merged_into=one)
    move(Provider, "merged_into", list(back.values_list("pk", flat=True)), other.pk)
    stayed = _columns_back(one, moved, at)
    other.merged_into, other.changed_at = None, at
    other.retired_on = moved["was"]["retired_on"]
    other.save(update_fields=["merged_into", "retired_on", "changed_at"])
    _tell(one, "unmerged", merge, by=by, at=at, also=other)
    return stayed


def _columns_back(one: Provider, moved: dict[str, Any], at: datetime) -> list[str]:
    """Put back what still stands as merging left it."""
    one.refresh_from_db()
    stayed, back = [], []
    for name, before in moved["before"].items():
        here = getattr(one, name)
        if here == before:
            continue
        if here == moved["after"][name]:
            setattr(one, name, before)
            back.append(name)
        else:
            stayed.append(name)
    one.changed_at = at
    one.save(update_fields=[*back, "changed_at"])
    return stayed


def _places_back(moved: dict[str, Any], one: UUID, other: UUID) -> None:
    """The places of the services that went back; one that others have come to use stays, and they get their own."""
    for at, old, same in moved["at_places"]:
        here = ServiceAtPlace.objects.filter(pk=at, place=same, service__provider=other)
        if Place.objects.filter(pk=old).exists():
            here.update(place=old)
    for place in Place.objects.filter(pk__in=moved["places"], provider=one).order_by("pk"):
        here = ServiceAtPlace.objects.filter(place=place, service__provider=other)
        if ServiceAtPlace.objects.filter(place=place).exclude(service__provider=other).exists():
            copy, _is_new = Place.objects.get_or_create(
                provider_id=other, **{name: getattr(place, name) for name in ADDRESS}
            )
            here.update(place=copy)
        else:
            move(Place, "provider", [place.pk], other)


def _tell(one: Provider, act: str, merge: Merge, *, by: Any, at: datetime, also: Provider | None = None) -> None:
    """Search and quality follow for all services of both."""
    providers = [one.pk, *([also.pk] if also else [])]
    services = list(Service.objects.filter(provider__in=providers).order_by("pk").values_list("pk", flat=True))
    record("catalogue.services_changed", subject=one, by=by, at=at, services=services, act=act, merge=merge.pk)
