"""What a batch would change, page by page, and which of it a person takes."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from catalogue.folding import Folded
from catalogue.models import Batch, Candidate, Change
from catalogue.registry.records import ChangeCard, FieldChange
from catalogue.registry.staging import BatchRefused
from kernel.text import fold


def changes(
    batch_id: UUID,
    *,
    kinds: list[str] | None = None,
    offset: int = 0,
    limit: int = 50,
    words: str = "",
    field: str = "",
) -> list[ChangeCard]:
    """One page of what the batch would change; streets of hidden addresses are left out."""
    rows = list(_chosen(batch_id, kinds, words, field).order_by("id")[offset : offset + limit])
    ends = [row.pk for row in rows if row.kind == Change.Kind.ENDED]
    waiting = (
        set(Change.objects.filter(waiting_ends(batch_id), pk__in=ends).values_list("pk", flat=True)) if ends else ()
    )
    return [card_of(row, waits=row.pk in waiting) for row in rows]


def count_changes(batch_id: UUID, *, kinds: list[str] | None = None, words: str = "", field: str = "") -> int:
    return int(_chosen(batch_id, kinds, words, field).count())


def _chosen(batch_id: UUID, kinds: list[str] | None, words: str, field: str = "") -> QuerySet[Change]:
    rows = Change.objects.filter(batch_id=batch_id)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if field:
        rows = rows.filter(fields__contains=[{"field": field}])
    named = rows.annotate(folded=Folded(Concat("title", Value(" "), "register_key")))
    for word in fold(words).split():
        named = named.filter(folded__contains=word)
    return named


@transaction.atomic
def choose(
    batch_id: UUID, *, taken: bool, ids: Collection[int] | None = None, kinds: Collection[str] | None = None
) -> int:
    """Take these changes or leave them out, one by one or by kind; answers how many would be written now."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state != Batch.State.COMPARED:
        raise BatchRefused(_("Only of a file that was compared can changes be chosen."))
    rows = Change.objects.filter(batch=batch)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    if taken:
        # Those wait for a person's word on what they are.
        rows = rows.filter(candidates=None).exclude(waiting_ends(batch_id))
    rows.update(is_taken=taken)
    return count_taken(batch_id)


def waiting_ends(batch_id: UUID) -> Q:
    """Services that would end, unless a new record of the same file turns out to be one of them."""
    services = Candidate.objects.filter(change__batch_id=batch_id).values("service_id")
    return Q(kind=Change.Kind.ENDED, service_id__in=services)


def count_taken(batch_id: UUID) -> int:
    """How many services would be written: taken, and not only a word to take note of."""
    quiet = [Change.Kind.NOTED, Change.Kind.UNKNOWN]
    return Change.objects.filter(batch_id=batch_id, is_taken=True).exclude(kind__in=quiet).count()


def card_of(row: Change, *, waits: bool = False) -> ChangeCard:
    return ChangeCard(
        id=row.pk,
        is_taken=row.is_taken,
        waits=waits,
        kind=row.kind,
        row=row.row,
        register=row.register,
        register_key=row.register_key,
        service_id=row.service_id,
        title=row.title,
        fields=tuple(
            FieldChange(
                each["field"],
                _shown(each["field"], each["old"]),
                _shown(each["field"], each["new"]),
                each.get("kept", ""),
            )
            for each in row.fields
        ),
    )


def _shown(field: str, value: Any) -> Any:
    """Of a secret place only the municipality may be seen, even by those who accept it."""
    if field != "places" or not value:
        return value
    hidden = ("name", "street", "house_number", "postcode", "address_code")
    return [place | dict.fromkeys(hidden, "") if place["secret"] else place for place in value]
