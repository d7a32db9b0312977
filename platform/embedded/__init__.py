"""The cellar: runs a real PostgreSQL, Valkey and Elasticsearch from installed packages, so that nothing else is needed.

Schema: none. Doors: the names below and the command `embedded.command.main`.
Never: imports another room or Django, touches a server whose address the environment gives, listens beyond 127.0.0.1.
"""

from .parts import PartStatus, Unavailable
from .places import home
from .running import PARTS, addresses, reset, start, status, stop, wait_until_gone

__all__ = [
    "PARTS",
    "PartStatus",
    "Unavailable",
    "addresses",
    "home",
    "reset",
    "start",
    "status",
    "stop",
    "wait_until_gone",
]
