"""What of planning can be found beside the plans: each floor above says what it has published for everybody.

The search reads frozen values and compares their marks; it knows neither meetings nor notices.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Announced:
    """Something everybody may find: what it says, when it is over (`ends_on`), and its page on the site.

    `sort`: MEETING, NOTICE …; `starts_on` is the day it is shown with; `where` a place where it has one.
    """

    id: str
    sort: str
    title: str
    text: str
    page: str
    starts_on: date
    ends_on: date | None = None
    time: str = ""
    where: str = ""
    is_cancelled: bool = False

    @property
    def mark(self) -> int:
        """Another number for everything that is said otherwise; the same for the same."""
        said = json.dumps(asdict(self), default=str, sort_keys=True).encode()
        return int.from_bytes(hashlib.sha256(said).digest()[:7])


@dataclass(frozen=True, slots=True)
class Source:
    """Where things of one sort come from: `find` those of these ids that are public, `ids` of all that are."""

    find: Callable[[Iterable[uuid.UUID]], Iterable[Announced]]
    ids: Callable[[], Iterable[uuid.UUID]]


_SOURCES: dict[str, Source] = {}


def also_find(sort: str, source: Source) -> None:
    """What a floor above has published is found as well."""
    _SOURCES[sort] = source


def announced(ids: Iterable[str | uuid.UUID]) -> Mapping[str, Announced]:
    """Those of these ids that everybody may know of now, by id, whatever their sort."""
    wanted = [uuid.UUID(str(each)) for each in ids]
    return {each.id: each for source in _SOURCES.values() for each in source.find(wanted)}


def announced_ids() -> list[str]:
    """Everything that everybody may know of now."""
    return sorted({str(each) for source in _SOURCES.values() for each in source.ids()})
