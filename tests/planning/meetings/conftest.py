"""What the tests of meetings stand on."""

from typing import Any

import pytest
from support.meetings import group_of_five

from tenants.context import in_tenant


@pytest.fixture
def group(alfa: Any) -> Any:
    """Five people in a group of the first town; stands in its schema."""
    with in_tenant(alfa.key):
        yield group_of_five()


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))
