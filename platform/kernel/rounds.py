"""What `opora relay` does again and again: each room that owns a queue registers one round of work."""

from collections.abc import Callable

Round = Callable[[], int]
_rounds: dict[str, Round] = {}


def register(name: str, work: Round) -> None:
    """Let relays call `work`; it handles one batch and answers how many rows it touched (0: nothing to do)."""
    _rounds[name] = work


def registered() -> dict[str, Round]:
    """The rounds of all rooms by name."""
    return dict(_rounds)
