"""The desk's work that runs outside the request."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.clock import now
from kernel.jobs import Progress, job

PERMISSION = "catalogue.run_campaign"


def _page_of_campaign(done: Any) -> str:
    return reverse("catalogue:campaign", settings.PUBLIC_SCHEMA_URLCONF, args=[done.arguments["campaign_id"]])


@job("catalogue.send_campaign", title=_("Sending letters"), permission=PERMISSION, result=_page_of_campaign)
def send_campaign(progress: Progress, *, campaign_id: str) -> None:
    """Send what is unsent; begins again where it ended if its worker died."""
    from catalogue.desk.sending import send_letters

    send_letters(campaign_id, progress=progress, at=now())


@job("catalogue.remind_providers", title=_("Reminding providers"), permission=PERMISSION)
def remind_providers(progress: Progress) -> None:
    """Write the reminders of all campaigns that are due today."""
    from catalogue.desk.sending import due_reminders, write_letter
    from kernel.clock import today

    due = list(due_reminders(today()))
    for number, (letter, kind) in enumerate(due, 1):
        write_letter(letter, kind=kind, at=now())
        progress(number, len(due))
