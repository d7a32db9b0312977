"""The door into a tenant's schema for tasks, commands and tests."""

from collections.abc import Iterator
from contextlib import contextmanager

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
