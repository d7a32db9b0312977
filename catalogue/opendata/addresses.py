"""Web addresses and mail addresses as the schemas' formats want them; what cannot be one is left out."""

import re
from urllib.parse import quote, urlsplit

SAFE = "/?:@!$&'()*+,;=-._~"
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def uri(text: str) -> str:
    """The address with everything but plain letters quoted (RFC 3986), or an empty text."""
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode() if not host.isascii() else host
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[A-Za-z0-9._~-]+", host):
        return ""
    found = f"{parts.scheme}://{host}{f':{port}' if port else ''}{_quoted(parts.path)}"
    if parts.query:
        found += f"?{_quoted(parts.query)}"
    return f"{found}#{_quoted(parts.fragment)}" if parts.fragment else found


def _quoted(text: str) -> str:
    return quote(LONE_PERCENT.sub("%25", text), safe=f"{SAFE}%")


def emails(found: list[str]) -> list[str]:
    return [each for each in found if EMAIL.fullmatch(each)]


def uris(found: list[str]) -> list[str]:
    return [good for each in found if (good := uri(each))]
