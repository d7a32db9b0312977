"""Letters of a campaign: one to each provider, its reminders, each in a transaction of its own.

Whoever is killed in the middle leaves letters that say themselves whether they were sent, so the work begins again
where it ended and nobody gets two.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import tokens
from catalogue.desk.answering import PURPOSE
from catalogue.desk.choosing import CampaignRefused, languages_of
from catalogue.models import Asked, Campaign, Letter
from kernel.jobs import Progress, enqueue
from kernel.journal import record
from kernel.mail import send
from tenants.addresses import address_of
from tenants.queries import region

FIRST, BEFORE, AFTER = "first", "before", "after"
STAMP = {FIRST: "sent_at", BEFORE: "reminded_before_at", AFTER: "reminded_after_at"}
JOB = "catalogue.send_campaign"


@transaction.atomic
def start_campaign(campaign: Campaign, *, day: date, by: Any, at: datetime) -> Campaign:
    """Begin: the letters go out as a job."""
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not held.is_draft:
        raise CampaignRefused(_("The campaign has begun already."), "begun")
    if held.term_on <= day:
        raise CampaignRefused(_("The term must be a day to come."), "term_past")
    texts = {"sk": held.text_sk, "cs": held.text_cs}
    if not all(texts.get(language, "").strip() for language in languages_of(held)):
        raise CampaignRefused(_("Write the text of the letter first."), "no_text")
    held.state, held.started_at = Campaign.State.RUNNING, at
    held.job_id = enqueue(JOB, by=by, campaign_id=str(held.pk)).pk
    held.save(update_fields=["state", "started_at", "job_id"])
    record("catalogue.campaign_started", subject=held, by=by, at=at)
    return held


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: Any, at: datetime) -> Campaign:
    """End a campaign: its links work no more and nobody is reminded."""
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not held.is_running:
        raise CampaignRefused(_("Only a running campaign can be closed."))
    held.state, held.closed_at = Campaign.State.CLOSED, at
    held.save(update_fields=["state", "closed_at"])
    for letter in held.letters.values_list("pk", flat=True):
        tokens.withdraw(PURPOSE, letter, at=at)
    record("catalogue.campaign_closed", subject=held, by=by, at=at)
    return held


def send_letters(campaign_id: UUID | str, *, progress: Progress, at: datetime) -> int:
    """Send what is unsent; answers how many letters were written in this run."""
    campaign = Campaign.objects.get(pk=campaign_id)
    waiting = list(campaign.letters.unsent().order_by("pk").values_list("pk", flat=True))
    written = 0
    for number, letter in enumerate(waiting, 1):
        progress.stop_if_cancelled()
        written += write_letter(letter, kind=FIRST, at=at)
        progress(number, len(waiting))
    return written


def due_reminders(day: date) -> Iterator[tuple[UUID, str]]:
    """Letters whose reminder is due: some days before the term, some days after it, each once."""
    for campaign in Campaign.objects.running().order_by("pk"):
        for kind, due in ((BEFORE, _before(campaign)), (AFTER, _after(campaign))):
            too_late = campaign.term_on if kind == BEFORE else campaign.last_day_of_links
            if due is None or not due <= day < too_late:
                continue
            letters = campaign.letters.with_open_questions().filter(
                sent_at__lt=_midnight(day), **{f"{STAMP[kind]}__isnull": True}
            )
            for letter in letters.order_by("pk").values_list("pk", flat=True):
                yield letter, kind


def _before(campaign: Campaign) -> date | None:
    return None if campaign.remind_before is None else campaign.term_on - timedelta(days=campaign.remind_before)


def _after(campaign: Campaign) -> date | None:
    return None if campaign.remind_after is None else campaign.term_on + timedelta(days=campaign.remind_after)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def remind(day: date, *, at: datetime) -> int:
    """Write all reminders that are due; answers how many."""
    return sum(write_letter(letter, kind=kind, at=at) for letter, kind in list(due_reminders(day)))


@transaction.atomic
def write_letter(letter_id: UUID, *, kind: str, at: datetime) -> bool:
    """Write one letter with a link of its own, unless somebody has written it or holds it now."""
    held = (
        Letter.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("campaign", "provider")
        .filter(pk=letter_id, **{f"{STAMP[kind]}__isnull": True})
        .exclude(email="")
        .first()
    )
    if held is None or not held.campaign.is_running or not held.asked.open().exists():
        return False
    last = _midnight(held.campaign.last_day_of_links + timedelta(days=1))
    if last <= at:
        return False
    secret = tokens.make_link(PURPOSE, held, "", last - at, at=at)
    subject, text = letter_of(held, kind=kind, address=address_of_link(secret))
    mail = send(held.email, subject, text, kind=PURPOSE, tenant="")
    held.mail_id = mail.pk
    setattr(held, STAMP[kind], at)
    held.save(update_fields=["mail_id", STAMP[kind]])
    record("catalogue.letter_written", subject=held, by=None, at=at, kind=kind, campaign=held.campaign_id)
    return True


def address_of_link(secret: str) -> str:
    home = region()
    path = f"/providers/confirm/{secret}/"
    return address_of(home, path) if home else path


def letter_of(letter: Letter, *, kind: str, address: str) -> tuple[str, str]:
    """Subject and text in the provider's language; the preview shows the same."""
    asked = Asked.objects.filter(letter=letter).open().select_related("service__kind").order_by("service__name", "pk")
    campaign = letter.campaign
    with translation.override(letter.language):
        facts = {
            "kind": kind,
            "campaign": campaign,
            "text": campaign.text_cs if letter.language == "cs" else campaign.text_sk,
            "provider": letter.provider,
            "services": [row.service for row in asked],
            "address": address,
            "region": region(),
        }
        if kind == FIRST:
            subject = _("Please confirm your entries: %(provider)s")
        else:
            subject = _("A reminder, please confirm your entries: %(provider)s")
        one_line = " ".join((subject % {"provider": letter.provider.name}).split())[:380]
        return one_line, render_to_string("catalogue/mail/campaign.txt", facts)
