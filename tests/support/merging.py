"""The same service in two registers, and all that hangs on services that are merged."""

from typing import Any

from support.registers import service

VALUES = [
    "provider_id", "kind_id", "register", "register_key", "starts_on", "ended_on", "forms", "target_note",
    "name", "description", "phones", "emails", "webs", "prices", "capacity_free", "is_published", "withdrawn_on",
    "hides_address", "merged_into_id",
]  # fmt: skip


def other_register(key: str = "X-9", *, row: int = 9, **said: Any) -> Any:
    facts = {"name": "Služba jedna", "phones": ["+421484123456", "+421905111222"], "description": "Opis"} | said
    return service(key, row=row, register="iny", **facts)


def as_it_was(*services: Any) -> Any:
    """All that hangs on these services."""
    from catalogue.models import Claim, Mention, NetworkEntry, RegisterKey, Service

    ids = [each.pk for each in services]
    return {
        "services": list(Service.objects.filter(pk__in=ids).order_by("pk").values(*VALUES)),
        "places": sorted(Service.objects.filter(pk__in=ids).values_list("pk", "at_places__place__street")),
        "groups": sorted(Service.objects.filter(pk__in=ids).values_list("pk", "target_groups")),
        "capacities": sorted(Service.objects.filter(pk__in=ids).values_list("pk", "capacities__count")),
        "mentions": sorted(Mention.objects.filter(service__in=ids).values_list("pk", "service")),
        "keys": sorted(RegisterKey.objects.values_list("key", "service")),
        "words": sorted(
            Claim.objects.filter(service__in=ids, undone_at__isnull=True).values_list("pk", "service", "field")
        ),
        "network": sorted(NetworkEntry.objects.filter(service__in=ids).values_list("pk", "service")),
    }


def mention(held: Any, measure: int, plan: int = 1) -> None:
    from uuid import UUID

    from catalogue import intake
    from catalogue.intake import MentionRecord

    record = MentionRecord(held.pk, "Alfa", "Plán", UUID(int=measure), "Opatrenie", "https://alfa.example.sk/m/")
    intake.replace_mentions("k1", UUID(int=plan), [record], 1)
