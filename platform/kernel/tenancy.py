"""Which schema we stand in, and rows that refuse to be saved in another one.

A tenant is known by one opaque key, made once; the name of its schema is derived from it. The empty key is the public
schema, where the region works.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self, cast

from django.db import connection, models
from django_tenants.utils import get_public_schema_name, tenant_context

PREFIX = "t_"


@dataclass(frozen=True)
class Place:
    """The least that the database connection must know of a tenant."""

    key: str

    @property
    def schema_name(self) -> str:
        return schema_of(self.key)


class WrongSchema(RuntimeError):
    """A row was about to be written into the schema of another tenant: always a mistake in the code."""


def schema_of(key: str) -> str:
    """The schema of a tenant's key; the public schema for the empty key."""
    return PREFIX + key if key else get_public_schema_name()


def current_schema() -> str:
    """The schema that the running connection works in."""
    name: str = cast(Any, connection).schema_name
    return name


def current_key() -> str:
    """The key of the tenant whose schema we stand in, or "" in the public schema."""
    name = current_schema()
    return name.removeprefix(PREFIX) if name != get_public_schema_name() else ""


@contextmanager
def entered(key: str) -> Iterator[None]:
    """Work in the schema of a tenant ("" is the public one) and come back afterwards."""
    with tenant_context(Place(key)):
        yield


class TenantRow(models.Model):
    """A row of a tenant's schema: it remembers where it was read and cannot be written elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.BigIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._schema = current_schema()

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row._schema = current_schema()
        return row

    def _refuse_another_schema(self) -> None:
        if self._schema != current_schema():
            raise WrongSchema(f"{type(self).__name__} of {self._schema} must not be written in {current_schema()}.")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_another_schema()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_another_schema()
        return super().delete(*args, **kwargs)
