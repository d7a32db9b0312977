"""Cache keys that cannot meet: the tenant is always in them, and odd or long texts become a fingerprint."""

import hashlib
import re

from django.utils.translation import get_language

from kernel.tenancy import current_key

PLAIN = re.compile(r"[\x21-\x7e]{1,160}")


def make_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: the same key in two tenants is two keys."""
    text = str(key)
    safe = text if PLAIN.fullmatch(text) else "~" + hashlib.sha256(text.encode()).hexdigest()
    return f"{key_prefix}:{version}:{current_key() or '-'}:{safe}"


def in_language(key: str) -> str:
    """A key for something that is kept once for each language."""
    return f"{key}:{get_language() or '-'}"
