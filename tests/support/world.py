"""The small world of the tests: a region and two towns that look alike."""

from datetime import UTC, datetime

FOUNDED = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
REGION_HOST = "localhost"
HOSTS = {"alfa": "alfa.localhost", "beta": "beta.localhost"}


def found_the_world() -> None:
    from django.core.management import call_command

    from tenants.commands import found_tenant

    for country in ("SK", "CZ"):
        call_command("load_municipalities", country=country, verbosity=0)
    call_command("load_reference", verbosity=0)
    facts = {"country": "SK", "language": "sk", "currency": "EUR", "by": None, "at": FOUNDED}
    found_tenant(name="Banskobystrický kraj", kind="REGION", host=REGION_HOST, region_code="SK032", **facts)
    found_tenant(name="Mesto Alfa", kind="CITY", host=HOSTS["alfa"], covers=["508438"], **facts)
    found_tenant(name="Mesto Beta", kind="TOWN", host=HOSTS["beta"], covers=["518158"], **facts)
