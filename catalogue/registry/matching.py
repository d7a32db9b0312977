"""A person says whether a new record is a service that the catalogue knows already, or another one."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Batch, Candidate, Change, DifferentService, RegisterKey, RegistryEvent, Service
from catalogue.registry.choosing import card_of, waiting_ends
from catalogue.registry.records import ChangeCard
from catalogue.registry.staging import BatchRefused
from kernel.clock import day_of
from kernel.journal import record

REASONS: dict[str, Any] = {
    "ICO": gettext_lazy("the same IČO of the provider"),
    "PROVIDER": gettext_lazy("a provider of the same name"),
    "FORMS": gettext_lazy("the same form"),
    "STREET": gettext_lazy("the same street and number"),
    "MUNICIPALITY": gettext_lazy("the same municipality"),
    "NAME": gettext_lazy("the same name"),
    "CONTACT": gettext_lazy("the same telephone, e-mail or website"),
    "ENDED": gettext_lazy("ended or missing in this file"),
}


EVIDENT = 85  # the provider's number, the kind, form and address agree


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """A service that a new record may be; of its address the municipality at most is told here."""

    service_id: UUID
    name: str
    provider_name: str
    municipalities: tuple[str, ...]
    register: str
    register_key: str
    ended: bool
    score: int
    reasons: tuple[str, ...]


def waiting_changes(batch_id: UUID, *, offset: int = 0, limit: int = 20) -> list[ChangeCard]:
    """New records that wait until a person has said whether the catalogue knows them."""
    rows = Change.objects.filter(batch_id=batch_id, pk__in=Candidate.objects.values("change_id")).order_by("id")
    return [card_of(row) for row in rows[offset : offset + limit]]


def evident_pairs(batch_id: UUID, *, least: int = EVIDENT) -> dict[int, UUID]:
    """Waiting records with one candidate of so many points, which is no other record's: to be said of all at once."""
    rows = Candidate.objects.filter(change__batch_id=batch_id).values_list("change_id", "service_id", "score")
    found = list(rows)
    of_change = Counter(change for change, _service, _score in found)
    of_service = Counter(service for _change, service, _score in found)
    return {
        change: service
        for change, service, score in found
        if score >= least and of_change[change] == 1 and of_service[service] == 1
    }


def candidates_of(change_ids: Collection[int]) -> dict[int, list[CandidateCard]]:
    """The candidates of these changes, the likeliest first. Three queries."""
    rows = Candidate.objects.filter(change_id__in=change_ids).select_related("service__provider")
    rows = rows.prefetch_related("service__at_places__place__municipality").order_by("-score", "service_id")
    found: dict[int, list[CandidateCard]] = {}
    for row in rows:
        found.setdefault(row.change_id, []).append(_card(row))
    return found


def _card(row: Candidate) -> CandidateCard:
    service = row.service
    towns = {at.place.municipality.name for at in service.at_places.all() if at.place.municipality}
    return CandidateCard(
        service_id=service.pk,
        name=service.name,
        provider_name=service.provider.name,
        municipalities=tuple(sorted(towns)),
        register=service.register,
        register_key=service.register_key,
        ended=service.ended_on is not None,
        score=row.score,
        reasons=tuple(str(REASONS.get(code, code)) for code in row.reasons),
    )


@transaction.atomic
def is_the_same(change_id: int, service_id: UUID, *, by: Any, at: datetime) -> None:
    """The record is this service: its key leads there from now on. The batch has to be compared again to see it."""
    change, batch = _waiting(change_id)
    service = Service.objects.select_for_update(of=("self",)).get(pk=service_id)
    if not Candidate.objects.filter(change=change, service=service).exists():
        raise BatchRefused(_("This service was not among the candidates."))
    who = getattr(by, "pk", by)
    RegisterKey.objects.create(
        register=change.register, key=change.register_key, service=service, said_by=who, said_at=at
    )
    if service.register == change.register:
        RegistryEvent.objects.create(
            service=service,
            kind=RegistryEvent.Kind.RENUMBERED,
            on=day_of(at),
            before=service.register_key,
            after=change.register_key,
            recorded_at=at,
        )
    record("catalogue.key_recognised", subject=service, by=by, at=at, batch=batch.pk)


@transaction.atomic
def is_another(change_id: int, *, by: Any, at: datetime) -> None:
    """A person says that the record is none of the candidates: it is a new service, and is taken."""
    change, batch = _waiting(change_id)
    who = getattr(by, "pk", by)
    candidates = Candidate.objects.filter(change=change)
    DifferentService.objects.bulk_create(
        [
            DifferentService(
                register=change.register, key=change.register_key, service_id=row.service_id, said_by=who, said_at=at
            )
            for row in candidates
        ],
        ignore_conflicts=True,
    )
    services = list(candidates.values_list("service_id", flat=True))
    candidates.delete()
    Change.objects.filter(pk=change.pk).update(is_taken=True)
    ends = Change.objects.filter(batch=batch, kind=Change.Kind.ENDED, service_id__in=services)
    ends.exclude(waiting_ends(batch.pk)).update(is_taken=True)
    record("catalogue.services_told_apart", subject=("catalogue.change", change.pk), by=by, at=at, batch=batch.pk)


def _waiting(change_id: int) -> tuple[Change, Batch]:
    change = Change.objects.get(pk=change_id)
    batch = Batch.objects.select_for_update().get(pk=change.batch_id)
    if batch.state != Batch.State.COMPARED or change.kind != Change.Kind.NEW:
        raise BatchRefused(_("Only of a file that was compared can changes be chosen."))
    return change, batch
