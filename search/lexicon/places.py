"""Place names and their cases."""

from collections.abc import Iterator


def place_pairs(language: str) -> Iterator[tuple[str, str]]:
    """Nothing yet."""
    yield from ()
