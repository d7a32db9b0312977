"""The connection to Elasticsearch: short patience for readers, more of it for writers."""

import logging
from functools import cache

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

PATIENCE_OF_READERS = 0.45
TIME_LIMIT = "400ms"  # the same, told to Elasticsearch
PATIENCE_OF_WRITERS = 30.0

# Its lines name addresses of the cluster only, but at DEBUG they would hold what people searched for.
logging.getLogger("elastic_transport").setLevel(logging.WARNING)
logging.getLogger("elasticsearch").setLevel(logging.WARNING)


class SearchUnavailable(Exception):
    """Elasticsearch does not answer, or not in time, or has no index yet."""


FAILURES = (TransportError, ApiError)


def is_configured() -> bool:
    return bool(settings.OPORA_ELASTICSEARCH_URL)


def alias() -> str:
    """The name that searches ask; the index behind it changes."""
    return f"{settings.OPORA_INDEX_PREFIX}-search"


def reading() -> Elasticsearch:
    return _client(_address(), PATIENCE_OF_READERS, retries=0)


def writing() -> Elasticsearch:
    return _client(_address(), PATIENCE_OF_WRITERS, retries=1)


def _address() -> str:
    if not is_configured():
        raise SearchUnavailable("no address is set")
    return str(settings.OPORA_ELASTICSEARCH_URL)


@cache
def _client(address: str, patience: float, retries: int) -> Elasticsearch:
    return Elasticsearch(
        address,
        request_timeout=patience,
        max_retries=retries,
        retry_on_timeout=False,
        retry_on_status=(429,),
        connections_per_node=16,
        http_compress=False,
    )


def reason(error: Exception) -> str:
    """The kind of failure, without the words that were searched for."""
    status = getattr(error, "status_code", None)
    return f"{type(error).__name__}{f' {status}' if status else ''}"
