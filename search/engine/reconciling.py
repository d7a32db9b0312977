"""Compares every document's version in the table with the one in an index, and repairs what differs."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Sum
from elasticsearch import ApiError

from search.engine import bulk
from search.engine.client import writing
from search.models import Document

CHUNK = 2000
REPAIR = 500

Pair = tuple[str, int]


def reconcile(index: str) -> int:
    """Make the index hold what the table holds; answers how many documents differed."""
    writing().indices.refresh(index=index)
    held = dict(in_index(index))
    wrong, known = [], set()
    for name, version in in_table():
        known.add(name)
        if held.get(name) != version:
            wrong.append(name)
    # What the index holds and the table did not when we looked may have come meanwhile; then it has a row now.
    strangers = sorted(held.keys() - known)
    _outrun({name: held.get(name, 0) for name in wrong})
    for start in range(0, len(wrong), REPAIR):
        bulk.write(Document.objects.for_index().filter(id__in=wrong[start : start + REPAIR]), [index])
    return len(wrong) + _remove_strangers(strangers, index)


def settle(names: list[str], index: str) -> None:
    """What the index refused as older than what it holds.

    Mostly somebody else has just written a newer state. But a relay may have died between telling the index and
    committing its row: then the index holds what never came true. So we wait for whoever holds the rows, and outrun
    the index where it holds something else.
    """
    with transaction.atomic():
        rows = dict(
            Document.objects.select_for_update().filter(id__in=names).order_by("id").values_list("id", "is_findable")
        )
        versions = dict(Document.objects.filter(id__in=names).values_list("id", "version"))
        held = _held(list(rows), index)
        wrong = [name for name, is_findable in rows.items() if held.get(name, 0) != (is_findable and versions[name])]
        _outrun({name: held.get(name, 0) for name in wrong})
        bulk.write(Document.objects.for_index().filter(id__in=wrong), [index])


def _held(names: list[str], index: str) -> dict[str, int]:
    """The versions an index holds now, also what it does not show yet."""
    found = writing().mget(index=index, ids=names, source=False)["docs"] if names else []
    return {each["_id"]: int(each["_version"]) for each in found if each.get("found")}


def seem_equal(index: str) -> bool:
    """A quick look: as many documents, and the sum of their versions. Only `reconcile` compares one by one."""
    writing().indices.refresh(index=index)
    sums = {"versions": {"sum": {"field": "version"}}}
    answer = writing().search(index=index, size=0, track_total_hits=True, aggs=sums)
    rows = Document.objects.findable().aggregate(count=Count("id"), versions=Sum("version"))
    held = (answer["hits"]["total"]["value"], int(answer["aggregations"]["versions"]["value"]))
    return held == (rows["count"], int(rows["versions"] or 0))


def in_table() -> Iterator[Pair]:
    """(name, version) of all that may be found, in the order of names."""
    last = ""
    rows = Document.objects.findable().order_by("id").values_list("id", "version")
    while found := list(rows.filter(id__gt=last)[:CHUNK]):
        yield from found
        last = found[-1][0]


def in_index(index: str) -> Iterator[Pair]:
    """(name, version) of all that the index holds."""
    after: list[Any] | None = None
    while True:
        question: dict[str, Any] = {"index": index, "size": CHUNK, "version": True, "source": False, "sort": ["id"]}
        if after:
            question["search_after"] = after
        hits = writing().search(**question)["hits"]["hits"]
        if not hits:
            return
        yield from ((hit["_id"], int(hit["_version"])) for hit in hits)
        after = hits[-1]["sort"]


def _outrun(held: dict[str, int]) -> None:
    """Give rows new versions where the index would refuse the ones they have.

    After a restore the table may be older than the index; and what was lost from the index may have left a stone there.
    """
    present = dict(Document.objects.filter(id__in=list(held)).values_list("id", "version"))
    refused = [name for name, version in present.items() if version < held[name] or not held[name]]
    if not refused:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select setval('public.search_document_version', greatest(%s, nextval('public.search_document_version')))",
            [max(held[name] for name in refused)],
        )
        cursor.execute("update public.search_document set version = version where id = any(%s)", [refused])


def _remove_strangers(names: list[str], index: str) -> int:
    """What only the index knows: rows that were buried there go with their version, the rest simply goes."""
    rows = list(Document.objects.for_index().filter(id__in=names))
    bulk.write(rows, [index])
    unknown = sorted(set(names) - {row.id for row in rows})
    try:
        return len(rows) + bulk.remove(unknown, index)
    except ApiError as error:
        raise bulk.Refused(f"{index}: {error.status_code}") from error
