"""The large city in the first town's schema, once for all questions about its size."""

from types import SimpleNamespace
from typing import Any

import pytest
from support.cases import bring


@pytest.fixture(scope="module")
def city(module_database: str) -> SimpleNamespace:
    from tenants.context import in_tenant
    from tenants.models import Tenant

    tenant: Any = Tenant.objects.get(domains__domain="alfa.localhost")
    with in_tenant(tenant.key):
        plan = bring("cz-ostrava")
    return SimpleNamespace(tenant=tenant, plan=plan)
