"""A rule said no: the error that people may read."""

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """A refusal with a translated message fit to show to the person who asked.

    `code` is a stable word for machines; `facts` may carry values the page shows beside the message.
    """

    default_code = "refused"

    def __init__(self, message: Any, code: str = "", *, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.facts = dict(facts or {})

    def __str__(self) -> str:
        return str(self.message)
