"""What keeps tenants apart in the database and in the code."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tenants.models import Tenant

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("catalogue", "imports", "planning", "platform", "search", "tenants")
MOST_TABLES = 45
CROSSING = """
    select c.conname from pg_constraint c
    join pg_class here on here.oid = c.conrelid join pg_class there on there.oid = c.confrelid
    where c.contype = 'f' and here.relnamespace = %s::regnamespace and there.relnamespace <> here.relnamespace
"""
TRIGGERS = """
    select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and c.relnamespace = %s::regnamespace
"""
KEYLESS = """
    select relname from pg_class c where relkind = 'r' and relnamespace = %s::regnamespace
    and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')
"""


def asked(sql: str, tenant: Tenant) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [tenant.schema_name])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_no_constraint_leaves_the_schema_of_a_tenant(alfa: Any) -> None:
    assert asked(CROSSING, alfa) == []


@pytest.mark.django_db
def test_a_constraint_that_leaves_would_be_seen(alfa: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"create table {alfa.schema_name}.leaky (id int primary key, who uuid references public.accounts_user)"
        )
    assert len(asked(CROSSING, alfa)) == 1


@pytest.mark.django_db
def test_no_trigger_in_the_schema_of_a_tenant(alfa: Any) -> None:
    assert asked(TRIGGERS, alfa) == []


@pytest.mark.django_db
def test_a_trigger_would_be_seen(alfa: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"create table {alfa.schema_name}.leaky (id int primary key)")
        cursor.execute(
            f"create trigger wrong before update on {alfa.schema_name}.leaky"
            " for each row execute function suppress_redundant_updates_trigger()"
        )
    assert asked(TRIGGERS, alfa) == ["wrong"]


@pytest.mark.django_db
def test_tenant_has_few_tables_each_with_a_key(alfa: Any) -> None:
    tables = asked("select relname from pg_class where relkind in ('r', 'p') and relnamespace = %s::regnamespace", alfa)
    assert 0 < len(tables) <= MOST_TABLES
    assert asked(KEYLESS, alfa) == []


@pytest.mark.django_db
def test_no_table_is_both_in_public_and_in_a_tenant(alfa: Any) -> None:
    tables = "select relname from pg_class where relkind = 'r' and relnamespace = %s::regnamespace"
    with connection.cursor() as cursor:
        cursor.execute(tables, ["public"])
        public = {row[0] for row in cursor.fetchall()}
    assert public & set(asked(tables, alfa)) == {"django_migrations"}


def tenant_labels() -> set[str]:
    return {apps.get_app_config(name.rsplit(".", 1)[-1]).label for name in settings.TENANT_APPS}


def relations() -> list[tuple[str, str, str]]:
    return [
        (model._meta.app_label, f"{model.__name__}.{field.name}", field.related_model._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
    ]


def test_no_model_of_a_tenant_is_joined_to_a_public_one() -> None:
    inside = tenant_labels()
    crossing = [name for here, name, there in relations() if (here in inside) != (there in inside)]
    assert crossing == []
    assert any(here in inside and there in inside for here, _name, there in relations())


def sources() -> list[Path]:
    return [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "node_modules" not in path.parts]


def entered_tenants(code: str) -> list[int]:
    """Lines where `with tenant:` stands, or a thing called tenant is activated."""
    lines = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.With):
            names = [
                item.context_expr for item in node.items if isinstance(item.context_expr, ast.Name | ast.Attribute)
            ]
            lines += [each.lineno for each in names if ast.unparse(each).lower().endswith("tenant")]
        if isinstance(node, ast.Call) and ast.unparse(node.func).lower().endswith(
            ("tenant.activate", "tenant.deactivate")
        ):
            lines.append(node.lineno)
    return lines


def test_no_code_enters_a_tenant_by_the_librarys_shared_list() -> None:
    assert len(sources()) > 100
    assert [(str(path), line) for path in sources() for line in entered_tenants(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "code", ["with tenant:\n  pass", "with self.tenant as t:\n  pass", "request.tenant.activate()"]
)
def test_the_ban_sees_what_it_bans(code: str) -> None:
    assert entered_tenants(code)


def test_entering_a_tenant_by_the_librarys_list_fails() -> None:
    with pytest.raises(TypeError), Tenant(name="X"):
        pass


@pytest.mark.django_db
def test_schema_follows_from_the_key(alfa: Any) -> None:
    from django.db import IntegrityError

    assert alfa.schema_name == f"t_{alfa.key}"
    with pytest.raises(IntegrityError):
        Tenant.objects.filter(key=alfa.key).update(schema_name="t_other")


@pytest.mark.django_db
def test_site_that_is_not_open_answers_nothing(alfa: Any, browse: Any) -> None:
    Tenant.objects.filter(key=alfa.key).update(is_open=False)
    assert browse(alfa).get("/accounts/login/").status_code == 404


@pytest.mark.django_db
def test_unknown_host_is_no_site(region: Any) -> None:
    from django.test import Client

    assert Client(headers={"host": "gamma.localhost"}).get("/accounts/login/").status_code == 404
