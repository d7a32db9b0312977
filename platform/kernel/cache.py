"""Cache keys that cannot meet: the tenant is always in them, and odd or long texts become a fingerprint.

And a cache of one process that gives out what it keeps as it is, for values that nobody changes.
"""

import hashlib
import re
import time
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.utils.translation import get_language

from kernel.tenancy import current_key

MOST_HELD = 2000
_HELD: dict[str, dict[str, tuple[float | None, Any]]] = {}
PLAIN = re.compile(r"[\x21-\x7e]{1,160}")


def make_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: the same key in two tenants is two keys."""
    text = str(key)
    safe = text if PLAIN.fullmatch(text) else "~" + hashlib.sha256(text.encode()).hexdigest()
    return f"{key_prefix}:{version}:{current_key() or '-'}:{safe}"


def in_language(key: str) -> str:
    """A key for something that is kept once for each language."""
    return f"{key}:{get_language() or '-'}"


class AsItIs(BaseCache):
    """A cache of one process without copying: no value is packed and unpacked, so a look costs microseconds.

    Only for values that are never changed, such as texts, tuples and dictionaries that are read. `name` is Django's
    LOCATION; each alias has a cache of its own.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._held: dict[str, tuple[float | None, Any]] = _HELD.setdefault(name, {})

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        until, value = self._held.get(self.make_key(key, version), (0.0, default))
        return value if until is None or until > time.monotonic() else default

    def set(self, key: Any, value: Any, timeout: float | None = 60, version: int | None = None) -> None:
        if len(self._held) >= MOST_HELD:
            self.clear()
        self._held[self.make_key(key, version)] = (None if timeout is None else time.monotonic() + timeout, value)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._held.pop(self.make_key(key, version), None) is not None

    def clear(self) -> None:
        self._held.clear()
