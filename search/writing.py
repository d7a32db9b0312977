"""Writes described documents into their table, many at once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from search.documents import Described, tombstone_fields
from search.models import Document, Word
from search.speaking import manner

COLUMNS = (
    "id",
    "kind",
    "tenant_key",
    "source_id",
    "source_version",
    "made_by",
    "version",
    "is_findable",
    "ends_on",
    "confirmed_on",
    "room_told_on",
    "is_complete",
    "title_key",
    "kind_code",
    "target_groups",
    "forms",
    "municipalities",
    "areas",
    "latitudes",
    "longitudes",
    "exact",
    "lemmas",
    "vector",
    "card",
)
NAMES = ", ".join(COLUMNS)
STAGE = "create temp table document_now (like public.search_document) on commit drop"
PUT = f"""
    insert into public.search_document ({NAMES}) select {NAMES} from document_now order by id
    on conflict (id) do update set {", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])}
"""  # noqa: S608 - names of columns only
PUT_WORDS = """
    insert into public.search_word (word) select unnest(%s::text[]) order by 1 on conflict do nothing
"""


def write(described: Sequence[Described]) -> None:
    """Write these documents as they are; the database gives each its version."""
    if not described:
        return
    made_by = manner()
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy(f"copy document_now ({NAMES}) from stdin") as copy:
            for each in described:
                copy.write_row(_row(each, made_by))
        cursor.execute(PUT)
        cursor.execute("drop table document_now")
    _learn_words(frozenset().union(*(each.words for each in described)))


def _row(each: Described, made_by: str) -> tuple[Any, ...]:
    return (
        each.id,
        str(each.kind),
        each.tenant_key,
        each.source_id,
        each.source_version,
        made_by,
        0,
        True,
        each.ends_on,
        each.confirmed_on,
        each.room_told_on,
        each.is_complete,
        each.title_key,
        each.kind_code,
        list(each.target_groups),
        list(each.forms),
        list(each.municipalities),
        list(each.areas),
        [latitude for latitude, _longitude in each.points],
        [longitude for _latitude, longitude in each.points],
        list(each.exact),
        json.dumps(each.lemmas),
        each.vector,
        json.dumps(each.card, ensure_ascii=False),
    )


def _learn_words(words: Iterable[str]) -> None:
    known = set(Word.objects.filter(word__in=list(words)).values_list("word", flat=True))
    new = sorted(set(words) - known)
    if new:
        with connection.cursor() as cursor:
            cursor.execute(PUT_WORDS, [new])


def bury(versions: Mapping[str, int]) -> None:
    """Take documents from what can be found, with the version of the source that says so."""
    empty = tombstone_fields()
    for name, version in sorted(versions.items()):
        Document.objects.filter(id=name).update(**empty, source_version=version, made_by=manner())
