"""Writes rows into indexes. What is older than the index holds is refused there, so order does not matter."""

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from elasticsearch import ApiError, Elasticsearch, helpers

from search.engine.client import FAILURES, SearchUnavailable, reason, writing
from search.models import Document

ALREADY_NEWER = 409
NOT_THERE = 404
BUSY = (429, 503)
CHUNK = 500
CHUNK_BYTES = 5 * 1024 * 1024
SENDERS = 2


class Refused(Exception):
    """Elasticsearch will never take this document as it is."""


def write(rows: Iterable[Document], indexes: Iterable[str]) -> dict[str, list[str]]:
    """Bring these rows into each of the indexes; answers which of them an index refused, as it holds newer ones."""
    rows = list(rows)
    actions = (action(row, index) for index in indexes for row in rows)
    refused: dict[str, list[str]] = {}
    carry_out(helpers.streaming_bulk(writing(), actions, **HOW), refused)
    return refused


def load(pieces: Iterable[list[Document]], index: str) -> int:
    """The same for a whole index: this thread reads the table, two others send what it has read."""
    written, waiting = 0, deque[Future[int]]()
    with ThreadPoolExecutor(SENDERS, thread_name_prefix="search-load") as senders:
        for piece in pieces:
            actions = [action(row, index) for row in piece]
            waiting.append(senders.submit(_send, actions))
            if len(waiting) > 2 * SENDERS:
                written += waiting.popleft().result()
        return written + sum(each.result() for each in waiting)


def _send(actions: list[dict[str, Any]]) -> int:
    return carry_out(helpers.streaming_bulk(writing(), actions, **HOW))


HOW: dict[str, Any] = {
    "chunk_size": CHUNK,
    "max_chunk_bytes": CHUNK_BYTES,
    "raise_on_error": False,
    "raise_on_exception": True,
}


def action(row: Any, index: str) -> dict[str, Any]:
    """One line of a bulk request for a row of `for_index()`; what may not be found is deleted, with its version."""
    named = {"_index": index, "_id": row.id, "version": row.version, "version_type": "external_gte"}
    if row.is_findable:
        return {**named, "_op_type": "index", "_source": row.source}
    return {**named, "_op_type": "delete"}


def carry_out(answers: Iterable[tuple[bool, Any]], refused: dict[str, list[str]] | None = None) -> int:
    """Read the answers; the first that is a real failure is raised, the documents' words left out. What is older than
    an index holds is noted in `refused`, by index."""
    written = 0
    try:
        for is_well, answer in answers:
            if is_well:
                written += 1
                continue
            operation, told = next(iter(answer.items()))
            _judge(operation, told)
            if refused is not None and told.get("status") == ALREADY_NEWER:
                refused.setdefault(told["_index"], []).append(told["_id"])
    except FAILURES as error:
        raise SearchUnavailable(reason(error)) from error
    return written


def _judge(operation: str, answer: dict[str, Any]) -> None:
    status = answer.get("status")
    if status == ALREADY_NEWER or (operation == "delete" and status == NOT_THERE):
        return
    cause = answer.get("error") or {}
    name = cause.get("type", "") if isinstance(cause, dict) else ""
    if status in BUSY or name == "index_not_found_exception":
        raise SearchUnavailable(f"{operation} {status} {name}")
    raise Refused(f"{answer.get('_id')}: {status} {name}")


def remove(names: Iterable[str], index: str) -> int:
    """Take documents out that no row speaks of any more, not even as deleted."""
    client: Elasticsearch = writing()
    removed = 0
    for name in names:
        try:
            client.delete(index=index, id=name)
            removed += 1
        except ApiError as error:
            if error.status_code != NOT_THERE:
                raise
    return removed
