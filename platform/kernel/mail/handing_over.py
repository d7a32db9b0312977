"""Hand recorded letters to the mail server, at least once each.

First "being handed over, attempt n" is committed, then the server is spoken to, then "sent" is committed. A sender that
is killed in between leaves a letter in doubt; after a while it goes again, with the same Message-ID and date.
"""

import logging
import random
import re
import smtplib
from datetime import timedelta
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models.functions import Now

from kernel.mail.models import OutgoingMail, OutgoingMailQuerySet

log = logging.getLogger(__name__)

BATCH = 50
IN_DOUBT_AFTER = timedelta(seconds=90)
MAX_ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = 10.0, 3600.0
REFUSED_FOR_GOOD = 500


def hand_over_batch(size: int = BATCH, in_doubt_after: timedelta = IN_DOUBT_AFTER) -> int:
    """Hand over what is due; answers how many letters were tried."""
    first = _claim(in_doubt_after)
    if first is None:
        return 0
    transport = get_connection(settings.OPORA_MAIL_TRANSPORT)
    tried = 0
    mail: OutgoingMail | None = first
    try:
        while mail:
            _hand_over(mail, transport)
            tried += 1
            mail = _claim(in_doubt_after) if tried < size else None
    finally:
        transport.close()
    return tried


def _claim(in_doubt_after: timedelta) -> OutgoingMail | None:
    """Take one letter and commit that it is on its way; it is in doubt if nothing is heard of it in time."""
    with transaction.atomic():
        due = OutgoingMail.objects.due().order_by("next_at").select_for_update(skip_locked=True)
        mail = due.first()
        if mail is None:
            return None
        mail.attempts += 1
        OutgoingMail.objects.filter(pk=mail.pk).update(
            state=OutgoingMail.State.SENDING, attempts=mail.attempts, next_at=Now() + in_doubt_after
        )
    return mail


def _hand_over(mail: OutgoingMail, transport: BaseEmailBackend) -> None:
    try:
        transport.open()
        transport.send_messages([as_message(mail)])
    except Exception as error:  # noqa: BLE001 - whatever the server or the network does
        _failed(mail, error)
        transport.close()
        return
    _ours(mail).update(state=OutgoingMail.State.SENT, sent_at=Now(), error="")


def as_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The letter as it goes out; the same each time."""
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        mail.sender,
        [mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.created_at),
            "Auto-Submitted": "auto-generated",
            **_ways_out(mail),
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        method = _method_of(mail.calendar)
        message.attach_alternative(mail.calendar, f"text/calendar; method={method}")
        message.attach("invite.ics", mail.calendar.encode(), "application/ics")
    return message


def _ways_out(mail: OutgoingMail) -> dict[str, str]:
    """The button of mail programs that ends such letters by one click (RFC 8058)."""
    if not mail.unsubscribe:
        return {}
    return {"List-Unsubscribe": f"<{mail.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _method_of(calendar: str) -> str:
    """What the calendar asks for; mail programs look for it in the head of its part."""
    found = re.search(r"^METHOD:([A-Z]+)", calendar, re.MULTILINE)
    return found.group(1) if found else "PUBLISH"


def _ours(mail: OutgoingMail) -> OutgoingMailQuerySet:
    """The row, unless another sender has taken it as in doubt meanwhile."""
    return OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.SENDING, attempts=mail.attempts)


def _failed(mail: OutgoingMail, error: Exception) -> None:
    for_good = mail.attempts >= MAX_ATTEMPTS or _is_refused_for_good(error)
    log.warning("Mail %s was not taken (attempt %s, %s)", mail.pk, mail.attempts, type(error).__name__)
    pause = min(FIRST_PAUSE * 2.0 ** min(mail.attempts - 1, 20), LONGEST_PAUSE) * random.uniform(0.5, 1.5)  # noqa: S311
    _ours(mail).update(
        state=OutgoingMail.State.FAILED if for_good else OutgoingMail.State.WAITING,
        error=type(error).__name__,
        next_at=Now() + timedelta(seconds=pause),
    )


def _is_refused_for_good(error: Exception) -> bool:
    """The server knows the letter can never be delivered."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= REFUSED_FOR_GOOD for code, _reason in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= REFUSED_FOR_GOOD


def retry_failed() -> int:
    """Give letters that could not be sent a fresh start; answers how many."""
    return OutgoingMail.objects.failed().update(state=OutgoingMail.State.WAITING, attempts=0, next_at=Now())


def purge_sent(older_than: timedelta) -> int:
    """Forget letters sent long ago: they hold names, addresses and used links."""
    old = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT, sent_at__lt=Now() - older_than)
    return old.delete()[0]
