"""The link of a registration: whoever has it sees it and may withdraw, without signing in."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature
from django.urls import reverse

from kernel.signing import sign, unsign
from planning.meetings.models import Participant
from tenants.addresses import address_of
from tenants.models import Tenant

PURPOSE = "planning.events.registration"
FOR_YEARS = timedelta(days=3660)
HOLDS_FOR = timedelta(days=60)  # after the event: until then the certificate may be taken
URLS = "config.urls_municipality"


def registration_secret(row: Participant) -> str:
    return sign(str(row.pk), PURPOSE)


def registration_address(row: Participant, site: Tenant) -> str:
    return address_of(site, reverse("planning:own_registration", args=[registration_secret(row)], urlconf=URLS))


def registered_by(secret: str, at: datetime) -> Participant | None:
    """Whose registration it is; None where the link is wrong, from elsewhere, or the event is long over."""
    try:
        found = unsign(secret, PURPOSE, max_age=FOR_YEARS)
    except BadSignature:
        return None
    row = Participant.objects.registered().select_related("meeting").filter(pk=found).first()
    return row if row and at <= row.meeting.ends_at + HOLDS_FOR else None
