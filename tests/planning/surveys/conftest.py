"""A plan in the tenant, its coordinator, and whoever takes paper in."""

from typing import Any

import pytest
from support.plans import begin_plan

from tenants.context import in_tenant


@pytest.fixture
def plan(alfa: Any) -> Any:
    """The tests stand in the tenant as long as they last."""
    with in_tenant(alfa.key):
        yield begin_plan("Plán mesta Alfa")


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))


@pytest.fixture
def clerk(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("INTAKE_CLERK", at=alfa))


@pytest.fixture
def anybody(alfa: Any, browse: Any) -> Any:
    return browse(alfa)
