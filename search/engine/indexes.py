"""Which indexes there are: made, written, asked, dropped.

A writer holds one lock in shared mode until its transaction ends; whoever changes which indexes are written takes it
alone. So an index that is being filled misses nothing: what was committed before is read by the filling, and what comes
after is written into both.
"""

from datetime import datetime

from django.db import connection, transaction
from elasticsearch import ApiError

from search.engine.client import alias, writing
from search.engine.mapping import SETTINGS, fingerprint, mapping
from search.models import IndexState

LOCK_WRITERS = 7_305_002


def written() -> list[str]:
    """The indexes that every change goes to; held so until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock_shared(%s)", [LOCK_WRITERS])
    rows = IndexState.objects.filter(alias=alias(), is_written=True)
    return list(rows.order_by("created_at").values_list("name", flat=True))


def asked() -> IndexState | None:
    """The index behind the alias, as we remember it."""
    return IndexState.objects.filter(alias=alias(), is_asked=True).first()


def fits() -> bool:
    """Whether the index that is asked was made as one would be made now, and is still there."""
    state = asked()
    return bool(state and state.fingerprint == fingerprint() and _stands_behind_alias(state.name))


def _stands_behind_alias(name: str) -> bool:
    return bool(writing().indices.exists_alias(index=name, name=alias()))


def create(at: datetime) -> IndexState:
    """A new, empty index that every change goes to from now on."""
    name = f"{alias()}-{fingerprint()}-{at:%Y%m%d%H%M%S%f}"
    writing().indices.create(index=name, settings={**SETTINGS, "refresh_interval": "-1"}, mappings=mapping())
    with transaction.atomic():
        _write_alone()
        return IndexState.objects.create(name=name, alias=alias(), fingerprint=fingerprint(), created_at=at)


def switch(state: IndexState, documents: int, at: datetime) -> None:
    """Let searches ask this index, by one call; the one asked before is kept, unwritten, for a return."""
    with transaction.atomic():
        _write_alone()
        _point_alias_at(state.name)
        others = IndexState.objects.filter(alias=alias()).exclude(pk=state.pk)
        others.update(is_asked=False, is_written=False)
        IndexState.objects.filter(pk=state.pk).update(is_asked=True, documents=documents, switched_at=at)


def _point_alias_at(name: str) -> None:
    client = writing()
    before = [index for index in _behind_alias() if index != name]
    moves = [{"remove": {"index": index, "alias": alias()}} for index in before]
    client.indices.update_aliases(actions=[*moves, {"add": {"index": name, "alias": alias()}}])


def _behind_alias() -> list[str]:
    try:
        return list(writing().indices.get_alias(name=alias()))
    except ApiError as error:
        if error.status_code == 404:
            return []
        raise


def give_up(state: IndexState) -> None:
    """An index that could not be filled is dropped again."""
    with transaction.atomic():
        _write_alone()
        IndexState.objects.filter(pk=state.pk).delete()
    _drop(state.name)


def drop_old() -> list[str]:
    """Keep the index that is asked and the one before it; drop the others, also those nobody remembers."""
    remembered = IndexState.objects.filter(alias=alias(), switched_at__isnull=False)
    kept = list(remembered.order_by("-is_asked", "-switched_at").values_list("name", flat=True)[:2])
    here = writing().indices.get(index=f"{alias()}-*", expand_wildcards="open")
    filling = IndexState.objects.filter(alias=alias(), is_written=True, is_asked=False).values_list("name", flat=True)
    old = sorted(set(here) - set(kept) - set(filling))
    for name in old:
        _drop(name)
    IndexState.objects.filter(alias=alias(), is_written=False).exclude(name__in=kept).delete()
    return old


def _drop(name: str) -> None:
    writing().options(ignore_status=404).indices.delete(index=name)


def _write_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK_WRITERS])
