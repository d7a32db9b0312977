"""The database backend: a connection can only stand where it was told to stand."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import connection, transaction
from django.test import override_settings
from django_tenants.postgresql_backend.base import DatabaseWrapper as Stock
from support.harness.twins import MARKS, build_twins
from support.harness.world import World

from kernel.tenancy import entered
from tenants.postgresql.base import DatabaseWrapper


@pytest.fixture(scope="module")
def world(module_database: str) -> World:
    return build_twins()


def summaries() -> str:
    from planning.structure.models import Plan

    return str(list(Plan.objects.values_list("summary", flat=True)))


def told_after_tampering(world: World) -> str:
    """Something changes the path behind Django's back, as a raw cursor or a pooler would; then alfa asks."""
    alfa, beta = world.tenants["alfa"], world.tenants["beta"]
    with entered(alfa.key):
        summaries()
        connection.connection.execute(f"set search_path = {beta.schema_name}, public")
        return summaries()


def told_after_rollback(world: World) -> str:
    """The path was set inside a transaction that is undone on the raw connection."""
    with entered(world.tenants["beta"].key):
        summaries()
    with entered(world.tenants["alfa"].key):
        connection.connection.execute("begin")
        summaries()
        connection.connection.execute("rollback")
        return summaries()


@pytest.mark.parametrize("told", [told_after_tampering, told_after_rollback])
def test_path_changed_behind_our_back_is_set_right(told: Any, world: World) -> None:
    text = told(world)
    assert MARKS["alfa"] in text
    assert MARKS["beta"] not in text


@pytest.mark.parametrize("told", [told_after_tampering, told_after_rollback])
def test_stock_backend_that_trusts_its_memory_would_read_the_other_town(
    told: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DatabaseWrapper, "_handle_search_path", Stock._handle_search_path)
    with override_settings(TENANT_LIMIT_SET_CALLS=True):
        text = told(world)
        connection.close()
    assert MARKS["beta"] in text


@pytest.mark.parametrize(
    "name", ['t_x"; drop schema public; --', "t_x, t_y", "t_ÄX", "T_X", "t x", "", "t_x'", "pg_temp.x", "$user"]
)
def test_name_that_is_no_plain_schema_is_refused(name: str, world: World) -> None:
    connection.set_schema(name)
    try:
        with pytest.raises((ImproperlyConfigured, ValidationError)), connection.cursor():
            pass
    finally:
        connection.set_schema_to_public()


def test_schema_that_does_not_exist_reads_nothing_of_a_tenant(world: World) -> None:
    from django.db.utils import ProgrammingError

    with transaction.atomic():
        with entered("nosuchkey"), pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
            summaries()
        transaction.set_rollback(True)


def test_public_schema_holds_no_table_of_a_tenant(world: World) -> None:
    from django.db.utils import ProgrammingError

    with entered(""), pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
        summaries()


def test_connection_given_back_to_the_pool_brings_no_path_along(world: World) -> None:
    with entered(world.tenants["beta"].key):
        summaries()
    connection.close()
    with entered(world.tenants["alfa"].key):
        assert MARKS["beta"] not in summaries()
