"""Writes rows into indexes.

Whoever writes draws a number first and reads committed rows after it; an index takes what bears the highest number.
Every change is followed by a write whose number was drawn after its commit, so the last state stays, in whatever order
requests arrive, and whoever died on the way is outrun.
"""

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection
from elasticsearch import ApiError, Elasticsearch, helpers

from search.engine.client import FAILURES, SearchUnavailable, reason, writing
from search.models import Document, DocumentQuerySet

ALREADY_NEWER = 409
NOT_THERE = 404
BUSY = (429, 503)
CHUNK = 500
CHUNK_BYTES = 5 * 1024 * 1024
SENDERS = 2
HOW: dict[str, Any] = {
    "chunk_size": CHUNK,
    "max_chunk_bytes": CHUNK_BYTES,
    "raise_on_error": False,
    "raise_on_exception": True,
}


class Refused(Exception):
    """Elasticsearch will never take this document as it is."""


def write(rows: DocumentQuerySet, indexes: Iterable[str]) -> None:
    """Read these rows and bring them into each of the indexes."""
    number = draw()
    send(list(rows), indexes, number)


def draw() -> int:
    """The next number; what is committed before can be read by whoever holds it."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('public.search_document_version')")
        return int(cursor.fetchone()[0])


def send(rows: list[Document], indexes: Iterable[str], number: int) -> int:
    """Bring rows that were read after this number was drawn into each of the indexes."""
    actions = (action(row, index, number) for index in indexes for row in rows)
    return carry_out(helpers.streaming_bulk(writing(), actions, **HOW))


def load(pieces: Iterable[tuple[int, list[Document]]], index: str) -> int:
    """The same for a whole index: this thread reads the table, two others send what it has read."""
    written, waiting = 0, deque[Future[int]]()
    with ThreadPoolExecutor(SENDERS, thread_name_prefix="search-load") as senders:
        for number, rows in pieces:
            waiting.append(senders.submit(send, rows, [index], number))
            if len(waiting) > 2 * SENDERS:
                written += waiting.popleft().result()
        return written + sum(each.result() for each in waiting)


def action(row: Any, index: str, number: int) -> dict[str, Any]:
    """One line of a bulk request for a row of `for_index()`; what may not be found is deleted, with that number."""
    named = {"_index": index, "_id": row.id, "version": number, "version_type": "external_gte"}
    if row.is_findable:
        return {**named, "_op_type": "index", "_source": row.source}
    return {**named, "_op_type": "delete"}


def carry_out(answers: Iterable[tuple[bool, Any]]) -> int:
    """Read the answers; the first that is a real failure is raised, the documents' words left out."""
    written = 0
    try:
        for is_well, answer in answers:
            if is_well:
                written += 1
            else:
                _judge(*next(iter(answer.items())))
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
