"""From where a file may be fetched: hosts and one folder that the operator has named, nothing else.

A host in OPORA_FETCH_HOSTS is reached by HTTPS on its usual port and must stand in the public network. An origin
written in full (`http://10.1.2.3:8080`) is allowed as it stands, also inside the network of the region.
"""

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from imports.reasons import BrokenFile

PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Target:
    """An address that may be asked, taken apart."""

    scheme: str
    host: str
    port: int
    path: str
    is_named_in_full: bool

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"


def allowed_hosts() -> tuple[str, ...]:
    """What the operator has listed, in the order of the setting."""
    return tuple(word.strip().rstrip("/").lower() for word in settings.OPORA_FETCH_HOSTS)


def check_address(address: str, *, base: str = "") -> Target:
    """The address as a target, also of a redirect from `base`; raises BrokenFile where nothing may be fetched."""
    parts, port = _taken_apart(urljoin(base, address))
    host = (parts.hostname or "").rstrip(".")
    listed = allowed_hosts()
    shown = f"[{host}]" if ":" in host else host
    origins = {f"{parts.scheme}://{shown}:{port}"}
    if port == PORTS[parts.scheme]:
        origins.add(f"{parts.scheme}://{shown}")
    in_full = any(origin in listed for origin in origins)
    if not in_full and not (parts.scheme == "https" and port == PORTS["https"] and host in listed):
        raise BrokenFile("HOST_NOT_ALLOWED", host=host)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return Target(parts.scheme, host, port, path, in_full)


def _taken_apart(address: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as wrong:
        raise BrokenFile("BAD_ADDRESS") from wrong
    is_plain = address.isascii() and address.isprintable() and " " not in address
    if not is_plain or not port or not parts.hostname or parts.username is not None or parts.password is not None:
        raise BrokenFile("BAD_ADDRESS")
    return parts, port


def network_addresses(target: Target) -> list[str]:
    """Where the host stands now. It is asked once and connected to by number, so that it cannot move in between."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise BrokenFile("UNKNOWN_HOST", host=target.host) from unknown
    numbers = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not target.is_named_in_full and not all(is_public(number) for number in numbers):
        raise BrokenFile("PRIVATE_HOST", host=target.host)
    return numbers


def is_public(number: str) -> bool:
    """Whether this address belongs to the public network, also where it wraps an older kind of address."""
    found = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1] or _translated(found)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


def _translated(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address behind a translated one (RFC 6052)."""
    if number in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return None


def check_folder(path: str) -> Path:
    """The path below the folder of the operator; raises BrokenFile where it leads out of it or to nothing."""
    if not settings.OPORA_FETCH_FOLDER:
        raise BrokenFile("NO_FOLDER")
    if "\0" in path:
        raise BrokenFile("NO_SUCH_PATH", path="")
    root = Path(settings.OPORA_FETCH_FOLDER).resolve()
    try:
        found = (root / path.strip().lstrip("/")).resolve()
    except OSError as wrong:
        raise BrokenFile("NO_SUCH_PATH", path=path) from wrong
    if not found.is_relative_to(root):
        raise BrokenFile("OUTSIDE_FOLDER")
    if not found.exists():
        raise BrokenFile("NO_SUCH_PATH", path=path)
    return found
