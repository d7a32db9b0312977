"""What the tests of informing stand on."""

from datetime import timedelta
from typing import Any

import pytest
from support.informing import draft

from kernel.clock import now
from tenants.context import in_tenant


@pytest.fixture
def town(alfa: Any) -> Any:
    """Stand in the schema of the first town."""
    with in_tenant(alfa.key):
        yield alfa


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


@pytest.fixture
def notice(town: Any) -> Any:
    return draft()


@pytest.fixture
def soon() -> dict[str, Any]:
    """When a meeting is that lies ahead of the real today."""
    at = now() + timedelta(days=30)
    return {"starts_at": at, "ends_at": at + timedelta(hours=2)}
