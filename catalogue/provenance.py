"""Where each fact of a service comes from and since when, and everything that was ever said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from catalogue import labels, wording
from catalogue.models import Batch, Claim, RegistryEvent, Voice
from catalogue.registry.authority import rules
from kernel.clock import day_of


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose word stands in one field: since when, and when its source was last seen to say so."""

    field: str
    label: str
    voice: str
    source: str
    said_by: str
    since: date
    last_seen: date
    reason: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Word:
    """One claim as staff read it in the history."""

    field: str
    label: str
    value: str
    voice: str
    said_by: str
    at: datetime
    by: UUID | None
    reason: str
    until: date | None
    undone_at: datetime | None
    counts: bool


def origins_of(service_id: UUID, day: date) -> list[Origin]:
    """Each fact with its origin, in the order in which facts are shown. Two queries."""
    claims = list(Claim.objects.filter(service_id=service_id, undone_at__isnull=True).order_by("id"))
    seen = _last_runs({claim.source for claim in claims})
    winners = sorted(_winners(claims, day).values(), key=lambda claim: wording.position(claim.field))
    return [_origin(claim, seen) for claim in winners if is_told(claim.value)]


def counting_claims(service_ids: Iterable[UUID], day: date) -> dict[UUID, list[tuple[Claim, Claim | None]]]:
    """For each of many services the claims that count, each with what the same voice said before. One query."""
    held: dict[UUID, list[Claim]] = {}
    rows = Claim.objects.filter(service_id__in=list(service_ids), undone_at__isnull=True).order_by("id")
    for claim in rows:
        held.setdefault(claim.service_id, []).append(claim)
    return {service: _with_those_before(claims, day) for service, claims in held.items()}


def _with_those_before(claims: list[Claim], day: date) -> list[tuple[Claim, Claim | None]]:
    winners = sorted(_winners(claims, day).values(), key=lambda claim: wording.position(claim.field))
    before: dict[int, Claim] = {}
    last: dict[tuple[str, str, str], Claim] = {}
    for claim in claims:
        key = claim.field, claim.voice, claim.source
        if key in last:
            before[claim.pk] = last[key]
        last[key] = claim
    return [(claim, before.get(claim.pk)) for claim in winners if is_told(claim.value)]


def _winners(claims: list[Claim], day: date) -> dict[str, Claim]:
    """The word that counts for each field; of one voice and source only the last one is asked."""
    last: dict[tuple[str, str, str], Claim] = {}
    for claim in claims:
        if claim.until is None or claim.until >= day:
            last[claim.field, claim.voice, claim.source] = claim
    found: dict[str, Claim] = {}
    for claim in last.values():
        rule, other = rules()[claim.field], found.get(claim.field)
        if other is None or rule.order(claim.voice, claim.value, claim.pk) > rule.order(
            other.voice, other.value, other.pk
        ):
            found[claim.field] = claim
    return found


def is_told(value: Any) -> bool:
    """An empty value is no fact to show the origin of."""
    return bool(any(value.values()) if isinstance(value, dict) else value)


def _last_runs(sources: set[str]) -> dict[str, datetime]:
    """When each source was last accepted: what it did not change then, it still says."""
    accepted = Batch.objects.filter(source__in=sources, state=Batch.State.ACCEPTED, is_whole=True)
    return dict(accepted.values_list("source").annotate(last=Max("accepted_at")))


def _origin(claim: Claim, seen: dict[str, datetime]) -> Origin:
    last = max(seen.get(claim.source, claim.said_at), claim.said_at)
    return Origin(
        field=claim.field,
        label=wording.label(claim.field),
        voice=claim.voice,
        source=claim.source,
        said_by=said_by(claim.voice, claim.source),
        since=day_of(claim.said_at),
        last_seen=day_of(last),
        reason=claim.reason if claim.voice == Voice.REGION else "",
        until=claim.until,
    )


def said_by(voice: str, source: str) -> str:
    """Who speaks, in words; never a person."""
    if voice == Voice.REGISTER:
        return labels.source(source)
    words = {
        Voice.SHEET: _("list kept by the region"),
        Voice.REGION: _("region"),
        Voice.PROVIDER: _("provider, by telephone to the region") if source == "staff" else _("provider"),
    }
    return words.get(Voice(voice), voice)


def history_of(service_id: UUID, day: date) -> list[Word]:
    """Everything that was said of a service, the newest first, with what counts now marked."""
    claims = list(Claim.objects.filter(service_id=service_id).order_by("id"))
    counting = {claim.pk for claim in _winners([each for each in claims if each.undone_at is None], day).values()}
    words = wording.Words((claim.field, claim.value) for claim in claims)
    return [
        Word(
            field=claim.field,
            label=wording.label(claim.field),
            value=words.show(claim.field, claim.value),
            voice=claim.voice,
            said_by=said_by(claim.voice, claim.source),
            at=claim.said_at,
            by=claim.by,
            reason="" if claim.reason == "before claims" else claim.reason,
            until=claim.until,
            undone_at=claim.undone_at,
            counts=claim.pk in counting,
        )
        for claim in reversed(claims)
    ]


@dataclass(frozen=True, slots=True)
class Turn:
    """One event in the life of a service, in words."""

    on: date
    what: str
    before: str
    after: str
    successor_id: UUID | None


def events_of(service_id: UUID) -> list[Turn]:
    """What happened to the service in the registers, the newest first; what was undone did not happen."""
    rows = RegistryEvent.objects.filter(service_id=service_id, undone_at__isnull=True).order_by("-on", "-id")
    return [
        Turn(row.on, str(row.get_kind_display()), row.before, row.after, row.successor_id)
        for row in rows
        if row.kind != RegistryEvent.Kind.REGISTERED
    ]
