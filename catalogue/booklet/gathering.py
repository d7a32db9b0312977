"""Which services a booklet holds, and a fingerprint of the state they are in."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from catalogue import feed
from catalogue.booklet.choices import Area, Choice
from catalogue.cards import ServiceCard
from catalogue.models import Provider, Reach, Service, ServiceAtPlace
from tenants.queries import region

EDITION = "1"  # raise it when the look or the words of booklets change: kept ones are then made anew
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Selection:
    ids: tuple[UUID, ...]
    fingerprint: str


def select(choice: Choice, area: Area, day: date) -> Selection:
    """The services that stand in the area or come to it, with the state of each in the fingerprint."""
    stands = ServiceAtPlace.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=day),
        service=OuterRef("pk"),
        place__municipality__in=area.municipalities,
    )
    comes = Reach.objects.filter(service=OuterRef("pk"), code__in=area.codes)
    rows = Service.objects.offered(day).filter(Q(Exists(stands)) | Q(Exists(comes)))
    if choice.target_group:
        rows = rows.for_target_group(choice.target_group)
    versions = list(rows.order_by("pk").values_list("pk", "version"))
    here = region()
    digest = hashlib.sha256(f"{EDITION}|{area.name}|{here.name if here else ''}|{sorted(area.codes)}".encode())
    digest.update("".join(f"{pk}{version}" for pk, version in versions).encode())
    return Selection(tuple(pk for pk, _version in versions), digest.hexdigest())


def cards(ids: Iterable[UUID], day: date) -> Iterator[list[ServiceCard]]:
    """The cards, some hundreds at a time, so that a page of progress moves and memory stays."""
    wanted = list(ids)
    for start in range(0, len(wanted), AT_ONCE):
        yield feed.service_cards(wanted[start : start + AT_ONCE], day=day)


def provider_phones(found: Iterable[ServiceCard]) -> dict[UUID, tuple[str, ...]]:
    """Numbers of the providers of those services that have no contact of their own."""
    bare = {card.provider_id for card in found if not (card.phones or card.emails or card.webs)}
    rows = Provider.objects.filter(pk__in=bare).values_list("pk", "phones") if bare else []
    return {pk: tuple(numbers) for pk, numbers in rows}
