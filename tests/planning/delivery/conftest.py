"""A running year in the first town, and people who look at it."""

from typing import Any

import pytest
from support.years import filled, small_plan, to

from planning.delivery.states import YearState
from tenants.context import in_tenant


@pytest.fixture
def running(alfa: Any) -> Any:
    """A year that is running, with three items; stands in the tenant."""
    with in_tenant(alfa.key):
        yield to(filled(small_plan()), YearState.RUNNING)


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))
