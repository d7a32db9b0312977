"""A small register to bring in, and the catalogue as bytes to compare."""

from datetime import UTC, datetime
from typing import Any

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
BYSTRICA, BREZNO, ZILINA = "508438", "508497", "517402"

PLACE = {
    "name": "Domov Dolinka",
    "street": "Hlavná",
    "house_number": "12",
    "postcode": "97401",
    "municipality": BYSTRICA,
    "address_code": "",
}


def service(key: str = "1", *, row: int = 1, register: str = "bbsk", town: str = BYSTRICA, **said: Any) -> Any:
    """One record of a register; what is not said otherwise is the same for all."""
    from catalogue.intake import ServiceRecord

    fields: dict[str, Any] = {
        "provider": {"country": "SK", "ico": "00648515", "name": "Domov Dolinka", "type": "NON_PUBLIC"},
        "kind": "SK448-35",
        "name": f"Služba {key}",
        "forms": ["RESIDENTIAL"],
        "target_groups": ["SK-SENIORS"],
        "places": [PLACE | {"municipality": town}],
        "capacities": [{"form": "RESIDENTIAL", "unit": "BEDS", "count": 27}],
        "phones": ["+421484123456"],
        "ended_on": None,
    }
    return ServiceRecord(register, key, row, fields | said, frozenset({town}))


def sheet(key: str = "1", *, row: int = 1, **said: Any) -> Any:
    from catalogue.intake import ServiceRecord

    return ServiceRecord("bbsk", key, row, said)


def the_catalogue() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the catalogue with the transaction that wrote it: equal means that nothing was written."""
    from django.db import connection

    tables = [
        "provider",
        "place",
        "service",
        "serviceatplace",
        "reach",
        "capacity",
        "service_target_groups",
        "targetgroup",
        "mention",
    ]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"select xmin::text, ctid::text, t::text from catalogue_{table} t order by 3")
            found[table] = cursor.fetchall()
    return found


def entries() -> int:
    from kernel.journal.models import Entry

    return Entry.objects.filter(verb__startswith="catalogue.").count()


def the_service(key: str = "1") -> Any:
    from catalogue.models import Service

    return Service.objects.get(register="bbsk", register_key=key)
