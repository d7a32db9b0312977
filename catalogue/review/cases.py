"""Conflicts with the registers: they open where the provider or the region says otherwise, and end when all agree."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalogue.models import Case, ChangeRequest
from catalogue.registry.fields import OF_REGISTERS
from catalogue.registry.reading import is_same, without_secrets
from catalogue.review.asking import RequestRefused
from kernel.clock import day_of
from kernel.journal import record

# Of each side the word that stands: the region's above the provider's; of the registers the last one.
DISAGREEING = """
    with standing as (
        select distinct on (c.service_id, c.field, c.voice, c.source)
               c.service_id, c.field, c.voice, c.source, c.value::text as value, c.id
        from catalogue_claim c
        where c.undone_at is null and (c.until is null or c.until >= %(day)s) and c.field = any (%(fields)s)
          and (%(services)s::uuid[] is null or c.service_id = any (%(services)s::uuid[]))
          and exists (select from catalogue_claim ours where ours.service_id = c.service_id and ours.field = c.field
                      and ours.voice in ('PROVIDER', 'REGION') and ours.undone_at is null)
        order by c.service_id, c.field, c.voice, c.source, c.id desc
    ),
    ours as (
        select distinct on (service_id, field) * from standing where voice in ('PROVIDER', 'REGION')
        order by service_id, field, voice = 'REGION' desc, id desc
    ),
    theirs as (
        select distinct on (service_id, field) * from standing where voice = 'REGISTER'
        order by service_id, field, id desc
    )
    select ours.service_id, ours.field, theirs.source, theirs.value, ours.value, ours.voice
    from ours join theirs using (service_id, field)
    join catalogue_service s on s.id = ours.service_id and s.withdrawn_on is null
"""


@dataclass(frozen=True)
class Disagreement:
    """Two words on one field that do not say the same."""

    service_id: UUID
    field: str
    register: str
    register_word: Any
    our_word: Any
    voice: str


@dataclass(frozen=True)
class Opened:
    """How many cases came and how many ended by themselves."""

    opened: int
    agreed: int


def disagreements(services: Collection[UUID] | None, at: datetime) -> list[Disagreement]:
    """Where the register says otherwise than the provider or the region; of all services, or of these. One query."""
    facts: dict[str, Any] = {
        "day": day_of(at),
        "fields": OF_REGISTERS,
        "services": None if services is None else sorted(services),
    }
    with connection.cursor() as cursor:
        cursor.execute(DISAGREEING, facts)
        found = [
            Disagreement(service, field, register, _open(field, theirs), _open(field, ours), voice)
            for service, field, register, theirs, ours, voice in cursor.fetchall()
        ]
    return [each for each in found if not _agrees(each.field, each.register_word, each.our_word)]


def _open(field: str, text: str) -> Any:
    value = json.loads(text)
    return without_secrets(value) if field == "places" and isinstance(value, list) else value


def _agrees(field: str, register_word: Any, our_word: Any) -> bool:
    """Of a provider only what the register itself keeps is compared."""
    if field == "provider" and isinstance(register_word, dict) and isinstance(our_word, dict):
        kept = ("ico", "name", "legal_form")
        return all((register_word.get(name) or "") == (our_word.get(name) or "") for name in kept)
    return is_same(field, register_word, our_word)


@transaction.atomic
def open_cases(services: Iterable[UUID] | None = None, *, request: ChangeRequest | None = None, at: datetime) -> Opened:
    """Open a case for each new disagreement and end those that are none any more; of all services, or of these."""
    wanted = None if services is None else set(services)
    found = {(each.service_id, each.field): each for each in disagreements(wanted, at)}
    rows = Case.objects.open().select_for_update(of=("self",)).order_by("pk")
    rows = rows if wanted is None else rows.filter(service__in=wanted)
    held = {(case.service_id, case.field): case for case in rows}
    agreed = [case for key, case in held.items() if key not in found]
    for case in agreed:
        case.state, case.settled_at = Case.State.AGREED, at
        case.save(update_fields=["state", "settled_at"])
    for key in held.keys() & found.keys():
        _refresh(held[key], found[key])
    new = _new(found, held.keys(), request, at)
    if new or agreed:
        record(
            "catalogue.cases_changed",
            subject=new[0] if new else agreed[0],
            by=None,
            at=at,
            opened=[case.pk for case in new],
            agreed=[case.pk for case in agreed],
        )
    return Opened(len(new), len(agreed))


def _refresh(case: Case, word: Disagreement) -> None:
    """The case speaks of today's words; where ours became another one, the keeper has to be told anew."""
    if _is_the_same_quarrel(case, word) and case.voice == word.voice:
        return
    is_told = is_same(case.field, case.our_word, word.our_word)
    case.register_word, case.our_word, case.voice = word.register_word, word.our_word, word.voice
    if not is_told:
        case.state = Case.State.OPEN
    case.save(update_fields=["register_word", "our_word", "voice", "state"])


def _is_the_same_quarrel(case: Case, word: Disagreement) -> bool:
    same_register = is_same(case.field, case.register_word, word.register_word)
    return same_register and is_same(case.field, case.our_word, word.our_word)


def _new(
    found: dict[tuple[UUID, str], Disagreement],
    held: Collection[tuple[UUID, str]],
    request: ChangeRequest | None,
    at: datetime,
) -> list[Case]:
    """Cases for what nobody has opened yet, nor closed by hand with the very same words."""
    fresh = {key: word for key, word in found.items() if key not in held}
    closed = Case.objects.filter(state=Case.State.CLOSED, service__in={word.service_id for word in fresh.values()})
    for case in closed:
        word = fresh.get((case.service_id, case.field))
        if word and _is_the_same_quarrel(case, word):
            del fresh[case.service_id, case.field]
    made = [
        Case(
            service_id=word.service_id,
            field=word.field,
            register=word.register,
            register_word=word.register_word,
            our_word=word.our_word,
            voice=word.voice,
            request=request,
            opened_at=at,
        )
        for _key, word in sorted(fresh.items())
    ]
    Case.objects.bulk_create(made, ignore_conflicts=True)
    return made


@transaction.atomic
def mark_sent(cases: Iterable[Case], *, by: Any, at: datetime) -> int:
    """The letter went to the keeper of the register."""
    ids = [case.pk for case in cases]
    held = list(Case.objects.open().select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    for case in held:
        case.state, case.sent_at, case.sent_by = Case.State.SENT, at, getattr(by, "pk", by)
        case.save(update_fields=["state", "sent_at", "sent_by"])
    if held:
        record("catalogue.cases_sent", subject=held[0], by=by, at=at, cases=[case.pk for case in held])
    return len(held)


@transaction.atomic
def close_case(case: Case, *, reason: str, by: Any, at: datetime) -> Case:
    """A person ends a case that the register will not settle, and says why; the same words open it no more."""
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not held.is_open:
        raise RequestRefused(_("This case has ended already."), "ended")
    if not reason.strip():
        raise RequestRefused(_("Say why the case is closed."), "no_reason")
    held.state, held.reason = Case.State.CLOSED, reason.strip()
    held.settled_at, held.settled_by = at, getattr(by, "pk", by)
    held.save(update_fields=["state", "reason", "settled_at", "settled_by"])
    record("catalogue.case_closed", subject=held, by=by, at=at, service=held.service_id)
    return held
