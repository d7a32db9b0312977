"""Answers to a campaign: from the link, from the desk, from the telephone. Each service is answered once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import tokens
from catalogue.commands import confirm_service, tell_free_places
from catalogue.models import Asked, Campaign, ChangeRequest, Letter, Service
from catalogue.review.mistakes import report_mistake, why_not_acceptable
from kernel.errors import DomainError
from kernel.journal import record

PURPOSE = "catalogue.campaign"
LONGEST_WORDS = 4000

HOW = {
    Asked.Way.LINK: Service.Confirmation.PROVIDER,
    Asked.Way.DESK: Service.Confirmation.PROVIDER,
    Asked.Way.STAFF: Service.Confirmation.STAFF,
}


class AnswerRefused(DomainError):
    default_code = "answer_refused"


@transaction.atomic
def confirm_asked(letter: Letter, *, services: Iterable[UUID], way: str, by: Any, at: datetime) -> int:
    """All of these are right as they stand; answers how many were still open."""
    rows = _open(letter, services)
    for row in rows:
        confirm_service(row.service, how=HOW[Asked.Way(way)], by=by, at=at)
    _answer(rows, answer=Asked.Answer.CONFIRMED, way=way, by=by, at=at)
    return len(rows)


@transaction.atomic
def tell_places_asked(
    letter: Letter, service: UUID, *, free: int | None, waiting_time: str, way: str, by: Any, at: datetime
) -> None:
    """Say the free places and the waiting time of one service; whether the rest is right stays open."""
    row = _one_open(letter, service)
    tell_free_places(row.service, free=free, waiting_time=waiting_time, how=HOW[Asked.Way(way)], by=by, at=at)


@transaction.atomic
def confirm_with_places(
    letter: Letter, service: UUID, *, free: int | None, waiting_time: str, way: str, by: Any, at: datetime
) -> None:
    """One tap says that all is right, together with the free places that stand beside it."""
    row = _one_open(letter, service)
    if free is not None or waiting_time or row.service.capacity_free is not None or row.service.waiting_time:
        tell_free_places(row.service, free=free, waiting_time=waiting_time, how=HOW[Asked.Way(way)], by=by, at=at)
    confirm_service(row.service, how=HOW[Asked.Way(way)], by=by, at=at)
    _answer([row], answer=Asked.Answer.CONFIRMED, way=way, by=by, at=at)


@transaction.atomic
def tell_mistake(letter: Letter, service: UUID, *, text: str, way: str, by: Any, at: datetime) -> Asked:
    """Something in the entry is not right: the words wait for staff, the entry is not confirmed."""
    words = text.strip()[:LONGEST_WORDS]
    if not words:
        raise AnswerRefused(_("Write what is wrong."), "no_words")
    row = _one_open(letter, service)
    row.told = words
    _answer([row], answer=Asked.Answer.MISTAKE, way=way, by=by, at=at)
    _pass_on(row, letter, by=by, at=at)
    return row


def _pass_on(row: Asked, letter: Letter, *, by: Any, at: datetime) -> None:
    """Into the queue that holds all told mistakes; words it does not take stay on the page of the campaign."""
    if why_not_acceptable(row.told):
        return
    report_mistake(
        row.service,
        what=[ChangeRequest.Wrong.OTHER],
        text=row.told,
        contact=letter.email,
        language=letter.language,
        by=by,
        at=at,
    )
    row.settled_at = at
    row.save(update_fields=["settled_at"])


@transaction.atomic
def note_answer(services: Iterable[Service], *, answer: str, way: str, by: Any, at: datetime) -> int:
    """What was done on the desk answers the questions of running campaigns too."""
    ids = [service.pk for service in services]
    rows = (
        Asked.objects.open()
        .select_for_update(of=("self",))
        .filter(service_id__in=ids, letter__campaign__state=Campaign.State.RUNNING)
        .order_by("pk")
    )
    found = list(rows)
    _answer(found, answer=answer, way=way, by=by, at=at)
    return len(found)


@transaction.atomic
def settle_mistake(asked: Asked, *, by: Any, at: datetime) -> Asked:
    """Staff has dealt with what a provider told."""
    held = Asked.objects.select_for_update().get(pk=asked.pk)
    if held.answer != Asked.Answer.MISTAKE:
        raise AnswerRefused(_("Nothing is waiting here."))
    if held.settled_at is None:
        held.settled_at, held.settled_by = at, getattr(by, "pk", by)
        held.save(update_fields=["settled_at", "settled_by"])
        record("catalogue.mistake_settled", subject=held, by=by, at=at, service=held.service_id)
    return held


def note_opened(letter: Letter, *, at: datetime) -> None:
    """A person's browser has shown the page of the link; the first time counts."""
    Letter.objects.filter(pk=letter.pk, opened_at__isnull=True).update(opened_at=at)


@transaction.atomic
def note_call(letter: Letter, *, call: str, by: Any, at: datetime) -> Letter:
    """What came of a telephone call that brought no answer."""
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    held.call, held.called_at = call, at
    held.save(update_fields=["call", "called_at"])
    record("catalogue.provider_called", subject=held, by=by, at=at, call=call, provider=held.provider_id)
    return held


def _open(letter: Letter, services: Iterable[UUID]) -> list[Asked]:
    """The open questions among these, locked; a campaign that was closed takes no answers."""
    if not Campaign.objects.running().filter(pk=letter.campaign_id).exists():
        raise AnswerRefused(_("This campaign is over. Thank you, nothing is needed any more."), "campaign_over")
    rows = Asked.objects.open().select_for_update(of=("self",)).filter(letter=letter, service_id__in=list(services))
    return list(rows.select_related("service").order_by("pk"))


def _one_open(letter: Letter, service: UUID) -> Asked:
    found = _open(letter, [service])
    if not found:
        raise AnswerRefused(_("This service has been answered already. Thank you."), "answered")
    return found[0]


def _answer(rows: list[Asked], *, answer: str, way: str, by: Any, at: datetime) -> None:
    """Write the answers; the links of a letter with nothing left to answer are used up."""
    if not rows:
        return
    for row in rows:
        row.answer, row.way, row.answered_at = answer, way, at
        row.answered_by = getattr(by, "pk", by)
    Asked.objects.bulk_update(rows, ["answer", "way", "answered_at", "answered_by", "told"])
    letters = {row.letter_id for row in rows}
    if way == Asked.Way.LINK:
        Letter.objects.filter(pk__in=letters, opened_at__isnull=True).update(opened_at=at)
    waiting = set(Asked.objects.open().filter(letter__in=letters).values_list("letter_id", flat=True))
    for letter in sorted(letters - waiting):
        tokens.withdraw(PURPOSE, letter, at=at)
    for letter in sorted(letters):
        record(
            "catalogue.campaign_answered",
            subject=("catalogue.letter", letter),
            by=by,
            at=at,
            answer=answer,
            way=way,
            services=[row.service_id for row in rows if row.letter_id == letter],
        )
