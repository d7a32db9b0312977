"""Ids of parts that have no row of their own: always the same for the same part, since they are made of its words."""

from uuid import UUID, uuid5

NAMESPACE = UUID("6f1d3a52-3c0e-5d43-9a64-0d9d3c1f7a11")  # never to be changed: consumers keep these ids


def derived(*parts: object) -> str:
    """The id of a part, e.g. of a telephone number of a service."""
    return str(uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts)))
