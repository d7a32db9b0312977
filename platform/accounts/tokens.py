"""Every one-time link of the house: for one purpose, on one site, for a time, once.

A page that is opened by a link looks (`look`) and shows what the link is for; only the answer that is sent uses it up
(`use`). A mail scanner that follows links therefore changes nothing.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.errors import LinkRefused
from accounts.models import OneTimeLink
from kernel.clock import now
from kernel.tenancy import entered

SECRET_BYTES = 32
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another one in print
CODE_LETTERS, GROUP = 16, 4  # 80 bits


def make_link(
    purpose: str, subject: object, tenant: str, lifetime: timedelta, *, at: datetime | None = None, **facts: Any
) -> str:
    """Make a link and answer its secret, which is kept nowhere. `tenant` is a key, "" for the region."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return _kept(secret, purpose, subject, tenant, lifetime, at, facts)


def make_code(
    purpose: str, subject: object, tenant: str, lifetime: timedelta, *, at: datetime | None = None, **facts: Any
) -> str:
    """The same with a secret that can be typed from paper. Pages that take it must limit how often it is tried."""
    secret = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LETTERS))
    return _kept(secret, purpose, subject, tenant, lifetime, at, facts)


def printed_code(secret: str) -> str:
    """A code in groups of four, as it stands on paper."""
    return "-".join(secret[place : place + GROUP] for place in range(0, len(secret), GROUP))


def typed_code(text: str) -> str:
    """What somebody typed from paper, as the code was made: in capitals and without gaps."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _kept(
    secret: str,
    purpose: str,
    subject: object,
    tenant: str,
    lifetime: timedelta,
    at: datetime | None,
    facts: dict[str, Any],
) -> str:
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
        return _unused(purpose, subject).update(used_at=at or now())


def use_unseen(purpose: str, subject: object, *, at: datetime, **facts: Any) -> bool:
    """Use up the link that bears these facts without its secret; false where there is none that is unused."""
    with entered(""):
        return bool(_unused(purpose, subject).filter(facts__contains=facts).update(used_at=at))


def forget(purpose: str, subject: object, **facts: Any) -> int:
    """Throw away unused links that bear these facts, to make others in their place; answers how many there were."""
    with entered(""):
        return _unused(purpose, subject).filter(facts__contains=facts).delete()[0]


def facts_of(purpose: str, subject: object) -> list[tuple[dict[str, Any], bool]]:
    """What the links of this purpose and subject bear, and whether each was used."""
    with entered(""):
        rows = OneTimeLink.objects.filter(purpose=purpose, subject=str(getattr(subject, "pk", subject)))
        return [(facts, used_at is not None) for facts, used_at in rows.values_list("facts", "used_at")]


def _unused(purpose: str, subject: object) -> QuerySet[OneTimeLink]:
    return OneTimeLink.objects.filter(
        purpose=purpose, subject=str(getattr(subject, "pk", subject)), used_at__isnull=True
    )


def hashed(secret: str) -> str:
    """The secret has 256 random bits, so a plain hash is enough and can be looked up."""
    return hashlib.sha256(secret.encode()).hexdigest()
