"""A mistake that anybody has found: told without an account, answered in the queue, its sender forgotten afterwards."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from catalogue.models import ChangeRequest, Claim, Provider, RelatedActivity, Service
from catalogue.review.asking import RequestRefused
from catalogue.review.letters import write_answer
from kernel.journal import record

SHORTEST, LONGEST = 10, 2000
MOST_LINKS = 1
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
Subject = Service | Provider | RelatedActivity
Answer = ChangeRequest.Answer


def why_not_acceptable(text: str) -> str:
    """What is wrong with the words of a report, or nothing: too little to act on, or an advertisement."""
    words = text.strip()
    if len(words) < SHORTEST:
        return _("Write a little more, so that we know what to correct.")
    if len(words) > LONGEST:
        return _("Shorten your words to %(count)s characters.") % {"count": LONGEST}
    if len(LINK.findall(words)) > MOST_LINKS:
        return _("Leave out the web addresses; one at most can stand here.")
    return ""


@transaction.atomic
def report_mistake(
    subject: Subject, *, what: Collection[str], text: str, contact: str, language: str = "sk", by: Any, at: datetime
) -> ChangeRequest:
    """Keep what somebody says is wrong. The entry does not change by it; staff decides."""
    refusal = why_not_acceptable(text)
    if refusal:
        raise RequestRefused(refusal, "unfit_words")
    if not what or not set(what) <= set(ChangeRequest.Wrong.values):
        raise RequestRefused(_("Choose what is wrong."), "nothing_chosen")
    request = ChangeRequest.objects.create(
        kind=ChangeRequest.Kind.MISTAKE,
        **_named(subject),
        title=str(subject)[:300],
        reason=text.strip(),
        wrong=sorted(set(what)),
        language=language,
        asked_by_id=getattr(by, "pk", by),
        contact=contact.strip().lower(),
        asked_at=at,
    )
    record("catalogue.mistake_reported", subject=request, by=by, at=at, wrong=request.wrong)
    return request


def _named(subject: Subject) -> dict[str, Any]:
    if isinstance(subject, Service):
        return {"service": subject, "provider": subject.provider}
    if isinstance(subject, Provider):
        return {"provider": subject}
    return {"activity": subject, "provider": subject.provider}


def words_since(request: ChangeRequest) -> list[Claim]:
    """What was said of the service since the mistake was told, the newest first: one of it may have corrected it."""
    if request.service_id is None:
        return []
    rows = Claim.objects.filter(service_id=request.service_id, said_at__gte=request.asked_at, undone_at__isnull=True)
    return list(rows.exclude(field="confirmation").order_by("-id")[:50])


@transaction.atomic
def answer_mistake(
    request: ChangeRequest, *, answer: str, text: str, resolved_by: Collection[int] = (), by: Any, at: datetime
) -> ChangeRequest:
    """Say what became of it: corrected, with the words that did it, or not, with the reason."""
    held = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not held.is_mistake:
        raise RequestRefused(_("This is not a reported mistake."))
    if not held.is_waiting:
        raise RequestRefused(
            _("Somebody else has answered this in the meantime. Look at it again; your answer was not saved."),
            "decided",
        )
    if answer not in {Answer.RESOLVED, Answer.REFUSED}:
        raise RequestRefused(_("Choose whether it was corrected."))
    if answer == Answer.REFUSED and not text.strip():
        raise RequestRefused(_("Say why nothing was changed."), "no_reason")
    known = {claim.pk for claim in words_since(held)}
    held.answer, held.answer_text = answer, text.strip()
    held.resolved_by = sorted(known & set(resolved_by)) if answer == Answer.RESOLVED else []
    held.state, held.decided_at, held.decided_by = ChangeRequest.State.DECIDED, at, getattr(by, "pk", by)
    held.save(update_fields=["answer", "answer_text", "resolved_by", "state", "decided_at", "decided_by"])
    write_answer(held)
    record("catalogue.mistake_answered", subject=held, by=by, at=at, answer=answer, words=held.resolved_by)
    return held


@transaction.atomic
def forget_reporters(*, at: datetime) -> int:
    """Remove the addresses of those whose report was answered long enough ago; answers how many."""
    before = at - timedelta(days=settings.OPORA_REPORTER_DAYS)
    rows = ChangeRequest.objects.filter(kind=ChangeRequest.Kind.MISTAKE, decided_at__lt=before)
    rows = rows.filter(~Q(contact=""), contact_forgotten_at__isnull=True)
    count = rows.update(contact="", contact_forgotten_at=at)
    if count:
        record("catalogue.reporters_forgotten", subject=("catalogue.changerequest", "-"), by=None, at=at, count=count)
    return count
