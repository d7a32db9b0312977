"""Merging two services: field by field as a person chose, with everything that hangs on the one that goes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from catalogue.merging.choosing import differences_of_services, values_of, wanted
from catalogue.merging.moving import OF_SERVICE, move_all, move_back, move_overlays, move_overlays_back
from catalogue.merging.refusing import MergeRefused
from catalogue.merging.remembering import remember
from catalogue.models import Claim, Merge, RegisterKey, Service, Voice, What
from catalogue.registry.authority import Owner, rules
from catalogue.registry.reading import has_secret, is_same
from catalogue.registry.saying import as_json
from catalogue.registry.settling import settle
from kernel.clock import day_of
from kernel.journal import record
from tenants.queries import region

OF_FILES = [Voice.REGISTER, Voice.SHEET]


@transaction.atomic
def merge_services(kept: Service, gone: Service, *, chosen: Mapping[str, str], by: Any, at: datetime) -> Merge:
    """Let one service be the other. Its address leads there from now on, and registers know both keys as one."""
    one, other = _held(kept.pk, gone.pk)
    _refuse(one, other)
    differences = differences_of_services(one, other)
    values, before = wanted(differences, chosen), values_of([one.pk])[one.pk]
    stand = before | values
    moved: dict[str, Any] = {
        "was": {"is_published": other.is_published, "withdrawn_on": _iso(other.withdrawn_on)},
        "before": before,
        "sources": _sources(one),
    }
    secret = has_secret(before["places"]) or has_secret(values_of([other.pk])[other.pk]["places"])
    if secret:
        del stand["places"]  # what nobody may compare stays as it is
    claims = _take_over_words(one, other, without=("provider", "places") if secret else ("provider",), at=at)
    claims += _let_stand(one, other, stand, by=by, at=at)
    moved["claims"] = claims
    moved |= move_all(OF_SERVICE, other.pk, one.pk)
    moved["overlays"] = move_overlays(other.pk, one.pk)
    moved["alias"] = _know_by_its_key(one, other, by=by, at=at)
    other.merged_into, other.is_published, other.changed_at = one, False, at
    other.withdrawn_on = other.withdrawn_on or day_of(at)
    other.save(update_fields=["merged_into", "is_published", "withdrawn_on", "changed_at"])
    merge = remember(What.SERVICE, one, other, chosen=chosen, asked=values, moved=moved, by=by, at=at)
    _tell([one.pk, other.pk], "merged", merge, by=by, at=at)
    return merge


def _held(kept: UUID, gone: UUID) -> tuple[Service, Service]:
    """Both rows, locked in one order whichever way round they are merged."""
    rows = Service.objects.select_for_update(of=("self",)).select_related("provider", "kind")
    held = {row.pk: row for row in rows.filter(pk__in=[kept, gone]).order_by("pk")}
    if len(held) < 2:
        raise MergeRefused(_("Choose two different entries."), "not_two")
    return held[kept], held[gone]


def _refuse(one: Service, other: Service) -> None:
    if one.merged_into_id or other.merged_into_id:
        raise MergeRefused(_("One of the two was merged already. Look at the pair again."), "merged")
    if one.kind.country != other.kind.country:
        raise MergeRefused(_("Services of two countries cannot be merged."), "countries")
    if one.hides_address != other.hides_address:
        raise MergeRefused(
            _("One of the two hides its address. First decide for both whether it may be shown."), "secret"
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sources(service: Service) -> list[str]:
    return sorted(set(Claim.objects.filter(service=service, voice__in=OF_FILES).values_list("source", flat=True)))


# --- words ------------------------------------------------------------------------------------------------------------
def _take_over_words(one: Service, other: Service, *, without: tuple[str, ...], at: datetime) -> list[int]:
    """What registers and sheets said under the other key, so that their next file says nothing new.

    A source that speaks of the kept service itself needs no second voice. Whose the service is, is no such word.
    """
    rows = Claim.objects.filter(service=other, voice__in=OF_FILES, undone_at__isnull=True)
    rows = rows.exclude(source__in=_sources(one)).exclude(field__in=without)
    last = {(row.field, row.voice, row.source): row for row in rows.order_by("id")}
    again = [_said_again(row, one) for row in last.values()]
    settle([(one.pk, row.field) for row in again], at=at)
    return [row.pk for row in again]


def _said_again(word: Claim, service: Service) -> Claim:
    return Claim.objects.create(
        service=service,
        field=word.field,
        voice=word.voice,
        source=word.source,
        value=as_json(word.value),
        said_at=word.said_at,
        by=word.by,
        batch_id=word.batch_id,
        reason=word.reason,
        until=word.until,
    )


def _let_stand(one: Service, other: Service, stand: Mapping[str, Any], *, by: Any, at: datetime) -> list[int]:
    """Make these values count: by the words that brought them, else by the word of staff, else by the region's."""
    shown = values_of([one.pk])[one.pk]
    claims = []
    for name in [name for name, value in stand.items() if not is_same(name, shown[name], value)]:
        for word in _words_for(one, other, name, stand[name], by=by, at=at):
            word.save()
            settle([(one.pk, name)], at=at)
            if is_same(name, values_of([one.pk])[one.pk][name], stand[name]):
                claims.append(word.pk)
                break
            word.delete()
            settle([(one.pk, name)], at=at)
    return claims


def _words_for(one: Service, other: Service, name: str, value: Any, *, by: Any, at: datetime) -> Iterable[Claim]:
    """Words that could make the value stand, the weakest first, so that its owner can change it later."""
    facts: dict[str, Any] = {
        "service": one,
        "field": name,
        "value": as_json(value),
        "by": getattr(by, "pk", by),
        "said_at": at,
    }
    known = Claim.objects.filter(service__in=[one, other], field=name, undone_at__isnull=True).order_by("-id")
    for word in known:
        if is_same(name, word.value, value) and (word.until is None or word.until >= day_of(at)):
            again = {
                each: getattr(word, each) for each in ("voice", "source", "batch_id", "reason", "until", "said_at")
            }
            yield Claim(**facts | again | {"by": word.by})
    if rules()[name].owner is Owner.PROVIDER:
        yield Claim(**facts, voice=Voice.PROVIDER, source="staff")
    yield Claim(**facts, voice=Voice.REGION, source="region", reason=_reason())


def _reason() -> str:
    home = region()
    with translation.override(home.language if home else "sk"):
        return _("chosen when two entries of one service were merged")


def _know_by_its_key(one: Service, other: Service, *, by: Any, at: datetime) -> int | None:
    """The register's number of the one that goes leads to the kept one: an import does not bring it back to life."""
    if not other.register_key:
        return None
    key, is_new = RegisterKey.objects.get_or_create(
        register=other.register,
        key=other.register_key,
        defaults={"service": one, "said_by": getattr(by, "pk", by), "said_at": at},
    )
    return key.pk if is_new else None


# --- taking apart -----------------------------------------------------------------------------------------------------
def unmerge_services(merge: Merge, *, by: Any, at: datetime) -> list[str]:
    """Both as they were; answers the fields of the kept one that somebody has changed since, which stay so."""
    one, other = _held(merge.kept, merge.gone)
    if one.merged_into_id:
        raise MergeRefused(_("The kept entry was itself merged later. Take that apart first."), "later")
    if other.merged_into_id != one.pk:
        raise MergeRefused(_("These two entries are not merged any more."), "not_merged")
    moved = merge.moved
    undone = Claim.objects.filter(pk__in=moved["claims"], undone_at__isnull=True)
    touched = [(one.pk, field) for field in undone.values_list("field", flat=True)]
    undone.update(undone_at=at)
    touched += _give_back_words(merge, one, other)
    RegisterKey.objects.filter(pk=moved["alias"]).delete()
    move_back(OF_SERVICE, moved, one.pk, other.pk)
    move_overlays_back(moved["overlays"], one.pk, other.pk)
    was = moved["was"]
    other.merged_into, other.changed_at = None, at
    other.is_published = was["is_published"]
    other.withdrawn_on = date.fromisoformat(was["withdrawn_on"]) if was["withdrawn_on"] else None
    other.save(update_fields=["merged_into", "is_published", "withdrawn_on", "changed_at"])
    settle(touched, at=at)
    _tell([one.pk, other.pk], "unmerged", merge, by=by, at=at)
    now = values_of([one.pk])[one.pk]
    return [name for name, value in moved["before"].items() if not is_same(name, now.get(name), value)]


def _give_back_words(merge: Merge, one: Service, other: Service) -> list[tuple[UUID, str]]:
    """What files said since then of the kept service under the other's key is the other's again."""
    rows = Claim.objects.filter(service=one, voice__in=OF_FILES, source=other.register, said_at__gte=merge.merged_at)
    rows = rows.exclude(source__in=merge.moved["sources"]).exclude(pk__in=merge.moved["claims"])
    fields = sorted(set(rows.values_list("field", flat=True)))
    rows.update(service=other)
    return [(each, field) for each in (one.pk, other.pk) for field in fields]


def _tell(services: list[UUID], act: str, merge: Merge, *, by: Any, at: datetime) -> None:
    """Search, quality and conflicts follow."""
    first = ("catalogue.service", services[0])
    record("catalogue.services_changed", subject=first, by=by, at=at, services=services, act=act, merge=merge.pk)
