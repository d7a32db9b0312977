"""PostgreSQL backend whose search path is compared with what the server itself reports.

PostgreSQL 18 reports `search_path` with every change, also after a rollback; the path is set only where it differs, so
nothing of ours can be stale. Older servers do not report it: there the path is set before every cursor.
"""

import re
from types import MethodType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql.introspection import TableInfo
from django_tenants.postgresql_backend import base

REPORTS_SEARCH_PATH = 180000
PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")
TABLES = """
    select relname, case when relispartition then 'p' when relkind in ('m', 'v') then 'v' else 't' end,
           obj_description(oid, 'pg_class')
    from pg_catalog.pg_class
    where relkind in ('f', 'm', 'p', 'r', 'v')
      and relnamespace = any (select name::regnamespace from unnest(current_schemas(false)) as name)
"""


class DatabaseWrapper(base.DatabaseWrapper):
    """Adds the guard to the backend of django-tenants and a list of tables that stays fast with many schemas."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.introspection.get_table_list = MethodType(_table_list, self.introspection)

    def _wanted_path(self) -> str:
        if not self.schema_name:
            raise ImproperlyConfigured("No schema was chosen for this connection.")
        names = self._get_cursor_search_paths()
        refused = [name for name in names if not PLAIN_NAME.fullmatch(name)]
        if refused:
            raise ImproperlyConfigured(f"Not a plain schema name: {refused[0]!r}.")
        return ", ".join(names)

    _setting_search_path: bool

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self.connection.info.server_version < REPORTS_SEARCH_PATH:
            super()._handle_search_path(cursor)
            return
        wanted = self._wanted_path()
        if self._setting_search_path or self.connection.info.parameter_status("search_path") == wanted:
            return
        self._setting_search_path = True
        own = self.connection.cursor() if cursor is None else cursor
        try:
            own.execute(f"SET search_path = {wanted}")
        except (base.DatabaseError, base.psycopg.Error):
            # The transaction is broken already: whatever comes next fails until the rollback, and then we set it again.
            pass
        finally:
            self._setting_search_path = False
            if cursor is None:
                own.close()


def _table_list(introspection: Any, cursor: Any) -> list[TableInfo]:
    cursor.execute(TABLES)
    return [TableInfo(*row) for row in cursor.fetchall() if row[0] not in introspection.ignored_tables]
