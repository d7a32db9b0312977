"""Where letters of the demonstration go: nowhere. The recorded row is the delivery, shown on a page."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Kept(BaseEmailBackend):
    """Takes every letter and keeps it here."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return len(email_messages)
