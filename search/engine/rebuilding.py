"""Fills a new index while the old one is asked and both are written, compares, and switches by one call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kernel.clock import today
from search.engine import asking, bulk, indexes
from search.engine.client import writing
from search.engine.mapping import SETTINGS
from search.engine.reconciling import reconcile, seem_equal
from search.models import Document, IndexState
from search.request import SearchRequest
from search.understanding import understand

CHUNK = 500
ROUNDS = 5


class RebuildFailed(Exception):
    """The new index does not come to hold what the table holds; the old one stays."""


@dataclass(frozen=True)
class Rebuilt:
    name: str
    documents: int
    repaired: int


def rebuild(at: datetime) -> Rebuilt:
    """Make a new index of all documents and let searches ask it."""
    state = indexes.create(at)
    try:
        bulk.load(documents(), state.name)
        writing().indices.put_settings(index=state.name, settings={"refresh_interval": SETTINGS["refresh_interval"]})
        repaired = _make_equal(state)
        count = count_of(state.name)
        _warm(state.name)
        indexes.switch(state, count, at)
    except BaseException:
        indexes.give_up(state)
        raise
    indexes.drop_old()
    return Rebuilt(state.name, count, repaired)


def documents() -> Iterator[tuple[int, list[Document]]]:
    """All that may be found, in the order of their names, piece by piece, each with the number drawn before it."""
    last = ""
    while True:
        number = bulk.draw()
        rows = list(Document.objects.findable().for_index().filter(id__gt=last).order_by("id")[:CHUNK])
        if not rows:
            return
        yield number, rows
        last = rows[-1].id


def count_of(name: str) -> int:
    writing().indices.refresh(index=name)
    return int(writing().count(index=name)["count"])


def _warm(name: str) -> None:
    """Ask a few questions with patience, so that the first readers need none."""
    day = today()
    for text in ("pomoc doma", "domov", ""):
        body = asking.body_of_services(SearchRequest(text=text), understand(text), day)
        writing().search(index=name, body=body)


def _make_equal(state: IndexState) -> int:
    """Compare until nothing differs; what other people change meanwhile may need a second look."""
    repaired = 0
    for _round in range(ROUNDS):
        if seem_equal(state.name):
            return repaired
        difference = reconcile(state.name)
        repaired += difference
    if abs(count_of(state.name) - Document.objects.findable().count()) > max(10, repaired):
        raise RebuildFailed(f"{state.name} does not come to hold what the table holds")
    return repaired
