"""Count and decide in one statement, so that two requests at once cannot both take the last turn."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.http import HttpRequest

from kernel.limits.models import Counter
from kernel.tenancy import current_key

# A span begins with the first turn and is not renewed by those that follow.
TAKE_TURN = """
INSERT INTO public.limits_counter AS counter (key, count, ends_at)
VALUES (%(key)s, 1, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN counter.ends_at <= clock_timestamp() THEN 1 ELSE counter.count + 1 END,
    ends_at = CASE WHEN counter.ends_at <= clock_timestamp() THEN excluded.ends_at ELSE counter.ends_at END
RETURNING count, ceil(extract(epoch FROM ends_at - clock_timestamp()))::int
"""


@dataclass(frozen=True)
class Turn:
    """Whether it may be done now, and else how many seconds to wait."""

    allowed: bool
    wait: int

    def __bool__(self) -> bool:
        return self.allowed


def spend(key: str, times: int, per: timedelta) -> Turn:
    """Take a turn: true for the first `times` within `per`. Call it outside the transaction of the act itself."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN, {"key": _fingerprint(key), "seconds": per.total_seconds()})
        count, wait = cursor.fetchone()
    return Turn(count <= times, 0 if count <= times else max(wait, 1))


def _fingerprint(key: str) -> str:
    """Keys hold addresses of people's machines; only a keyed digest of them is kept."""
    return hashlib.blake2s(f"{current_key()}:{key}".encode(), key=str(settings.SECRET_KEY).encode()[:32]).hexdigest()


def address_of(request: HttpRequest) -> str:
    """The network address the request came from, past `OPORA_PROXIES` proxies of our own."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    proxies = getattr(settings, "OPORA_PROXIES", 0)
    given = hops[-proxies] if 0 < proxies <= len(hops) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(given)
    except ValueError:
        return ""
    # One household of IPv6 holds 2^64 addresses; it counts as one.
    return str(address) if address.version == 4 else address.exploded[:19]


def sweep() -> int:
    """Remove counters whose span is over."""
    return Counter.objects.filter(ends_at__lt=Now()).delete()[0]
