"""What a process keeps for a minute is forgotten: for tests that change it under its hands."""

from django.core.cache import caches


def forget() -> None:
    for alias in ("local", "names"):
        caches[alias].clear()
