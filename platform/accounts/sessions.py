"""What a session holds: whose site it is and which signing-in it came from, kept true by signals of the libraries."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.commands import begin_sign_in, end_sign_in, forget_second_step, mark_second_step
from accounts.models import SignIn
from kernel.clock import now
from kernel.tenancy import entered

SITE = "site"
SIGN_IN = "sign_in"
DEVICES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def remember_sign_in(request: HttpRequest, user: Any, **_facts: Any) -> None:
    """Signal user_logged_in: a new signing-in, or the one that was handed over from the region's site."""
    sign_in: SignIn | None = getattr(request, "handed_over", None)
    if sign_in is None:
        records = get_authentication_records(request, user)
        proved = any(record.get("method") == "mfa" for record in records)
        sign_in = begin_sign_in(user, second_step=proved, at=now())
    request.session[SIGN_IN] = str(sign_in.pk)


def end_everywhere(request: HttpRequest, **_facts: Any) -> None:
    """Signal user_logged_out: signing out on one site signs out on all."""
    sign_in_id = request.session.get(SIGN_IN) if hasattr(request, "session") else None
    if sign_in_id:
        end_sign_in(sign_in_id, at=now())


def prove_second_step(request: HttpRequest, user: Any, authenticator: Authenticator, **_facts: Any) -> None:
    """Signals authenticator_added and authenticator_used: whoever holds the device has proved it."""
    sign_in_id = request.session.get(SIGN_IN)
    if sign_in_id and authenticator.type in DEVICES and request.user.is_authenticated and request.user.pk == user.pk:
        mark_second_step(sign_in_id)


def withdraw_second_step(user: Any, **_facts: Any) -> None:
    """Signal authenticator_removed."""
    if not Authenticator.objects.filter(user=user, type__in=DEVICES).exists():
        forget_second_step(user)


def living_sign_in(request: HttpRequest) -> SignIn | None:
    """The signing-in of this session while it lasts."""
    sign_in_id = request.session.get(SIGN_IN)
    if not sign_in_id:
        return None
    with entered(""):
        return SignIn.objects.filter(pk=sign_in_id, ended_at__isnull=True).first()


def leave(request: HttpRequest) -> AnonymousUser:
    """Forget the session on this site without asking anything of it."""
    request.session.flush()
    return AnonymousUser()
