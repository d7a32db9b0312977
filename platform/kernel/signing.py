"""Signed values that hold in one tenant and for one purpose only."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from kernel.tenancy import current_key


def signer(purpose: str) -> signing.TimestampSigner:
    """A signer whose salt holds the purpose and the tenant where we stand."""
    return signing.TimestampSigner(salt=f"opora:{purpose}:{current_key() or '-'}")


def sign(value: Any, purpose: str) -> str:
    """A text fit for an address that carries the value, safe from changes."""
    return signer(purpose).sign_object(value, compress=True)


def seal(text: str, purpose: str) -> str:
    """A short mark of the text, which cannot be read out of it nor made without our key: for an e-mail that has to
    fit what a link was sent to, and shall not stand in the link."""
    return _seal(text, purpose, settings.SECRET_KEY)


def fits(text: str, sealed: str, purpose: str) -> bool:
    """Whether the mark is of this text, made with our key or with one we had before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(_seal(text, purpose, key), sealed) for key in keys)


def _seal(text: str, purpose: str, key: str | bytes) -> str:
    salt = f"opora:{purpose}:{current_key() or '-'}"
    return salted_hmac(salt, text, secret=key, algorithm="sha256").hexdigest()[:16]


def unsign(text: str, purpose: str, *, max_age: timedelta) -> Any:
    """The value again; raises django.core.signing.BadSignature when changed, too old or from elsewhere."""
    return signer(purpose).unsign_object(text, max_age=max_age)
