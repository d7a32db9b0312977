"""Every one-time link of the house: for one purpose, on one site, for a time, once.

A page that is opened by a link looks (`look`) and shows what the link is for; only the answer that is sent uses it up
(`use`). A mail scanner that follows links therefore changes nothing.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import LinkRefused
from accounts.models import OneTimeLink
from kernel.clock import now
from kernel.tenancy import entered

SECRET_BYTES = 32


def make_link(
    purpose: str, subject: object, tenant: str, lifetime: timedelta, *, at: datetime | None = None, **facts: Any
) -> str:
    """Make a link and answer its secret, which is kept nowhere. `tenant` is a key, "" for the region."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    made_at = at or now()
    with entered(""):
        OneTimeLink.objects.create(
            purpose=purpose,
            subject=str(getattr(subject, "pk", subject)),
            tenant_key=tenant,
            facts=facts,
            secret_hash=hashed(secret),
            created_at=made_at,
            expires_at=made_at + lifetime,
        )
    return secret


def look(secret: str, purpose: str, *, tenant: str | None = None, at: datetime | None = None) -> OneTimeLink:
    """What the link is for; changes nothing. Raises LinkRefused for a link that cannot be used here and now."""
    with entered(""):
        link = OneTimeLink.objects.filter(secret_hash=hashed(secret), purpose=purpose).first()
    if link is None or (tenant is not None and link.tenant_key != tenant):
        raise LinkRefused(_("This link is not valid. Perhaps it was not copied whole."))
    if link.used_at is not None:
        raise LinkRefused(_("This link has been used already."), "link_used")
    if link.expires_at <= (at or now()):
        raise LinkRefused(_("This link is out of date. Ask for a new one."), "link_expired")
    return link


@transaction.atomic
def use(secret: str, purpose: str, *, tenant: str | None = None, at: datetime | None = None) -> OneTimeLink:
    """Use the link up and answer it; of two who use it at the same moment one is refused."""
    link = look(secret, purpose, tenant=tenant, at=at)
    moment = at or now()
    with entered(""):
        won = OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=moment)
    if not won:
        raise LinkRefused(_("This link has been used already."), "link_used")
    link.used_at = moment
    return link


def withdraw(purpose: str, subject: object, *, at: datetime | None = None) -> int:
    """Make all unused links of this purpose and subject useless; answers how many there were."""
    with entered(""):
        unused = OneTimeLink.objects.filter(
            purpose=purpose, subject=str(getattr(subject, "pk", subject)), used_at__isnull=True
        )
        return unused.update(used_at=at or now())


def hashed(secret: str) -> str:
    """The secret has 256 random bits, so a plain hash is enough and can be looked up."""
    return hashlib.sha256(secret.encode()).hexdigest()
