"""Signed values that hold in one tenant and for one purpose only."""

from datetime import timedelta
from typing import Any

from django.core import signing

from kernel.tenancy import current_key


def signer(purpose: str) -> signing.TimestampSigner:
    """A signer whose salt holds the purpose and the tenant where we stand."""
    return signing.TimestampSigner(salt=f"opora:{purpose}:{current_key() or '-'}")


def sign(value: Any, purpose: str) -> str:
    """A text fit for an address that carries the value, safe from changes."""
    return signer(purpose).sign_object(value, compress=True)


def unsign(text: str, purpose: str, *, max_age: timedelta) -> Any:
    """The value again; raises django.core.signing.BadSignature when changed, too old or from elsewhere."""
    return signer(purpose).unsign_object(text, max_age=max_age)
