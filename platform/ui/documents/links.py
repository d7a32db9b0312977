"""Which addresses a document may link to: pages, mails, telephones and its own headings."""

import re

_SAFE = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\^`{|}]+|tel:\+?[0-9]+|#[\w.-]+", re.IGNORECASE)


def safe_link(address: str) -> str:
    """The address, or nothing if it is none of those; the words then stand without a link."""
    return address if _SAFE.fullmatch(address) else ""
