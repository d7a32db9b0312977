"""A small plan, its coordinator, and addresses."""

from typing import Any

import pytest
from support.plans import begin_plan, small_tree

from tenants.context import in_tenant


@pytest.fixture
def plan(alfa: Any) -> Any:
    """The tests stand in the tenant as long as they last."""
    with in_tenant(alfa.key):
        begun = begin_plan("Plán mesta Alfa")
        small_tree(begun)
        yield begun


@pytest.fixture
def coordinator(alfa: Any, person: Any, browse: Any) -> Any:
    return browse(alfa, person("COORDINATOR", at=alfa))
