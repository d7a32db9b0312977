"""What a person may do with likely pairs and merged entries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.merging.providers import merge_providers, unmerge_providers
from catalogue.merging.refusing import MergeRefused
from catalogue.merging.services import merge_services, unmerge_services
from catalogue.models import LikelyPair, Merge, What
from kernel.journal import record

__all__ = ["MergeRefused", "Unmerged", "merge_providers", "merge_services", "tell_apart", "unmerge"]


@dataclass(frozen=True)
class Unmerged:
    """What taking apart could not put back: fields that somebody has changed since."""

    merge: Merge
    stayed: tuple[str, ...]


@transaction.atomic
def unmerge(merge: Merge, *, by: Any, at: datetime) -> Unmerged:
    """Take two merged entries apart again."""
    held = Merge.objects.select_for_update().get(pk=merge.pk)
    if held.undone_at is not None:
        raise MergeRefused(_("These two entries were taken apart already."), "undone")
    apart = unmerge_services if held.what == What.SERVICE else unmerge_providers
    stayed = apart(held, by=by, at=at)
    held.undone_at, held.undone_by = at, getattr(by, "pk", by)
    held.save(update_fields=["undone_at", "undone_by"])
    return Unmerged(held, tuple(stayed))


@transaction.atomic
def tell_apart(pair: LikelyPair, *, by: Any, at: datetime) -> LikelyPair:
    """A person has looked: these are two. They are not offered again."""
    held = LikelyPair.objects.select_for_update().get(pk=pair.pk)
    if held.told_apart_at is None:
        held.told_apart_at, held.told_apart_by = at, getattr(by, "pk", by)
        held.save(update_fields=["told_apart_at", "told_apart_by"])
        record("catalogue.told_apart", subject=held, by=by, at=at, one=held.one, other=held.other)
    return held
