"""Answers a search: Elasticsearch if it can, else PostgreSQL; and never with nothing but silence."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kernel.clock import today
from search import postgres
from search.engine import asking
from search.engine.breaker import breaker
from search.engine.client import SearchUnavailable, is_configured
from search.found import Found
from search.request import SearchRequest, Sort
from search.understanding import Question, understand


class Widened(StrEnum):
    """What was given up so that something could be shown."""

    NOT = ""
    WORDS = "words"
    PLACE = "place"
    FILTERS = "filters"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, for which request in the end, and what had to be given up for it."""

    found: Found
    request: SearchRequest
    widened: Widened = Widened.NOT
    question: Question = field(default_factory=Question)


def find(request: SearchRequest) -> Found:
    """Exactly what was asked for. Only a sentence that no service of the region holds is content with some words."""
    return find_exactly(request).found


def find_exactly(request: SearchRequest) -> Answer:
    """The same with the question as it was understood."""
    found, question = _find(request, understand(request.text))
    return Answer(found, request, question=question)


def find_or_widen(request: SearchRequest) -> Answer:
    """What was asked for, or else what comes next to it, and which step led there."""
    asked = understand(request.text)
    found, question = _find(request, asked)
    if found.count:
        return Answer(found, request, Widened.NOT if question is asked else Widened.WORDS, question)
    likeliest = question.rivals or tuple(code for code, _weight in question.kinds[:1])
    for wider, widened in _wider(request, likeliest, is_loose=question is not asked):
        found = _services(wider, question)
        if found.count:
            return Answer(found, wider, widened, question)
    return Answer(found, request, Widened.NOTHING, question)


def find_in_plans(request: SearchRequest, sites: Sequence[str]) -> Answer:
    """What these tenants have published of planning: on a municipality's site its own and no other."""
    question = understand(request.text)
    found = _planning(request, question, sites)
    if not found.facets.get("kind") and question.can_relax:
        found = _planning(request, question.relaxed(), sites)
    return Answer(found, request, question=question)


def _find(request: SearchRequest, question: Question) -> tuple[Found, Question]:
    found = _services(request, question)
    if found.count or not question.can_relax or _is_held_somewhere(request, question):
        return found, question
    loose = question.relaxed()
    return _services(request, loose), loose


def _is_held_somewhere(request: SearchRequest, question: Question) -> bool:
    if not (request.where or request.has_filters):
        return False
    return (
        _services(replace(request.without_place().without_filters(), page=1, page_size=1), question.settled()).count > 0
    )


def _wider(
    request: SearchRequest, kinds: tuple[str, ...], *, is_loose: bool
) -> Iterator[tuple[SearchRequest, Widened]]:
    """The likeliest help elsewhere, the nearest first, then any that fits; then without filters, also those that were
    read from the words."""
    elsewhere = replace(request, where=None, near=request.where, page=1, sort=Sort.FIT if is_loose else Sort.NEAR)
    if request.where and kinds and not (request.kinds or request.within_kinds):
        yield replace(elsewhere, within_kinds=kinds), Widened.PLACE
    if request.where:
        yield elsewhere, Widened.PLACE
    if request.has_filters or request.within_groups:
        yield replace(request.without_filters(), page=1), Widened.FILTERS
    if request.where and (request.has_filters or request.within_groups):
        yield elsewhere.without_filters(), Widened.PLACE


def _services(request: SearchRequest, question: Question) -> Found:
    day = today()
    # Whoever has chosen kinds, or another order, is not to be shown several kinds first.
    asked = question if request.sort == Sort.FIT and not request.kinds else question.settled()
    return _by_whom_can(
        lambda: asking.find_services(request, asked, day), lambda: postgres.find_services(request, asked, day)
    )


def _planning(request: SearchRequest, question: Question, sites: Sequence[str]) -> Found:
    question, day = question.settled(), today()
    return _by_whom_can(
        lambda: asking.find_planning(request, question, sites, day),
        lambda: postgres.find_planning(request, question, sites, day),
    )


def _by_whom_can(first: Callable[[], Found], instead: Callable[[], Found]) -> Found:
    if is_configured() and not breaker.is_open:
        try:
            return first()
        except SearchUnavailable as error:
            breaker.failed(error)
    return instead()
