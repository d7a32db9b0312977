"""What is awaited of one person on 100 sites, beside one site: the page, and how long the sites take to say it.

Run by `make bench ARGS=inbox`, or `python tests/benchmarks/inbox.py [SITES]`. One site is led by commands to an open
monitoring; the schemas of the others are copies of it, made table by table. Works in a database of its own and throws
it away. Prints times; asserts nothing about them.
"""

import sys
from datetime import date
from typing import Any

from measuring import browser, first_town, middle, own_database, say, timed

OWNER = "anna@example.org"


def main(sites: int = 100) -> None:
    with own_database("inbox"):
        measure(sites)


def measure(sites: int) -> None:
    from support.counting import questions

    from planning.subscribers import tell_whose_report_is_awaited
    from tenants.context import in_tenant
    from tenants.duties import duties_of

    first = first_town()
    with in_tenant(first.key):
        ask_anna()
        say("one site says what is awaited", timed(lambda: tell_whose_report_is_awaited([])))
    client, page = owner_and_page()
    one = questions(client, page)
    few = middle(lambda: client.get(page))
    say("page over 1 site", few)
    others: list[str] = []
    more = range(2, sites + 1)
    say(f"make {sites - 1} more schemas", timed(lambda: others.extend(copied(first, number) for number in more)))

    def tell_all() -> None:
        for key in others:
            with in_tenant(key):
                tell_whose_report_is_awaited([])

    say(f"{sites - 1} sites say what is awaited", timed(tell_all))
    many = middle(lambda: client.get(page))
    say(f"page over {sites} sites", many)
    print(f"  rows on the page: {len(duties_of(OWNER))}; questions {one} and {questions(client, page)}")
    print(f"  {sites} sites / 1 site: {many / few:.1f}")


def ask_anna() -> None:
    """A running year of six items, a monitoring open, Anna reports on all of it."""
    from support.years import WHO, filled, items, small_plan, to

    from planning.delivery import rounds
    from planning.delivery.items import name_owner
    from planning.delivery.states import YearState

    year = to(filled(small_plan()), YearState.RUNNING)
    name_owner(year, items=[item.pk for item in items(year)], email=OWNER, **WHO)
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30), "due_on": date(2030, 6, 30)}
    rounds.open_round(year, title="Prvý polrok", **days, **WHO)


def copied(first: Any, number: int) -> str:
    """One more tenant whose schema holds the same tables and rows; answers its key."""
    from django.db import connection, transaction
    from support.world import FOUNDED

    from tenants.commands import add_domain
    from tenants.models import Tenant

    facts = {"kind": "TOWN", "country": "SK", "language": "sk", "currency": "EUR", "founded_at": FOUNDED}
    tenant = Tenant(name=f"Mesto {number}", is_open=True, **facts)
    with transaction.atomic(), connection.cursor() as cursor:
        tenant.save()
        add_domain(tenant, host=f"mesto{number}.localhost")
        cursor.execute(f"create schema {tenant.schema_name}")
        cursor.execute("select tablename from pg_tables where schemaname = %s", [first.schema_name])
        for (table,) in cursor.fetchall():
            goal, source = (f'{schema}."{table}"' for schema in (tenant.schema_name, first.schema_name))
            cursor.execute(
                f"create table {goal} (like {source} including all); insert into {goal} select * from {source}"
            )
    return str(tenant.key)


def owner_and_page() -> tuple[Any, str]:
    from django.urls import reverse

    from accounts.models import User
    from tenants.models import Tenant

    user = User.objects.create_user(OWNER, "quiet river 42", name="Anna")
    client = browser(user, Tenant.objects.get(kind="REGION"), host="localhost")
    return client, reverse("tenants:duties", urlconf="config.urls_region")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
