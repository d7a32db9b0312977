"""Passing a signed-in person from the region's site to a municipality's site, without a cookie that both could read.

The municipality gives the browser a secret (nonce) and sends it to the region with the nonce's hash (challenge). The
region answers with a code that works once, within a minute, on that site and only beside the right nonce.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.errors import LinkRefused
from accounts.models import SignIn
from kernel.tenancy import entered

PURPOSE = "accounts.hand_over"
CODE_LIFETIME = timedelta(seconds=60)
CHALLENGE_LENGTH = 64


def new_nonce() -> str:
    return secrets.token_urlsafe(32)


def challenge_of(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()


def make_code(sign_in: SignIn, *, site: str, challenge: str, back: str, at: datetime) -> str:
    """A code that opens a session on the site for the browser that holds the nonce of the challenge."""
    return tokens.make_link(PURPOSE, sign_in, site, CODE_LIFETIME, at=at, challenge=challenge, back=back)


@transaction.atomic
def take_code(code: str, *, site: str, nonce: str, at: datetime) -> tuple[SignIn, str]:
    """The signing-in that the code stands for and where the person wanted to go; uses the code up."""
    link = tokens.look(code, PURPOSE, tenant=site, at=at)
    if not nonce or not hmac.compare_digest(challenge_of(nonce), link.facts["challenge"]):
        raise LinkRefused(_("The sign-in was begun in another browser."), "other_browser")
    tokens.use(code, PURPOSE, tenant=site, at=at)
    with entered(""):
        sign_in = SignIn.objects.select_related("user").filter(pk=link.subject, ended_at__isnull=True).first()
    if sign_in is None or not sign_in.user.is_active:
        raise LinkRefused(_("You have signed out meanwhile."), "signed_out")
    return sign_in, link.facts["back"]
