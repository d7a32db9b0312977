"""What the tests of open events stand on."""

from typing import Any

import pytest

from tenants.context import in_tenant


@pytest.fixture
def town(alfa: Any) -> Any:
    """Stands in the schema of the first town."""
    with in_tenant(alfa.key):
        yield alfa


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))
