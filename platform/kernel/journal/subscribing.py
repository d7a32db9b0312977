"""Who wants to hear of what: the register of subscribers, filled when the rooms start."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured

PATTERN = re.compile(r"[a-z_]+\.([a-z_]+|\*)")


@dataclass(frozen=True)
class Event:
    """One thing that happened, as its subscribers see it."""

    id: UUID
    number: int
    verb: str
    tenant_key: str
    subject_kind: str
    subject_id: str
    by_id: UUID | None
    at: datetime
    facts: Mapping[str, Any]


Hearing = Callable[[list[Event]], None]


class Later(Exception):
    """What the event speaks of cannot be seen yet: bring the event again soon, nobody has failed."""


class Away(Exception):
    """The part that the subscriber works on does not answer: keep all its events until it does."""


@dataclass(frozen=True)
class Subscriber:
    name: str
    patterns: tuple[str, ...]
    hear: Hearing

    def wants(self, verb: str) -> bool:
        return any(pattern == verb or _covers(pattern, verb) for pattern in self.patterns)


_subscribers: dict[str, Subscriber] = {}


def _covers(pattern: str, verb: str) -> bool:
    return pattern.endswith(".*") and verb.startswith(pattern[:-1])


def subscribe(*patterns: str, name: str) -> Callable[[Hearing], Hearing]:
    """Have the function called with the events of these verbs (`room.what_happened` or `room.*`).

    It runs in a relay, in the tenant of the events and in one transaction with the note that it has heard them. It must
    be idempotent and ask for the present state: events may come twice, late or in another order. It may raise `Later`
    or `Away`; any other error is a failure, tried again with growing pauses and in the end laid aside for the operator.
    """
    for pattern in patterns:
        if not PATTERN.fullmatch(pattern):
            raise ImproperlyConfigured(f"{pattern!r} is not a verb like 'room.what_happened' or 'room.*'.")

    def enrol(function: Hearing) -> Hearing:
        known = _subscribers.get(name)
        if known and _address(known.hear) != _address(function):
            raise ImproperlyConfigured(f"Two subscribers are called {name!r}.")
        _subscribers[name] = Subscriber(name, patterns, function)
        return function

    return enrol


def _address(function: Hearing) -> tuple[str, str]:
    return function.__module__, function.__qualname__


def subscribers_of(verb: str) -> list[str]:
    """The names of those who want to hear of this verb."""
    return sorted(subscriber.name for subscriber in _subscribers.values() if subscriber.wants(verb))


def subscriber(name: str) -> Subscriber:
    return _subscribers[name]


def known_names() -> list[str]:
    """The subscribers of the running code; deliveries of others wait for a release that knows them."""
    return sorted(_subscribers)
