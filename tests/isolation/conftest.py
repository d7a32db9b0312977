"""The world of the harness, built once for each file in a database of its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from support.harness.cast import whole_cast
from support.harness.matrix import Matrix
from support.harness.world import World, build_world


@pytest.fixture(scope="module")
def world(module_database: str) -> World:
    return build_world()


@pytest.fixture(scope="module")
def matrix(world: World) -> Iterator[Any]:
    """The matrix with its whole cast; every cell is undone."""
    return Matrix(world, whole_cast(world))


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals need not be written down one by one."""
    import logging

    logger = logging.getLogger("django.request")
    logger.disabled = True
    yield
    logger.disabled = False
