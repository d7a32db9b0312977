"""Tenants, accounts with roles, and signed-in browsers."""

from collections.abc import Callable
from typing import Any

import pytest
from support.world import FOUNDED, HOSTS, REGION_HOST


@pytest.fixture
def region(db: None) -> Any:
    from tenants.models import Tenant

    return Tenant.objects.get(kind="REGION")


@pytest.fixture
def alfa(db: None) -> Any:
    from tenants.models import Tenant

    return Tenant.objects.get(domains__domain=HOSTS["alfa"])


@pytest.fixture
def beta(db: None) -> Any:
    from tenants.models import Tenant

    return Tenant.objects.get(domains__domain=HOSTS["beta"])


@pytest.fixture
def in_alfa(alfa: Any) -> Any:
    """Stand in the schema of the first town."""
    from tenants.context import in_tenant

    with in_tenant(alfa.key) as tenant:
        yield tenant


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """An account with roles: `person("COORDINATOR", at=alfa)`."""

    def make(*roles: str, at: Any = None, email: str = "") -> Any:
        from accounts.models import User
        from tenants.commands import give_role
        from tenants.roles import Role

        number = User.objects.count() + 1
        user = User.objects.create_user(
            email or f"person{number}@example.org", "quiet river 42", name=f"Osoba {number}"
        )
        for role in roles:
            give_role(at, user=user, role=Role(role), by=None, at=FOUNDED)
        return user

    return make


@pytest.fixture
def browse() -> Callable[..., Any]:
    """A test client on the host of a tenant: `browse(alfa, user)`; without a tenant, on the region's host."""

    def make(tenant: Any = None, user: Any = None) -> Any:
        from django.test import Client

        host = REGION_HOST if tenant is None or tenant.is_region else tenant.domains.get(is_primary=True).domain
        client = Client(headers={"host": host})
        if user is not None:
            _sign_in(client, user, tenant)
        return client

    return make


def _sign_in(client: Any, user: Any, tenant: Any) -> None:
    from tenants.models import Tenant

    site = tenant or Tenant.objects.get(kind="REGION")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["site"] = site.key
    session.save()
