"""Keeps what a merge did, so that it can be taken apart."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from catalogue.models import LikelyPair, Merge, Provider, Service, What


def remember(
    what: What,
    kept: Service | Provider,
    gone: Service | Provider,
    *,
    chosen: Mapping[str, str],
    asked: Collection[str],
    moved: dict[str, Any],
    by: Any,
    at: datetime,
) -> Merge:
    """The merge as a row of its own; of what was chosen only the fields in `asked`, in which the two differed.

    No pair waits any more with the entry that is gone.
    """
    LikelyPair.objects.waiting(what).filter(Q(one=gone.pk) | Q(other=gone.pk)).delete()
    return Merge.objects.create(
        what=what,
        kept=kept.pk,
        gone=gone.pk,
        kept_title=kept.name,
        gone_title=gone.name,
        chosen={name: choice for name, choice in chosen.items() if name in asked},
        moved=moved,
        merged_at=at,
        merged_by=getattr(by, "pk", by),
    )
