"""Addresses a letter can go to: registers hold many that are none."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def reachable(emails: Iterable[str]) -> list[str]:
    """Those that are e-mail addresses at all, in their order."""
    return [email for email in emails if _is_address(email)]


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
