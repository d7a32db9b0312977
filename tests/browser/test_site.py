"""The standing site answers, and its first pages are well made."""

from typing import Any


def test_first_pages(visitor: Any) -> None:
    visitor().go("/")
    visitor(at="alfa").go("/")
