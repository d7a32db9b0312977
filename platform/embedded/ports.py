"""Free ports on the loopback address."""

import random
import socket

# Below the range systems take for outgoing connections, so that a port stays ours while its part rests.
LOWEST, HIGHEST = 20_000, 32_000


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose(remembered: int = 0) -> int:
    """The remembered port while nobody else has taken it, else a new one."""
    if remembered and is_free(remembered):
        return remembered
    for port in random.sample(range(LOWEST, HIGHEST), 200):
        if is_free(port):
            return port
    raise OSError(f"No free port between {LOWEST} and {HIGHEST} on 127.0.0.1.")


def is_open(port: int, timeout: float = 1.0) -> bool:
    """Whether something accepts connections there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout):
            return True
    except OSError:
        return False
