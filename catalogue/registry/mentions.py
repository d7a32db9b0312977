"""What published plans say about services, written for planning so that the catalogue never has to ask it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Mention, Service
from catalogue.registry.records import MentionRecord
from kernel.errors import DomainError


@transaction.atomic
def replace_mentions(
    tenant_key: str, plan_id: UUID | str, mentions: Sequence[MentionRecord], source_version: int
) -> int:
    """Let the mentions of this plan be exactly these; answers how many rows were written.

    An older version of the plan than the one last heard of changes nothing. Services that do not exist are left out;
    what a plan says of a merged service is said of the one it was merged into.
    """
    if not all(each.address.startswith(("http://", "https://")) for each in mentions):
        raise AddressRefused(_("The address of a measure must begin with https:// or http://."))
    merged = dict(
        Service.objects.filter(pk__in={each.service_id for each in mentions}, merged_into__isnull=False).values_list(
            "pk", "merged_into_id"
        )
    )
    mentions = [replace(each, service_id=merged.get(each.service_id, each.service_id)) for each in mentions]
    held = {
        (row.service_id, row.measure_id): row
        for row in Mention.objects.select_for_update().filter(tenant_key=tenant_key, plan_id=plan_id)
    }
    if any(row.source_version > source_version for row in held.values()):
        return 0
    known = set(Service.objects.filter(pk__in={each.service_id for each in mentions}).values_list("pk", flat=True))
    wanted = {
        (each.service_id, each.measure_id): Mention(
            service_id=each.service_id,
            tenant_key=tenant_key,
            tenant_name=each.tenant_name[:150],
            plan_id=UUID(str(plan_id)),
            plan_title=each.plan_title[:300],
            measure_id=each.measure_id,
            measure_title=each.measure_title[:400],
            address=each.address,
            source_version=source_version,
        )
        for each in mentions
        if each.service_id in known
    }
    return _write(held, wanted)


class AddressRefused(DomainError):
    default_code = "address_refused"


SHOWN = ["tenant_name", "plan_title", "measure_title", "address"]


def _write(held: dict[tuple[UUID, UUID], Mention], wanted: dict[tuple[UUID, UUID], Mention]) -> int:
    new = [row for key, row in wanted.items() if key not in held]
    gone = [row.pk for key, row in held.items() if key not in wanted]
    changed = []
    for key, row in wanted.items():
        here = held.get(key)
        if here and any(getattr(here, name) != getattr(row, name) for name in SHOWN):
            row.pk = here.pk
            changed.append(row)
    Mention.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["service", "tenant_key", "measure_id"],
        update_fields=[*SHOWN, "plan_id", "source_version"],
    )
    Mention.objects.bulk_update(changed, [*SHOWN, "source_version"])
    Mention.objects.filter(pk__in=gone).delete()
    return len(new) + len(gone) + len(changed)


def withdraw_mentions(tenant_key: str, plan_id: UUID | str) -> int:
    """Forget what this plan said, because it is public no longer; answers how many rows went."""
    count, _by_model = Mention.objects.filter(tenant_key=tenant_key, plan_id=plan_id).delete()
    return count
