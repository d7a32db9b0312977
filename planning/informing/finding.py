"""Notices as the search finds them."""

import uuid
from collections.abc import Iterable, Iterator

from django.urls import reverse

from kernel.clock import today
from planning.informing.models import Announcement
from planning.structure.finding import Announced, Source
from tenants.addresses import URLS

SORT = "NOTICE"


def _find(ids: Iterable[uuid.UUID]) -> Iterator[Announced]:
    for row in Announcement.objects.public(today()).filter(pk__in=list(ids)):
        yield Announced(
            id=str(row.pk),
            sort=SORT,
            title=row.title,
            text=row.text,
            page=reverse("planning:notice", URLS, [row.pk]),
            starts_on=row.shown_from or today(),
            ends_on=row.shown_until,
        )


def _ids() -> Iterable[uuid.UUID]:
    return list(Announcement.objects.public(today()).values_list("pk", flat=True))


NOTICES = Source(_find, _ids)
