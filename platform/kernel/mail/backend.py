"""Django's EMAIL_BACKEND: what any library sends is recorded like our own letters."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from kernel.mail.recording import send

KIND_HEADER = "X-Opora-Kind"


class AttachmentRefused(NotImplementedError):
    """Recorded letters carry text and HTML, no files."""


class RecordingBackend(BaseEmailBackend):
    """Records one letter for each recipient; nobody sees who else received it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._record(message) for message in email_messages if message.recipients())

    def _record(self, message: EmailMessage) -> int:
        if message.attachments:
            raise AttachmentRefused("A recorded letter carries no attachments.")
        is_html = message.content_subtype == "html"
        for recipient in message.recipients():
            send(
                recipient,
                str(message.subject),
                "" if is_html else str(message.body),
                html=str(message.body) if is_html else _html_of(message),
                kind=message.extra_headers.get(KIND_HEADER, "django"),
                sender=message.from_email or "",
                reply_to=", ".join(message.reply_to),
            )
        return 1


def _html_of(message: EmailMessage) -> str:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(each[0]) for each in alternatives if each[1] == "text/html"), "")
