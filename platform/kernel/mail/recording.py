"""Write a letter down in the running transaction; a relay hands it over after the commit."""

import uuid
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import BadHeaderError
from django.core.validators import validate_email

from kernel.bell import ring_after_commit
from kernel.mail.models import OutgoingMail
from kernel.tenancy import current_key


def send(
    to: str,
    subject: str,
    text: str,
    *,
    html: str = "",
    kind: str,
    tenant: str | None = None,
    sender: str = "",
    reply_to: str = "",
    calendar: str = "",
    unsubscribe: str = "",
) -> OutgoingMail:
    """Record a letter to one recipient. If the running transaction is undone, the letter was never written.

    `to` is a bare address, `kind` says what it is for (`accounts.reset`). Line breaks in headers are refused.
    `calendar` is a whole iCalendar with its METHOD: mail programs offer the entry beside the letter.
    `unsubscribe` is an address that ends such letters when it is posted to: mail programs show a button for it.
    """
    sender = sender or settings.DEFAULT_FROM_EMAIL
    for header in (to, subject, sender, reply_to, unsubscribe):
        if "\n" in header or "\r" in header:
            raise BadHeaderError("A header of a mail may not hold a line break.")
    validate_email(to)
    number = uuid.uuid4()
    mail = OutgoingMail.objects.create(
        id=number,
        message_id=f"<{number}@{_domain_of(sender)}>",
        kind=kind,
        tenant_key=current_key() if tenant is None else tenant,
        sender=sender,
        to=to,
        reply_to=reply_to,
        subject=subject,
        text=text,
        html=html,
        calendar=calendar,
        unsubscribe=unsubscribe,
    )
    ring_after_commit()
    return mail


def recent(limit: int = 50) -> list[OutgoingMail]:
    """The newest letters, whatever became of them."""
    return list(OutgoingMail.objects.newest_first()[:limit])


def _domain_of(sender: str) -> str:
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return domain if domain.isascii() and domain else "opora.invalid"
