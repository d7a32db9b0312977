"""Acts of whoever keeps a provider's entries: confirm as they are, say the free places, keep a draft."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.commands import confirm_service, describe_service, tell_free_places
from catalogue.desk.answering import note_answer
from catalogue.models import Asked, Draft, Service
from kernel.clock import day_of
from kernel.errors import DomainError

LONGEST_DRAFT = 120_000


class DraftRefused(DomainError):
    default_code = "draft_refused"


def way_of(how: str) -> str:
    return Asked.Way.STAFF if how == Service.Confirmation.STAFF else Asked.Way.DESK


@transaction.atomic
def confirm_all(services: Iterable[Service], *, how: str, by: Any, at: datetime) -> int:
    """Say of these services that all that stands in their entries is true today; answers how many there were."""
    held = sorted(services, key=lambda service: service.pk)
    for service in held:
        if (service.confirmed_on, service.confirmed_how) != (day_of(at), how):  # a second click says nothing new
            confirm_service(service, how=how, by=by, at=at)
    note_answer(held, answer=Asked.Answer.CONFIRMED, way=way_of(how), by=by, at=at)
    return len(held)


@transaction.atomic
def tell_places(service: Service, *, free: int | None, waiting_time: str, how: str, by: Any, at: datetime) -> None:
    """Say the free places and the waiting time; they get a new time stamp also when they stay the same."""
    tell_free_places(service, free=free, waiting_time=waiting_time, how=how, by=by, at=at)


@transaction.atomic
def save_entry(
    service: Service, *, facts: Mapping[str, Any], confirms: bool, how: str, by: Any, at: datetime
) -> list[str]:
    """Save what was typed into the form, answer what campaigns ask of the service, and forget the draft."""
    changed = describe_service(service, facts=facts, confirmed_how=how if confirms else "", by=by, at=at)
    if confirms:
        answer = Asked.Answer.CORRECTED if changed else Asked.Answer.CONFIRMED
        note_answer([service], answer=answer, way=way_of(how), by=by, at=at)
    discard_draft(service, account=by)
    return changed


@transaction.atomic
def keep_draft(service: Service, *, account: Any, typed: Mapping[str, list[str]], at: datetime) -> Draft:
    """Keep what was typed as it is, right or wrong; the entry does not change."""
    if sum(len(each) for values in typed.values() for each in values) > LONGEST_DRAFT:
        raise DraftRefused(_("This is too long to be kept."))
    draft, _is_new = Draft.objects.update_or_create(
        service=service, account=account, defaults={"typed": dict(typed), "kept_at": at}
    )
    return draft


def discard_draft(service: Service, *, account: Any) -> None:
    Draft.objects.filter(service=service, account=account).delete()
