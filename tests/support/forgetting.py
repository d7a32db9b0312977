"""What a process keeps for a minute is forgotten: for tests that change it under its hands."""

from django.core.cache import caches


def forget() -> None:
    """Also that Elasticsearch did not answer, for a page may have been asked where no index was made yet."""
    from search.engine.breaker import breaker

    for alias in ("local", "names"):
        caches[alias].clear()
    breaker.close()
