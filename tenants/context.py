"""The door into a tenant's schema for tasks, commands and tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from kernel.tenancy import entered
from tenants.models import Tenant


@contextmanager
def in_tenant(key: str) -> Iterator[Tenant]:
    """Work in the schema of the tenant with this key; raises Tenant.DoesNotExist for an unknown one."""
    with entered(""):
        tenant = Tenant.objects.get(key=key)
    with entered(tenant.schema_key):
        yield tenant


def each_tenant() -> Iterator[Tenant]:
    """Every open tenant with a schema of its own, one after the other, entered."""
    with entered(""):
        tenants = list(Tenant.objects.filter(is_open=True).exclude(kind=Tenant.Kind.REGION).order_by("name", "key"))
    for tenant in tenants:
        with entered(tenant.schema_key):
            yield tenant


@contextmanager
def reading_for_the_region() -> Iterator[None]:
    """Let PostgreSQL show what the municipalities keep apart; for reading only, and no longer than this block."""
    with entered(""), transaction.atomic():
        _read_for("region")
        yield
        _read_for("")


def _read_for(whom: str) -> None:
    """The setting ends with the transaction at the latest, also when the block fails."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('opora.reads_for', %s, true)", [whom])
