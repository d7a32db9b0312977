"""Compares every document's version in the table with the one in an index, and repairs what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Sum
from elasticsearch import ApiError

from search.engine import bulk
from search.engine.client import writing
from search.models import Document

CHUNK = 2000
REPAIR = 500
FAR = 1_000_000  # more numbers than are drawn while a stone is remembered


@dataclass(frozen=True)
class Held:
    """A document as an index holds it: which version of the row, written under which number."""

    name: str
    version: int
    number: int


def reconcile(index: str) -> int:
    """Make the index hold what the table holds; answers how many documents differed."""
    writing().indices.refresh(index=index)
    held = {each.name: each for each in in_index(index)}
    _outrun(max((each.number for each in held.values()), default=0))
    wrong, known = [], set()
    for name, version in in_table():
        known.add(name)
        if name not in held or held[name].version != version:
            wrong.append(name)
    for start in range(0, len(wrong), REPAIR):
        bulk.write(Document.objects.for_index().filter(id__in=wrong[start : start + REPAIR]), [index])
    # What the index holds and the table did not when we looked may have come meanwhile; then it has a row now.
    return len(wrong) + _remove_strangers(sorted(held.keys() - known), index)


def seem_equal(index: str) -> bool:
    """A quick look: as many documents, and the sum of their versions. Only `reconcile` compares one by one."""
    writing().indices.refresh(index=index)
    sums = {"versions": {"sum": {"field": "version"}}}
    answer = writing().search(index=index, size=0, track_total_hits=True, aggs=sums)
    rows = Document.objects.findable().aggregate(count=Count("id"), versions=Sum("version"))
    held = (answer["hits"]["total"]["value"], int(answer["aggregations"]["versions"]["value"]))
    return held == (rows["count"], int(rows["versions"] or 0))


def in_table() -> Iterator[tuple[str, int]]:
    """(name, version) of all that may be found, in the order of names."""
    last = ""
    rows = Document.objects.findable().order_by("id").values_list("id", "version")
    while found := list(rows.filter(id__gt=last)[:CHUNK]):
        yield from found
        last = found[-1][0]


def in_index(index: str) -> Iterator[Held]:
    """All that the index holds."""
    after: list[Any] | None = None
    while True:
        question: dict[str, Any] = {"index": index, "size": CHUNK, "source": False, "sort": ["id"]}
        question |= {"version": True, "docvalue_fields": ["version"]}
        if after:
            question["search_after"] = after
        hits = writing().search(**question)["hits"]["hits"]
        if not hits:
            return
        yield from (_held(hit) for hit in hits)
        after = hits[-1]["sort"]


def _held(hit: dict[str, Any]) -> Held:
    """What is no document of ours may lack the version of a row."""
    version = hit.get("fields", {}).get("version", [0])[0]
    return Held(hit["_id"], int(version), int(hit["_version"]))


def _outrun(highest: int) -> None:
    """After a restore the index may bear numbers that were not drawn yet, also on the stones of what was deleted.

    Whoever draws now goes far beyond all of them, whatever others draw in this moment.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select setval('public.search_document_version', %s) from public.search_document_version "
            "where last_value < %s",
            [highest + FAR, highest],
        )


def _remove_strangers(names: list[str], index: str) -> int:
    """What only the index knows: what has a row is written as the row says, the rest simply goes."""
    rows = Document.objects.for_index().filter(id__in=names)
    bulk.write(rows, [index])
    known = set(rows.values_list("id", flat=True))
    try:
        return len(known) + bulk.remove(sorted(set(names) - known), index)
    except ApiError as error:
        raise bulk.Refused(f"{index}: {error.status_code}") from error
