"""The link of a registration: whoever has it sees it and may withdraw, without signing in. No address is read in it."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature
from django.urls import reverse

from kernel.signing import fits, seal, sign, unsign
from planning.meetings.models import Participant
from tenants.addresses import URLS, address_of
from tenants.models import Tenant

PURPOSE = "planning.events.registration"
FOR_YEARS = timedelta(days=3660)
HOLDS_FOR = timedelta(days=60)  # after the event: until then the certificate may be taken


def registration_secret(row: Participant) -> str:
    return sign([str(row.pk), seal(row.email.lower(), PURPOSE)], PURPOSE)


def registration_address(row: Participant, site: Tenant) -> str:
    return address_of(site, reverse("planning:own_registration", args=[registration_secret(row)], urlconf=URLS))


def registered_by(secret: str, at: datetime) -> Participant | None:
    """Whose registration it is; None where the link is wrong, from elsewhere, the event is long over, or the link
    went to an e-mail that is no longer there: a corrected address makes the first link useless."""
    try:
        found, sealed = unsign(secret, PURPOSE, max_age=FOR_YEARS)
    except (BadSignature, ValueError):
        return None
    row = Participant.objects.registered().select_related("meeting").filter(pk=found).first()
    if row is None or not fits(row.email.lower(), sealed, PURPOSE) or at > row.meeting.ends_at + HOLDS_FOR:
        return None
    return row
