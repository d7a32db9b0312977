"""What the search does when something happened: the table first, then Elasticsearch, each at its own pace.

Two subscribers, so that a dead Elasticsearch never holds up the search in PostgreSQL. The first reads the present state
through the feeds, the second the table, so events may come twice, late or in another order.
"""

from collections.abc import Sequence
from uuid import UUID

from catalogue import feed as catalogue
from kernel.journal import Away, Event, subscribe
from search import indexing, keeping
from search.engine.client import SearchUnavailable

CATALOGUE = "catalogue.services_changed"
PLANS = ("planning.plan_published", "planning.plan_withdrawn")
# Everything after which a meeting or a notice may read otherwise to the public; more often than that does no harm.
ANNOUNCED = (
    "planning.notice_published",
    "planning.notice_changed",
    "planning.notice_withdrawn",
    "planning.meeting_invited",
    "planning.meeting_changed",
    "planning.meeting_cancelled",
    "planning.minutes_published",
    "planning.minutes_withdrawn",
)


@subscribe(CATALOGUE, name="search.documents")
def keep_documents(events: Sequence[Event]) -> None:
    keeping.keep_services(_services(events))


@subscribe(CATALOGUE, name="search.index")
def index_documents(events: Sequence[Event]) -> None:
    try:
        indexing.index_services(_services(events))
    except SearchUnavailable as error:
        raise Away(str(error)) from error


@subscribe(*PLANS, name="search.plan_documents")
def keep_plans(events: Sequence[Event]) -> None:
    for plan_id in _subjects(events):
        keeping.keep_plan(plan_id)


@subscribe(*PLANS, name="search.plan_index")
def index_plans(events: Sequence[Event]) -> None:
    try:
        for plan_id in _subjects(events):
            indexing.index_plan(plan_id)
    except SearchUnavailable as error:
        raise Away(str(error)) from error


@subscribe(*ANNOUNCED, name="search.announced_documents")
def keep_announced(events: Sequence[Event]) -> None:
    keeping.keep_announced(_subjects(events))


@subscribe(*ANNOUNCED, name="search.announced_index")
def index_announced(events: Sequence[Event]) -> None:
    try:
        indexing.index_announced(_subjects(events))
    except SearchUnavailable as error:
        raise Away(str(error)) from error


def _services(events: Sequence[Event]) -> set[UUID]:
    return {each for event in events for each in catalogue.services_of_event(event.facts)}


def _subjects(events: Sequence[Event]) -> list[str]:
    return sorted({event.subject_id for event in events})
